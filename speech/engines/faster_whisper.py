"""The recogniser: Whisper in the shortest window that its weights hear well in, n-best, steered by what is expected.

`transcribe()` of faster-whisper pads every clip to 30 s; encoding what was said costs a fraction of that. How readings are found,
compared and believed stands in `speech/decoding` and `speech/confidence.py`, without any engine.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from speech import confidence
from speech.decoding.gates import nothing_said
from speech.decoding.nbest import candidates, confined, further, margin, ranked
from speech.decoding.readings import Decoded, Reading
from speech.decoding.window import FULL_S, window_s
from speech.engines.whisper import Encoded, Whisper
from speech.pcm import MODEL_RATE, Samples, resample, to_float
from speech.recognizer import Expectation, Hypothesis, RecognizerError, Request, Transcript, Word


@dataclass(frozen=True, slots=True)
class WhisperSettings:
    """`window`: `adaptive`, the shortest that the weights hear well in, or `full`, Whisper's own 30 s. `threads` are for one decoding."""

    beam: int = 5
    window: str = "adaptive"
    threads: int = 2
    device: str = "cpu"
    compute_type: str = "int8"


@dataclass(frozen=True, slots=True)
class Judged:
    """`readings` of an utterance, best first; of the best, what confidence is made of: its features, and its words with theirs."""

    readings: tuple[Reading, ...]
    features: dict[str, float]
    words: tuple[tuple[str, dict[str, float]], ...]


class FasterWhisperRecognizer:
    """Thread-safe once built; building loads the weights (seconds). Of an utterance longer than 30 s the first 30 are heard.

    Raises:
        RecognizerError: the folder cannot be loaded.
    """

    def __init__(self, folder: Path, settings: WhisperSettings | None = None) -> None:
        self._settings = settings or WhisperSettings()
        chosen = self._settings
        self._whisper = Whisper(folder, device=chosen.device, compute_type=chosen.compute_type, threads=chosen.threads)
        try:
            self._calibration = confidence.find(folder)
        except (OSError, ValueError) as error:
            raise RecognizerError(f"the recogniser in {folder} cannot be loaded: {error}") from error

    def bucket(self, request: Request) -> Hashable:
        """Seconds of the window."""
        return self._window_s(min(len(request.pcm) // 2 / request.rate, FULL_S))

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        """See `Recognizer.transcribe`."""
        started = time.perf_counter()
        judged = self.judge(requests)
        hypotheses = [self._hypotheses(one) if one else () for one in judged]
        elapsed = (time.perf_counter() - started) * 1000
        return [Transcript(found, elapsed) for found in hypotheses]

    def judge(self, requests: Sequence[Request]) -> list[Judged | None]:
        """`transcribe` before confidence is calibrated; None where nothing was said.

        Raises:
            RecognizerError: decoding failed.
        """
        audios = [_audio(request) for request in requests]
        spoken = [i for i, audio in enumerate(audios) if len(audio)]
        found: list[Judged | None] = [None] * len(requests)
        window = max((self._window_s(len(audios[i]) / MODEL_RATE) for i in spoken), default=0.0)
        try:
            for i, (encoded, decoded) in zip(spoken, self._decode([audios[i] for i in spoken], window), strict=True):
                found[i] = self._judge(encoded, decoded, requests[i].expectation)
        except RuntimeError as error:
            raise RecognizerError(f"decoding {window:.1f} s of speech failed: {type(error).__name__}") from error
        return found

    def _window_s(self, speech_s: float) -> float:
        return window_s(speech_s, self._whisper.taught, full=self._settings.window == "full")

    def _decode(self, audios: Sequence[Samples], window: float) -> list[tuple[Encoded, Decoded]]:
        if not audios:
            return []
        seconds = [len(audio) / MODEL_RATE for audio in audios]
        encoded = self._whisper.encode(audios, window)
        out = [(encoded[i : i + 1], d) for i, d in enumerate(self._whisper.generate(encoded, seconds, self._settings.beam))]
        for i, (_, first) in enumerate(out):
            if first.looped and window < FULL_S:  # once more with what may have caused it taken away
                whole = self._whisper.encode([audios[i]], FULL_S)
                (again,) = self._whisper.generate(whole, [seconds[i]], self._settings.beam)
                out[i] = out[i] if again.looped else (whole, again)
        return out

    def _judge(self, encoded: Encoded, decoded: Decoded, expectation: Expectation) -> Judged | None:
        if nothing_said(decoded):
            return None
        if expectation.digits and not self._whisper.taught.adapted:
            (narrow,) = self._whisper.generate(encoded, [decoded.speech_s], self._settings.beam, digits=True)
            decoded = replace(decoded, readings=confined(decoded.readings, narrow.readings))
        best, *others = decoded.readings
        scores = {best.tokens: self._whisper.score(encoded, [best.tokens])[0]}
        first = self._scored(encoded, candidates(decoded.readings, expectation, decoded.speech_s), scores)
        second = self._scored(encoded, further(first, expectation), scores)
        exact = replace(best, log_prob=sum(scores[best.tokens]))
        readings = ranked((exact, *others), (*first, *second), expectation, decoded.speech_s)
        if readings[0].tokens not in scores:
            scores[readings[0].tokens] = self._whisper.score(encoded, [readings[0].tokens])[0]
        return self._judged(readings, scores[readings[0].tokens], decoded, expectation)

    def _scored(self, encoded: Encoded, texts: Sequence[str], scores: dict[tuple[int, ...], list[float]]) -> list[Reading]:
        """Readings of `texts`; their tokens' scores are put into `scores`."""
        spelt = {tokens: text for text in texts if (tokens := self._whisper.vocabulary.encode(text))}
        scores.update(zip(spelt, self._whisper.score(encoded, list(spelt)), strict=True))
        return [Reading(text, tokens, sum(scores[tokens])) for tokens, text in spelt.items()]

    def _judged(self, readings: tuple[Reading, ...], tokens: list[float], decoded: Decoded, expectation: Expectation) -> Judged:
        best = readings[0]
        gap = best.log_prob - max((r.log_prob for r in readings[1:]), default=best.log_prob - confidence.CLIP)
        due = margin(best.text, expectation, decoded.speech_s, [best.text]) > 0
        features = confidence.utterance_features(tokens, gap, decoded.no_speech, len(best.text.split()), expected=due)
        words = self._whisper.vocabulary.words(best.tokens)
        return Judged(readings, features, tuple((text, confidence.word_features(tokens[where], features)) for text, where in words))

    def _hypotheses(self, judged: Judged) -> tuple[Hypothesis, ...]:
        first = self._calibration.utterance(judged.features)
        shares = confidence.shared(first, [reading.log_prob for reading in judged.readings])
        words = tuple(Word(text, self._calibration.word(features)) for text, features in judged.words)
        rest = (Hypothesis(reading.text, share) for reading, share in zip(judged.readings[1:], shares[1:], strict=True))
        return (Hypothesis(judged.readings[0].text, first, words), *rest)


def _audio(request: Request) -> Samples:
    """The first 30 s, as the model takes it."""
    return resample(to_float(request.pcm[: int(FULL_S * request.rate) * 2]), request.rate, MODEL_RATE)
