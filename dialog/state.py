"""Where a call's dialog stands: one frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from dialog.effects import Listen, Outcome, Say
from dialog.events import Unfinished


class Phase(StrEnum):
    """What was asked last."""

    START = "start"
    INTENT = "intent"
    CHOOSE_INTENT = "choose_intent"
    CONFIRM_INTENT = "confirm_intent"
    SLOT = "slot"
    CONFIRM_SLOT = "confirm_slot"
    SUMMARY = "summary"
    WHICH_WRONG = "which_wrong"
    LOOKUP = "lookup"
    VERIFYING = "verifying"
    CODE = "code"
    CHECKING = "checking"
    OFFER_OTHER = "offer_other"
    OFFER_SMS = "offer_sms"
    SMS_NUMBER = "sms_number"
    CONFIRM_SMS = "confirm_sms"
    SENDING = "sending"
    MORE = "more"
    SURVEY = "survey"
    RESUME_CALL = "resume_call"
    OFFER_PERSON = "offer_person"
    FINDING = "finding"
    OFFER_WAYS = "offer_ways"
    OFFER_GO_ON = "offer_go_on"
    CRISIS = "crisis"
    MESSAGE = "message"
    CALLBACK_SAME = "callback_same"
    CALLBACK = "callback"
    CALLBACK_WHEN = "callback_when"
    PROPOSE_WHEN = "propose_when"
    CONFIRM_CALLBACK = "confirm_callback"
    CALLBACK_LOOKUP = "callback_lookup"
    TRANSFERRING = "transferring"
    ENDED = "ended"


CONFIRMING = frozenset({Phase.CONFIRM_SLOT, Phase.CONFIRM_CALLBACK, Phase.CONFIRM_SMS})
"""Where a value was read back."""
YES_NO = CONFIRMING | {
    Phase.CONFIRM_INTENT, Phase.SUMMARY, Phase.OFFER_OTHER, Phase.OFFER_SMS, Phase.OFFER_PERSON, Phase.CALLBACK_SAME, Phase.PROPOSE_WHEN,
    Phase.RESUME_CALL, Phase.OFFER_GO_ON,
}  # fmt: skip
"""The phases whose question is answered by yes or no."""
ASKING = frozenset({Phase.SLOT, Phase.CODE, Phase.SMS_NUMBER, Phase.SURVEY, Phase.MESSAGE, Phase.CALLBACK, Phase.CALLBACK_WHEN})
"""Where a value is asked for."""
WAITING = frozenset({Phase.LOOKUP, Phase.VERIFYING, Phase.CHECKING, Phase.SENDING, Phase.FINDING, Phase.CALLBACK_LOOKUP})
"""Where a system, or the PBX, was asked."""
ANSWERED = frozenset({Phase.OFFER_SMS, Phase.SMS_NUMBER, Phase.CONFIRM_SMS, Phase.MORE, Phase.SURVEY})
"""Where the answer has been given."""
OPTIONAL = frozenset({Phase.OFFER_SMS, Phase.SMS_NUMBER, Phase.CONFIRM_SMS, Phase.SURVEY, Phase.RESUME_CALL})
"""Whose questions the call can do without."""
AT_A_WISH = frozenset({Phase.SLOT, Phase.CODE, Phase.CONFIRM_SLOT, Phase.OFFER_OTHER, Phase.SUMMARY, Phase.WHICH_WRONG})
"""Where the questions of one wish are asked."""
CALLING_BACK = frozenset({
    Phase.MESSAGE, Phase.CALLBACK_SAME, Phase.CALLBACK, Phase.CALLBACK_WHEN, Phase.PROPOSE_WHEN, Phase.CONFIRM_CALLBACK
})  # fmt: skip
"""Where a call-back or a message is agreed on."""
NO_PERSON = CALLING_BACK | {Phase.OFFER_WAYS, Phase.OFFER_GO_ON, Phase.CRISIS, Phase.CALLBACK_LOOKUP}
"""Where persons have just been found absent or busy, or the caller does not want to wait for one."""
STRUGGLING = 3
PACES = {-2: 0.65, -1: 0.8, 0: 1.0, 1: 1.15, 2: 1.3}
"""The voice's pace by so many steps faster, below 0 slower; outside of these nobody follows."""
"""So many answers in a row that did not help, and a caller is spoken to slowly and waited for longer."""


class Activity(StrEnum):
    """What goes on once everything has been said: exactly one of these."""

    LISTENING = "listening"
    """With the timer of `State.listening`."""
    WAITING = "waiting"
    """For the answer to an effect that has a deadline: a lookup, the PBX."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Known:
    """A value of a slot and how it came: `confidence` 0 to 1, `keyed` wholly or partly by keypad."""

    value: str
    parts: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 1.0
    keyed: bool = False
    confirmed: bool = False
    to_confirm: bool = False
    """It must be read back before it is used."""


@dataclass(frozen=True, slots=True)
class CallBack:
    """What is being agreed on: a call back, or a `message`. `when`: ISO 8601 with offset, empty as soon as possible, None not said yet;
    `words`: the same as it is said. `proposed`: what was proposed instead of `wished`, when the office is closed."""

    wants_message: bool = False
    message: str = ""
    contact: str = ""
    when: str | None = None
    words: str = ""
    wished: str = ""
    proposed: str = ""
    refusals: int = 0
    """How often all of it was read back and was not right."""
    early: str | None = None
    """The time that was said before it was asked for, as in `when`."""
    ending: bool = False
    """It is stored because the call ends here, not because the caller said yes to all of it."""


@dataclass(frozen=True, slots=True)
class State:
    """`intent`, `values`, `ticket` and `outcome` are for reports. `asked` and `listening` are the question that waits for an answer."""

    phase: Phase = Phase.START
    now: str = "1970-01-01T00:00:00+00:00"
    """When the call began."""
    caller: str = ""
    """The number that they call from."""
    unfinished: Unfinished | None = None
    """What they were about in the call that was cut off, until they have said whether they go on."""
    turn: int = 0
    request: int = 0
    intent: str | None = None
    rival: str = ""
    """The other one of two wishes, when asked which is meant."""
    known: Mapping[str, Known] = field(default_factory=dict)
    """Slots of the intent that have a value, in the order in which they got it."""
    slot: str = ""
    heard: Known | None = None
    """A value that waits for its confirmation."""
    wish: str = ""
    """The sentence whose meaning waits for its confirmation."""
    digits: str = ""
    """The part of a long number that is known so far, spoken or keyed."""
    keyed: bool = False
    """Some of `digits` came by keypad."""
    group: int = -1
    """The group of the number `digits` that alone is asked for again; -1: none."""
    part: str = ""
    """The beginning of that group."""
    misses: int = 0
    silences: int = 0
    failures: int = 0
    struggle: int = 0
    """Answers that did not help, less those that did."""
    speed: int = 0
    """So many steps faster (below 0: slower) the caller asked to be spoken to."""
    rejections: int = 0
    """How often a summary was refused."""
    corrections: int = 0
    """How often something earlier was corrected."""
    trouble: str = ""
    """Why this wish had no answer (the reason in `LookupFailed`, or `expired`)."""
    verified: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the caller has proved: by name of the verification, the values that were proved by it."""
    attempt: int = 0
    """Which of the ways to prove is tried."""
    refusals: int = 0
    """How often a proof did not fit, in the whole call, whatever fitted in between."""
    introduced: bool = False
    """It has been said why proof is asked for."""
    remembered: Mapping[tuple[str, str], Known] = field(default_factory=dict)
    """Who is calling, from earlier wishes: by name and kind of slot."""
    checked: bool = False
    """The intent's check has been done; `found` is what it brought."""
    found: Mapping[str, str] = field(default_factory=dict)
    sms: str = ""
    """What is sent to who wants it."""
    rated: int = 0
    """So many questions of the questionnaire have been asked."""
    before: State | None = None
    """The question that a "no" to the offer of a person goes back to, and who goes on with us instead of a person."""
    reason: str = ""
    """Why a person is wanted, as in `Transfer`."""
    number: str = ""
    """Who is dialled for the alarm that was raised last; empty: it has no number."""
    dialled: bool = False
    """That has been tried."""
    language: str = ""
    """The queue of the language that the caller asked for."""
    waits: bool = False
    """The caller has chosen to wait in the queue."""
    can_wait: bool = False
    """That is among what is offered."""
    why: tuple[str, ...] = ()
    """How it stood with the agents, as it was told."""
    returns: int = 0
    """How often the agents' queue gave the caller back, since a person last spoke with them or they went on with a wish."""
    left: int = 0
    """The request that was under way when the caller wanted a person; 0: none."""
    callback: CallBack = CallBack()
    confidential: bool = False
    answered: bool = False
    ticket: str | None = None
    untold: bool = False
    """The ticket was filed and has not been read out."""
    outcome: Outcome | None = None
    asked: tuple[Say, ...] = ()
    listening: Listen | None = None
    told: tuple[Say, ...] = ()
    """The last answer: what "ulangi" repeats once the question after it is whether there is more."""

    @property
    def slots(self) -> dict[str, str]:
        """The values alone."""
        return {name: known.value for name, known in self.known.items()}

    @property
    def fields(self) -> dict[str, str]:
        """What systems and sentences take: values, and their parts as `slot_part`."""
        parts = {f"{name}_{part}": value for name, known in self.known.items() for part, value in known.parts.items()}
        return {**parts, **self.slots}

    @property
    def today(self) -> date:
        """The day of the call, where the caller is."""
        return datetime.fromisoformat(self.now).date()

    @property
    def struggling(self) -> bool:
        return self.speed < 0 or self.struggle >= STRUGGLING

    @property
    def spoken_speed(self) -> int:
        """A step slower for who struggles and asked for nothing."""
        return self.speed or -int(self.struggle >= STRUGGLING)

    @property
    def pace(self) -> float:
        """Of what is said: 1 as the voice speaks, 0.8 a fifth slower."""
        return PACES[self.spoken_speed]

    @property
    def activity(self) -> Activity:
        if self.listening is not None:
            return Activity.LISTENING
        return Activity.OVER if self.phase is Phase.ENDED else Activity.WAITING
