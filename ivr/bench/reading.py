"""Whether what a voice reads is heard as the same value: random values, spoken as a hotline reads them, sent over a telephone line, heard
by our recogniser as where such an answer is due, and taken by the dialog's own parser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

import numpy as np

from dialog.effects import Expect
from dialog.listening import listen_for
from dialog.reading import HALF, IMPOSSIBLE, OTHER, WHOLE
from dialog.schema import Flows, SlotSpec
from dialog.slots import KINDS
from dialog.slots.result import Filled, Parsed, Partial
from dialog.state import State
from dialog.understanding.near_digits import straighten
from ivr.bench.reading_values import VALUES
from speech.pcm import from_float, to_float
from speech.recognizer import Expectation, Recognizer, Request
from speech.speaker import RATE, Speaker
from speech.training.damage import Samples, measured_line

ASKED = ("number", "date", "money", "plate", "nik")
"""What the table of requirements counts."""
TODAY = date(2026, 11, 29)
EDGE_S = 0.25
"""Of silence around what is said, as the end of a turn leaves it."""
_KIND = {"number": "quantity"}
"""A slot that takes such a value, where it has another name."""
_LENGTH = {"digits": (9, 20)}


@dataclass(frozen=True, slots=True)
class Read:
    """`written`: as the dialog gives it to the voice; `heard`: the reading that was taken; `value`: what became of it."""

    kind: str
    wanted: str
    written: str
    heard: str
    value: str

    @property
    def right(self) -> bool:
        return self.value == self.wanted


def read_back(
    kinds: Sequence[str], count: int, speaker: Speaker, recognizer: Recognizer, flows: Flows, seed: int = 1, *, noise: bool = False
) -> Iterator[Read]:
    """`count` values of each of `kinds`, one by one. The line is 250 to 3,500 Hz and G.711; `noise`: and 15 to 30 dB of noise.

    Raises:
        SynthesizerError: the voice failed.
        RecognizerError: decoding failed.
    """
    for kind in kinds:
        values, line = Random(f"{seed} {kind}"), Random(f"{seed} {kind} line")
        slot = slot_of(kind)
        listen = listen_for(flows, State(), slot)
        expectation = Expectation(listen.expect is Expect.DIGITS, listen.digits, listen.phrases, listen.hot_words)
        for _ in range(count):
            wanted = VALUES[kind](values)
            written = as_read(kind, wanted)
            sound = _over(b"".join(speaker.stream(written, keep=False, rate=RATE)), line, noise)
            [transcript] = recognizer.transcribe([Request(sound, expectation, RATE)])
            heard = [(hypothesis.text, hypothesis.confidence) for hypothesis in transcript.hypotheses]
            text, value = taken(kind, heard, slot)
            yield Read(kind, wanted, written, text, _same_clock(value, wanted) if kind == "time" else value)


def slot_of(kind: str) -> SlotSpec:
    name = _KIND.get(kind, kind)
    return SlotSpec(kind, name, kind, "", length=_LENGTH.get(kind, KINDS[name].length))


def as_read(kind: str, value: str) -> str:
    """A value as the dialog hands it to the voice."""
    if kind == "number":
        return f"{int(value):,}".replace(",", ".") + "."
    return KINDS[kind].read(value) + "."


def taken(kind: str, heard: Sequence[tuple[str, float]], slot: SlotSpec) -> tuple[str, str]:
    """The reading that the dialog would take of `heard` (text, confidence), and its value; empty where it is none."""
    parse = KINDS[slot.kind].parse
    judged = [(confidence * _fit(parsed := parse(straighten(text), slot, TODAY)), text, parsed) for text, confidence in heard]
    if not judged:
        return "", ""
    _, text, parsed = max(judged, key=lambda one: one[0])
    return text, parsed.value if isinstance(parsed, Filled) else ""


def figures(found: Sequence[Read]) -> dict[str, dict[str, float]]:
    """By kind and for all (`all`): how many, and the share that came back right."""
    kinds = {kind: [one for one in found if one.kind == kind] for kind in dict.fromkeys(one.kind for one in found)}
    groups: Mapping[str, Sequence[Read]] = {**kinds, "all": found}
    return {name: {"count": len(of), "right": round(sum(one.right for one in of) / max(len(of), 1), 4)} for name, of in groups.items()}


def measure(
    kinds: Sequence[str],
    count: int,
    speaker: Speaker,
    recognizer: Recognizer,
    flows: Flows,
    tell: Callable[[str], None],
    *,
    seed: int = 1,
    noise: bool = False,
) -> list[Read]:
    """As `read_back`; `tell` gets a line now and then."""
    found = list[Read]()
    for one in read_back(kinds, count, speaker, recognizer, flows, seed, noise=noise):
        found.append(one)
        if len(found) % 10 == 0:
            tell(f"{len(found)} dari {count * len(kinds)}, {sum(r.right for r in found)} benar")
    return found


def _fit(parsed: Parsed) -> float:
    return WHOLE if isinstance(parsed, Filled) else HALF if isinstance(parsed, Partial) else max(OTHER * HALF, IMPOSSIBLE)


def _over(pcm: bytes, line: Random, noise: bool) -> bytes:
    edge = np.zeros(int(EDGE_S * RATE), np.float32)
    sound: Samples = np.concatenate([edge, to_float(pcm), edge])
    sound += np.random.default_rng(line.randrange(2**31)).normal(0, 1e-4, len(sound)).astype(np.float32)
    return from_float(measured_line(sound, line, (15.0, 30.0) if noise else (40.0, 50.0)))


def _same_clock(value: str, wanted: str) -> str:
    """Hours to twelve without a part of the day may be either half's."""
    if not value:
        return value
    hours, minutes = value.split(":")
    return wanted if f"{(int(hours) + 12) % 24:02}:{minutes}" == wanted else value
