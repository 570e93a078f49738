"""A voice that fails ends at a person, and where there is none at the PBX's apology: never in a circle."""

from __future__ import annotations

from dialog.effects import End, Outcome, Transfer
from dialog.events import AgentUnavailable, CallStarted, VoiceFailed
from dialog.manager import start, step
from dialog.schema import Flows


def test_without_a_voice_the_caller_goes_to_a_person(shipped: Flows) -> None:
    state, _ = step(shipped, start(), CallStarted("2026-11-24T09:00:00+07:00"))
    state, effects = step(shipped, state, VoiceFailed())
    assert any(isinstance(e, Transfer) and e.reason == "failure" for e in effects)
    assert step(shipped, state, VoiceFailed()) == (state, ())


def test_with_no_person_either_the_call_ends_as_failed(shipped: Flows) -> None:
    state, _ = step(shipped, start(), CallStarted("2026-11-24T09:00:00+07:00"))
    state, _ = step(shipped, state, AgentUnavailable())
    state, effects = step(shipped, state, VoiceFailed())
    assert effects == (End(Outcome.FAILED),)
    assert state.outcome is Outcome.FAILED
