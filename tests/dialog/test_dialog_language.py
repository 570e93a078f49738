"""The operators' guide is true: its example loads, and it names every key there is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from conversation import CONFIGS, Conversation

from dialog.language import COMMANDS, GAZETTEER, HOTLINE, SERVICE, Key
from dialog.load import load
from dialog.schema import Risk, Rung
from dialog.slots import KINDS
from dialog.templates import FILTERS

GUIDE = (Path(__file__).parents[2] / "docs" / "dialog-language.md").read_text(encoding="utf-8")


def keys(table: Mapping[str, Key]) -> Iterator[str]:
    for name, key in table.items():
        yield name
        yield from keys(key.keys)


WORDS = {*KINDS, *COMMANDS, *FILTERS, *Rung, *Risk, "hari_ini"}


@pytest.mark.parametrize("key", sorted({*keys(HOTLINE), *keys(SERVICE), *keys(GAZETTEER), *map(str, WORDS)}))
def test_every_key_is_in_the_guide(key: str) -> None:
    assert f"`{key}`" in GUIDE


def test_the_example_works(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    shutil.copy(CONFIGS / "hotline.yaml", tmp_path)
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "samsat.yaml").write_text(example, encoding="utf-8")
    call = Conversation(load(tmp_path)).begins().says("kapan pajak kendaraan saya jatuh tempo").says("roda dua").presses("12345").says("ya")
    assert call.lookup is not None
    assert call.lookup.arguments == {"jenis": "motor", "rangka": "12345"}
    assert "jatuh tempo 5 Januari 2027" in call.system_answers(jumlah="250000", jatuh_tempo="2027-01-05").said
