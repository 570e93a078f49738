"""`antrean.yaml`: what it can say, how mistakes in it are told, and whether it fits the dialog and the calendar."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml
from conversation import CONFIGS as SMALL

from dialog.json_schema import schema_of_keys
from dialog.language import CALENDAR, Key
from dialog.load import ConfigError
from ivr.check import check
from ivr.queue_keys import FILE, STRATEGIES
from ivr.queue_settings import CallbackPlan, QueueSettings, load_floor
from ivr.settings import ROOT

SHIPPED = ROOT / "configs" / "antrean.yaml"
GUIDE = (ROOT / "docs" / "kalender-dan-antrean.md").read_text(encoding="utf-8")
GOOD = """\
bawaan: umum
umum: {strategi: rrmemory, penuh: 5}
antrean:
  umum: {judul: Umum}
  pajak: {judul: Pajak, penuh: 7, bahasa: jawa, kalender: malam}
jeda: [Istirahat, Salat]
hasil: {selesai: Selesai}
kembali: {"00": {judul: Penilaian}, "01": {judul: Cek KTP, keperluan: status_ktp}}
telepon_kembali: {percobaan: 2, jeda_menit: [5, 30], sms: tidak}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "antrean.yaml"


def told(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_floor(path)
    return [f"{p.line}: {p.path}: {p.message}; {p.how}" for p in caught.value.problems]


def test_what_we_ship() -> None:
    floor = load_floor(SHIPPED)
    assert list(floor.queues) == ["petugas", "kependudukan", "perizinan", "pengaduan", "pajak", "kepegawaian", "jawa", "sunda"]
    assert floor.default == "petugas"
    assert floor.of("pajak").name == "pajak"
    assert floor.of("").name == floor.of("nothing").name == "petugas"
    assert (floor.queues["jawa"].language, floor.queues["pajak"].language) == ("jawa", "")
    assert floor.send_back["00"] == ""
    jsonschema.Draft202012Validator(schema_of_keys("queues", FILE)).validate(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


def test_what_a_file_says_and_what_holds_where_it_is_silent(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8")
    floor = load_floor(path)
    assert floor.queues["umum"] == QueueSettings("umum", "Umum", strategy="rrmemory", max_waiting=5, calendar="umum")
    assert floor.queues["pajak"] == QueueSettings("pajak", "Pajak", "rrmemory", max_waiting=7, language="jawa", calendar="malam")
    assert (floor.pauses, floor.dispositions) == (("Istirahat", "Salat"), {"selesai": "Selesai"})
    assert (floor.send_back, floor.send_back_titles) == ({"00": "", "01": "status_ktp"}, {"00": "Penilaian", "01": "Cek KTP"})
    assert floor.callback == CallbackPlan(attempts=2, pauses_min=(5, 30), sms=False)
    assert [floor.callback.pause_min(tried) for tried in (1, 2, 3)] == [5, 30, 30]
    assert floor.listening_announced


def test_a_file_that_is_not_there(path: Path) -> None:
    with pytest.raises(ConfigError, match=r"antrean.yaml:1:1: file: cannot be read"):
        load_floor(path)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("bawaan: umum", "bawaan: lain", "1: bawaan: no queue 'lain'; known are pajak, umum"),
        ("bawaan: umum", "bawan: umum", "1: bawan: unknown key; did you mean bawaan?"),
        ("rrmemory", "linear", "2: umum.strategi: 'linear' is not one of leastrecent"),
        ("penuh: 7", "penuh: 0", "5: antrean.pajak.penuh: expected a whole number from 1 to 500"),
        ("penuh: 7", "penu: 7", "5: antrean.pajak.penu: unknown key; did you mean penuh?"),
        ("  pajak:", "  Pajak:", "5: antrean.Pajak: 'Pajak' cannot be the name of a queue"),
        ("  pajak:", "  general:", "5: antrean.general: 'general' cannot be the name of a queue"),
        ("judul: Pajak, ", "", "5: antrean.pajak.judul: is missing"),
        ("bahasa: jawa", "bahasa: klingon", "5: antrean.pajak.bahasa: 'klingon' is not one of jawa, sunda"),
        ("[Istirahat, Salat]", "[a, b, c, d, e, f, g, h, i, j]", "6: jeda: has more reasons than there are keys"),
        ("{selesai: Selesai}", "{}", "7: hasil: is missing"),
        ("selesai: Selesai", "sudah selesai: Selesai", "7: hasil.sudah selesai: is no code"),
        ("selesai: Selesai", "selesai: ", "7: hasil.selesai: says nothing to agents"),
        ('"01"', '"1"', "8: kembali.1: '1' is not what an agent can key"),
        (", keperluan: status_ktp", "", "8: kembali.01.keperluan: 00, and only that, stands for the survey; name an intent"),
        ("judul: Penilaian}", "judul: Penilaian, keperluan: lapor}", "8: kembali.00.keperluan: 00, and only that"),
        ("[5, 30]", "[5, sebentar]", "9: telepon_kembali.jeda_menit[1]: expected whole minutes from 1 to 10080"),
        ("percobaan: 2", "percobaan: 0", "9: telepon_kembali.percobaan: expected a whole number from 1 to 10"),
    ],
)
def test_mistakes(path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    found = told(path, GOOD.replace(old, new, 1))
    assert any(one.startswith(problem) for one in found), found


def test_a_mistake_for_all_queues_is_told_once(path: Path) -> None:
    assert len(told(path, GOOD.replace("rrmemory", "linear"))) == 1


def test_a_file_without_queues(path: Path) -> None:
    assert "4: antrean: there is no queue; declare at least one, with its judul" in told(
        path, "bawaan: a\njeda: [a]\nhasil: {a: b}\nantrean: {}"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "antrean.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "kalender.yaml").write_text("selalu: ya\nantrean:\n  malam: {selalu: ya}\n", encoding="utf-8")
    return tmp_path


def queue_problems(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Of the queues and the calendar, each with its place."""
    check(folder, date(2026, 11, 24))
    lines = [line.removeprefix(f"{folder}/") for line in capsys.readouterr().out.splitlines()]
    return [line for line in lines if line.startswith(("antrean.yaml", "kalender.yaml")) or ".queue" in line or ": queue:" in line]


def test_queues_calendars_and_intents_fit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert queue_problems(folder, capsys) == []


def test_what_does_not_fit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, old, new in (
        ("antrean.yaml", "kalender: malam", "kalender: malm"),
        ("antrean.yaml", "status_ktp", "status_ktpp"),
        ("antrean.yaml", "sms: tidak", "sms: ya"),
        ("antrean.yaml", "rrmemory", "linear"),
        ("hotline.yaml", "title:", "queue: pajk\ntitle:"),
    ):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    found = queue_problems(folder, capsys)
    for problem in (
        "antrean.yaml:5:59: antrean.pajak.kalender: no calendar 'malm'; did you mean malam?",
        "kalender.yaml:3:10: warning: antrean.malam: is the calendar of no queue",
        "antrean.yaml:8:71: kembali.01.keperluan: no intent 'status_ktpp'; did you mean status_ktp?",
        "antrean.yaml:9:59: warning: telepon_kembali.sms: no connector has sms.kirim: nobody gets an SMS",
        "antrean.yaml:2:18: umum.strategi: 'linear' is not one of",
        "hotline.yaml:2:8: queue: no queue 'pajk'; did you mean pajak?",
    ):
        assert any(one.startswith(problem) for one in found), (problem, found)


def every(table: Mapping[str, Key]) -> Iterator[str]:
    for name, key in table.items():
        yield name
        yield from every(key.keys)


@pytest.mark.parametrize("key", sorted({*every(FILE), *every(CALENDAR), *STRATEGIES}))
def test_every_key_is_in_the_guide(key: str) -> None:
    assert f"`{key}`" in GUIDE or f"`{key}:" in GUIDE


def test_the_examples_of_the_guide_are_right(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, example in zip(("kalender.yaml", "antrean.yaml"), re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL), strict=True):
        (folder / name).write_text(example, encoding="utf-8")
    assert [one for one in queue_problems(folder, capsys) if "warning" not in one] == []
