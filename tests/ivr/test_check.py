"""`ivr check`: every problem of the base and its cities, once, and what status it ends with."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from ivr.check import check

CONFIGS = Path(__file__).parents[2] / "configs"
TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("services", "gazetteers", "cities", "backends"):
        shutil.copytree(CONFIGS / name, tmp_path / name)
    shutil.copy(CONFIGS / "hotline.yaml", tmp_path)
    return tmp_path


def test_what_we_ship_has_not_even_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(CONFIGS, TODAY, strict=True) == 0
    assert "0 peringatan" in capsys.readouterr().out


def test_warnings_fail_only_where_that_is_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(folder, date(2027, 8, 15)) == 0
    assert "warning: facts.jatuh_tempo_pbb.valid_until: the fact expires in 16 days" in capsys.readouterr().out
    assert check(folder, date(2027, 8, 15), strict=True) == 1


def test_a_problem_of_base_and_city_is_told_once_with_its_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    city = folder / "cities" / "mekarjaya" / "services" / "umum.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("    value:", "    valu:"), encoding="utf-8")
    base = folder / "services" / "pajak.yaml"
    base.write_text(base.read_text(encoding="utf-8").replace("lookup: pajak.pbb", "lookup: pajak.pbbb"), encoding="utf-8")
    assert check(folder, TODAY, as_json=True) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = [(row["file"], row["path"], row["how"]) for row in rows if row["severity"] == "error"]
    assert (str(base), "intents.tagihan_pbb.lookup", "did you mean pajak.pbb?") in found
    assert (str(city), "facts.jam_buka.valu", "did you mean value?") in found
    assert len(found) == len(set(found))
    assert all(row["line"] > 1 and row["column"] >= 1 and row["message"] for row in rows)
