"""`ivr check`: every problem of the base, its cities and its systems, once, and what status it ends with."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from conversation import CONFIGS as SMALL

from ivr.check import check

CONFIGS = Path(__file__).parents[2] / "configs"
TODAY = date(2026, 11, 24)
SERVICE = """\
facts:
  jam_buka: {value: pukul delapan, source: SK 1, valid_until: 2027-08-31}
intents:
  status_izin:
    title: mengecek izin usaha
    examples: [cek izin usaha, izin warung saya, perizinan usaha kecil, izin toko saya, izin dagang keliling]
    slots:
      tiket: {type: text, ask: "Nomornya?", reask: ["Berapa nomornya?", "Nomor izinnya?"]}
    lookup: izin.status
    returns: [status]
    answer: "Statusnya {{ status }}. Kami buka {{ fakta.jam_buka }}."
"""
BACKEND = """\
base_url: https://izin.example.go.id
operations:
  status: {takes: [tiket], returns: [status]}
"""
CITY = """\
facts:
  jam_buka: {value: pukul sembilan, source: SK 2, valid_until: 2027-12-31}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    hotline = (SMALL / "hotline.yaml").read_text(encoding="utf-8")
    files = {
        "hotline.yaml": hotline,
        "services/izin.yaml": SERVICE,
        "backends/izin.yaml": BACKEND,
        "cities/mekarjaya/services/izin.yaml": CITY,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_what_we_ship_has_not_even_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(CONFIGS, TODAY, strict=True) == 0
    assert "0 peringatan" in capsys.readouterr().out


def test_warnings_fail_only_where_that_is_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(folder, date(2027, 8, 15)) == 0
    assert "warning: facts.jam_buka.valid_until: the fact expires in 16 days" in capsys.readouterr().out
    assert check(folder, date(2027, 8, 15), strict=True) == 1


def test_a_problem_of_base_city_and_systems_is_told_once_with_its_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {
        "cities/mekarjaya/services/izin.yaml": ("value:", "valu:"),
        "services/izin.yaml": ("lookup: izin.status", "lookup: izin.statuss"),
        "backends/izin.yaml": ("  status: {", "  status: {cache: 3, "),
    }
    for name, (old, new) in wrong.items():
        (folder / name).write_text((folder / name).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert check(folder, TODAY, as_json=True) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = [(str(Path(row["file"]).relative_to(folder)), row["path"], row["how"]) for row in rows if row["severity"] == "error"]
    assert ("services/izin.yaml", "intents.status_izin.lookup", "did you mean izin.status?") in found
    assert ("cities/mekarjaya/services/izin.yaml", "facts.jam_buka.valu", "did you mean value?") in found
    assert ("backends/izin.yaml", "operations.status.cache", "did you mean cache_s?") in found
    assert len(found) == len(set(found))
    assert all(row["line"] > 1 and row["column"] >= 1 and row["message"] for row in rows if row["severity"] == "error")


def test_an_operation_that_no_system_has_any_more(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(folder / "backends")
    assert check(folder, TODAY) == 1
    assert "services/izin.yaml:9:13: intents.status_izin.lookup: no connector has izin.status" in capsys.readouterr().out
