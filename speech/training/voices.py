"""The training voices: Kokoro fed with Indonesian phonemes (first), espeak-ng variants (second). Output 16 kHz float."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from random import Random

import numpy as np
import onnxruntime
import soxr
from numpy.typing import NDArray

from speech.phonemes import indonesian_ipa

Samples = NDArray[np.float32]
RATE = 16_000
TRAINING_STYLES = ("jf_alpha", "jf_nezumi", "jf_tebukuro")
HELD_OUT_STYLES = ("jm_kumo", "jf_gongitsune")
"""Never in training: what tells whether a new voice is heard."""
ESPEAK_VARIANTS = ("", "+f1", "+f2", "+f3", "+f5", "+m1", "+m3", "+m5", "+m7", "+Annie", "+Andy", "+steph")
SPOKEN_S = 20.0


class KokoroVoices:
    """One ONNX session on one thread, so that several processes share a machine well."""

    def __init__(self, model: Path, styles: Path, vocabulary: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        with np.load(styles) as archive:
            self._styles = {name: archive[name] for name in archive.files}
        self._vocabulary: dict[str, int] = json.loads(vocabulary.read_text(encoding="utf-8"))["vocab"]

    def speak(self, text: str, style: NDArray[np.float32], speed: float) -> Samples:
        tokens = [self._vocabulary[c] for c in indonesian_ipa(text) if c in self._vocabulary][:500]
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style[min(len(tokens), len(style)) - 1].reshape(1, 256).astype(np.float32),
            "speed": np.array([speed], np.float32),
        }
        audio = np.asarray(self._session.run(None, inputs)[0], np.float32).ravel()
        return np.asarray(soxr.resample(audio, 24_000, RATE), np.float32)

    def style(self, rng: Random, names: tuple[str, ...]) -> NDArray[np.float32]:
        """One style, or with even odds a mixture of two of `names`."""
        if rng.random() < 0.5 or len(names) == 1:
            return np.asarray(self._styles[rng.choice(names)], np.float32)
        first, second = rng.sample(names, 2)
        weight = rng.uniform(0.2, 0.8)
        return np.asarray(self._styles[first] * weight + self._styles[second] * (1 - weight), np.float32)


def kokoro_utterance(voices: KokoroVoices, text: str, rng: Random, *, held_out: bool) -> Samples:
    """`text` by a random style at a random rate; training voices are also bent (vocal tract) by resampling."""
    style = voices.style(rng, HELD_OUT_STYLES if held_out else TRAINING_STYLES)
    audio = voices.speak(text, style, rng.uniform(0.8, 1.15))
    return audio if held_out else bend(audio, rng)


def espeak_utterance(text: str, rng: Random) -> Samples:
    """`text` by a random espeak-ng variant, pitch and rate."""
    voice = "id" + rng.choice(ESPEAK_VARIANTS)
    command = ["espeak-ng", "-v", voice, "-p", str(rng.randint(15, 85)), "-s", str(rng.randint(105, 200)), "--stdout", text]
    wav = subprocess.run(command, capture_output=True, check=True, timeout=SPOKEN_S).stdout
    audio = np.frombuffer(wav[44:], np.int16).astype(np.float32) / 32768
    return bend(np.asarray(soxr.resample(audio, 22_050, RATE), np.float32), rng)


def bend(audio: Samples, rng: Random) -> Samples:
    """Another vocal tract and another pace: play most of the utterances up to 14 % faster or 30 % slower.

    The training styles are women; at 25 to 30 % slower pitch and formants are a man's.
    """
    if rng.random() < 0.3:
        return audio
    return np.asarray(soxr.resample(audio, RATE, RATE * rng.uniform(0.88, 1.3)), np.float32)
