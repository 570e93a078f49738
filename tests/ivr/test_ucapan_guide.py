"""The operators' guide to how sentences are read says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dialog.load_sayings import load_sayings
from dialog.marks import encoded
from dialog.yaml_text import compose
from speech.pronunciation import spoken

GUIDE = (Path(__file__).parents[2] / "docs" / "ucapan.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+) \| (.+) \|$", GUIDE.split("## Kata")[0], re.M)[1:]
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.S)


@pytest.mark.parametrize(("written", "said"), ROWS)
def test_what_is_written_is_said_so(written: str, said: str) -> None:
    assert spoken(written) == said


def test_the_examples_are_right() -> None:
    node, problems = compose(Path("ucapan.yaml"), BLOCKS[0])
    assert node is not None
    assert load_sayings(node, problems).said["Disnaker"] == "dinas tenaga kerja" and not problems
    text, wrong = encoded(BLOCKS[1])
    assert not wrong and text != BLOCKS[1]
