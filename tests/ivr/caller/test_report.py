"""Reports: sound found in a recording, gaps between turns, wishes judged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.scenario.schema import Expected
from ivr.caller.report import CallReport, TurnLine, gap_after, judge, spans


def recording(*pieces: tuple[int, bool]) -> bytes:
    """(ms, sounding) pieces, a 400 Hz tone at -12 dBFS where it sounds."""
    samples = [np.sin(np.arange(ms * 8) * (2 * np.pi * 400 / 8000)) * 8000 * sounding for ms, sounding in pieces]
    return np.concatenate([np.zeros(0), *samples]).astype("<i2").tobytes()


def test_sound_and_its_pauses() -> None:
    pcm = recording((200, False), (300, True), (700, False), (100, True), (720, False), (60, True))
    assert spans(pcm) == [(200, 1300), (2020, 2080)]
    assert spans(pcm, join_ms=0) == [(200, 500), (1200, 1300), (2020, 2080)]


@pytest.mark.parametrize("pcm", [b"", b"\0\0" * 100, recording((1000, False))])
def test_silence_has_no_sound(pcm: bytes) -> None:
    assert spans(pcm) == []


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=12))
def test_spans_are_ordered_apart_and_hold_all_sound(pieces: list[tuple[int, bool]]) -> None:
    found = spans(recording(*((frames * 20, sounding) for frames, sounding in pieces)))
    assert all(start < end for start, end in found)
    assert all(after[0] - before[1] > 700 for before, after in zip(found, found[1:], strict=False))
    at = 0
    for frames, sounding in pieces:
        if sounding:
            assert any(start <= at and at + frames * 20 <= end for start, end in found)
        at += frames * 20


@pytest.mark.parametrize(
    ("speech_end", "heard", "gap"),
    [
        (1000, [(1500, 2000)], 500),
        (1000, [(0, 400), (1000, 1200), (1900, 2000)], 0),
        (1000, [(500, 1500), (1900, 2500)], None),
        (1000, [(0, 900)], None),
        (1000, [(0, 1000), (1300, 1400)], 300),
        (1000, [], None),
    ],
)
def test_the_gap_to_the_next_reply(speech_end: int, heard: list[tuple[int, int]], gap: int | None) -> None:
    assert gap_after(speech_end, heard) == gap


@given(st.integers(0, 5000), st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 900)), max_size=8))
def test_a_gap_ends_at_a_reply_and_nothing_sounds_in_it(speech_end: int, heard: list[tuple[int, int]]) -> None:
    sounds = sorted((start, start + length) for start, length in heard)
    gap = gap_after(speech_end, sounds)
    if gap is not None:
        assert gap >= 0
        assert speech_end + gap in [start for start, _ in sounds]
        assert not any(start < speech_end + gap and end > speech_end for start, end in sounds)


SAID = ["Selamat datang.", "KTP atas nama Sari Contoh, sudah siap.", "Ada lagi?"]


def judged(expected: Expected) -> list[str]:
    return judge(expected, "answered", "status_ktp", {"nik": "3273", "kota": "Bandung"}, SAID)


@pytest.mark.parametrize(
    "expected",
    [
        Expected(),
        Expected("answered", "status_ktp", {"nik": "3273", "kota": "bandung"}, ("sari  CONTOH", "ada lagi")),
        Expected(heard=("atas nama", "sudah siap")),
    ],
)
def test_wishes_that_hold(expected: Expected) -> None:
    assert judged(expected) == []


@pytest.mark.parametrize(
    ("expected", "what"),
    [
        (Expected("ticket"), "outcome is answered, expected ticket"),
        (Expected(intent="ktp_hilang"), "intent is status_ktp, expected ktp_hilang"),
        (Expected(slots={"nik": "9"}), "slot nik"),
        (Expected(slots={"nama": "Sari"}), "slot nama"),
        (Expected(heard=("ada lagi", "sari contoh")), "'sari contoh' (in this order)"),
        (Expected(heard=("sudah siap", "atas nama")), "'atas nama' (in this order)"),
        (Expected(heard=("sari contoh", "sari contoh")), "'sari contoh' (in this order)"),
        (Expected(heard=("siap ada lagi",)), "'siap ada lagi'"),
    ],
)
def test_a_wish_that_does_not_hold_is_named(expected: Expected, what: str) -> None:
    (failure,) = judged(expected)
    assert what in failure


def test_a_failed_slot_is_named_without_what_was_said() -> None:
    assert "3273" not in " ".join(judged(Expected(slots={"nik": "99"})))


def test_the_median_leaves_out_turns_without_a_gap() -> None:
    turns = tuple(TurnLine("hotline", "", None, 0, gap) for gap in (None, 900, 300, 500))
    assert CallReport(True, "", "", {}, "", turns).median_gap_ms == 500
    assert CallReport(True, "", "", {}, "", turns[:1]).median_gap_ms is None
