"""The dialog as one pure function: `step(flows, state, event) -> (state, effects)`. Same words, same configuration, same answer."""

from __future__ import annotations

from dataclasses import replace

from dialog import callback, filling, handover, repair, values, wishes
from dialog.asking import Step, ask, ask_callback, current_slot, go_on, repeat
from dialog.commands import PERSON
from dialog.effects import Chosen, End, Outcome, Say
from dialog.events import (
    AgentUnavailable,
    CallStarted,
    Event,
    Heard,
    HungUp,
    Hypothesis,
    Key,
    KeysTimedOut,
    LookupDone,
    LookupFailed,
    NoInput,
    RecognizerFailed,
    VoiceFailed,
)
from dialog.reading import choose, command_said
from dialog.schema import Flows
from dialog.slots import DIGIT_KINDS
from dialog.state import YES_NO, Phase, State
from dialog.templates import fill, readable

KEYS = frozenset("0123456789*#")
AGENT_KEY = "0"
KEYS_YES_NO = {"1": "ya", "2": "tidak"}


def start() -> State:
    """A call before its first event."""
    return State()


def step(flows: Flows, state: State, event: Event) -> Step:
    """What happened, to what is said next. Events for an earlier turn, or after the end, change nothing."""
    match event:
        case HungUp():
            return _hung_up(state), ()
        case VoiceFailed() if state.phase not in (Phase.TRANSFERRING, Phase.ENDED):
            return _voice_failed(flows, state)
        case AgentUnavailable():
            return callback.offer(flows, state)
        case CallStarted() if state.phase is Phase.START:
            return _begin(flows, replace(state, now=event.now))
        case LookupDone() | LookupFailed() if state.phase in (Phase.LOOKUP, Phase.CALLBACK_LOOKUP) and event.request == state.request:
            return _looked_up(flows, state, event)
        case Key() if state.listening is not None and event.key in KEYS:
            return _key(flows, state, event.key)
        case Heard() | NoInput() | KeysTimedOut() | RecognizerFailed() if state.listening is not None and event.turn == state.turn:
            return _turn(flows, state, event)
        case _:
            return state, ()


def _begin(flows: Flows, state: State) -> Step:
    state, effects = ask(flows, state, Phase.INTENT, flows.prompts.greeting, flows.prompts.ask_intent)
    return state, (Say(flows.prompts.notice, interruptible=False), *effects)


def _turn(flows: Flows, state: State, event: Heard | NoInput | KeysTimedOut | RecognizerFailed) -> Step:
    match event:
        case NoInput():
            return repair.no_input(flows, state)
        case RecognizerFailed():
            return repair.recognizer_failed(flows, state)
        case KeysTimedOut():
            return values.keys_end(flows, state)
        case Heard():
            return _heard(flows, state, event.hypotheses) if event.hypotheses else repair.no_match(flows, state)


def _heard(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step:
    chosen = choose(flows, state, hypotheses)
    new, effects = _said(flows, state, hypotheses[chosen])
    return new, ((Chosen(state.turn, chosen),) if chosen else ()) + effects


def _said(flows: Flows, state: State, heard: Hypothesis) -> Step:
    command = command_said(flows, state, heard.text)
    if command:
        return _command(flows, state, command)
    match state.phase:
        case Phase.CONFIRM_INTENT:
            return wishes.hear_confirmation(flows, state, heard)
        case Phase.MORE:
            return wishes.hear_more(flows, state, heard)
        case Phase.SLOT | Phase.CALLBACK:
            return values.hear(flows, state, heard)
        case phase if phase in YES_NO:
            return _said_yes_no(flows, state, heard)
        case _:
            return wishes.hear(flows, state, heard)


def _said_yes_no(flows: Flows, state: State, heard: Hypothesis) -> Step:
    correction = values.corrected(flows, state, heard.text)
    if correction is not None:
        return correction
    said = wishes.yes_or_no(heard.text)
    return _decided(flows, state, said == "ya", heard.text) if said else repair.no_match(flows, state)


def _decided(flows: Flows, state: State, yes: bool, text: str = "") -> Step:
    """A yes or a no to the question of this phase; `text` holds what else was said with it."""
    match state.phase:
        case Phase.CONFIRM_INTENT:
            return wishes.decide_confirmation(flows, state, yes)
        case Phase.CONFIRM_SLOT | Phase.CONFIRM_CALLBACK:
            return values.decide(flows, state, yes)
        case Phase.SUMMARY:
            return filling.accept_summary(flows, state) if yes else filling.refuse_summary(flows, state, text)
        case Phase.OFFER_AGENT if yes:
            # What is not on record is no failure of ours: the caller then simply asked for a person.
            return handover.transfer(flows, state, "requested" if state.trouble in filling.NOT_THERE else "failure")
        case Phase.OFFER_AGENT:
            forgotten = replace(repair.understood(state), slots={}, confirmed=frozenset())
            return ask(flows, forgotten, Phase.MORE, flows.prompts.anything_else)
        case Phase.OFFER_CALLBACK if yes:
            return ask_callback(flows, repair.understood(state))
        case _:
            return repair.end(flows, replace(state, outcome=None if state.answered else Outcome.FAILED))


def _command(flows: Flows, state: State, command: str) -> Step:
    match command:
        case "petugas" if state.phase in callback.PHASES:
            return repeat(state)
        case "petugas":
            return handover.transfer(flows, state, "requested")
        case "tunggu":
            return repair.wait(flows, state)
        case "ulangi" if state.digits:
            return go_on(state, fill(flows.prompts.continue_digits, nilai=readable(state.digits)))
        case "ulangi":
            return repeat(state, *(say.text for say in state.told)) if state.phase is Phase.MORE else repeat(state)
        case "batal" if state.phase is not Phase.MORE:
            cleared = replace(repair.understood(state), intent=None, slots={}, confirmed=frozenset(), slot="", digits="")
            return ask(flows, cleared, Phase.INTENT, flows.prompts.ask_intent)
        case _:
            return repair.end(flows, state)


def _key(flows: Flows, state: State, key: str) -> Step:
    slot = current_slot(flows, state)
    asked = slot.kind if slot is not None and state.phase in (Phase.SLOT, Phase.CALLBACK) else ""
    # No NIK begins with 0, so there the key still means a person; telephone numbers do begin with it.
    if key == AGENT_KEY and not (asked == "digits" or (asked == "nik" and state.digits)):
        return _command(flows, state, PERSON)
    if asked in DIGIT_KINDS:
        return values.press(flows, state, key)
    if asked == "choice":
        return values.pick(flows, state, key)
    answer = KEYS_YES_NO.get(key, "")
    if asked == "yes_no" and answer:
        return values.hear(flows, state, Hypothesis(answer, 1.0))
    if state.phase in YES_NO and answer:
        return _decided(flows, state, answer == "ya")
    if state.phase is Phase.MORE and answer:
        return repair.end(flows, state) if answer == "tidak" else ask(flows, state, Phase.INTENT, flows.prompts.ask_intent)
    return state, ()


def _looked_up(flows: Flows, state: State, event: LookupDone | LookupFailed) -> Step:
    calling_back = state.phase is Phase.CALLBACK_LOOKUP
    match event:
        case LookupDone():
            return (callback.stored if calling_back else filling.answer)(flows, state, event.data)
        case LookupFailed():
            return callback.failed(flows, state) if calling_back else filling.lookup_failed(flows, state, event.reason)


def _voice_failed(flows: Flows, state: State) -> Step:
    """To a person; where persons have just been found absent, the end, which the PBX fills with its apology."""
    if state.phase in (Phase.OFFER_CALLBACK, Phase.CALLBACK, Phase.CONFIRM_CALLBACK, Phase.CALLBACK_LOOKUP):
        return replace(state, phase=Phase.ENDED, outcome=Outcome.FAILED, listening=None), (End(Outcome.FAILED),)
    return handover.transfer(flows, state, "failure")


def _hung_up(state: State) -> State:
    if state.phase in (Phase.ENDED, Phase.TRANSFERRING):
        return replace(state, listening=None)
    return replace(state, phase=Phase.ENDED, outcome=state.outcome or repair.outcome_so_far(state), listening=None)
