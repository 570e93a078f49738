"""`ivr test`: what it prints, and its exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dialog.scenario.load import ScenarioError
from ivr.scenarios import test as body

HOTLINE = Path(__file__).parents[1] / "data" / "hotline"
GOOD = "title: Baik\nsteps:\n  - {say: ktp hilang, expect: {prompt: surat kehilangan}}\n"
BAD = "title: Buruk\nsteps:\n  - {say: ktp hilang, expect: {prompt: surat nikah}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HOTLINE, tmp_path / "hotline"))


def written(folder: Path, *texts: str) -> Path:
    (folder / "scenarios").mkdir()
    for number, text in enumerate(texts):
        (folder / "scenarios" / f"{number}.yaml").write_text(text, encoding="utf-8")
    return folder


def status(folder: Path, only: str = "", *, generated: bool = False, least: float = 0.0, as_json: bool = False) -> int:
    return body(folder, "", only, written=True, generated=generated, least=least, as_json=as_json, all_missing=False)


def test_good_scenarios_are_counted_and_coverage_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(written(folder, GOOD)) == 0
    said = capsys.readouterr().out
    assert "Skenario: 1 dari 1 berhasil." in said
    assert "1/" in said
    assert "lapor" in said, "what no scenario came by"


def test_a_bad_one_is_shown_as_expected_and_as_it_was(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(written(folder, GOOD, BAD)) == 1
    said = capsys.readouterr().out
    assert "✘ Buruk" in said
    assert "✘ Baik" not in said
    assert "  -           mengucapkan 'surat nikah'" in said
    assert "  +           mengucapkan 'Untuk KTP yang hilang" in said


def test_only_those_whose_title_holds_the_text(folder: Path) -> None:
    assert status(written(folder, GOOD, BAD), "BAIK") == 0
    assert status(folder, "tidak ada yang begini") == 1


def test_too_little_coverage_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(written(folder, GOOD), least=0.9) == 1
    assert "Cakupan kurang dari 90%: keperluan" in capsys.readouterr().out


def test_json_holds_every_scenario_and_the_coverage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(written(folder, GOOD, BAD), as_json=True, generated=True) == 1
    *rows, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert [(row["title"], row["ok"], bool(row["lines"])) for row in rows[:2]] == [("Baik", True, False), ("Buruk", False, True)]
    assert len(rows) > 20, "and those that follow from the configuration"
    assert last["coverage"]["keperluan"]["share"] == 1.0


def test_a_wrong_file_is_refused(folder: Path) -> None:
    with pytest.raises(ScenarioError, match=r"0\.yaml:1:1: .*needs `steps`"):
        status(written(folder, "title: a\n"))
