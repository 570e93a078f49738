"""The operator's files as frozen objects. `load` makes them; nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from jinja2 import Template

from dialog.effects import Pauses
from dialog.understanding.sentence_end import Endings
from dialog.understanding.understander import Understander


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """One thing to ask for. `reask`: other words for the second and third time. `length`: how many digits, at least and at most."""

    name: str
    kind: str
    label: str
    ask: str
    reask: tuple[str, ...] = ()
    confirm: bool = False
    length: tuple[int, int] = (1, 32)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pauses: Pauses = Pauses()
    no_input_ms: int = 8000
    hot_words: tuple[str, ...] = ()
    """Names that an answer may hold: the slot's own, then the service's."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Said when `when` holds (None: always). Both are sandboxed Jinja2 over slots and the lookup's answer."""

    say: Template
    when: Template | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing a caller can want. `ticket` names the field of the lookup's answer that is a ticket number.

    `source` is the rule that the answer rests on, `valid_until` the last day on which somebody vouches for it.
    """

    name: str
    service: str
    title: str
    examples: tuple[str, ...]
    slots: tuple[SlotSpec, ...] = ()
    summary: Template | None = None
    lookup: str = ""
    answers: tuple[Answer, ...] = ()
    not_found: str = ""
    ticket: str = ""
    source: str = ""
    valid_until: date | None = None
    hot_words: tuple[str, ...] = ()
    """Names that callers of this service use."""

    def slot(self, name: str) -> SlotSpec:
        return next(s for s in self.slots if s.name == name)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Bands of the one confidence: at least `accept` act, at least `confirm` ask whether it is so, below that ask again."""

    accept: float = 0.5
    confirm: float = 0.25
    retries: int = 2
    """How often a question is asked again before a person takes over."""


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
    confirm_value: str
    yes_no: str
    continue_digits: str
    waiting: str
    looking_up: str
    not_found: str
    lookup_failed: str
    anything_else: str
    transfer: str
    restart: str
    no_agent: str
    callback_number: str
    callback_stored: str
    callback_failed: str
    goodbye: str


@dataclass(frozen=True, slots=True)
class Flows:
    """A whole, checked configuration."""

    title: str
    prompts: Prompts
    thresholds: Thresholds
    commands: Mapping[str, tuple[str, ...]]
    intents: Mapping[str, Intent]
    understander: Understander
    fixed: tuple[str, ...]
    """Every sentence without variable parts: worth rendering ahead."""
    openings: tuple[str, ...]
    """How sentences with variable parts begin, up to a mark before the first of them: these can be heard while the rest is made."""
    hot_words: tuple[str, ...] = ()
    """Names that any caller may use."""
    endings: Endings = Endings()
    """How sentences end here."""
