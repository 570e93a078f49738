"""A scenario as frozen objects: what a caller does, what government systems answer, what must come of it. `load` makes them from YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dialog.events import Unfinished

NOW = "2026-11-24T10:00:00+07:00"
"""A Tuesday morning, when offices are open."""
INTERRUPT_AFTER_S = 1.2
CONFIDENCE = 0.95
"""What the recogniser thinks of a clear sentence."""


@dataclass(frozen=True, slots=True)
class Action:
    """What the dialog must order: `kind` is `lookup`, `transfer`, `end`, `rated`, `confidential`, or `none`: nothing of these.

    `name` is the operation, the reason, the outcome or the rating, `details` the lookup's arguments or the transfer's `number`; empty: any.
    """

    kind: str
    name: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepExpected:
    """What must follow one step; None and empty: not asked. A prompt is words that are said, or `/a regular expression/`.

    `asks` is the slot that is due then, `keperluan` (the open question), `ya_tidak`, or `tidak_ada` (nothing is asked).
    """

    prompt: tuple[str, ...] = ()
    not_prompt: tuple[str, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    intent: str = ""
    asks: str = ""
    action: Action | None = None
    slow: bool | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the caller does. `kind` is one of `keys.STEPS`; `line` is where it stands in the file.

    For sound: `label` sorts turns for `ivr bench turns`, `after_s` is how much of the hotline's voice an `interrupt` listens to first.
    For the dialog alone: `misheard_as` is what the recogniser made of the words, `hypotheses` what else it considered.
    """

    kind: str
    value: str = ""
    line: int = 0
    label: str = ""
    after_s: float = INTERRUPT_AFTER_S
    misheard_as: str = ""
    confidence: float = CONFIDENCE
    hypotheses: Mapping[str, float] = field(default_factory=dict)
    expect: StepExpected = StepExpected()


@dataclass(frozen=True, slots=True)
class Line:
    """The telephone line: noise `snr_db` below the voice, `codec` alaw or ulaw, `gain_db` of the speaker, packets of 20 ms lost."""

    snr_db: float = 30.0
    codec: str = "alaw"
    gain_db: float = 0.0
    lost_percent: float = 0.0


@dataclass(frozen=True, slots=True)
class Expected:
    """What must hold at the end; empty means not asked. `heard`: phrases that the hotline must say, in this order. `never`: prompts that
    it must not say, or kinds of `Action` that it must not order."""

    outcome: str = ""
    intent: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    heard: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a government system answers: `data`, or why it does not: `failed` is a reason of `LookupFailed`."""

    data: Mapping[str, str] = field(default_factory=dict)
    failed: str = ""
    slow: bool = False
    """The caller is asked to wait first."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`lookups`: by operation, the answers one after the other; the last one stays. `voice` and `line` are for sound alone.

    `caller` is the number that they call from, `unfinished` what they were about when the line was cut, for the dialog alone.
    """

    title: str
    voice: str
    line: Line
    steps: tuple[Step, ...]
    expect: Expected
    folder: Path
    now: str = NOW
    lookups: Mapping[str, tuple[Reply, ...]] = field(default_factory=dict)
    caller: str = ""
    unfinished: Unfinished | None = None
    place: str = ""
    """`file:line`, for people."""
