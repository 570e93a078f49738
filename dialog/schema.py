"""The operator's files as frozen objects. `load` makes them; nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jinja2 import Template

from dialog.calendar import Calendars
from dialog.effects import Pauses
from dialog.gazetteer import Gazetteer
from dialog.understanding.sentence_end import Endings
from dialog.understanding.understander import Understander


class Confirm(StrEnum):
    """When a value is read back for a yes or no: always, when it was heard unsurely, or never."""

    ALWAYS = "always"
    UNSURE = "unsure"
    NEVER = "never"


class Risk(StrEnum):
    """What acting on a misunderstanding would cost."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class Rung(StrEnum):
    """One step of a ladder: ask in other words, with an example, for keys, offer a person, or give the caller to one."""

    REASK = "reask"
    EXAMPLE = "example"
    KEYPAD = "keypad"
    OFFER = "offer"
    PERSON = "person"


MOST_RUNGS = 6


@dataclass(frozen=True, slots=True)
class Ladders:
    """What follows the first, second, ... answer that was not understood (`no_match`) or not given (`no_input`): up to six rungs,
    then `default`. Rungs that a question cannot take (keys for free text, no example) are passed over."""

    no_match: tuple[Rung, ...] = (Rung.REASK, Rung.EXAMPLE, Rung.KEYPAD, Rung.OFFER)
    no_input: tuple[Rung, ...] = (Rung.REASK, Rung.REASK, Rung.OFFER)
    default: Rung = Rung.PERSON


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """One thing to ask for. `reask`: other words for the next times. `length`: how many digits, at least and at most.

    `example` and `keypad` are whole sentences of the ladder, empty: the kind's own. `ladders` None: the hotline's.
    """

    name: str
    kind: str
    label: str
    ask: str
    reask: tuple[str, ...] = ()
    confirm: Confirm = Confirm.NEVER
    length: tuple[int, int] = (1, 32)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pauses: Pauses = Pauses()
    no_input_ms: int = 8000
    hot_words: tuple[str, ...] = ()
    """Names that an answer may hold: the slot's own, then the service's."""
    example: str = ""
    keypad: str = ""
    ladders: Ladders | None = None
    prefixes: tuple[str, ...] = ()
    """Letters that a ticket or application number may begin with, upper case."""
    gazetteer: Gazetteer | None = None
    """Names of places that an address is matched to."""
    from_wish: str = ""
    """Which part of a story said before, `cerita`, `tempat` or `waktu`, answers this free text; empty: none."""
    when: Template | None = None
    """Asked only while this holds of the slots before it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Said when `when` holds (None: always). Both are sandboxed Jinja2 over slots and the lookup's answer.

    `person`: the caller is then put through (what Sapa may not decide). `facts` are the names of dated facts that `say` speaks.
    """

    say: Template
    when: Template | None = None
    person: bool = False
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DatedFact:
    """One thing that holds for a time: `value` as it is spoken, the rule it rests on, who vouches for it, first and last day."""

    name: str
    value: str
    source: str
    owner: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def holds(self, today: date) -> bool:
        return (self.valid_from is None or self.valid_from <= today) and (self.valid_until is None or today <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Verification:
    """How a caller proves who they are: `lookup` says of `slots` (and of the caller's number) whether they fit, in its field `cocok`.

    `code`: `lookup` gives the registered number instead, to which a one-time code is sent. `title` is what agents are told.
    """

    name: str
    title: str
    slots: tuple[SlotSpec, ...]
    lookup: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """Asked of a system once everything is known: when `when` holds, `ask` offers the intent `yes` instead, with what the system said."""

    lookup: str
    ask: Template
    when: Template
    yes: str
    returns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Asked at the end of a call that was answered. Each question is a choice."""

    name: str
    questions: tuple[SlotSpec, ...]
    intro: str = ""
    thanks: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing a caller can want. `ticket` names the field of the lookup's answer that is a ticket number.

    `source` is the rule that the answer rests on, `owner` who vouches for it, from `valid_from` to `valid_until`.
    `risk` chooses the bands of confidence. `confidential`: whoever wants this is journalled no further.
    """

    name: str
    service: str
    title: str
    examples: tuple[str, ...]
    queue: str = ""
    """The agents for it; empty: the hotline's."""
    slots: tuple[SlotSpec, ...] = ()
    summary: Template | None = None
    lookup: str = ""
    deadline_ms: int = 6000
    answers: tuple[Answer, ...] = ()
    not_found: str = ""
    ticket: str = ""
    source: str = ""
    owner: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    risk: Risk = Risk.NORMAL
    confidential: bool = False
    hot_words: tuple[str, ...] = ()
    """Names that callers of this service use."""
    verify: tuple[str, ...] = ()
    """Names of verifications, tried in this order; one is enough. Their slots are the first ones of `slots`."""
    check: Check | None = None
    sms: Template | None = None
    """What is sent to who wants it after the answer."""
    follow_up: Mapping[str, Template] = field(default_factory=dict)
    """Answers to short further questions, by the names in `Flows.follow_ups`."""
    limit: bool = False
    """What Sapa has no say in: refused, and a person offered."""

    def slot(self, name: str) -> SlotSpec:
        return next(s for s in self.slots if s.name == name)

    @property
    def by_person(self) -> bool:
        """A person decides."""
        return any(answer.person for answer in self.answers)

    @property
    def is_digression(self) -> bool:
        """Answered at once: may be asked in the middle of something else, which then goes on."""
        return not self.slots and not self.lookup and not self.by_person


@dataclass(frozen=True, slots=True)
class Bands:
    """Of the one confidence: at least `act` act, at least `confirm` ask whether it is so, below that ask again, below `hand_over` a
    person. Two wishes less than `gap` apart are asked as "X atau Y?". A slot's value is taken from `fill` on, read back below it."""

    act: float = 0.75
    confirm: float = 0.25
    hand_over: float = 0.0
    gap: float = 0.25
    fill: float = 0.45


@dataclass(frozen=True, slots=True)
class Alarm:
    """Words that lead out at once, from any state, with no threshold. `reason`: `emergency`, `distress` or `abuse`.

    `phrases` are normalised words in a row; `unless` names words which, around or shortly before the phrase, make it mean something else
    (`dialog.alarms` has the rules).
    `number` is who is dialled, where the PBX can.
    """

    name: str
    reason: str
    phrases: tuple[str, ...]
    say: str
    number: str = ""
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """A language that agents of `queue` speak. `phrases`, normalised, ask for it."""

    name: str
    queue: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sayings:
    """An agency's own words: how what is written so is said, abbreviations that are spelled, and such that are said as a word. In what is
    said ê is the e of "besar", é that of "meja"."""

    said: Mapping[str, str] = field(default_factory=dict)
    spelled: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompts:
    """Sentences that belong to no service. Tuples are said one after the other, a different one each time.

    `no_match` and `no_input` answer the open question and hold it in other words; `unclear` and `unheard` come before a question.
    """

    notice: str
    """What the law wants said: nobody can interrupt it."""
    greeting: str
    ask_intent: str
    no_match: tuple[str, ...]
    no_input: tuple[str, ...]
    unclear: tuple[str, ...]
    unheard: tuple[str, ...]
    recognizer_failed: str
    confirm_intent: str
    choose_intent: str
    """`pertama` and `kedua` are two titles: which of them?"""
    confirm_value: str
    yes_no: str
    yes_no_keys: str
    menu: str
    """`tombol` is the key for `judul`."""
    continue_digits: str
    group: str
    """`bagian` of the number cannot be right: that part again."""
    corrected: str
    """`label` is now `nilai`."""
    which_wrong: str
    """A summary was refused: which of its parts, `bagian`, is wrong?"""
    unknown: str
    """The caller does not know the answer: no harm; offers a person."""
    waiting: str
    slower: str
    slowest: str
    """It cannot be slower; likewise below."""
    faster: str
    fastest: str
    help: str
    back: str
    nothing_back: str
    looking_up: str
    verify: str
    """Before who is calling must prove who they are."""
    not_verified: str
    """That did not fit: once more."""
    verification_failed: str
    """... too often: a person."""
    code_sent: str
    """A code was sent to the registered number that ends in `akhiran`."""
    code: str
    """Asks for it."""
    wrong_code: str
    code_sms: str
    """What is sent, with the code `kode`."""
    carried: str
    """`label` is the one that was proved before."""
    not_found: str
    lookup_failed: str
    expired: str
    """The answer's last day is over: it is being checked; offers a person."""
    offer_person: str
    offer_sms: str
    """Shall the answer be sent to the number that the caller calls from?"""
    offer_sms_to: str
    """... to a number that is asked for then?"""
    sms_number: str
    sms_sent: str
    """To the number that ends in `akhiran`."""
    sms_failed: str
    resume_call: str
    """The line was cut while the caller was `judul`: go on there?"""
    filed_before: str
    """What was said last time is on file, as `tiket`."""
    anything_else: str
    resume: str
    """After the answer to a question in between."""
    transfer: str
    """A person is free, and will be rung."""
    transfer_secret: str
    """The same of a confidential call, of which nothing is told."""
    trying: str
    """Nobody knows how it stands."""
    busy: str
    place: str
    """The caller would be number `urutan` in the queue."""
    wait_about: str
    """... for about `lama`."""
    wait_music: str
    """Before the queue: there is music, key 2 leaves it for a call back."""
    full: str
    nobody: str
    """It is open and nobody is at work."""
    nobody_language: str
    """None who speaks the language that was asked for; others may be there."""
    closed: str
    closed_why: str
    """It is `alasan`, a holiday for example."""
    opens: str
    """... again `kapan`."""
    no_agent: str
    """Nobody came while the caller waited."""
    ways: str
    """Shall we call back, take a message, or go on?"""
    ways_wait: str
    """The same; waiting is possible too."""
    ways_secret: str
    """The same for a confidential call, which leaves no message."""
    ways_secret_wait: str
    key_wait: str
    key_call: str
    key_message: str
    key_go_on: str
    person_again: str
    """An agent gave the caller back, who is not done: an agent once more?"""
    go_on_instead: str
    """Before who was in the middle of something is let go: shall we go on with it?"""
    crisis_wait: str
    """To who is in danger or despair, before the queue."""
    crisis_dial: str
    """No person: the emergency service `nomor` is dialled."""
    crisis_none: str
    """Nobody could be reached."""
    crisis_press: str
    """... so press `nomor` now; also the last word."""
    crisis_alone: str
    """The same where the alarm has no number."""
    crisis_stay: str
    """We go on listening, and try again for who wants it."""
    sent_back: str
    """The agent has finished and gave the caller back to us."""
    confidential: str
    restart: str
    callback_same: str
    """Shall we call the number that the caller calls from, which ends in `akhiran`?"""
    callback_number: str
    callback_when: str
    time_past: str
    time_far: str
    """Why the time that was wished cannot be had."""
    time_now: str
    """It is `jam` now."""
    day_differs: str
    """`tanggal` is a `hari`, and not the day that was said."""
    closed_then: str
    """Nobody is there at the time that was wished."""
    propose_when: str
    """... but `kapan`?"""
    confirm_callback: str
    """We call `nomor`, `kapan`: right?"""
    callback_stored: str
    """Filed as `tiket`; we call `kapan`."""
    callback_sms: str
    """That is confirmed by SMS."""
    callback_dropped: str
    """The call ends, and nothing was stored."""
    message: str
    message_more: str
    """What was told, `pesan`; is there more?"""
    message_dropped: str
    """Nothing is kept from now on, so no message either."""
    message_stored: str
    callback_failed: str
    goodbye: str


@dataclass(frozen=True, slots=True, repr=False)
class Flows:
    """A whole, checked configuration."""

    title: str
    prompts: Prompts
    bands: Mapping[Risk, Bands]
    ladders: Ladders
    intent_ladders: Ladders
    """For the open question."""
    commands: Mapping[str, tuple[str, ...]]
    intents: Mapping[str, Intent]
    understander: Understander
    fixed: tuple[str, ...]
    """Every sentence without variable parts, also within those that have some: worth rendering ahead."""
    openings: tuple[str, ...]
    """How sentences with variable parts begin, up to a mark before the first of them: these can be heard while the rest is made."""
    hot_words: tuple[str, ...] = ()
    """Names that any caller may use."""
    endings: Endings = Endings()
    """How sentences end here."""
    menu: tuple[str, ...] = ()
    """Intents offered by key at the open question, 1 the first."""
    alarms: tuple[Alarm, ...] = ()
    confidential: tuple[str, ...] = ()
    """What a caller says who wants nothing kept."""
    facts: Mapping[str, DatedFact] = field(default_factory=dict)
    spoken: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What sentences may use besides slots: `fakta` and `bersama`, by name."""
    verification: Mapping[str, Verification] = field(default_factory=dict)
    questionnaire: Questionnaire | None = None
    follow_ups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words of short further questions, by what they ask for."""
    queue: str = ""
    """The agents for whatever has no queue of its own; empty: the service's default."""
    languages: Mapping[str, Language] = field(default_factory=dict)
    calendars: Calendars | None = None
    """When persons can be had; None: always."""
    sayings: Sayings = Sayings()
    version: str = ""
    """A name for exactly this content."""

    def bands_of(self, intent: str) -> Bands:
        return self.bands[self.intents[intent].risk]
