"""`ivr check`, without its printing: what can be read and is still not good."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from conversation import CONFIGS

from dialog.checks import check
from dialog.checks.lengths import seconds
from dialog.load import load_all
from dialog.yaml_map import Problem, Severity

TODAY = date(2026, 11, 24)
OPERATIONS = {"kependudukan.status_ktp", "pengaduan.lapor"}
SERVICE = """\
facts:
  jam: {value: pukul delapan, source: SK 1, valid_until: 2027-12-31}
intents:
  izin:
    title: mengurus izin usaha
    examples: [mau urus izin usaha, cara bikin izin warung, perizinan usaha kecil, daftar izin toko, izin dagang keliling]
    slots:
      bidang: {type: text, ask: "Bidang apa?", reask: ["Usaha apa?", "Jualannya apa?"]}
    answer: "Datanglah {{ fakta.jam }}."
    valid_until: 2027-12-31
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CONFIGS, tmp_path, dirs_exist_ok=True)
    return tmp_path


def found(folder: Path, old: str = "", new: str = "") -> list[Problem]:
    assert old in SERVICE
    (folder / "services" / "izin.yaml").write_text(SERVICE.replace(old, new, 1) if old else SERVICE, encoding="utf-8")
    return [p for p in check(load_all(folder), OPERATIONS, TODAY) if p.file.name == "izin.yaml"]


def test_nothing_to_say_of_a_good_file(folder: Path) -> None:
    assert found(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "severity", "told"),
    [
        ("2027-12-31}", "2026-11-23}", 2, 58, "error", "facts.jam.valid_until: the fact expired on 2026-11-23"),
        ("2027-12-31}", "2026-12-24}", 2, 58, "warning", "facts.jam.valid_until: the fact expires in 30 days"),
        ("2027-12-31}", "2026-12-24, valid_from: 2026-12-01}", 2, 82, "warning", "facts.jam.valid_from: the fact holds only from"),
        ("source: SK 1, ", "", 2, 8, "warning", "facts.jam.source: is missing"),
        ("    valid_until: 2027-12-31", "    valid_until: 2026-11-24", 10, 18, "warning", "the answer expires in 0 days"),
        ('["Usaha apa?", "Jualannya apa?"]', '["Bidang apa?", "Jualannya apa?"]', 8, 55, "warning", "says the same twice"),
        (', reask: ["Usaha apa?", "Jualannya apa?"]', "", 8, 33, "warning", "has no reask"),
        ("Datanglah", "Datanglah " + "ke kantor yang paling dekat " * 6, 9, 13, "warning", "takes about 15 s to say, more than 12"),
        ("    answer:", "    lookup: pengaduan.lapr\n    returns: [x]\n    answer:", 9, 13, "error", "no connector has pengaduan.lapr"),
        ("mau urus izin usaha", "ktp saya hilang", 6, 16, "warning", "'ktp saya hilang' is nearer to 'ktp saya hilang' of ktp_hilang"),
        ("mau urus izin usaha", "mau urus izin nol delapan satu dua", 6, 16, "warning", "holds a long number"),
        ("mau urus izin usaha", "selesai", 6, 16, "error", "'selesai' is the command selesai"),
        ("mau urus izin usaha", "tolong kebakaran", 6, 16, "error", "'tolong kebakaran' raises the alarm api"),
        ("mau urus izin usaha", "mau cek status ktp elektronik", 6, 16, "warning", "nearer to 'cek status ktp elektronik' of status_ktp"),
        ("Bidang apa?", 'Bidang apa?", label: 0123, example: "x', 8, 55, "warning", "0123 is not in quotes"),
        ("{type: text,", "{type: choice, choices: {yes: [], 12:30: []},", 8, 40, "warning", "yes is not in quotes"),
    ],
)
def test_what_is_told_and_where(folder: Path, old: str, new: str, line: int, column: int, severity: str, told: str) -> None:
    top = folder / "hotline.yaml"
    alarm = "\nalarms: {api: {reason: emergency, phrases: [kebakaran], unless: [ktp], say: Menjauhlah.}}\n"
    top.write_text(top.read_text(encoding="utf-8").split("\nalarms:")[0] + alarm, encoding="utf-8")
    problems = found(folder, old, new)
    assert any((p.line, p.column, p.severity) == (line, column, severity) and told in f"{p.path}: {p.message}" for p in problems), problems
    assert all(p.how for p in problems)


def test_an_intent_that_nothing_is_understood_as(folder: Path) -> None:
    examples = "[cek ktp, status ktp, kapan ktp saya jadi, cek status ktp elektronik, kapan ktp selesai dicetak]"
    (folder / "services" / "izin.yaml").write_text(
        f"intents: {{izin: {{title: x, answer: Ya., examples: {examples}}}}}\n", encoding="utf-8"
    )
    assert any("nobody reaches this one" in p.message for p in check(load_all(folder), OPERATIONS, TODAY))


def test_problems_of_loading_and_of_checking_are_told_in_one_run(folder: Path) -> None:
    problems = found(folder, "    answer:", "    lookup: a.b\n    sauce: x\n    answer:")
    assert [p.message for p in problems if p.severity is Severity.ERROR] == ["no connector has a.b", "unknown key"]


def test_no_alarms_are_told(folder: Path) -> None:
    problems = check(load_all(folder), OPERATIONS, TODAY)
    assert any(p.path == "alarms" for p in problems) is ("alarms" not in (folder / "hotline.yaml").read_text(encoding="utf-8"))


def test_a_variable_part_counts_as_a_few_words() -> None:
    assert seconds("x" * 131) == pytest.approx(10)
    assert seconds("{{ a | tanggal }}") == pytest.approx(12 / 13.1)
