"""When it did not work: other words each time, then a person. One ladder for words, one for silence, one for our own failures."""

from __future__ import annotations

from dataclasses import replace

from dialog import handover
from dialog.asking import Step, ask, ask_callback, ask_slot, current_slot, go_on, repeat
from dialog.effects import End, Outcome, Say
from dialog.schema import Flows
from dialog.state import YES_NO, Phase, State

RETRIES = 2
WAIT_MS = 30_000
"""How long a caller who asked for it may look for a card."""


def no_match(flows: Flows, state: State) -> Step:
    """The answer was not understood."""
    state = replace(state, misses=state.misses + 1)
    if state.misses > RETRIES:
        return _give_up(flows, state, "not_understood")
    return _again(flows, state, flows.prompts.no_match, flows.prompts.unclear, state.misses)


def no_input(flows: Flows, state: State) -> Step:
    """Nobody spoke. After the last question of a finished call that is a goodbye."""
    state = replace(state, silences=state.silences + 1)
    if state.phase is Phase.MORE:
        return end(flows, state)
    if state.silences > RETRIES:
        return _give_up(flows, state, "no_input")
    return _again(flows, state, flows.prompts.no_input, flows.prompts.unheard, state.silences)


def wait(flows: Flows, state: State) -> Step:
    """The caller looks for something: more time, as often as silence is borne."""
    state = replace(state, silences=state.silences + 1)
    if state.silences > RETRIES or state.listening is None:
        return _give_up(flows, state, "no_input")
    return go_on(replace(state, listening=replace(state.listening, no_input_ms=WAIT_MS)), flows.prompts.waiting)


def recognizer_failed(flows: Flows, state: State) -> Step:
    """Our fault, not the caller's: said so once, then a person."""
    state = replace(state, failures=state.failures + 1)
    if state.failures > 1:
        return _give_up(flows, state, "failure")
    return repeat(state, flows.prompts.recognizer_failed)


def end(flows: Flows, state: State) -> Step:
    """Goodbye; the outcome says what the call was good for."""
    outcome = state.outcome or outcome_so_far(state)
    return replace(state, phase=Phase.ENDED, outcome=outcome, listening=None), (
        Say(flows.prompts.goodbye, interruptible=False),
        End(outcome),
    )


def outcome_so_far(state: State) -> Outcome:
    """What the call was good for until now."""
    return Outcome.TICKET if state.ticket else Outcome.ANSWERED if state.answered else Outcome.ABANDONED


def understood(state: State) -> State:
    """Success makes patience new."""
    return replace(state, misses=0, silences=0, failures=0)


def _again(flows: Flows, state: State, open_question: tuple[str, ...], apologies: tuple[str, ...], time: int) -> Step:
    """Ask again, the `time`-th time."""
    slot = current_slot(flows, state)
    if state.phase is Phase.INTENT:
        return ask(flows, state, Phase.INTENT, open_question[(time - 1) % len(open_question)])
    apology = apologies[(time - 1) % len(apologies)]
    if state.phase is Phase.CALLBACK:
        return ask_callback(flows, state, apology)
    if slot is not None and state.phase is Phase.SLOT:
        return ask_slot(flows, replace(state, digits=""), slot, apology, again=state.misses + state.silences)
    return repeat(state, apology, flows.prompts.yes_no if state.phase in YES_NO else "")


def _give_up(flows: Flows, state: State, reason: str) -> Step:
    """A person; where persons have just been found absent, a goodbye."""
    if state.phase in (Phase.OFFER_CALLBACK, Phase.CALLBACK, Phase.CONFIRM_CALLBACK):
        return end(flows, replace(state, outcome=None if state.answered else Outcome.FAILED))
    return handover.transfer(flows, state, reason)
