"""`ivr say`: a sentence as the hotline would speak it, into a WAV file."""

from __future__ import annotations

import wave
from pathlib import Path

from speech.speaker import RATE, Speaker
from speech.voices import DEFAULT_VOICE, load_voice


def say(text: str, out: Path, *, cache: Path, voice: str = DEFAULT_VOICE) -> float:
    """Speak `text` into `out` (8 kHz, 16 bit, mono, exactly what a caller would hear); its length in seconds.

    Raises:
        SynthesizerError: no such voice, its files are missing, or it failed.
        ValueError: there is nothing to say in `text`.
        OSError: `out` cannot be written.
    """
    pcm = b"".join(Speaker(load_voice(voice, cache), None).stream(text))
    if not pcm:
        raise ValueError("there is nothing to say: the text holds no words")
    with out.open("wb") as file, wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(pcm)
    return len(pcm) / 2 / RATE
