"""What was heard, laid on the time of what was sent."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from telephony.timebase import SLACK_BYTES, TimeBase

STEP = 320


def test_a_late_start_and_a_gap_become_silence() -> None:
    base = TimeBase()
    for tick in range(10):
        base.observe(tick * STEP, 0)
    for tick in range(10, 20):
        base.observe(tick * STEP, (tick - 9) * STEP)
    for tick in range(20, 40):
        base.observe(tick * STEP, 10 * STEP)
    aligned = base.align(b"\x01" * 10 * STEP + b"\x02" * STEP)
    assert abs(aligned.index(1) - 10 * STEP) <= SLACK_BYTES
    assert abs(aligned.index(2) - 40 * STEP) <= SLACK_BYTES


@given(st.lists(st.booleans(), max_size=200))
def test_both_end_together_and_nothing_heard_is_lost(packets: list[bool]) -> None:
    base, heard = TimeBase(), b""
    for tick, came in enumerate(packets, 1):
        heard += b"\x07" * STEP if came else b""
        base.observe(tick * STEP, len(heard))
    aligned = base.align(heard)
    assert aligned.count(7) == len(heard)
    assert 0 <= len(packets) * STEP - len(aligned) <= SLACK_BYTES
