"""A voice's name in the configuration -> a voice that speaks."""

from __future__ import annotations

from pathlib import Path

from speech.synthesizer import Synthesizer, SynthesizerError

DEFAULT_VOICE = "kokoro:jm_kumo"
"""The style that stock Whisper reads back best by far, WER 10 % against 44 % for jf_alpha: docs/measurements.md."""
FALLBACK_VOICE = "espeak:id"
SHIPPED = Path(__file__).with_name("models")
"""Coqui voices that this project trained: a folder each, known by its name."""
KNOWN = (
    "kokoro:jm_kumo (also jf_alpha, jf_gongitsune, jf_nezumi, jf_tebukuro, or a mean such as jf_alpha+jm_kumo)",
    "espeak:id (also with a variant, such as espeak:id+f3)",
    "coqui:FOLDER (such as speech/models/sapa after make voice) or coqui:tts_models/...",
)


def load_voice(spec: str, cache: Path, *, threads: int = 2) -> Synthesizer:
    """The voice of `ENGINE:VOICE`, with an optional speed: `kokoro:jm_kumo@0.95`.

    `cache` is where model files lie or go. Takes seconds for Kokoro and Coqui.

    Raises:
        SynthesizerError: no such engine or voice (the known ones are named), a bad speed, or missing or broken files.
    """
    engine, colon, voice = spec.partition(":")
    if engine == "coqui" and voice:
        from speech.engines.coqui import CoquiSynthesizer

        name, speed = _speed(voice, spec)
        shipped = SHIPPED / name
        return CoquiSynthesizer(str(shipped) if shipped.is_dir() else name, cache, speed=speed, threads=threads)
    if not colon or not voice or engine not in ("kokoro", "espeak"):
        raise SynthesizerError(f"no voice {spec!r}; known are {'; '.join(KNOWN)}")
    name, speed = _speed(voice, spec)
    if engine == "espeak":
        from speech.engines.espeak import EspeakSynthesizer

        return EspeakSynthesizer(name, speed=speed)
    return _kokoro(name, speed, cache, threads)


def _speed(voice: str, spec: str) -> tuple[str, float]:
    name, at, number = voice.partition("@")
    if not at:
        return name, 1.0
    try:
        return name, float(number)
    except ValueError:
        raise SynthesizerError(f"the speed in {spec!r} is no number: write it like kokoro:jm_kumo@0.95") from None


def _kokoro(name: str, speed: float, cache: Path, threads: int) -> Synthesizer:
    from speech.engines.kokoro import KokoroSynthesizer
    from speech.weights import ModelUnavailable, kokoro_files

    try:
        files = kokoro_files(cache)
    except ModelUnavailable as error:
        raise SynthesizerError(f"Kokoro's files are not there: {error}") from error
    return KokoroSynthesizer(files.model, files.voices, files.vocab, name, speed=speed, threads=threads)
