"""`kalender.yaml`: what it can say, and how mistakes in it are told."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from conversation import CONFIGS

from dialog.calendar import Calendars
from dialog.checks import check
from dialog.load import HOURS, ConfigError, load, load_all

GOOD = """\
zona: WITA
jam: {senin: 08:00-12:00, selasa: [08:00-12:00, 13:00-24:00], jumat: "08:00-11:30, 13:00-16:00"}
ramadan: {jam: {senin: 09:00-11:00, selasa: tutup}, tanggal: [2026-02-19 sampai 2026-03-20]}
cuti_bersama: {2026-12-24: Natal, 2027-12-24: Natal}
tutup: [2026-11-30]
buka: {2026-12-25: 09:00-10:00}
antrean:
  pajak: {jam: {sabtu: 08:00-12:00, senin: tutup}, tutup: {2026-12-25: sudah cukup}}
  darurat: {selalu: ya}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CONFIGS, tmp_path, dirs_exist_ok=True)
    return tmp_path


def calendars(folder: Path, text: str, overlay: str = "") -> Calendars:
    (folder / HOURS).write_text(text, encoding="utf-8")
    found = load(folder, overlay).calendars
    assert found is not None
    return found


def test_without_the_file_persons_can_always_be_had(folder: Path) -> None:
    assert load(folder).calendars is None


def test_what_a_file_says(folder: Path) -> None:
    every = calendars(folder, GOOD).default
    assert every.zone_name == "WITA"
    assert every.week == {0: ((480, 720),), 1: ((480, 720), (780, 1440)), 4: ((480, 690), (780, 960))}
    assert every.fasting == {0: ((540, 660),), 1: ()}
    assert every.why_closed(datetime(2026, 11, 30, 9)) == "hari libur"
    assert every.open_at(datetime(2026, 12, 25, 9))


def test_a_queue_has_what_it_does_not_say_from_all(folder: Path) -> None:
    found = calendars(folder, GOOD)
    tax = found.of("pajak")
    assert tax.week == {**found.default.week, 0: (), 5: ((480, 720),)}
    assert (tax.zone_name, tax.fasts, tax.collective) == ("WITA", found.default.fasts, found.default.collective)
    assert tax.why_closed(datetime(2026, 12, 25, 9)) == "sudah cukup"
    assert tax.why_closed(datetime(2026, 11, 30, 9)) == "hari libur"
    assert found.of("darurat").open_at(datetime(2026, 12, 25, 3))


def test_a_city_changes_parts_of_it_and_may_have_one_alone(folder: Path) -> None:
    city = folder / "cities" / "sukamaju"
    city.mkdir(parents=True)
    (city / HOURS).write_text("zona: WIT\njam: {senin: 09:00-10:00}\n", encoding="utf-8")
    alone = load(folder, "sukamaju").calendars
    assert alone is not None
    assert alone.default.week == {0: ((540, 600),)}
    both = calendars(folder, GOOD, "sukamaju").default
    assert (both.zone_name, both.week[0], both.week[4]) == ("WIT", ((540, 600),), ((480, 690), (780, 960)))


def test_its_content_is_part_of_the_version(folder: Path) -> None:
    before = load(folder).version
    calendars(folder, GOOD)
    assert load(folder).version != before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("jam: {senin: 16:00-08:00}", "1: jam.senin: '16:00-08:00' are no times"),
        ("jam:\n  senin: 08:00-12:00, 11:00-16:00", "2: jam.senin: times overlap"),
        ("jam: {senin: 08:00-24:01}", "1: jam.senin: '08:00-24:01' are no times"),
        ("jam: {sening: 08:00-16:00}", "1: jam.sening: unknown key; did you mean senin?"),
        ("zona: WIB", "1: file: no day has times"),
        ("selalu: ya\nzona: GMT", "2: zona: 'gmt' is not one of WIB, WITA, WIT"),
        ("selalu: ya\ntutup: [2026-02-30]", "2: tutup[0]: '2026-02-30' is not a date"),
        ("selalu: ya\ntutup:\n  besok: lelah", "3: tutup.besok: 'besok' is not a date"),
        ("selalu: ya\nbuka: {2026-12-26: pagi}", "2: buka.2026-12-26: 'pagi' are no times"),
        ("selalu: ya\nbuka: [2026-12-26]", "2: buka: '' are no times"),
        ("selalu: ya\ntutup: [2026-12-26]\nbuka: {2026-12-26: 08:00-09:00}", "3: buka: 2026-12-26 is in tutup as well"),
        ("selalu: ya\nramadan: {tanggal: 2026-02-19 sampai 2026-04-20}", "2: ramadan.tanggal: '2026-02-19 sampai 2026-04-20' is no month"),
        ("selalu: ya\nantrean: {pajak: {selalu: tidak}}", "2: antrean.pajak: no day has times"),
    ],
)
def test_mistakes(folder: Path, text: str, told: str) -> None:
    (folder / HOURS).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(folder)
    assert any(f"{p.file.name}:{p.line}: {p.path}: {p.message}; {p.how}".startswith(f"{HOURS}:{told}") for p in caught.value.problems), (
        caught.value
    )


@pytest.mark.parametrize(
    ("text", "today", "years"),
    [
        (GOOD, date(2027, 10, 31), []),
        (GOOD, date(2027, 11, 1), ["2028"]),
        (GOOD, date(2028, 11, 1), ["2028", "2029"]),
        ("selalu: ya", date(2027, 11, 1), []),
        ("jam: {senin: 08:00-16:00}\ncuti_bersama:", date(2026, 1, 1), ["2026"]),
    ],
)
def test_shared_days_off_that_are_missing_are_missed_from_november_on(folder: Path, text: str, today: date, years: list[str]) -> None:
    (folder / HOURS).write_text(text, encoding="utf-8")
    warned = [p for p in check(load_all(folder), (), today) if p.path == "cuti_bersama"]
    assert [p.message for p in warned] == [f"has no day in {year}" for year in years]
    assert all(p.file.name == HOURS and p.severity == "warning" for p in warned)


@pytest.mark.parametrize(
    ("today", "warned"),
    [
        (date(2026, 2, 10), False),
        (date(2027, 1, 24), False),
        (date(2027, 1, 25), True),
        (date(2027, 3, 8), True),
        (date(2027, 3, 9), False),
    ],
)
def test_the_official_dates_of_ramadan_are_missed_shortly_before_it(folder: Path, today: date, warned: bool) -> None:
    (folder / HOURS).write_text(GOOD, encoding="utf-8")
    found = [p.message for p in check(load_all(folder), (), today) if p.path == "ramadan"]
    assert found == (["its dates are only reckoned: 2027-02-08 to 2027-03-08"] if warned else [])
