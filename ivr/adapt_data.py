"""A hotline's own labelled recordings: lists and WAV files, checked."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.adapt_policy import call_names, spoken, usable
from speech.measure import Clip, CorpusError, read_corpus
from speech.pcm import MODEL_RATE, TELEPHONE_RATE, AudioFileError, from_float, read_wav, resample, to_float


def recordings(data: Path) -> tuple[list[Clip], list[str], int]:
    """What can be learned from a LIST.tsv or a folder of such lists, with words as spoken; the call of each; how many were left out."""
    lists = [data] if data.is_file() else sorted(data.rglob("LIST.tsv"))
    if not lists:
        raise CorpusError(f"{data} holds no LIST.tsv (lines of `path TAB transcript`), nor does a folder in it")
    clips = [clip for path in lists for clip in read_corpus(path)]
    numerals = [clip.path for clip in clips if spoken(clip.transcript) is None]
    if numerals:
        raise CorpusError(
            f"{len(numerals)} transcripts hold numerals, the first that of {numerals[0]}: write numbers in words, as they were spoken"
        )
    calls = call_names([clip.path for clip in clips], data.parent if data.is_file() else data)
    said = [(Clip(clip.path, spoken(clip.transcript) or ""), call) for clip, call in zip(clips, calls, strict=True)]
    kept = [(clip, call) for clip, call in said if usable(clip.transcript, seconds(clip.path))]
    return [clip for clip, _ in kept], [call for _, call in kept], len(said) - len(kept)


def seconds(path: Path) -> float:
    """Raises AudioFileError when `path` is no mono WAV of 8 or 16 kHz."""
    try:
        with wave.open(str(path)) as source:
            channels, rate, frames = source.getnchannels(), source.getframerate(), source.getnframes()
    except (OSError, EOFError, wave.Error) as error:
        raise AudioFileError(f"{path}: not a readable WAV file ({error})") from error
    if channels != 1 or rate not in (TELEPHONE_RATE, MODEL_RATE):
        raise AudioFileError(f"{path}: {channels} channels at {rate} Hz; save the caller's side alone, mono, at 8 or 16 kHz")
    return float(frames / rate)


def pcm(path: Path) -> NDArray[np.int16]:
    """At 16 kHz, but with no more than the telephone's band, as the service hears it."""
    return np.frombuffer(from_float(resample(to_float(read_wav(path)), TELEPHONE_RATE, MODEL_RATE)), np.int16)
