"""What comes into the dialog. Every event is plain, frozen data that the journal can store and replay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One reading of an utterance: text as recognised, and its probability of being right, 0 to 1."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What the same caller was about in a call that was cut off a short while ago: slots of `intent` by name; or `ticket`, which was
    filed and not heard."""

    intent: str
    values: Mapping[str, str] = field(default_factory=dict)
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class CallStarted:
    """The caller is on the line. `now` is local wall time, ISO 8601 with offset, the only clock the dialog ever sees.

    `caller` is the number that they call from, digits with a leading 0, empty where it is withheld or no number.
    """

    now: str
    caller: str = ""
    unfinished: Unfinished | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """The caller's turn ended. Best hypothesis first; none at all means that sound was heard and no words (a no-match)."""

    turn: int
    hypotheses: tuple[Hypothesis, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the telephone's keypad: `0`-`9`, `*` or `#`."""

    key: str


@dataclass(frozen=True, slots=True)
class KeysTimedOut:
    """The caller began to key an answer and then pressed nothing for the inter-digit time."""

    turn: int


@dataclass(frozen=True, slots=True)
class NoInput:
    """Nobody spoke or pressed a key for the time that the `Listen` of this turn allowed."""

    turn: int


@dataclass(frozen=True, slots=True)
class LookupDone:
    """A government system answered request `request`. Values are text as the system gave them."""

    request: int
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LookupFailed:
    """Request `request` has no answer. `reason`: `timeout`, `unavailable`, `not_found` or `rejected`."""

    request: int
    reason: str


@dataclass(frozen=True, slots=True)
class LookupSlow:
    """Request `request` has taken longer than its `patience_ms` and goes on."""

    request: int


@dataclass(frozen=True, slots=True)
class RecognizerFailed:
    """The caller spoke and the recogniser could not be asked (overloaded, too late, broken)."""

    turn: int
    reason: str


@dataclass(frozen=True, slots=True)
class VoiceFailed:
    """No voice could speak: the caller hears nothing."""


@dataclass(frozen=True, slots=True)
class AgentUnavailable:
    """The caller came back from the agents' queue. `reason`: `no_answer` (nobody came in time), `nobody` (nobody is at work), `full`, or
    `callback`: they pressed the key that the music offers for it."""

    reason: str = "no_answer"


@dataclass(frozen=True, slots=True)
class SentBack:
    """The agent has finished and gave the caller back: to go on with `intent`, or, when that is empty, to rate and say good-bye."""

    intent: str = ""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Somebody at a desk wants to speak with this caller now."""


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller is gone."""


Event = (
    CallStarted
    | Heard
    | Key
    | KeysTimedOut
    | NoInput
    | LookupDone
    | LookupFailed
    | LookupSlow
    | RecognizerFailed
    | VoiceFailed
    | AgentUnavailable
    | SentBack
    | TakenOver
    | HungUp
)
