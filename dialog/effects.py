"""What goes out of the dialog: orders that somebody else carries out, in the order given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dialog.marks import plain


class Outcome(StrEnum):
    """How a call ended, as reports count it."""

    ANSWERED = "answered"
    TICKET = "ticket"
    TRANSFERRED = "transferred"
    CALLBACK = "callback"
    ABANDONED = "abandoned"
    FAILED = "failed"


class Expect(StrEnum):
    """What kind of answer is due; it steers recognition and end of turn."""

    FREE = "free"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True)
class Say:
    """Speak `text`, at `pace` (1 is the voice's own) for a caller who needs or wants another. A caller who speaks cuts it off when
    `interruptible`.

    Made of a sentence with or without marks for the voice: `text` is what is shown and kept, `marked` what the voice is given.
    """

    text: str
    interruptible: bool = True
    pace: float = 1.0
    marked: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "marked", self.text)
        object.__setattr__(self, "text", plain(self.text))

    @property
    def slow(self) -> bool:
        return self.pace < 1.0


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long a silence ends the caller's turn, in ms: what was said so far is complete, unclear (or not known yet), or unfinished."""

    complete_ms: int = 180
    open_ms: int = 1300
    incomplete_ms: int = 2500


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for the caller, once all speech before it has been heard.

    `turn` comes back in `Heard`, `NoInput` and `KeysTimedOut`; an answer to another turn is stale. `digits` is how many
    digits are due at most (0: unknown). `pauses` end the caller's turn; `no_input_ms` runs only while nobody speaks.
    `phrases` are short answers of which one is likely, `hot_words` names that may occur, nearest first; both lower case.
    """

    turn: int
    expect: Expect
    digits: int = 0
    pauses: Pauses = Pauses()
    phrases: tuple[str, ...] = ()
    hot_words: tuple[str, ...] = ()
    no_input_ms: int = 7000


@dataclass(frozen=True, slots=True)
class Chosen:
    """For the journal alone: of the `Heard` of `turn`, not the first hypothesis was taken but this one (0 is the first)."""

    turn: int
    hypothesis: int


@dataclass(frozen=True, slots=True)
class Lookup:
    """Ask a government system. `operation` is `system.operation`, as in the YAML. Answered by `LookupDone` or `LookupFailed`;
    after `patience_ms` without an answer whoever asks says `LookupSlow(request)`, after `deadline_ms` `LookupFailed(request, "timeout")`.

    `confidential`: nothing of it may be kept once the system has it.
    """

    request: int
    operation: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    deadline_ms: int = 6000
    patience_ms: int = 800
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the caller said, for the agent: `label` in Indonesian, `value` as it is read to people."""

    label: str
    value: str
    confirmed: bool
    keyed: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Transfer:
    """Put the caller through to a person, with the story. Ordered once the PBX is known to have accepted it.

    `queue`: which agents; empty for the hotline's own queue. `reason`: `requested`, `language`, `not_understood`, `no_input`,
    `low_confidence`, `failure`, `overload`, `authority`, `expired`, `verification`, `emergency`, `distress`, `abuse` or `takeover`.
    `number`: an emergency service that is dialled instead of the agents' queue, where the PBX can; the queue otherwise.
    """

    reason: str
    subject: str = ""
    facts: tuple[Fact, ...] = ()
    number: str = ""
    verified: tuple[str, ...] = ()
    """What the caller proved, in Indonesian: "NIK dan tanggal lahir"."""
    briefing: str = ""
    """What the agent hears before the two are joined, in Indonesian."""
    queue: str = ""
    announced: str = ""
    """What the caller hears of it from the PBX, while the agent's phone rings already; empty: all has been said."""


@dataclass(frozen=True, slots=True)
class Rated:
    """The caller answered `question` of `questionnaire` with the choice `value`."""

    questionnaire: str
    question: str
    value: str


@dataclass(frozen=True, slots=True)
class Confidential:
    """The caller blows a whistle: from this event on nothing that is said, on either side, is journalled or recorded."""


@dataclass(frozen=True, slots=True)
class End:
    """Say no more; close the call."""

    outcome: Outcome


Effect = Say | Listen | Chosen | Lookup | Transfer | Rated | Confidential | End


def told(effect: Effect) -> str:
    """What the caller hears of it, by our voice or by the PBX; empty where it is nothing."""
    match effect:
        case Say():
            return effect.text
        case Transfer():
            return effect.announced
        case _:
            return ""
