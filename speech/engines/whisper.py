"""Whisper by CTranslate2, three ways: audio to encoder output, that to readings, and a given text scored against it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from speech.decoding.digits import spelling_tokens
from speech.decoding.readings import Decoded, Reading
from speech.decoding.vocabulary import Vocabulary
from speech.decoding.window import Habits, habits, max_length
from speech.pcm import MODEL_RATE, Samples
from speech.recognizer import RecognizerError

if TYPE_CHECKING:
    from ctranslate2 import StorageView
    from faster_whisper import WhisperModel

FRAME = 160
"""Samples of one mel frame; the encoder halves them."""
ALIGNED_FRAMES = 8
"""`align` also places words in time, which is of no use here: as little of it as possible."""
SMALLEST = 1e-30
CONFIG_SYMBOLS = -1
"""CTranslate2: the symbols that OpenAI's configuration suppresses."""
Encoded = NDArray[np.float32]
"""[utterances, positions, width]"""


class Whisper:
    """Blocking, thread-safe once built; building loads the weights (seconds).

    Raises:
        RecognizerError: the folder cannot be loaded.
    """

    def __init__(self, folder: Path, *, device: str, compute_type: str, threads: int) -> None:
        from faster_whisper import WhisperModel

        try:
            self.taught: Habits = habits(folder)
            self.vocabulary = Vocabulary(folder, plain=self.taught.plain)
            self._model: WhisperModel = WhisperModel(
                str(folder),
                device=device,
                compute_type=compute_type,
                cpu_threads=threads,
                local_files_only=True,
                files=self.vocabulary.files(folder),
            )
        except (RuntimeError, ValueError, TypeError, OSError) as error:
            raise RecognizerError(f"the recogniser in {folder} cannot be loaded: {error}") from error
        unspoken = self.vocabulary.unspoken
        # Adapted weights may answer noise with the end at once, and were never taught symbols.
        self._suppressed = unspoken if self.taught.adapted else [CONFIG_SYMBOLS, *unspoken]
        allowed = spelling_tokens(self.vocabulary)
        self._not_digits = [*unspoken, *(token for token in range(self.vocabulary.text_end) if token not in allowed)]

    def encode(self, audios: Sequence[Samples], window_s: float) -> Encoded:
        """Each of `audios` (16 kHz) in `window_s` seconds, cut or followed by silence."""
        from ctranslate2 import StorageView

        samples = int(window_s * MODEL_RATE)
        # The waveform is padded, not the spectrum: a padded spectrum is heard as noise.
        padded = np.zeros((len(audios), samples), np.float32)
        for row, audio in zip(padded, audios, strict=True):
            row[: min(len(audio), samples)] = audio[:samples]
        mel = np.stack([self._model.feature_extractor(row, padding=0)[:, : samples // FRAME] for row in padded])
        encoded = self._model.model.encode(StorageView.from_array(np.ascontiguousarray(mel, np.float32)), to_cpu=True)
        return np.asarray(encoded, np.float32)

    def generate(self, encoded: Encoded, seconds: Sequence[float], beam: int, *, digits: bool = False) -> list[Decoded]:
        """The `beam` best readings of each utterance of `seconds`; `digits`: of digit words, numerals and commands alone."""
        results = self._model.model.generate(
            _view(encoded),
            [self.vocabulary.prompt] * len(encoded),
            beam_size=beam,
            num_hypotheses=beam,
            max_length=max_length(max(seconds)),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=not self.taught.adapted,
            suppress_tokens=self._not_digits if digits else self._suppressed,
        )
        return [
            Decoded(tuple(map(self._reading, result.sequences_ids, result.scores)), result.no_speech_prob, speech_s)
            for result, speech_s in zip(results, seconds, strict=True)
        ]

    def score(self, encoded: Encoded, texts: Sequence[tuple[int, ...]]) -> list[list[float]]:
        """Logarithm of the probability of each token of every text, and of the end after it, in one utterance [1, positions, width]."""
        if not texts:
            return []
        results = self._model.model.align(
            _view(np.repeat(encoded, len(texts), axis=0)),
            self.vocabulary.prompt[:-1],  # `align` adds <|notimestamps|> itself
            [[*tokens, self.vocabulary.text_end] for tokens in texts],
            [ALIGNED_FRAMES] * len(texts),
        )
        return [np.log(np.maximum(result.text_token_probs, SMALLEST)).tolist() for result in results]

    def _reading(self, tokens: list[int], score: float) -> Reading:
        return Reading(self.vocabulary.decode(tokens), tuple(tokens), score * (len(tokens) + 1))


def _view(array: Encoded) -> StorageView:
    from ctranslate2 import StorageView

    return StorageView.from_array(np.ascontiguousarray(array))
