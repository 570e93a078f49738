"""What agents read: a word for everything that can be, and moments as people say them."""

from __future__ import annotations

from datetime import date

import pytest

from dialog.briefing import REASONS
from dialog.effects import Outcome
from ivr.callback_plan import CALLED_AGAIN, DONE, GIVEN_UP, OPEN, OUTCOMES
from ivr.console import filters, wording
from ivr.standing import Status
from ivr.ways import RESULTS
from telephony.handoff import Stage

TODAY = date(2026, 11, 30)


def test_there_is_a_word_for_everything() -> None:
    assert set(REASONS) <= set(wording.REASONS)
    assert set(wording.STAGES) == set(Stage) and set(wording.STATUSES) == set(Status)
    assert set(wording.RESULTS) == set(RESULTS.values())
    assert set(wording.CALL_OUTCOMES) == {"", *Outcome} and set(wording.ATTEMPTS) == {"", *OUTCOMES}
    assert set(wording.PROMISES) == {OPEN, DONE, GIVEN_UP, CALLED_AGAIN}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-11-30T09:05:59+07:00", "hari ini pukul 09.05"),
        ("2026-11-29T16:40:00+07:00", "kemarin pukul 16.40"),
        ("2026-12-01T08:00:00+07:00", "besok pukul 08.00"),
        ("2026-11-24T18:47:02+07:00", "24 November pukul 18.47"),
        ("2025-11-30T18:47:02+07:00", "30 November 2025 pukul 18.47"),
        ("", ""),
    ],
)
def test_moments_near_are_named_as_people_do(written: str, said: str) -> None:
    assert wording.moment(written, TODAY) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-3, "0 detik"), (35.9, "35 detik"), (60, "1 menit"), (3599, "59 menit"), (3600, "1 jam"), (3900, "1 jam 5 menit"), (86400, "24 jam")],
)
def test_lengths_of_time(seconds: float, said: str) -> None:
    assert wording.span(seconds) == said


@pytest.mark.parametrize(
    ("number", "shown"), [("081234567890", "•" * 9 + "890"), ("110", "•••110"), ("", "nomor tidak ditampilkan")]
)
def test_numbers_are_masked(number: str, shown: str) -> None:
    assert wording.masked(number) == shown


@pytest.mark.parametrize(
    ("briefing", "shown"),
    [
        ("Mengurus KTP hilang, Siti Aminah, NIK terverifikasi.", "Siti Aminah, NIK terverifikasi."),
        ("Keadaan darurat, mengurus KTP hilang.", "Keadaan darurat."),
        ("Mengurus KTP hilang.", ""),
        ("", ""),
    ],
)
def test_the_subject_is_not_said_twice(briefing: str, shown: str) -> None:
    assert wording.beside(briefing, "mengurus KTP hilang") == shown


@pytest.mark.parametrize(("seconds", "written"), [(0, "0 detik"), (59.9, "59 detik"), (60, "1:00"), (3725, "1:02:05")])
def test_a_length_looks_like_no_time_of_day(seconds: float, written: str) -> None:
    assert filters.length(seconds) == written
