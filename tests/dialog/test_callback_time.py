"""When to call back: as people say it, and as it is said to them."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.callback_time import FARTHEST, SOON, beyond, contradicted, has_time, hour_words, moment, moved, parse_iso, spoken, wanted
from dialog.number_words import words
from dialog.state import State

TUESDAY = datetime.fromisoformat("2026-11-24T10:00:00+07:00")
LATER = datetime.fromisoformat("2026-11-24T16:00:00+07:00")


@pytest.mark.parametrize(
    "said",
    [
        "secepatnya aja",
        "kapan aja",
        "terserah bapak",
        "sekarang juga",
        "bebas",
        "hari ini",
        "tidak tahu",
        "satu",
        "jam berapa saja",
        "segera",
    ],
)
def test_as_soon_as_possible(said: str) -> None:
    assert wanted(said, TUESDAY) == SOON


@pytest.mark.parametrize(
    ("said", "now", "meant"),
    [
        ("besok pagi", TUESDAY, "2026-11-25T09:00"),
        ("besok", TUESDAY, "2026-11-25T09:00"),
        ("besok siang", TUESDAY, "2026-11-25T13:00"),
        ("nanti sore", TUESDAY, "2026-11-24T15:00"),
        ("nanti sore", LATER, "2026-11-24T16:30"),
        ("jam dua", TUESDAY, "2026-11-24T14:00"),
        ("nanti jam sembilan", TUESDAY, "2026-11-25T09:00"),
        ("besok jam sembilan pagi", TUESDAY, "2026-11-25T09:00"),
        ("senin jam setengah sepuluh", TUESDAY, "2026-11-30T09:30"),
        ("terserah, besok pagi", TUESDAY, "2026-11-25T09:00"),
        ("lusa habis dzuhur", TUESDAY, "2026-11-26T13:00"),
        ("tanggal lima desember jam sepuluh", TUESDAY, "2026-12-05T10:00"),
        ("setengah jam lagi", TUESDAY, "2026-11-24T10:30"),
        ("dua jam lagi", TUESDAY, "2026-11-24T12:00"),
        ("sejam lagi", TUESDAY, "2026-11-24T11:00"),
        ("30 menit lagi", TUESDAY, "2026-11-24T10:30"),
        ("jam 14.30", TUESDAY, "2026-11-24T14:30"),
        ("bukan jam dua, jam tiga", TUESDAY, "2026-11-24T15:00"),
        ("sesuk esuk", TUESDAY, "2026-11-25T09:00"),
        ("besok malam", TUESDAY, "2026-11-25T19:00"),
        ("jangan pagi, siang saja", TUESDAY, "2026-11-24T13:00"),
        ("jangan jam sembilan, jam sepuluh saja", TUESDAY, "2026-11-25T10:00"),
        ("jangan sore, besok pagi pagi", TUESDAY, "2026-11-25T09:00"),
        ("tidak bisa besok, lusa saja", TUESDAY, "2026-11-26T09:00"),
        ("nanti sore habis magrib", TUESDAY, "2026-11-24T18:30"),
        ("besok sebelum jumatan", TUESDAY, "2026-11-27T11:00"),
        ("jumat habis jumatan", TUESDAY, "2026-11-27T13:00"),
        ("besok habis subuh", TUESDAY, "2026-11-25T05:30"),
        ("bakda isya", TUESDAY, "2026-11-24T19:30"),
        ("habis ashar", TUESDAY, "2026-11-24T16:00"),
        ("sonten", TUESDAY, "2026-11-24T15:00"),
        ("besok tengah malam", TUESDAY, "2026-11-26T00:00"),
        ("jam sepuluhan besok", TUESDAY, "2026-11-25T10:00"),
        ("besok pagi", TUESDAY.replace(hour=0, minute=30), "2026-11-24T09:00"),
        ("besok", TUESDAY.replace(hour=0, minute=30), "2026-11-25T09:00"),
    ],
)
def test_a_moment(said: str, now: datetime, meant: str) -> None:
    found = wanted(said, now)
    assert isinstance(found, datetime) and found.isoformat(timespec="minutes") == f"{meant}+07:00"


@pytest.mark.parametrize(
    "said", ["", "xyzzy", "ya boleh", "hari ini jam delapan", "tahun depan", "tiga ribu jam lagi", "tanggal empat puluh"]
)
def test_no_moment(said: str) -> None:
    assert wanted(said, TUESDAY) is None


def test_a_day_that_is_refused_leaves_any_other() -> None:
    assert wanted("kapan saja kecuali jumat", TUESDAY) == SOON
    assert wanted("iya tapi jangan pagi pagi", TUESDAY) is None and has_time("iya tapi jangan pagi pagi")
    assert not has_time("tidak tahu")


@pytest.mark.parametrize(
    ("said", "why"),
    [("hari ini jam sembilan", -1), ("tadi pagi", -1), ("tanggal satu januari", 1), ("besok", 0), ("xyzzy", 0), ("segera", 0)],
)
def test_why_a_moment_cannot_be_had(said: str, why: int) -> None:
    assert beyond(said, TUESDAY) == why


@pytest.mark.parametrize(
    ("said", "to"),
    [
        ("besoknya lagi", "2026-11-25T10:00"),
        ("satu jam sebelumnya", "2026-11-24T09:00"),
        ("setengah jam lebih awal", "2026-11-24T09:30"),
        ("sepuluh menit sesudahnya", "2026-11-24T10:10"),
        ("satu jam sebelum magrib", None),
    ],
)
def test_moved_from_what_was_agreed(said: str, to: str | None) -> None:
    found = moved(said, TUESDAY)
    assert (found.isoformat(timespec="minutes")[:16] if found is not None else None) == to


def test_a_day_and_a_date_that_do_not_agree() -> None:
    monday = datetime.fromisoformat("2026-11-30T09:00:00+07:00")
    assert contradicted("hari selasa tanggal tiga puluh", monday)
    assert not contradicted("hari senin tanggal tiga puluh", monday) and not contradicted("tanggal tiga puluh", monday)
    assert not contradicted("jangan selasa, tanggal tiga puluh", monday)


def test_an_hour_alone_means_the_day_that_was_spoken_of() -> None:
    found = wanted("jam tiga saja", TUESDAY, datetime(2026, 11, 27).date())
    assert isinstance(found, datetime) and found.isoformat() == "2026-11-27T15:00:00+07:00"


@given(st.text(max_size=60))
def test_whatever_is_said_is_a_moment_to_come_or_none(text: str) -> None:
    found = wanted(text, TUESDAY)
    assert found is None or found == SOON or (isinstance(found, datetime) and TUESDAY <= found <= TUESDAY + FARTHEST)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-24T15:00+07:00", "hari ini, pukul tiga sore"),
        ("2026-11-25T09:00+07:00", "besok, Rabu, pukul sembilan pagi"),
        ("2026-11-26T13:15+07:00", "lusa, Kamis, pukul satu lewat lima belas siang"),
        ("2026-12-01T08:00+07:00", "Selasa tanggal 1 Desember, pukul delapan pagi"),
        ("2026-11-25T00:30+09:00", "malam ini, pukul dua belas lewat tiga puluh malam"),
        ("2026-11-25T00:00+07:00", "malam ini, pukul dua belas malam"),
        ("2026-11-24T08:00", "Selasa tanggal 24 November, pukul delapan pagi"),
    ],
)
def test_said_in_words(at: str, said: str) -> None:
    assert spoken(datetime.fromisoformat(at), TUESDAY) == said


def test_about_is_said_where_it_is_about() -> None:
    assert spoken(LATER, TUESDAY, about=True) == "hari ini, sekitar pukul empat sore"


def test_every_minute_has_words() -> None:
    assert all(hour_words(time(hour, minute)).startswith("pukul ") for hour in range(24) for minute in range(60))


def test_a_call_that_nobody_saw_begin_has_no_moment() -> None:
    assert moment(State()) is None
    assert moment(State(now="2026-11-24T10:00:00+07:00")) == TUESDAY
    assert parse_iso("besok") is None and parse_iso("") is None


def test_small_numbers() -> None:
    said = {0: "nol", 11: "sebelas", 12: "dua belas", 20: "dua puluh", 21: "dua puluh satu", 99: "sembilan puluh sembilan"}
    assert {number: words(number) for number in said} == said
    with pytest.raises(ValueError, match="not between"):
        words(100)
