"""Silero's voice activity detector, one state a stream, one model for all. Source of the model: snakers4/silero-vad v6 (MIT),
carried by faster-whisper."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from speech.pcm import MODEL_RATE, TELEPHONE_RATE, Resampler, to_float

WINDOW = 512
"""Samples at 16 kHz (32 ms) that the model looks at, after CONTEXT samples of what came before."""
CONTEXT = 64
REST_FRAMES = 50
"""A second of silence, after which the state starts anew: over long digital silence Silero's state drifts, and the first
words after it are missed (seen on a call: 2 s of speech after 12 s of silence)."""
QUIET = 0.2


class VadModel:
    """The shared ONNX session; thread-safe."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        path = files("faster_whisper") / "assets" / "silero_vad_v6.onnx"
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(
        self, window: NDArray[np.float32], h: NDArray[np.float32], c: NDArray[np.float32]
    ) -> tuple[float, NDArray[np.float32], NDArray[np.float32]]:
        """One window [1, CONTEXT + WINDOW]; returns the probability of speech and the next state."""
        probability, h, c = self._session.run(None, {"input": window, "h": h, "c": c})
        return float(probability.ravel()[0]), h, c


class VadStream:
    """Feed 20 ms frames (8 kHz PCM); ask after each for the probability of speech in the latest whole window."""

    def __init__(self, model: VadModel) -> None:
        self._model = model
        self._resampler = Resampler(TELEPHONE_RATE, MODEL_RATE)
        self._pending = np.zeros(0, np.float32)
        self._context = np.zeros(CONTEXT, np.float32)
        self._h = self._c = np.zeros((1, 1, 128), np.float32)
        self._latest = 0.0
        self._quiet_frames = 0

    def probability(self, frame: bytes) -> float:
        self._pending = np.concatenate([self._pending, self._resampler.feed(to_float(frame))])
        while len(self._pending) >= WINDOW:
            window, self._pending = self._pending[:WINDOW], self._pending[WINDOW:]
            joined = np.concatenate([self._context, window])[None, :]
            self._latest, self._h, self._c = self._model.run(joined, self._h, self._c)
            self._context = window[-CONTEXT:]
        self._rest()
        return self._latest

    def _rest(self) -> None:
        self._quiet_frames = self._quiet_frames + 1 if self._latest < QUIET else 0
        if self._quiet_frames == REST_FRAMES:
            self._h = self._c = np.zeros((1, 1, 128), np.float32)
            self._quiet_frames = 0
