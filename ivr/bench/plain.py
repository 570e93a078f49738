"""The yardstick: faster-whisper as its README calls it, on the same weights."""

from __future__ import annotations

import math
import time
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from speech.pcm import MODEL_RATE, resample, to_float
from speech.recognizer import Hypothesis, RecognizerError, Request, Transcript

if TYPE_CHECKING:
    from faster_whisper import WhisperModel


class PlainTranscribe:
    """`WhisperModel.transcribe(audio, language="id", beam_size=...)`: 30 s windows, temperature fallback, nothing expected.

    Raises:
        RecognizerError: the folder cannot be loaded.
    """

    def __init__(self, folder: Path, *, beam: int, threads: int, device: str, compute_type: str) -> None:
        from faster_whisper import WhisperModel

        self._beam = beam
        try:
            self._model: WhisperModel = WhisperModel(
                str(folder), device=device, compute_type=compute_type, cpu_threads=threads, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise RecognizerError(f"the recogniser in {folder} cannot be loaded: {error}") from error

    def bucket(self, request: Request) -> Hashable:
        return 0

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        return [self._one(request) for request in requests]

    def _one(self, request: Request) -> Transcript:
        started = time.perf_counter()
        audio = resample(to_float(request.pcm), request.rate, MODEL_RATE)
        found, _ = self._model.transcribe(audio, language="id", beam_size=self._beam, condition_on_previous_text=False)
        segments = list(found)
        elapsed = (time.perf_counter() - started) * 1000
        text = " ".join(segment.text.strip() for segment in segments)
        if not text:
            return Transcript((), elapsed)
        confidence = math.exp(sum(min(0.0, s.avg_logprob) for s in segments) / len(segments))
        return Transcript((Hypothesis(text, confidence),), elapsed)
