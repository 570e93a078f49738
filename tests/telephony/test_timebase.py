"""What was heard, laid on the time of what was sent."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.timebase import SLACK_PACKETS, TimeBase

PACKET = 320
SLACK = SLACK_PACKETS * PACKET


def test_a_late_start_and_a_gap_become_silence() -> None:
    base = TimeBase(8000)
    for tick in range(10):
        base.observe(tick * PACKET, 0)
    for tick in range(10, 20):
        base.observe(tick * PACKET, (tick - 9) * PACKET)
    for tick in range(20, 39):
        base.observe(tick * PACKET, 10 * PACKET)
    base.observe(39 * PACKET, 11 * PACKET)
    aligned = base.align(b"\x01" * 10 * PACKET + b"\x02" * PACKET)
    # What the packet of tick 10 brought is played from then on.
    assert aligned.index(1) == 10 * PACKET
    assert aligned.index(2) == 39 * PACKET


@pytest.mark.parametrize("late_ms", [0, 13, 47])
def test_a_constant_delay_is_known_better_than_any_one_look_tells(late_ms: int) -> None:
    """Files grow by packets and are looked at whenever; the mean of many looks is still exact."""
    base, rng = TimeBase(8000), Random(1)
    for ms in range(0, 4000, 20):
        at = ms + rng.random() * 19
        base.observe(int(at // 20) * PACKET, max(0, int((at - late_ms) // 20)) * PACKET)
    aligned = base.align(bytes(100 * PACKET) + b"\x05" * PACKET)
    assert abs(aligned.index(5) / 16 - (2000 + late_ms + 20)) < 8


def test_a_sender_that_fell_behind_pulls_what_was_heard_with_it() -> None:
    base = TimeBase(8000)
    for tick in range(1, 400):
        base.observe((tick if tick < 150 else tick - 2) * PACKET, tick * PACKET)
    aligned = base.align(bytes(300 * PACKET) + b"\x05" * PACKET)
    assert abs(aligned.index(5) - (300 - 2 + 1) * PACKET) <= 80


@given(st.lists(st.booleans(), max_size=200))
def test_nothing_heard_is_lost_and_nothing_ends_later_than_it_could(packets: list[bool]) -> None:
    base, heard = TimeBase(8000), b""
    for tick, came in enumerate(packets, 1):
        heard += b"\x07" * PACKET if came else b""
        base.observe(tick * PACKET, len(heard))
    aligned = base.align(heard)
    assert len(heard) - SLACK <= aligned.count(7) <= len(heard)
    assert len(aligned) <= (len(packets) + 1) * PACKET + SLACK
