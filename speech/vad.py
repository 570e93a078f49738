"""Silero's voice activity detector on the telephone's own 8 or 16 kHz: one model for all calls, one state a stream.

Source of the model: snakers4/silero-vad 6.2 (MIT), package silero-vad; its Python code, which imports torch, is not used.
"""

from __future__ import annotations

from importlib.metadata import distribution
from weakref import WeakSet

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from speech.pcm import TELEPHONE_RATE, Samples, to_float

WINDOW_MS = 32
"""The model looks at so much at once, after CONTEXT_MS of what came before."""
CONTEXT_MS = 4
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
        self._streams: WeakSet[VadStream] = WeakSet()
        self._waiting: dict[int, list[VadStream]] = {}
        """By rate: only windows of one length make a batch."""

    def join(self, stream: VadStream) -> None:
        self._streams.add(stream)

    def look(self, stream: VadStream) -> None:
        """`stream` has a window: look at it now, or together with those of others."""
        waiting = self._waiting.setdefault(stream.rate, [])
        waiting.append(stream)
        if len(self._streams) <= FEW or len(waiting) >= MAX_BATCH:
            self.settle(stream.rate)

    def settle(self, rate: int) -> None:
        """Look at every window of `rate` that waits."""
        streams = self._waiting.pop(rate)
        windows, states = np.stack([s.window for s in streams]), np.concatenate([s.state for s in streams], axis=1)
        probabilities, states = self._session.run(None, {"input": windows, "state": states, "sr": np.array(rate, np.int64)})
        for i, stream in enumerate(streams):
            stream.take(float(probabilities[i, 0]), states[:, i : i + 1])


class VadStream:
    """Feed 20 ms frames (PCM of 8 or 16 kHz, as `rate` says); each call returns the probability of speech in the latest whole window."""

    def __init__(self, model: VadModel, rate: int = TELEPHONE_RATE) -> None:
        self._model, self.rate = model, rate
        self._window, self._context = rate * WINDOW_MS // 1000, rate * CONTEXT_MS // 1000
        self._sound: Samples = np.zeros(self._context, np.float32)
        self._quiet_frames = 0
        self._latest = 0.0
        self._put_off = False
        self.window: Samples = self._sound
        self.state = _fresh()
        model.join(self)

    def probability(self, frame: bytes) -> float:
        if self._put_off:
            self._model.settle(self.rate)
        self._sound = np.concatenate([self._sound, to_float(frame)])
        whole = self._context + self._window
        if len(self._sound) >= whole:
            self.window, self._sound = self._sound[:whole], self._sound[self._window :]
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
