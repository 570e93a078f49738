"""A call back is agreed on by the clocks and the hours of the office that calls, whatever the host's clock says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from conversation import Conversation, complaint

from dialog.calendar import ZONES, Calendar, Calendars
from dialog.events import CallStarted
from dialog.schema import Flows

MOBILE = "081234567890"
WEEK = {day: ((480, 690), (780, 960)) for day in range(5)}


_NINE = "besok, Kamis, sekitar pukul sembilan pagi"


def called(flows: Flows, now: str, zone: str = "WIB") -> Conversation:
    """Somebody agrees to be called on their own number, and is asked when."""
    there = Calendars(Calendar(zone=ZONES[zone], week=WEEK))
    call = Conversation(replace(flows, calendars=there)).happens(CallStarted(now, MOBILE))
    return call.says("petugas").comes_back("callback").says("ya")


@pytest.mark.parametrize(
    ("now", "zone", "said", "words", "when"),
    [
        (
            "2026-11-25T02:00:00+00:00",
            "WIB",
            "besok jam sembilan",
            "besok, Kamis, sekitar pukul sembilan pagi",
            "2026-11-26T09:00:00+07:00",
        ),
        ("2026-11-25T02:00:00+00:00", "WIB", "dua jam lagi", "hari ini, sekitar pukul sebelas siang", "2026-11-25T11:00:00+07:00"),
        ("2026-11-25T18:00:00+00:00", "WIB", "besok pagi", "hari ini, sekitar pukul sembilan pagi", "2026-11-26T09:00:00+07:00"),
        (
            "2026-11-25T10:00:00+07:00",
            "WIT",
            "besok jam sembilan",
            "besok, Kamis, sekitar pukul sembilan pagi",
            "2026-11-26T09:00:00+09:00",
        ),
        ("2026-11-25T10:00:00", "WITA", "jam sebelas", "hari ini, sekitar pukul sebelas siang", "2026-11-25T11:00:00+08:00"),
    ],
)
def test_the_clock_is_the_offices(flows: Flows, now: str, zone: str, said: str, words: str, when: str) -> None:
    call = called(flows, now, zone).says(said)
    assert f"7890, {words}. Apakah benar?" in call.said
    lookup = call.says("ya").lookup
    assert lookup is not None and lookup.arguments["when"] == when


def test_the_same_again_is_the_same_in_the_offices_zone(flows: Flows) -> None:
    call = called(flows, "2026-11-25T02:00:00+00:00").says("besok jam sembilan").says("iya besok jam sembilan")
    assert call.lookup is not None


def test_a_secret_call_is_agreed_on_by_the_hours_of_who_will_call(flows: Flows) -> None:
    saturdays = Calendars(Calendar(week=WEEK), {"pengaduan": Calendar(week={5: ((480, 960),)})})
    intents = {name: replace(intent, queue="pengaduan") for name, intent in flows.intents.items()}
    secret = replace(flows, calendars=saturdays, intents=intents, confidential=("jangan direkam",), queue="petugas")
    call = Conversation(secret).begins(MOBILE)
    complaint(call).says("jangan direkam").says("petugas").comes_back("callback").says("ya").says("sabtu jam sembilan")
    assert "Bagaimana kalau Senin tanggal 30 November, sekitar pukul delapan pagi?" in call.said


def test_soon_is_tomorrow_when_the_office_is_about_to_close(flows: Flows) -> None:
    call = called(flows, "2026-11-25T15:55:00+07:00").presses("1")
    assert "begitu kantor buka, besok, Kamis, pukul delapan pagi" in call.said
    assert "7890, secepatnya." in called(flows, "2026-11-25T15:45:00+07:00").presses("1").said


def test_who_comes_too_early_in_ramadan_hears_so() -> None:
    fasting = Calendar(week=WEEK, fasting={day: ((540, 690), (780, 900)) for day in range(5)})
    assert fasting.why_closed(datetime(2026, 2, 25, 8, 30)) == "bulan Ramadan, kami buka lebih siang"
