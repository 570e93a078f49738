"""`ivr transcribe`: recordings as the hotline would hear them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from speech.pcm import read_wav
from speech.recognizer import Expectation, Recognizer, Request, Transcript


@dataclass(frozen=True, slots=True)
class Transcribed:
    """One file and what was heard in it; `transcript` is empty where nothing was said."""

    file: Path
    transcript: Transcript

    def as_json(self) -> dict[str, object]:
        """`file, text, confidence, hypotheses` (each `text, confidence`), ready for one line of JSON."""
        return {
            "file": str(self.file),
            "text": self.transcript.text,
            "confidence": round(self.transcript.confidence, 4),
            "hypotheses": [{"text": h.text, "confidence": round(h.confidence, 4)} for h in self.transcript.hypotheses],
        }


def transcribe(files: Iterable[Path], recognizer: Recognizer, *, digits: bool = False) -> Iterator[Transcribed]:
    """Each file in turn, brought down to the telephone's 8 kHz first; `digits`: as where only digits are due.

    Raises:
        AudioFileError: a file is not a readable 16-bit WAV.
        RecognizerError: decoding failed.
    """
    for file in files:
        yield Transcribed(file, recognizer.transcribe([Request(read_wav(file), Expectation(digits=digits))])[0])
