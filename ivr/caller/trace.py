"""What a call left behind, laid out in time: the caller's utterances, the hotline's voice, the journal's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dialog.scenario.schema import Step
from ivr.caller.report import TurnLine, gap_after
from ivr.caller.speech import Sound
from ivr.journal import Payload
from speech.pcm import write_wav
from telephony.phone import SipPhone

NEAR_MS = 400
"""How far from the order to speak the words may begin in the recording."""
SECRET = "(rahasia)"
"""Where the journal of a confidential call has no words."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance of the caller. `said`: each stretch of voice (start, end) in ms of the recording; `row`: how many journal entries
    there were when it began."""

    step: Step
    said: tuple[tuple[int, int], ...]
    row: int

    @property
    def end_ms(self) -> int:
        return self.said[-1][1]


@dataclass(frozen=True, slots=True)
class Trace:
    """What a call left behind: what was spoken, what the caller's phone heard (PCM, 8 kHz, on the same clock), the journal."""

    spoken: tuple[Spoken, ...]
    heard: bytes
    rows: tuple[Payload, ...]


def placed(spoken: Spoken, sound: Sound, sent: bytes) -> Spoken:
    """Where exactly it lies in the recording of what was sent; the moment of the order to speak is only near."""
    near = spoken.said[0][0] * 16
    low = max(0, near - NEAR_MS * 16)
    found = sent.find(sound.probe, low, near + NEAR_MS * 16) if sound.probe else -1
    shift = (found - near) // 16 if found >= 0 else 0
    return replace(spoken, said=tuple((start + shift, end + shift) for start, end in spoken.said))


def turn_lines(rows: list[Payload], spoken: Sequence[Spoken], heard: list[tuple[int, int]]) -> list[TurnLine]:
    """The journal's words with the recording's gaps: each gap stands at the first thing the hotline said after the caller."""
    turns: list[TurnLine] = []
    gaps = [(s.end_ms, gap_after(s.end_ms, heard)) for s in spoken]
    for row in rows:
        at = int(str(row["at_ms"]))
        if row["type"] == "Heard":
            hypotheses = row.get("hypotheses")
            nothing = {"text": SECRET if row.get("confidential") else "", "confidence": 0.0}
            first: dict[str, Any] = hypotheses[0] if isinstance(hypotheses, list) and hypotheses else nothing
            turns.append(TurnLine("caller", str(first["text"]), float(first["confidence"]), at))
        elif row["type"] == "Key":
            turns.append(TurnLine("caller", f"[{row.get('key', SECRET)}]", None, at))
        elif row["type"] == "Say" or row.get("announced"):
            gap = None
            if turns and turns[-1].who == "caller":
                before = [g for end, g in gaps if end <= at]
                gap = before[-1] if before else None
            turns.append(TurnLine("hotline", str(row.get("text") or row.get("announced") or SECRET), None, at, gap))
    return turns


def save(folder: Path, phone: SipPhone) -> None:
    """Both directions as one stereo file: caller left, hotline right."""
    sent, heard = phone.sent(), phone.heard()
    length = max(len(sent), len(heard)) // 2 * 2
    sent, heard = sent.ljust(length, b"\0")[:length], heard.ljust(length, b"\0")[:length]
    stereo = b"".join(sent[i : i + 2] + heard[i : i + 2] for i in range(0, length, 2))
    folder.mkdir(parents=True, exist_ok=True)
    write_wav(folder / "call.wav", stereo, channels=2)
