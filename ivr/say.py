"""`ivr say`: sentences as the hotline would speak them, into WAV files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dialog.marks import encoded
from speech.pcm import write_wav
from speech.speaker import RATE, Speaker
from speech.voices import DEFAULT_VOICE, load_voice

SLOW = 0.8
"""The pace of callers who ask for it."""
BETWEEN_MS = 400


def say(texts: Sequence[str], out: Path, *, cache: Path, voice: str = DEFAULT_VOICE, rate: int = RATE, slow: bool = False) -> list[Path]:
    """Speak `texts` (marks such as `[jeda 300]` are obeyed) into `out`: one file with a pause between them where it ends in .wav, else a
    folder with one file each. 16 bit, mono, `rate` (8000 or 16000) samples a second: exactly what a caller with such a line would hear.

    Raises:
        SynthesizerError: no such voice, its files are missing, or it failed.
        ValueError: there is nothing to say in one of `texts`, a mark in it is wrong, or no line has `rate`.
        OSError: `out` cannot be written.
    """
    marked = [encoded(text) for text in texts]
    for wrong in (one for _, all_wrong in marked for one in all_wrong):
        raise ValueError(f"{wrong.message}: {wrong.how}")
    speaker = Speaker(load_voice(voice, cache), None)
    spoken = [b"".join(speaker.stream(text, pace=SLOW if slow else 1.0, rate=rate)) for text, _ in marked]
    if not spoken or not all(spoken):
        raise ValueError("there is nothing to say: the text holds no words")
    if out.suffix.lower() == ".wav":
        write_wav(out, bytes(rate * BETWEEN_MS // 1000 * 2).join(spoken), rate)
        return [out]
    out.mkdir(parents=True, exist_ok=True)
    files = [out / f"{number:02d}.wav" for number in range(1, len(spoken) + 1)]
    for file, pcm in zip(files, spoken, strict=True):
        write_wav(file, pcm, rate)
    return files
