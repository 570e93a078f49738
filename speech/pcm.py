"""PCM of the telephone (8 kHz, wideband 16 kHz; mono, signed 16-bit little-endian) and floats for the models."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

TELEPHONE_RATE, WIDEBAND_RATE = 8000, 16_000
MODEL_RATE = 16_000
Samples = NDArray[np.float32]


class AudioFileError(Exception):
    """The file is not a WAV that can be read; the message says which and why."""


def to_float(pcm: bytes) -> Samples:
    """16-bit little-endian to -1..1; an odd last byte is dropped."""
    return np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2").astype(np.float32) / np.float32(32768)


def from_float(samples: Samples) -> bytes:
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def resample(samples: Samples, rate_in: int, rate_out: int) -> Samples:
    """A whole clip at once."""
    return samples if rate_in == rate_out else np.asarray(soxr.resample(samples, rate_in, rate_out), np.float32)


def read_wav(path: Path, rate: int = TELEPHONE_RATE) -> bytes:
    """A WAV of any rate and channel count as PCM at `rate`, mono.

    Raises:
        AudioFileError: not there, not a WAV, or not 16-bit.
    """
    try:
        with wave.open(str(path)) as source:
            if source.getsampwidth() != 2:
                raise AudioFileError(f"{path}: {source.getsampwidth() * 8} bits a sample; save it as a 16-bit WAV")
            raw = source.readframes(source.getnframes())
            channels, source_rate = source.getnchannels(), source.getframerate()
    except (OSError, EOFError, wave.Error) as error:
        raise AudioFileError(f"{path}: not a readable WAV file ({error})") from error
    samples = to_float(raw)
    mono = samples.reshape(-1, channels).mean(axis=1) if channels > 1 else samples
    return from_float(resample(np.asarray(mono, np.float32), source_rate, rate))


def write_wav(path: Path, pcm: bytes, rate: int = TELEPHONE_RATE, channels: int = 1) -> None:
    with path.open("wb") as file, wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(pcm)
