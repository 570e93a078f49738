"""The dialog as one pure function: `step(flows, state, event) -> (state, effects)`. Same words, same configuration, same answer."""

from __future__ import annotations

from dataclasses import replace

from dialog import filling, handover, repair
from dialog.asking import Step, ask, ask_callback, current_slot, repeat
from dialog.commands import command_in
from dialog.confidence import Band, band, combined
from dialog.effects import Outcome
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
)
from dialog.schema import Flows
from dialog.slots import DIGIT_KINDS, yes_no
from dialog.slots.result import Filled
from dialog.state import YES_NO, Phase, State

AGENT_KEY = "0"
SHORT_ANSWER = 4
"""Words up to which "tidak, terima kasih" is an answer and not a new wish."""
KEYS_YES_NO = {"1": "ya", "2": "tidak"}


def start() -> State:
    """A call before its first event."""
    return State()


def step(flows: Flows, state: State, event: Event) -> Step:
    """What happened, to what is said next. Events for an earlier turn, or after the end, change nothing."""
    match event:
        case HungUp():
            return _hung_up(state), ()
        case AgentUnavailable():
            return ask(repair.understood(state), Phase.OFFER_CALLBACK, flows.prompts.no_agent)
        case CallStarted():
            return ask(state, Phase.INTENT, flows.prompts.greeting, flows.prompts.ask_intent)
        case LookupDone() | LookupFailed() if state.phase in (Phase.LOOKUP, Phase.CALLBACK_LOOKUP) and event.request == state.request:
            return _looked_up(flows, state, event)
        case Key() if state.listening is not None:
            return _key(flows, state, event.key)
        case Heard() | NoInput() | KeysTimedOut() | RecognizerFailed() if state.listening is not None and event.turn == state.turn:
            return _turn(flows, state, event)
        case _:
            return state, ()


def _turn(flows: Flows, state: State, event: Heard | NoInput | KeysTimedOut | RecognizerFailed) -> Step:
    match event:
        case NoInput():
            return repair.no_input(flows, state)
        case RecognizerFailed():
            return repair.recognizer_failed(flows, state)
        case KeysTimedOut():
            return filling.keys_end(flows, state)
        case Heard():
            return _heard(flows, state, event.hypotheses)


def _heard(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step:
    if not hypotheses:
        return repair.no_match(flows, state)
    slot = current_slot(flows, state)
    free_text = state.phase is Phase.SLOT and slot is not None and slot.kind == "text"
    command = command_in(flows, hypotheses[0].text, strict=free_text)
    if command and not (command in ("batal", "selesai") and state.phase in YES_NO | {Phase.MORE}):
        return _command(flows, state, command)
    if state.phase in YES_NO:
        return _heard_yes_no(flows, state, hypotheses)
    if state.phase is Phase.MORE:
        return _heard_more(flows, state, hypotheses)
    if state.phase in (Phase.SLOT, Phase.CALLBACK):
        return filling.hear_slot(flows, state, hypotheses)
    return _heard_intent(flows, state, hypotheses)


def _heard_intent(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step:
    """The hypothesis that is best heard and understood together."""
    rated = [
        (combined(hypothesis.confidence, guess.confidence), -i, guess.intent, hypothesis.text)
        for i, hypothesis in enumerate(hypotheses)
        for guess in flows.understander.understand(hypothesis.text)[:1]
    ]
    if not rated:
        return repair.no_match(flows, state)
    confidence, _, intent, text = max(rated)
    match band(confidence, flows.thresholds):
        case Band.ACCEPT:
            return filling.begin(flows, state, intent, text)
        case Band.CONFIRM:
            question = flows.prompts.confirm_intent.replace("{{ judul }}", flows.intents[intent].title)
            return ask(replace(state, intent=intent, heard=text), Phase.CONFIRM_INTENT, question)
        case Band.ASK_AGAIN:
            return repair.no_match(flows, state)


def _heard_more(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step:
    """After an answer: no and goodbye, yes and what, or the next wish at once."""
    said = _yes_or_no(hypotheses) if len(hypotheses[0].text.split()) <= SHORT_ANSWER else ""
    guesses = () if said else flows.understander.understand(hypotheses[0].text)
    if guesses and band(combined(hypotheses[0].confidence, guesses[0].confidence), flows.thresholds) is Band.ACCEPT:
        return filling.begin(flows, state, guesses[0].intent, hypotheses[0].text)
    match said:
        case "tidak":
            return repair.end(flows, state)
        case "ya":
            return ask(repair.understood(state), Phase.INTENT, flows.prompts.ask_intent)
        case _:
            return repair.no_match(flows, state)


def _heard_yes_no(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step:
    correction = filling.corrected(flows, state, hypotheses)
    if correction is not None:
        return correction
    said = _yes_or_no(hypotheses)
    return _decided(flows, state, said == "ya") if said else repair.no_match(flows, state)


def _decided(flows: Flows, state: State, yes: bool) -> Step:
    match state.phase:
        case Phase.CONFIRM_INTENT if yes and state.intent:
            return filling.begin(flows, replace(state, slots={}), state.intent, state.heard)
        case Phase.CONFIRM_INTENT:
            return repair.no_match(flows, replace(state, phase=Phase.INTENT, intent=None))
        case Phase.CONFIRM_SLOT | Phase.CONFIRM_CALLBACK:
            return filling.confirm_slot(flows, state, yes)
        case Phase.SUMMARY:
            return filling.finish(flows, repair.understood(state)) if yes else filling.refuse_summary(flows, state)
        case Phase.OFFER_AGENT:
            return handover.transfer(flows, state, "failure") if yes else ask(repair.understood(state), Phase.MORE, flows.prompts.anything_else)
        case Phase.OFFER_CALLBACK if yes:
            return ask_callback(repair.understood(state), flows.prompts.callback_number)
        case _:
            return repair.end(flows, replace(state, outcome=None if state.answered else Outcome.FAILED))


def _command(flows: Flows, state: State, command: str) -> Step:
    match command:
        case "petugas":
            if state.phase in (Phase.OFFER_CALLBACK, Phase.CALLBACK, Phase.CONFIRM_CALLBACK):
                return repeat(state)  # nobody is there: that is why it is asked
            return handover.transfer(flows, state, "requested")
        case "ulangi":
            return repeat(state)
        case "batal":
            cleared = replace(repair.understood(state), intent=None, slots={}, confirmed=frozenset(), slot="", digits="")
            return ask(cleared, Phase.INTENT, flows.prompts.ask_intent)
        case _:
            return repair.end(flows, state)


def _key(flows: Flows, state: State, key: str) -> Step:
    slot = current_slot(flows, state)
    digits_due = slot is not None and slot.kind in DIGIT_KINDS and state.phase in (Phase.SLOT, Phase.CALLBACK)
    # No NIK begins with 0, so there the key still means a person; telephone numbers do begin with it.
    if key == AGENT_KEY and not (digits_due and slot is not None and (state.digits or slot.kind != "nik")):
        return _command(flows, state, "petugas")
    if digits_due:
        return filling.press(flows, state, key)
    if state.phase in YES_NO and key in KEYS_YES_NO:
        return _decided(flows, state, KEYS_YES_NO[key] == "ya")
    if state.phase is Phase.MORE and key in KEYS_YES_NO:
        return repair.end(flows, state) if key == "2" else ask(state, Phase.INTENT, flows.prompts.ask_intent)
    return state, ()


def _looked_up(flows: Flows, state: State, event: LookupDone | LookupFailed) -> Step:
    calling_back = state.phase is Phase.CALLBACK_LOOKUP
    if isinstance(event, LookupDone):
        return (filling.callback_stored if calling_back else filling.answer)(flows, state, dict(event.data))
    if calling_back:
        return repair.end(flows, replace(state, outcome=Outcome.FAILED))
    intent = flows.intents.get(state.intent or "")
    if event.reason in ("not_found", "rejected"):
        said = (intent.not_found if intent else "") or flows.prompts.not_found
    else:
        said = flows.prompts.lookup_failed
    return ask(replace(repair.understood(state), slots={}, confirmed=frozenset()), Phase.OFFER_AGENT, said)


def _hung_up(state: State) -> State:
    if state.phase in (Phase.ENDED, Phase.TRANSFERRING):
        return replace(state, listening=None)
    outcome = Outcome.TICKET if state.ticket else Outcome.ANSWERED if state.answered else Outcome.ABANDONED
    return replace(state, phase=Phase.ENDED, outcome=state.outcome or outcome, listening=None)


def _yes_or_no(hypotheses: tuple[Hypothesis, ...]) -> str:
    for hypothesis in hypotheses:
        parsed = yes_no.parse(hypothesis.text)
        if isinstance(parsed, Filled):
            return parsed.value
    return ""
