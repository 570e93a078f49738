"""Which engine is tried, and when again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speech.circuit import Circuit


def test_it_opens_after_failures_in_a_row_and_no_others() -> None:
    circuit = Circuit(failures=3)
    for failed in (True, True, False, True, True):
        circuit.failed(0) if failed else circuit.worked()
        assert circuit.closed
    circuit.failed(0)
    assert not circuit.closed


def test_what_cannot_be_mended_soon_opens_it_at_once() -> None:
    circuit = Circuit(failures=3)
    circuit.failed(0, at_once=True)
    assert not circuit.closed


def test_one_trial_at_a_time_after_a_rest_that_doubles() -> None:
    circuit = Circuit(failures=1, rest_s=20, longest_s=70)
    circuit.failed(100)
    begun = []
    for now in range(100, 400):
        if circuit.begin_trial(now):
            begun.append(now)
            assert not circuit.begin_trial(now), "one is under way"
            circuit.failed(now)
    assert begun == [120, 160, 230, 300, 370]
    assert circuit.begin_trial(440)
    circuit.worked()
    assert circuit.closed
    circuit.failed(441)
    assert circuit.begin_trial(461), "after a success the first rest counts again"


def test_late_failures_of_others_do_not_put_the_trial_off() -> None:
    circuit = Circuit(failures=1, rest_s=20)
    circuit.failed(0)
    circuit.failed(19)
    assert circuit.begin_trial(20)


@given(st.lists(st.sampled_from(["fail", "work", "trial"])))
def test_it_always_comes_to_a_trial(steps: list[str]) -> None:
    circuit, now = Circuit(rest_s=20, longest_s=600), 0.0
    for step in steps:
        now += 1
        if step == "trial":
            circuit.begin_trial(now)
        else:
            circuit.failed(now) if step == "fail" else circuit.worked()
    circuit.failed(now) if not circuit.closed else None
    assert circuit.closed or circuit.begin_trial(now + 600)
