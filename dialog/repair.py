"""When it did not work: the next rung of the question's ladder, in other words each time; at the end a person."""

from __future__ import annotations

from dataclasses import replace

from dialog import handover
from dialog.asking import Step, ask, ask_group, ask_slot, current_slot, go_on, is_ours, repeat, says
from dialog.effects import End, Outcome, Say
from dialog.ladder import rung
from dialog.remaining import keys, press, unfinished
from dialog.schema import Flows, Rung
from dialog.slots import KINDS
from dialog.state import ANSWERED, ASKING, AT_A_WISH, NO_PERSON, OPTIONAL, YES_NO, Phase, State
from dialog.templates import fill

WAIT_MS = 30_000
"""How long a caller who asked for it may look for a card."""
MOST_WAITS = 2
MOST_IN_CRISIS = 4
"""So often is who is in danger or despair told the number to press, before the line is left free for it."""
OVERLOADED = "Overloaded"
"""Why the recogniser could not be asked: more callers speak at once than it can hear."""


def no_match(flows: Flows, state: State) -> Step:
    """The answer was not understood."""
    state = replace(state, misses=state.misses + 1, struggle=state.struggle + 1)
    return _climb(flows, state, "not_understood", state.misses, silent=False)


def no_input(flows: Flows, state: State) -> Step:
    """Nobody spoke. After the last question of a finished call that is a goodbye."""
    served = state.answered or state.outcome is Outcome.CALLBACK
    if served and (state.phase is Phase.MORE or (state.phase in ANSWERED and state.silences)):
        return end(flows, state)
    state = replace(state, silences=state.silences + 1, struggle=state.struggle + 1)
    return _climb(flows, state, "no_input", state.silences, silent=True)


def wait(flows: Flows, state: State) -> Step:
    """The caller looks for something: more time, as often as it helps."""
    state = replace(state, silences=state.silences + 1)
    if state.silences > MOST_WAITS or state.listening is None:
        return give_up(flows, state, "no_input")
    return go_on(replace(state, listening=replace(state.listening, no_input_ms=WAIT_MS)), flows.prompts.waiting)


def recognizer_failed(flows: Flows, state: State, reason: str) -> Step:
    """Our fault, not the caller's: said so once, then a person."""
    state = replace(state, failures=state.failures + 1)
    if state.failures > 1:
        return give_up(flows, state, "overload" if reason == OVERLOADED else "failure")
    return repeat(state, flows.prompts.recognizer_failed)


def give_up(flows: Flows, state: State, reason: str) -> Step:
    """A person; where persons have just been found absent, a goodbye. Nobody who was in the middle of something is sent away unasked."""
    if state.phase is Phase.OFFER_WAYS and reason != "requested" and unfinished(state):
        return offer_going_on(flows, state)
    if state.phase in NO_PERSON:
        return end(flows, replace(state, outcome=None if state.answered or state.ticket else Outcome.FAILED))
    return handover.transfer(flows, state, reason)


def offer_going_on(flows: Flows, state: State) -> Step:
    """Instead of goodbye: what was begun may be gone on with."""
    return ask(flows, replace(state, misses=0, silences=0), Phase.OFFER_GO_ON, flows.prompts.go_on_instead)


def end(flows: Flows, state: State) -> Step:
    """Goodbye; the outcome says what the call was good for. In danger or despair the last word is the number instead."""
    outcome = state.outcome or outcome_so_far(state)
    goodbye = Say(press(flows, state) if state.phase is Phase.CRISIS else flows.prompts.goodbye, interruptible=False, pace=state.pace)
    return replace(state, phase=Phase.ENDED, outcome=outcome, listening=None), (goodbye, End(outcome))


def outcome_so_far(state: State) -> Outcome:
    """What the call was good for until now."""
    return Outcome.TICKET if state.ticket else Outcome.ANSWERED if state.answered else Outcome.ABANDONED


def understood(state: State) -> State:
    """Success makes trouble fade: the next question's ladder begins lower, but not always at the bottom. Who has gone on with a wish may
    wait for a person anew."""
    returns = 0 if state.phase in AT_A_WISH else state.returns
    struggle = max(0, state.struggle - 1)
    return replace(state, returns=returns, misses=state.misses // 2, silences=state.silences // 2, failures=0, struggle=struggle)


def offer_person(flows: Flows, state: State, reason: str, question: str = "") -> Step:
    """ "Apakah Anda ingin berbicara dengan petugas?"; a no goes back to the question under way."""
    offering = replace(state, before=replace(state, before=None), trouble=reason)
    return ask(flows, offering, Phase.OFFER_PERSON, question or flows.prompts.offer_person)


def _climb(flows: Flows, state: State, reason: str, time: int, *, silent: bool) -> Step:
    """Ask again, the `time`-th time."""
    if state.phase in OPTIONAL and time > 1:
        return without(flows, state)
    if state.phase is Phase.CRISIS and time < MOST_IN_CRISIS:
        return repeat(state)
    step, nth = rung(flows, state, time, silent=silent)
    if step is Rung.PERSON:
        return give_up(flows, state, reason)
    if step is Rung.OFFER:
        return offer_person(flows, state, reason)
    if state.phase is Phase.INTENT:
        return _open_question(flows, state, step, nth, silent=silent)
    prompts = flows.prompts
    apologies = prompts.unheard if silent else prompts.unclear
    apology, slot = apologies[(time - 1) % len(apologies)], current_slot(flows, state)
    if slot is not None and state.phase in ASKING:
        if state.group >= 0 and step is Rung.REASK:
            return ask_group(flows, state, slot, state.digits, state.group)
        kind = KINDS[slot.kind]
        if step is Rung.EXAMPLE:
            return ask_slot(flows, state, slot, apology, slot.example or kind.example)
        if step is Rung.KEYPAD:
            return ask_slot(flows, state, slot, apology, question=slot.keypad or kind.keypad)
        words = (*slot.reask, slot.ask) if not is_ours(flows, slot) or slot.reask else ()
        return ask_slot(flows, state, slot, apology, question=words[(state.misses + state.silences - 1) % len(words)] if words else "")
    if state.phase is Phase.OFFER_WAYS and step is Rung.KEYPAD:
        return by_keys(flows, state, apology)
    hint = ""
    if state.phase in YES_NO:
        hint = prompts.yes_no_keys if step is Rung.KEYPAD else prompts.yes_no
    return repeat(state, apology, hint)


def by_keys(flows: Flows, state: State, *before: str) -> Step:
    """What remains when no person is free, a key each."""
    told = keys(flows, state)
    new, effects = ask(flows, state, state.phase, *before, *told)
    return replace(new, asked=says(state, *told)), effects


def without(flows: Flows, state: State) -> Step:
    """The call goes on without an answer that it can do without."""
    state = understood(replace(state, digits="", keyed=False, heard=None))
    match state.phase:
        case Phase.SURVEY:
            return end(flows, state)
        case Phase.RESUME_CALL:
            return ask(flows, replace(state, unfinished=None), Phase.INTENT, flows.prompts.ask_intent)
        case _:
            return ask(flows, state, Phase.MORE, flows.prompts.anything_else)


def _open_question(flows: Flows, state: State, step: Rung, nth: int, *, silent: bool) -> Step:
    if step is Rung.KEYPAD:
        said = says(state, *menu(flows))
        new, effects = ask(flows, state, Phase.INTENT, *(say.text for say in said))
        return replace(new, asked=said), effects
    words = flows.prompts.no_input if silent else flows.prompts.no_match
    return ask(flows, state, Phase.INTENT, words[(nth - 1) % len(words)])


def menu(flows: Flows) -> tuple[str, ...]:
    """What the keys mean at the open question, a sentence each."""
    return tuple(fill(flows.prompts.menu, tombol=str(i + 1), judul=flows.intents[name].title) for i, name in enumerate(flows.menu))
