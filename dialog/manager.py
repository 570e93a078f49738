"""The dialog as one pure function: `step(flows, state, event) -> (state, effects)`. Same words, same configuration, same answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialog import (
    alarms,
    answering,
    callback,
    callback_change,
    callback_when,
    choosing,
    crisis,
    deciding,
    filling,
    finding_person,
    handover,
    keying,
    keys,
    languages,
    notices,
    obeying,
    others,
    repair,
    returning,
    values,
    verifying,
    ways,
    wishes,
)
from dialog.asking import Step, resume, says
from dialog.commands import PERSON
from dialog.effects import Chosen, Confidential, Effect, End, Lookup, Outcome
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
    LookupSlow,
    NoInput,
    RecognizerFailed,
    SentBack,
    TakenOver,
    VoiceFailed,
)
from dialog.reading import command_said, taken
from dialog.schema import Flows
from dialog.state import ANSWERED, ASKING, CALLING_BACK, NO_PERSON, WAITING, YES_NO, Phase, State

FURTHER = frozenset({Phase.SLOT, Phase.OFFER_SMS, Phase.MORE, Phase.SURVEY})
"""Where a short further question is about the wish under way."""
LONGEST = 200
"""Turns after which a call goes to a person: a television in the room can say "ulangi" for ever."""


def start() -> State:
    """A call before its first event."""
    return State()


def step(flows: Flows, state: State, event: Event) -> Step:
    """What happened, to what is said next. Events for an earlier turn, or after the end, change nothing."""
    new, effects = _step(flows, state, event)
    if new.listening is not None and new.turn > LONGEST and state.listening is not None:
        return repair.give_up(flows, state, "not_understood")
    if new.phase is Phase.ENDED and state.phase in CALLING_BACK and not isinstance(event, HungUp | VoiceFailed):
        return callback.rescue(flows, state, silent=isinstance(event, NoInput)) or (new, effects)
    return new, effects


def _step(flows: Flows, state: State, event: Event) -> Step:
    match event:
        case HungUp():
            return _hung_up(state), ()
        case VoiceFailed() if state.phase not in (Phase.TRANSFERRING, Phase.ENDED):
            return _voice_failed(flows, state)
        case AgentUnavailable():
            return finding_person.came_back(flows, state, event.reason)
        case SentBack():
            return finding_person.sent_back(flows, state, event.intent)
        case TakenOver() if state.phase not in (Phase.START, Phase.TRANSFERRING, Phase.ENDED):
            new, effects = handover.go(flows, handover.kept(state), "takeover")
            return new, (*says(new, flows.prompts.transfer), *effects)
        case CallStarted() if state.phase is Phase.START:
            return returning.greet(flows, state, event)
        case LookupSlow() if state.phase in WAITING and event.request == state.request:
            return state, says(state, flows.prompts.looking_up)
        case LookupDone() if state.phase in WAITING and event.request == state.request:
            return _looked_up(flows, state, event.data)
        case LookupFailed() if state.phase in WAITING and event.request == state.request:
            return _not_looked_up(flows, state, event.reason)
        case LookupDone() if event.request in (state.request, state.left) and (ticket := _ticket(flows, state, event.data)):
            # The caller left for a person before the answer came: the report is filed all the same.
            return replace(state, ticket=ticket, untold=True), ()
        case Heard() | Key() if state.phase in WAITING - NO_PERSON:
            return _while_looking_up(flows, state, event)
        case Key() if state.listening is not None and event.key in keys.KEYS:
            return _secret(flows, state, keys.key(flows, state, event.key))
        case Heard() | NoInput() | KeysTimedOut() | RecognizerFailed() if state.listening is not None and event.turn == state.turn:
            return _turn(flows, state, event)
        case _:
            return state, ()


def _turn(flows: Flows, state: State, event: Heard | NoInput | KeysTimedOut | RecognizerFailed) -> Step:
    match event:
        case NoInput() if state.phase is Phase.CALLBACK_WHEN and state.silences:
            return callback_when.soon(flows, state)
        case NoInput() if state.phase is Phase.MESSAGE and state.callback.message:
            return callback.message_told(flows, state)
        case NoInput():
            return repair.no_input(flows, state)
        case RecognizerFailed():
            return repair.recognizer_failed(flows, state, event.reason)
        case KeysTimedOut():
            return keying.keys_end(flows, state)
        case Heard():
            return _heard(flows, state, event.hypotheses) if event.hypotheses else repair.no_match(flows, state)


def _heard(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step:
    alarm = alarms.alarm_in(flows, hypotheses)
    if alarm is not None:
        return alarms.lead_out(flows, state, alarm)
    chosen, heard = taken(flows, state, hypotheses)
    secret = alarms.wants_secrecy(flows, heard.text)
    rest = alarms.without_secrecy(flows, heard.text) if secret and not wishes.is_secret(flows, heard.text) else heard.text
    if secret and state.phase in CALLING_BACK and state.callback.wants_message:
        said = callback.drop_message(flows, state)
    else:
        said = _said(flows, state, replace(heard, text=rest)) if rest else _resumed(flows, state)
    new, effects = _secret(flows, state, said, asked_for=secret)
    return new, ((Chosen(state.turn, chosen),) if chosen else ()) + effects


def _resumed(flows: Flows, state: State) -> Step:
    """The question again, of what a confidential call may choose from."""
    if state.phase is not Phase.OFFER_WAYS:
        return resume(flows, state)
    return handover.offer(flows, replace(state, confidential=True), waiting=state.can_wait)


def _secret(flows: Flows, state: State, taken: Step, *, asked_for: bool = False) -> Step:
    """From now on nothing is kept, when the caller asks for it or the wish is of that kind."""
    new, effects = taken
    understood = new.intent is not None and new.phase is not Phase.CONFIRM_INTENT
    if state.confidential or not (asked_for or (understood and flows.intents[new.intent or ""].confidential)):
        return new, effects
    promise: tuple[Effect, ...] = (Confidential(), *says(new, flows.prompts.confidential))
    # What is asked in the same breath is not kept either.
    asked = (replace(effect, confidential=True) if isinstance(effect, Lookup) else effect for effect in effects)
    return replace(new, confidential=True), (*promise, *asked)


def _said(flows: Flows, state: State, heard: Hypothesis) -> Step:
    if state.phase is Phase.CRISIS:
        return crisis.hear(flows, state, heard)
    queue = languages.queue_for(flows, heard.text)
    if queue:
        return handover.transfer(flows, state, "language", queue=queue)
    if state.phase is Phase.OFFER_WAYS and (way := choosing.meant(state, heard.text)):
        return ways.take(flows, callback_when.early(flows, state, heard.text), way)
    changed = callback_change.hear(flows, state, heard)
    if changed is not None:
        return changed
    command = command_said(flows, state, heard.text)
    if command:
        return obeying.obey(flows, state, command)
    if state.phase is Phase.SURVEY and choosing.is_not_done(heard.text):
        again = flows.prompts.person_again if state.outcome is Outcome.TRANSFERRED else ""
        return repair.offer_person(flows, state, "unknown", again)
    if state.phase in ANSWERED and state.told and obeying.asks_again(heard.text):
        return obeying.obey(flows, state, obeying.AGAIN)
    further = answering.follow_up(flows, state, heard.text) if state.phase in FURTHER else ""
    if further:
        return resume(flows, state, further, "" if state.phase in ANSWERED else flows.prompts.resume)
    if state.phase is Phase.MORE and state.before is not None and callback.goes_on(heard.text):
        return ways.go_on(flows, state)
    match state.phase:
        case Phase.CHOOSE_INTENT:
            return wishes.hear_choice(flows, state, heard)
        case Phase.CONFIRM_INTENT:
            return wishes.hear_confirmation(flows, state, heard)
        case Phase.WHICH_WRONG:
            return deciding.hear_which(flows, state, heard)
        case Phase.MORE:
            return wishes.hear_more(flows, state, heard)
        case Phase.OFFER_WAYS:
            return ways.hear(flows, state, heard)
        case Phase.OFFER_GO_ON:
            return ways.hear_going_on(flows, state, heard)
        case Phase.MESSAGE:
            return callback.hear_message(flows, state, heard.text)
        case Phase.CALLBACK_WHEN:
            return callback_when.hear(flows, state, heard.text)
        case phase if phase in ASKING:
            return values.hear(flows, state, heard)
        case phase if phase in YES_NO:
            return deciding.hear(flows, state, heard)
        case _:
            return wishes.hear(flows, state, heard)


def _while_looking_up(flows: Flows, state: State, event: Heard | Key) -> Step:
    """Nothing is asked now, but the ways out are open: alarms, and a person."""
    if isinstance(event, Heard) and (alarm := alarms.alarm_in(flows, event.hypotheses)) is not None:
        return alarms.lead_out(flows, state, alarm)
    if state.phase is Phase.FINDING:
        return state, ()
    if isinstance(event, Key):
        return obeying.obey(flows, state, PERSON) if event.key == keys.PERSON_KEY else (state, ())
    wanted = event.hypotheses and command_said(flows, state, event.hypotheses[0].text) == PERSON
    return obeying.obey(flows, state, PERSON) if wanted else (state, ())


def _looked_up(flows: Flows, state: State, data: Mapping[str, str]) -> Step:
    match state.phase:
        case Phase.VERIFYING:
            return verifying.answered(flows, state, data)
        case Phase.CHECKING:
            return others.found(flows, state, data)
        case Phase.SENDING:
            return notices.sent(flows, state, well=True)
        case Phase.FINDING:
            return finding_person.found(flows, state, data)
        case Phase.CALLBACK_LOOKUP:
            return callback.stored(flows, state, data)
        case _:
            return answering.answer(flows, state, data)


def _not_looked_up(flows: Flows, state: State, reason: str) -> Step:
    match state.phase:
        case Phase.VERIFYING:
            return verifying.failed(flows, state, reason)
        case Phase.CHECKING:
            return filling.advance(flows, state)
        case Phase.SENDING:
            return notices.sent(flows, state, well=False)
        case Phase.FINDING:
            return finding_person.unknown(flows, state)
        case Phase.CALLBACK_LOOKUP:
            return callback.failed(flows, state)
        case _:
            return answering.lookup_failed(flows, state, reason)


def _ticket(flows: Flows, state: State, data: Mapping[str, str]) -> str:
    """The ticket in what a system answered late."""
    intent = flows.intents.get((state.before or state).intent or "")
    return data.get(intent.ticket, "") if intent is not None and intent.ticket else ""


def _voice_failed(flows: Flows, state: State) -> Step:
    """To a person; where persons have just been found absent, the end, which the PBX fills with its apology."""
    if state.phase is Phase.CRISIS:
        return crisis.again(flows, state)
    if state.phase in NO_PERSON or state.returns >= handover.MOST_RETURNS:
        return replace(state, phase=Phase.ENDED, outcome=Outcome.FAILED, listening=None), (End(Outcome.FAILED),)
    return handover.go(flows, state, "failure")


def _hung_up(state: State) -> State:
    if state.phase in (Phase.ENDED, Phase.TRANSFERRING):
        return replace(state, listening=None)
    return replace(state, phase=Phase.ENDED, outcome=state.outcome or repair.outcome_so_far(state), listening=None)
