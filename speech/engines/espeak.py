"""espeak-ng: the fallback voice that is always there. One short process a clause."""

from __future__ import annotations

import io
import subprocess
import wave
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from speech.phonemes import FINGERPRINT, mended
from speech.pronunciation import clauses
from speech.synthesizer import SynthesizerError

SAMPLE_RATE = 22_050
WORDS_A_MINUTE = 150
SLOWEST, FASTEST = 0.5, 2.0
_SPEAK_S = 10.0


class EspeakSynthesizer:
    """`voice` is an espeak-ng language with an optional variant, such as `id` or `id+f3`; 22.05 kHz mono.

    Raises:
        SynthesizerError: espeak-ng is not installed, or the voice or speed is unknown.
    """

    def __init__(self, voice: str = "id", *, speed: float = 1.0) -> None:
        if not SLOWEST <= speed <= FASTEST:
            raise SynthesizerError(f"espeak-ng's speed must lie between {SLOWEST} and {FASTEST}, not {speed}")
        language, _, variant = voice.partition("+")
        variants = _listed("--voices=variant", "!v/")
        if variant and variant not in variants:  # espeak-ng itself would silently speak without the variant
            raise SynthesizerError(f"espeak-ng has no variant {variant!r}; it has {', '.join(sorted(variants))}")
        self._voice, self._speed = voice, speed
        if not len(self._speak("halo", 1.0)):
            raise SynthesizerError(f"espeak-ng has no language {language!r}; Indonesian is 'id'")

    @property
    def sample_rate(self) -> int:
        return SAMPLE_RATE

    @property
    def identity(self) -> str:
        return f"espeak:{self._voice}@{self._speed:g}/{FINGERPRINT}"

    def stream(self, text: str, pace: float = 1.0) -> Iterator[NDArray[np.float32]]:
        """One array a clause.

        Raises:
            SynthesizerError: espeak-ng failed or took longer than ten seconds.
        """
        for clause in clauses(text):
            yield self._speak(clause, pace)

    def _speak(self, clause: str, pace: float) -> NDArray[np.float32]:
        words_a_minute = str(round(WORDS_A_MINUTE * self._speed * pace))
        return _samples(_run(["espeak-ng", "-v", self._voice, "-s", words_a_minute, "--stdout", "--", mended(clause)]))


def _run(command: list[str]) -> bytes:
    try:
        return subprocess.run(command, capture_output=True, check=True, timeout=_SPEAK_S).stdout
    except FileNotFoundError as error:
        raise SynthesizerError("espeak-ng is not installed: install the Debian package espeak-ng") from error
    except subprocess.TimeoutExpired:
        # "from None": what the exception carries would hold the citizen's sentence.
        raise SynthesizerError(f"espeak-ng took longer than {_SPEAK_S:.0f} s") from None
    except subprocess.CalledProcessError as error:
        if b"does not exist" in error.stderr:
            return b""
        raise SynthesizerError(f"espeak-ng failed with status {error.returncode}") from None


def _listed(option: str, prefix: str) -> set[str]:
    words = _run(["espeak-ng", option]).decode("utf-8", "replace").split()
    return {word.removeprefix(prefix) for word in words if word.startswith(prefix)}


def _samples(wav: bytes) -> NDArray[np.float32]:
    """Its WAV header claims an endless file, so the length is what came, not what the header says."""
    if not wav:
        return np.zeros(0, np.float32)
    with wave.open(io.BytesIO(wav)) as reader:
        if (reader.getnchannels(), reader.getsampwidth(), reader.getframerate()) != (1, 2, SAMPLE_RATE):
            raise SynthesizerError(f"espeak-ng speaks at {reader.getframerate()} Hz, not {SAMPLE_RATE} Hz mono")
    data = wav[wav.index(b"data") + 8 :]
    return np.asarray(np.frombuffer(data[: len(data) // 2 * 2], "<i2") / 32768, np.float32)
