"""Whisper by CTranslate2, in the shortest window that its weights hear well in; n-best; confined to digits where digits are due.

`transcribe()` of faster-whisper pads every clip to 30 s; encoding what was said costs a fraction of that.
"""

from __future__ import annotations

import math
import re
import time
import zlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from speech.pcm import MODEL_RATE, TELEPHONE_RATE, Samples, resample, to_float
from speech.recognizer import Expectation, Hypothesis, RecognizerError, Request, Transcript

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

PROMPT = ("<|startoftranscript|>", "<|id|>", "<|transcribe|>", "<|notimestamps|>")
POSITION = 320
"""Samples of one encoder position: windows are whole positions."""
PADDING_S = 0.5
LEAST_S = 5.0
"""Adapted weights hear a lone "ya" better with silence around it: 32 short answers, exact 18 in their own length, 21 in 5 s."""
STEP_S = 0.5
"""Windows grow in steps, so that utterances of about one length can be decoded together."""
STOCK_WINDOWS_S = (15.0, 30.0)
"""Stock weights loop in a tight window (field measurements in docs/measurements.md); half of Whisper's own costs no accuracy."""
FULL_S = 30.0
TOKENS_A_SECOND = 8
MAX_LENGTH = 448
"""Positions of Whisper's decoder."""
LONGEST_LOOP = 2.4
"""Compression ratio above which a text is a loop (the threshold of openai/whisper)."""
NO_SPEECH, UNSURE = 0.6, -1.0
"""Nothing was said when the model says so and is unsure of its words too (openai/whisper's pair of thresholds)."""
SUBTITLES = re.compile(
    r"terima kasih (telah|sudah|untuk|karena) (menonton|menyaksikan)|jangan lupa (like|subscribe)|"
    r"sampai jumpa di video|subtitle|amara\.org|^terima ?kasih\W*$",
    re.IGNORECASE,
)
"""What Whisper, which learned from subtitles, makes up in silence. A caller may say some of it, so it counts as silence only
where the model half suspects silence or is unsure of its words."""
SUSPECT_NO_SPEECH, SUSPECT_SCORE = 0.3, -0.7
DIGIT_WORDS = (
    "nol kosong satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus seratus ribu seribu dobel "
    "dan koma petugas ulang ulangi batal bukan salah ya iya tidak"
).split()


@dataclass(frozen=True, slots=True)
class WhisperSettings:
    """`window_s`: 0 for the shortest good window, else this many seconds. `threads` are for one decoding."""

    beam: int = 5
    hypotheses: int = 5
    window_s: float = 0.0
    threads: int = 2
    device: str = "cpu"
    compute_type: str = "int8"


@dataclass(frozen=True, slots=True)
class _Decoded:
    texts: tuple[str, ...]
    scores: tuple[float, ...]
    no_speech: float

    @property
    def looped(self) -> bool:
        text = self.texts[0].encode() if self.texts else b""
        return len(text) > 20 and len(text) / len(zlib.compress(text)) > LONGEST_LOOP


class FasterWhisperRecognizer:
    """Thread-safe once built; building loads the weights (seconds).

    Raises:
        RecognizerError: the folder cannot be loaded.
    """

    def __init__(self, folder: Path, *, adapted: bool, settings: WhisperSettings | None = None) -> None:
        from faster_whisper import WhisperModel

        self._settings = settings or WhisperSettings()
        self._adapted = adapted
        try:
            self._model: WhisperModel = WhisperModel(
                str(folder),
                device=self._settings.device,
                compute_type=self._settings.compute_type,
                cpu_threads=self._settings.threads,
                local_files_only=True,
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise RecognizerError(f"the recogniser in {folder} cannot be loaded: {error}") from error
        tokenizer = self._model.hf_tokenizer
        self._prompt = [_token(tokenizer, name) for name in PROMPT]
        self._end = _token(tokenizer, "<|endoftext|>")
        self._not_digits = self._outside_digits()

    def bucket(self, request: Request) -> Hashable:
        """Samples of the window at 16 kHz."""
        return self._window(2 * (len(request.pcm) // 2))

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        """See `Recognizer.transcribe`."""
        started = time.perf_counter()
        audios = [resample(to_float(request.pcm), TELEPHONE_RATE, MODEL_RATE) for request in requests]
        expectations = [request.expectation for request in requests]
        spoken = [i for i, audio in enumerate(audios) if len(audio)]
        window = max((self._window(len(audios[i])) for i in spoken), default=0)
        try:
            decoded = dict(zip(spoken, self._decode([audios[i] for i in spoken], window, [expectations[i] for i in spoken]), strict=True))
            for i in spoken:
                if decoded[i].looped:
                    # Once more with all that may have caused it taken away: the short window, and the confinement to digits.
                    (again,) = self._decode([audios[i]], int(FULL_S * MODEL_RATE), [Expectation()])
                    decoded[i] = again if not again.looped else decoded[i]
        except RuntimeError as error:
            raise RecognizerError(f"decoding {window / MODEL_RATE:.1f} s of speech failed: {type(error).__name__}") from error
        elapsed = (time.perf_counter() - started) * 1000
        return [Transcript(_hypotheses(decoded[i]) if i in decoded else (), elapsed) for i in range(len(requests))]

    def _window(self, samples: int) -> int:
        """Samples of the window: the utterance and half a second of silence, or the next of the safe sizes; in steps."""
        if self._settings.window_s:
            return int(self._settings.window_s * MODEL_RATE)
        if self._adapted:
            seconds = math.ceil((samples / MODEL_RATE + PADDING_S) / STEP_S) * STEP_S
            return int(min(max(seconds, LEAST_S), FULL_S) * MODEL_RATE)
        return int(next((w for w in STOCK_WINDOWS_S if samples <= w * MODEL_RATE), FULL_S) * MODEL_RATE)

    def _decode(self, audios: Sequence[Samples], window: int, expectations: Sequence[Expectation]) -> list[_Decoded]:
        from ctranslate2 import StorageView

        if not audios:
            return []
        window -= window % (2 * POSITION)
        # The waveform is padded, not the spectrum: a padded spectrum is heard as noise.
        padded = np.zeros((len(audios), window), np.float32)
        for row, audio in zip(padded, audios, strict=True):
            row[: min(len(audio), window)] = audio[:window]
        features = np.stack([self._model.feature_extractor(row, padding=0)[:, : window // 160] for row in padded])
        encoded = self._model.model.encode(StorageView.from_array(np.ascontiguousarray(features, np.float32)))
        beam = self._settings.beam
        confined = not self._adapted and all(expectation.digits for expectation in expectations)
        results = self._model.model.generate(
            encoded,
            [self._prompt] * len(audios),
            beam_size=beam,
            num_hypotheses=min(beam, self._settings.hypotheses),
            max_length=_max_length(max(map(len, audios)) / MODEL_RATE),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=self._not_digits if confined else [-1],
        )
        return [_Decoded(self._texts(r.sequences_ids), tuple(r.scores), r.no_speech_prob) for r in results]

    def _texts(self, sequences: list[list[int]]) -> tuple[str, ...]:
        return tuple(_tidy(self._model.hf_tokenizer.decode(ids, skip_special_tokens=True)) for ids in sequences)

    def _outside_digits(self) -> list[int]:
        """Every text token but numerals, separators and the pieces of digit words and commands."""
        tokenizer = self._model.hf_tokenizer
        allowed = {self._end}
        for word in DIGIT_WORDS:
            for spelling in (word, " " + word, word.capitalize(), " " + word.capitalize()):
                allowed.update(tokenizer.encode(spelling, add_special_tokens=False).ids)
        numeral = re.compile(r"[Ġ ]?[0-9.,\- ]+")
        allowed.update(i for token, i in tokenizer.get_vocab().items() if numeral.fullmatch(token))
        return [i for i in range(tokenizer.get_vocab_size()) if i not in allowed]


def _token(tokenizer: Any, name: str) -> int:
    token = tokenizer.token_to_id(name)
    if token is None:
        raise RecognizerError(f"the model has no token {name}: it is not a multilingual Whisper")
    return int(token)


def _max_length(seconds: float) -> int:
    """For `generate`, which cuts what it generates at *half* of this."""
    return min(MAX_LENGTH, 2 * (16 + int(seconds * TOKENS_A_SECOND)))


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _silence(text: str, score: float, no_speech: float) -> bool:
    if no_speech > NO_SPEECH and score < UNSURE:
        return True
    suspect = no_speech > SUSPECT_NO_SPEECH or score < SUSPECT_SCORE
    return suspect and SUBTITLES.search(text) is not None


def _hypotheses(decoded: _Decoded) -> tuple[Hypothesis, ...]:
    """Different texts only, best first. Confidence: the geometric mean of the token probabilities (length-normalised score)."""
    if not decoded.scores or _silence(decoded.texts[0], decoded.scores[0], decoded.no_speech):
        return ()
    best: dict[str, float] = {}
    for text, score in zip(decoded.texts, decoded.scores, strict=True):
        if re.search(r"\w", text) and text not in best:
            best[text] = math.exp(min(0.0, score))
    return tuple(Hypothesis(text, confidence) for text, confidence in best.items())
