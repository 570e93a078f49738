"""A voice alone in a process of its own with one thread, so that voices can be compared clip by clip in turn."""

from __future__ import annotations

import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType

import numpy as np

from speech.synthesizer import Synthesizer, SynthesizerError
from speech.voice_training.evaluate import Said
from speech.voices import load_voice

LOAD_S, CLAUSE_S = 300.0, 120.0
_WARM_UP = "Selamat pagi."
_voice: Synthesizer | None = None


class Booth:
    """Loads the voice `spec` when it is entered.

    Raises:
        SynthesizerError: it cannot be loaded, or (from `speak`) failed, or took longer than CLAUSE_S.
    """

    def __init__(self, spec: str, cache: Path) -> None:
        self.spec = spec
        self._worker = ProcessPoolExecutor(1, get_context("spawn"))
        self._cache = cache

    def __enter__(self) -> Booth:
        try:
            self._worker.submit(_open, self.spec, str(self._cache)).result(LOAD_S)
        except BaseException:
            self._worker.shutdown(wait=False, cancel_futures=True)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._worker.shutdown(wait=kind is None, cancel_futures=True)

    def speak(self, clause: str) -> Said:
        """`clause` is written out. Its phonemes are made anew each time, by every voice alike."""
        try:
            return self._worker.submit(_speak, clause).result(CLAUSE_S)
        except (TimeoutError, BrokenProcessPool) as error:
            raise SynthesizerError(f"{self.spec} did not speak a clause of {len(clause)} characters: {type(error).__name__}") from None


def _open(spec: str, cache: str) -> None:
    global _voice
    os.environ["OMP_NUM_THREADS"] = "1"
    _voice = load_voice(spec, Path(cache), threads=1)
    for _ in _voice.stream(_WARM_UP):
        pass


def _speak(clause: str) -> Said:
    assert _voice is not None
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)
    from speech.phonemes import indonesian_ipa

    indonesian_ipa.cache_clear()
    wall, cpu = time.perf_counter(), _cpu_s()
    samples = np.concatenate([*_voice.stream(clause), np.zeros(0, np.float32)])
    return Said(clause, samples, _voice.sample_rate, time.perf_counter() - wall, _cpu_s() - cpu)


def _cpu_s() -> float:
    """Of this process and of the espeak-ng that it ran."""
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)
