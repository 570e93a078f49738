"""Kokoro-82M fed with Indonesian phonemes: the default voice. kokoro-onnx is imported inside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from subprocess import SubprocessError
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from speech.phonemes import FINGERPRINT, clause_ipa
from speech.pronunciation import clauses
from speech.synthesizer import SynthesizerError

if TYPE_CHECKING:
    from kokoro_onnx import Kokoro

SAMPLE_RATE = 24_000
SLOWEST, FASTEST = 0.5, 2.0
_REVISION = 1
"""Part of the identity: raise it when other code than the phoneme tables changes what is spoken."""


class KokoroSynthesizer:
    """One ONNX session for all calls. `voice` is a style or several joined by `+` (their mean); 24 kHz mono.

    Raises:
        SynthesizerError: a file is missing or broken, or the voice or speed is unknown.
    """

    def __init__(
        self, model: Path, voices: Path, vocab: Path, voice: str, *, speed: float = 1.0, threads: int = 1
    ) -> None:
        for path in (model, voices, vocab):
            if not path.is_file():
                raise SynthesizerError(f"Kokoro's file {path.name} is missing in {path.parent}: run the set-up again")
        if not SLOWEST <= speed <= FASTEST:
            raise SynthesizerError(f"Kokoro's speed must lie between {SLOWEST} and {FASTEST}, not {speed}")
        self._kokoro = _load(model, voices, vocab, threads)
        self._style = _style(voices, voice)
        self._voice, self._speed, self._model = voice, speed, f"{model.name}-{model.stat().st_size}"
        self._lock = threading.Lock()

    @property
    def sample_rate(self) -> int:
        return SAMPLE_RATE

    @property
    def identity(self) -> str:
        return f"kokoro:{self._voice}@{self._speed:g}/{self._model}/{FINGERPRINT}/r{_REVISION}"

    def stream(self, text: str, pace: float = 1.0) -> Iterator[NDArray[np.float32]]:
        """One array a clause, untrimmed.

        Raises:
            SynthesizerError: no phonemes come out of the text, or the model failed.
        """
        for clause in clauses(text):
            yield self._speak(clause, max(SLOWEST, self._speed * pace))

    def _speak(self, clause: str, speed: float) -> NDArray[np.float32]:
        try:
            phonemes = clause_ipa(clause)
        except (OSError, SubprocessError) as error:
            # "from None" here and below: what these carry would hold the citizen's sentence.
            reason = type(error).__name__
            raise SynthesizerError(
                f"espeak-ng, which gives Kokoro its phonemes, is missing or failed: {reason}"
            ) from None
        if not phonemes:
            return np.zeros(0, np.float32)
        try:
            with self._lock:  # one sentence at a time: two at once share the same cores and both come late
                audio, _ = self._kokoro.create(phonemes, self._style, speed=speed, is_phonemes=True, trim=False)
        except Exception as error:  # noqa: BLE001 - onnxruntime has no common base class for what it raises
            reason = type(error).__name__
            raise SynthesizerError(f"Kokoro could not speak a clause of {len(clause)} characters: {reason}") from None
        return np.asarray(audio, np.float32)


def _load(model: Path, voices: Path, vocab: Path, threads: int) -> Kokoro:
    try:
        import onnxruntime
        from kokoro_onnx import Kokoro
    except ImportError as error:
        raise SynthesizerError("the package kokoro-onnx is not installed: pip install kokoro-onnx") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        kokoro: Kokoro = Kokoro.from_session(session, str(voices), vocab_config=str(vocab))
        archive: object = kokoro.voices
        if isinstance(archive, np.lib.npyio.NpzFile):
            archive.close()  # kept open for style names only; styles are handed over as arrays here
        return kokoro
    except Exception as error:  # noqa: BLE001 - a broken file shows as any of a dozen types
        raise SynthesizerError(f"Kokoro's files in {model.parent} cannot be loaded: fetch them again") from error


def _style(voices: Path, voice: str) -> NDArray[np.float32]:
    """Rows of 256, one for each number of phonemes; several styles are averaged."""
    names = voice.split("+")
    with np.load(voices) as styles:
        unknown = [name for name in names if name not in styles.files]
        if unknown:
            known = ", ".join(sorted(styles.files))
            raise SynthesizerError(f"Kokoro has no voice {unknown[0]!r}; it has {known}, or means: jf_alpha+jm_kumo")
        return np.asarray(np.mean([styles[name] for name in names], axis=0), np.float32)
