"""Silero's voice activity detector on the telephone's own 8 kHz: one model for all calls, one state a stream.

Source of the model: snakers4/silero-vad 6.2 (MIT), package silero-vad; its Python code, which imports torch, is not used.
"""

from __future__ import annotations

from importlib.metadata import distribution
from weakref import WeakSet

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from speech.pcm import TELEPHONE_RATE, Samples, to_float

WINDOW = 256
"""Samples at 8 kHz (32 ms) that the model looks at, after CONTEXT samples of what came before."""
CONTEXT = 32
FEW = 8
"""With up to so many streams each window is looked at when it is full. With more, windows wait for others, at most until their
stream's next frame: a window costs 77 us alone and 37 to 32 us in a batch of 8 to 32, far more where other work has emptied the
processor's caches meanwhile."""
MAX_BATCH = 32
REST_FRAMES = 50
"""A second of silence, after which the state starts anew: over long digital silence Silero's state drifts, and the first
words after it are missed (seen on a call: 2 s of speech after 12 s of silence)."""
QUIET = 0.2


class VadModel:
    """The shared ONNX session, and the windows that wait for a batch. For one thread: its streams share it."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        path = distribution("silero-vad").locate_file("silero_vad/data/silero_vad_op18_ifless.onnx")
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._rate = np.array(TELEPHONE_RATE, np.int64)
        self._streams: WeakSet[VadStream] = WeakSet()
        self._waiting: list[VadStream] = []

    def join(self, stream: VadStream) -> None:
        self._streams.add(stream)

    def look(self, stream: VadStream) -> None:
        """`stream` has a window: look at it now, or together with those of others."""
        self._waiting.append(stream)
        if len(self._streams) <= FEW or len(self._waiting) >= MAX_BATCH:
            self.settle()

    def settle(self) -> None:
        """Look at every window that waits."""
        streams, self._waiting = self._waiting, []
        windows, states = np.stack([s.window for s in streams]), np.concatenate([s.state for s in streams], axis=1)
        probabilities, states = self._session.run(None, {"input": windows, "state": states, "sr": self._rate})
        for i, stream in enumerate(streams):
            stream.take(float(probabilities[i, 0]), states[:, i : i + 1])


class VadStream:
    """Feed 20 ms frames (8 kHz PCM); each call returns the probability of speech in the latest whole window."""

    def __init__(self, model: VadModel) -> None:
        self._model = model
        self._sound: Samples = np.zeros(CONTEXT, np.float32)
        self._quiet_frames = 0
        self._latest = 0.0
        self._put_off = False
        self.window: Samples = self._sound
        self.state = _fresh()
        model.join(self)

    def probability(self, frame: bytes) -> float:
        if self._put_off:
            self._model.settle()
        self._sound = np.concatenate([self._sound, to_float(frame)])
        if len(self._sound) >= CONTEXT + WINDOW:
            self.window, self._sound = self._sound[: CONTEXT + WINDOW], self._sound[WINDOW:]
            self._put_off = True
            self._model.look(self)
        self._rest()
        return self._latest

    def take(self, probability: float, state: NDArray[np.float32]) -> None:
        """What the model found in `window`."""
        self._latest, self.state, self._put_off = probability, state, False

    def _rest(self) -> None:
        self._quiet_frames = self._quiet_frames + 1 if self._latest < QUIET else 0
        if self._quiet_frames >= REST_FRAMES and not self._put_off:
            self.state = _fresh()
            self._quiet_frames = 0


def _fresh() -> NDArray[np.float32]:
    return np.zeros((2, 1, 128), np.float32)
