"""The operators' guide is true: its example loads, and it names every key there is."""

from __future__ import annotations

import re
import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from conversation import CONFIGS, Conversation

from dialog.language import COMMANDS
from dialog.load import load
from dialog.schema import Prompts
from dialog.slots import KINDS

GUIDE = (CONFIGS.parent / "docs" / "dialog-language.md").read_text(encoding="utf-8")




def test_the_example_works(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    shutil.copy(CONFIGS / "hotline.yaml", tmp_path)
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "samsat.yaml").write_text(example, encoding="utf-8")
    call = Conversation(load(tmp_path)).begins().says("pajak motor saya berapa").says("roda dua").presses("12345").says("ya")
    assert call.lookup is not None
    assert call.lookup.arguments == {"jenis": "motor", "rangka": "12345"}
    assert "jatuh tempo 5 Januari 2027" in call.system_answers(jumlah="250000", jatuh_tempo="2027-01-05").said
