"""Days in words, numerals, keys, and told from today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from dialog.schema import SlotSpec
from dialog.slots import date as days
from dialog.slots.result import Filled, Rejected
from dialog.templates import MONTHS

TODAY = date(2026, 11, 24)
"""A Tuesday."""
ANY, SINCE = SlotSpec("hari", "date", "hari", "?"), SlotSpec("sejak", "date", "Sejak", "Sejak kapan?")
LOST = SlotSpec("hari", "date", "hari kejadian", "?")
BORN = SlotSpec("lahir", "date", "tanggal lahir", "?")
VISIT = SlotSpec("tanggal", "date", "tanggal", "Tanggal berapa Anda mau datang?")


def day(said: str, slot: SlotSpec = ANY) -> str | None:
    parsed = days.parse(said, slot, TODAY)
    return parsed.value if isinstance(parsed, Filled) else None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("tiga belas agustus", "2026-08-13"),
        ("tiga belas agustus dua ribu dua puluh lima", "2025-08-13"),
        ("Senin, 13 Agustus 2025", "2025-08-13"),
        ("tanggal dua belas", "2026-11-12"),
        ("dua belas bulan delapan sembilan puluh", "1990-08-12"),
        ("satu januari sembilan belas sembilan puluh", "1990-01-01"),
        ("dua lima desember", "2026-12-25"),
        ("dua lima december", "2026-12-25"),
        ("satu satu dua ribu", "2000-01-01"),
        ("lima belas nol delapan seribu sembilan ratus delapan puluh lima", "1985-08-15"),
        ("satu tiga nol delapan dua nol dua lima", "2025-08-13"),
        ("13-08-2025", "2025-08-13"),
        ("13/8/25", "2025-08-13"),
        ("2025-08-13", "2025-08-13"),
        ("13082025", "2025-08-13"),
        ("130825", "2025-08-13"),
        ("01019936", None),
        ("dua belas agustus tahun lalu", "2025-08-12"),
        ("tanggal lima bulan lalu", "2026-10-05"),
        ("dua puluh sembilan februari", "2028-02-29"),
        ("agustus dua ribu dua puluh empat", "2024-08-01"),
        ("akhir februari", "2027-02-28"),
        ("tanggal tujuh belas kemarin", "2026-11-17"),
        ("tiga belas agustus dua ribu dua lima", "2025-08-13"),
        ("tiga belas delapan dua ribu dua lima", "2025-08-13"),
        ("sejak dua ribu dua puluh", "2020-01-01"),
        ("tanggal dua lima", "2026-11-25"),
        ("dua lima", "2026-11-25"),
        ("tanggal tiga satu", "2026-10-31"),
        ("tanggal dua lima dua ribu dua puluh lima", "2025-05-02"),
        ("bulan lalu tanggal dua puluh", "2026-10-20"),
        ("bulan yang lalu tanggal dua puluh", "2026-10-20"),
        ("tahun lalu tanggal lima mei", "2025-05-05"),
        ("tanggal satu", "2026-12-01"),
    ],
)
def test_a_day_by_its_numbers(said: str, meant: str | None) -> None:
    assert day(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("hari ini", "2026-11-24"),
        ("tadi pagi", "2026-11-24"),
        ("kemarin", "2026-11-23"),
        ("sejak kemarin sore pak", "2026-11-23"),
        ("tadi malam", "2026-11-23"),
        ("kemarin lusa", "2026-11-22"),
        ("besok", "2026-11-25"),
        ("lusa", "2026-11-26"),
        ("minggu lalu", "2026-11-17"),
        ("minggu depan", "2026-12-01"),
        ("senin depan", "2026-11-30"),
        ("selasa depan", "2026-12-01"),
        ("besok senin", "2026-11-30"),
        ("senin kemarin", "2026-11-23"),
        ("jum'at lalu", "2026-11-20"),
        ("hari minggu", "2026-11-22"),
        ("dua hari yang lalu", "2026-11-22"),
        ("sudah dua minggu", "2026-11-10"),
        ("sebulan yang lalu", "2026-10-24"),
        ("tiga minggu lagi", "2026-12-15"),
        ("setahun lalu", "2025-11-24"),
        ("sudah sebulanan", "2026-10-24"),
        ("setengah tahun yang lalu", "2026-05-24"),
        ("awal bulan", "2026-11-01"),
        ("akhir bulan lalu", "2026-10-31"),
        ("pertengahan bulan depan", "2026-12-15"),
        ("awal tahun", "2026-01-01"),
        ("selasa minggu lalu", "2026-11-17"),
        ("minggu lalu hari senin", "2026-11-16"),
        ("minggu depan hari senin", "2026-11-30"),
        ("jumat minggu ini", "2026-11-27"),
        ("dua minggu yang lalu hari rabu", "2026-11-11"),
        ("hari minggu lalu", "2026-11-22"),
        ("dua minggu ke depan", "2026-12-08"),
        ("dua minggu depan", "2026-12-08"),
        ("hari minggu minggu lalu", "2026-11-22"),
        ("wingi", "2026-11-23"),
        ("kamari sonten", "2026-11-23"),
        ("dinten niki", "2026-11-24"),
        ("ayeuna", "2026-11-24"),
        ("mbenjing", "2026-11-25"),
        ("isukan", "2026-11-25"),
        ("besuk", "2026-11-25"),
        ("sudah lama", None),
        ("iya", None),
        ("", None),
    ],
)
def test_a_day_told_from_today(said: str, meant: str | None) -> None:
    assert day(said) == meant


def test_the_last_day_of_a_month_has_no_place_in_a_shorter_one() -> None:
    assert days.parse("sebulan yang lalu", ANY, date(2026, 3, 31)) == Filled("2026-02-28")


def test_what_has_happened_is_not_to_come() -> None:
    assert day("dua lima desember") == "2026-12-25" and day("dua lima desember", SINCE) == "2025-12-25"
    assert day("jumat") == "2026-11-27" and day("jumat", SINCE) == "2026-11-20"
    assert day("tanggal satu") == "2026-12-01" and day("tanggal satu", SINCE) == "2026-11-01"
    assert days.parse("besok", SINCE, TODAY) == Rejected("in the future")
    assert day("satu januari tiga puluh", BORN) == "1930-01-01" and day("satu januari tiga puluh") == "2030-01-01"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("tanggal lima belas", "2026-12-15"),
        ("tanggal dua puluh", "2026-12-20"),
        ("tanggal dua puluh empat", "2026-11-24"),
        ("hari minggu", "2026-11-29"),
        ("jumat", "2026-11-27"),
        ("selasa", "2026-11-24"),
        ("lima belas oktober", "2027-10-15"),
        ("akhir november", "2026-11-30"),
        ("dua hari", "2026-11-26"),
    ],
)
def test_a_visit_is_to_come(said: str, meant: str) -> None:
    assert day(said, VISIT) == meant


@pytest.mark.parametrize("said", ["kemarin", "minggu lalu", "tanggal lima belas bulan ini", "tanggal dua bulan lalu", "1 mei 2026"])
def test_a_visit_cannot_have_been(said: str) -> None:
    assert days.parse(said, VISIT, TODAY) == Rejected("in the past")


@settings(deadline=None)
@given(st.integers(1, 31), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_no_visit_is_before_the_call(number: int, today: date) -> None:
    parsed = days.parse(f"tanggal {words(number)}", VISIT, today)
    assert isinstance(parsed, Filled) and date.fromisoformat(parsed.value) >= today


@pytest.mark.parametrize("said", ["tiga puluh februari", "31 april", "29022025", "32 januari", "1 bulan 13", "00000000", "13 agustus 202"])
def test_a_day_that_is_none(said: str) -> None:
    assert days.parse(said, ANY, TODAY) == Rejected("no such day")


def test_what_stands_for_a_longer_time_is_less_sure() -> None:
    for said in ("minggu lalu", "awal bulan", "agustus", "tanggal dua belas"):
        parsed = days.parse(said, ANY, TODAY)
        assert isinstance(parsed, Filled) and parsed.confidence < 1


@pytest.mark.parametrize(
    ("said", "slot", "meant"),
    [
        ("saya lahir tiga belas agustus sembilan puluh di bandung", BORN, "1990-08-13"),
        ("jalan rusak sejak minggu lalu", SINCE, "2026-11-17"),
        ("jalan rusak sejak minggu lalu", BORN, None),
        ("kemarin saya sudah lapor", SINCE, None),
        ("nomor dua belas", BORN, None),
        ("mau datang besok jam sembilan", ANY, "2026-11-25"),
        ("saya bisanya minggu depan hari senin", ANY, "2026-11-30"),
        ("senin depan saja pak", ANY, "2026-11-30"),
        ("dompet saya hilang tiga hari yang lalu", LOST, "2026-11-21"),
        ("tahun depan tanggal tujuh belas agustus", ANY, "2027-08-17"),
        ("minggu depan bisa pak", ANY, "2026-12-01"),
        ("besok atau lusa", ANY, None),
        ("setiap hari senin sampah tidak diangkut", ANY, None),
        ("bulan depan tanggal satu", ANY, None),
        ("jam besuk rumah sakit", ANY, None),
        ("kemarin saya sudah telepon", ANY, None),
        ("anak saya, besok mau ke sana", BORN, None),
        ("di jalan tujuh belas agustus", ANY, None),
        ("rumah nomor tujuh belas agustus", ANY, None),
        ("jalan tujuh belas agustus rusak sejak dua mei", SINCE, "2026-05-02"),
    ],
)
def test_days_in_other_sentences(said: str, slot: SlotSpec, meant: str | None) -> None:
    found = days.find(said, slot, TODAY)
    assert (found.value if found else None) == meant


def words(number: int) -> str:
    return str(num2words(number, lang="id"))


@settings(deadline=None, max_examples=400)
@given(st.dates(date(1930, 1, 1), date(2035, 12, 31)))
def test_every_day_comes_back(meant: date) -> None:
    month, end = MONTHS[meant.month - 1], meant.year % 100
    for said in (
        f"{words(meant.day)} {month} {words(meant.year)}",
        f"tanggal {words(meant.day)} bulan {words(meant.month)} tahun {words(meant.year)}",
        f"{words(meant.day)} {month} {words(meant.year // 100)} {'nol ' * (end < 10)}{words(end)}",
        f"{meant:%d%m%Y}",
        f"{meant:%d/%m/%Y}",
        days.KIND.read(meant.isoformat()),
    ):
        assert day(said) == meant.isoformat(), said


@settings(deadline=None)
@given(st.integers(1, 400))
def test_so_many_days_ago(count: int) -> None:
    assert day(f"{words(count)} hari yang lalu") == (TODAY - timedelta(count)).isoformat()
