"""The teacher: Kokoro with its inner durations and melody read out, so that a pupil needs no aligner."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import soxr

from speech.phonemes import clause_ipa
from speech.voice_training.clips import Spoken
from speech.voice_training.frames import HOP, RATE

TEACHER = "jm_kumo"
"""The style that stock Whisper reads back best (docs/measurements.md)."""
STYLE_ROW = 60
"""Kokoro has a row of its style for each number of phonemes. One for all is one speaker who speaks alike at any length."""
_FRAMES_A_STEP = 2
"""Kokoro counts durations in 25 ms and its melody in 12.5 ms."""
_TEACHER_RATE = 24_000
_DURATIONS, _MELODY = "/encoder/Clip_output_0", "/encoder/Squeeze_output_0"


class Teacher:
    """One voice of Kokoro on one thread, so that several processes share a machine well."""

    def __init__(self, model: Path, styles: Path, vocabulary: Path, voice: str) -> None:
        graph = onnx.load(str(model))
        graph.graph.output.extend(onnx.helper.make_empty_tensor_value_info(name) for name in (_DURATIONS, _MELODY))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])
        with np.load(styles) as archive:
            self._style = archive[voice][STYLE_ROW].reshape(1, 256).astype(np.float32)
        self._vocabulary: dict[str, int] = json.loads(vocabulary.read_text(encoding="utf-8"))["vocab"]

    def speak(self, clause: str) -> Spoken:
        """`clause` is written out for a voice and ends in its mark."""
        ipa = "".join(symbol for symbol in clause_ipa(clause) if symbol in self._vocabulary)
        inputs = {
            "tokens": np.array([[0, *(self._vocabulary[symbol] for symbol in ipa), 0]], np.int64),
            "style": self._style,
            "speed": np.ones(1, np.float32),
        }
        audio, durations, pitch = self._session.run(["audio", _DURATIONS, _MELODY], inputs)
        frames = durations.ravel().astype(np.int64) * _FRAMES_A_STEP
        pcm = soxr.resample(np.asarray(audio, np.float32).ravel(), _TEACHER_RATE, RATE)
        samples = np.zeros(int(frames.sum()) * HOP, np.float32)
        samples[: min(len(pcm), len(samples))] = pcm[: len(samples)]
        return Spoken(ipa, frames, pitch.ravel().astype(np.float32), (np.clip(samples, -1, 1) * 32767).astype(np.int16))
