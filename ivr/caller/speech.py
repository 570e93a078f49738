"""What a scripted caller will say, rendered before the call: the words with their pauses, sent over the line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dialog.scenario.keys import SPOKEN
from dialog.scenario.pauses import pieces
from dialog.scenario.schema import Line, Scenario
from ivr.caller.line import over
from ivr.caller.report import spans
from speech.pcm import TELEPHONE_RATE, from_float, read_wav, to_float
from speech.prompt_cache import PromptCache
from speech.speaker import Speaker
from speech.voices import load_voice

BACKGROUND_S = 10
WORD_JOIN_MS = 100
"""Silences inside words (a stop consonant) are no pauses."""
MUMBLE = "hmm, eemm"
"""A `noise`: sound, and no words."""
PROBE_MS = 40
EDGE_MS = 20
CACHE_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sound:
    """`pcm`: what the phone is given, 8 kHz. `said`: (start, end) in ms of each stretch of voice in it, before the line's noise."""

    pcm: bytes
    said: tuple[tuple[int, int], ...]

    @property
    def start_ms(self) -> int:
        return self.said[0][0] if self.said else 0

    @property
    def end_ms(self) -> int:
        return self.said[-1][1] if self.said else 0

    @property
    def probe(self) -> bytes:
        """PCM at the voice's start, by which the sound is found in a recording."""
        return self.pcm[self.start_ms * 16 : (self.start_ms + PROBE_MS) * 16]


def render(script: Scenario, cache: Path) -> dict[int, Sound]:
    """By step number.

    Raises:
        SynthesizerError: the voice is not there, or failed.
        AudioFileError: a WAV cannot be read.
    """
    speaker = Speaker(load_voice(script.voice, cache), PromptCache(cache / "callers", CACHE_BYTES))
    sounds: dict[int, Sound] = {}
    for number, step in enumerate(script.steps):
        if step.kind in (*SPOKEN, "noise"):
            clean = b"".join(_piece(piece, speaker) for piece in pieces(step.value or MUMBLE))
        elif step.kind == "wav":
            clean = read_wav(script.folder / step.value)
        else:
            continue
        sounds[number] = Sound(over(script.line, clean, number), tuple(spans(clean, WORD_JOIN_MS)))
    return sounds


def background(line: Line, sounds: dict[int, Sound], seed: int = 0) -> bytes:
    """The line's noise while the caller is silent: some seconds of it, as loud as behind the words."""
    voiced = [to_float(s.pcm[start * 16 : end * 16]) for s in sounds.values() for start, end in s.said]
    if not voiced:
        return b""
    # The voice's own power from voice plus noise: p + p/r = measured.
    ratio = 10 ** (line.snr_db / 10)
    power = float(np.mean(np.concatenate(voiced) ** 2)) / (1 + ratio)
    noise = np.random.default_rng(seed).standard_normal(BACKGROUND_S * TELEPHONE_RATE) * np.sqrt(power)
    return from_float(np.asarray(noise, np.float32))


def _piece(piece: str | float, speaker: Speaker) -> bytes:
    """Words without the silence that the voice puts around them: a pause lasts as long as it says."""
    if not isinstance(piece, str):
        return bytes(2 * round(piece * TELEPHONE_RATE))
    pcm = b"".join(speaker.stream(piece))
    said = spans(pcm)
    return pcm[max(0, said[0][0] - EDGE_MS) * 16 : (said[-1][1] + EDGE_MS) * 16] if said else pcm
