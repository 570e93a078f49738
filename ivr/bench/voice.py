"""`ivr bench voice`: voices compared on sentences that no training saw, and what callers hear of the first one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

from ivr.bench.errors import BenchError
from ivr.bench.voice_booth import Booth
from speech.prompt_cache import PromptCache
from speech.recognizer import Recognizer
from speech.sound_check import check
from speech.speaker import Speaker
from speech.voice_training.evaluate import Said, manner, read_back, real_time_factor, sound_of
from speech.voice_training.quality import quality
from speech.voice_training.sentences import candidates, held_out
from speech.voices import load_voice

PARTS = ("wer", "pitch", "quality", "speed", "latency", "sound", "load")
OFFLINE = frozenset(PARTS[:4])
"""Those that need clips of every voice."""
PITCH_CLIPS, QUALITY_CLIPS = 60, 60
"""Of the sentences: a range and a mean need fewer than a word error rate."""
RATES = (8000, 16_000)
Progress = Callable[[str], None]


def unseen(prompts: Iterable[str], count: int) -> list[str]:
    """`count` clauses that no training may learn from, always the same ones.

    Raises:
        BenchError: there are none.
    """
    found = [clause for clause in candidates(prompts) if held_out(clause) and clause.count(" ") > 1]
    if not found:
        raise BenchError("no sentence is held out")
    Random(8).shuffle(found)
    return found[:count]


def pairs(clauses: Sequence[str], count: int) -> list[str]:
    """Sentences of two clauses, as answers are: none of them is kept anywhere."""
    return [f"{one} {other}" for one, other in zip(clauses[::2], clauses[1::2], strict=False)][:count]


def speak(voices: Sequence[str], clauses: Sequence[str], cache: Path, progress: Progress) -> dict[str, list[Said]]:
    """Every clause by each voice in turn, so that whatever else the machine does hits all of them alike.

    Raises:
        SynthesizerError: a voice cannot be loaded or failed.
    """
    said: dict[str, list[Said]] = {voice: [] for voice in voices}
    with ExitStack() as stack:
        booths = [stack.enter_context(Booth(voice, cache)) for voice in voices]
        for number, clause in enumerate(clauses, start=1):
            for booth in booths:
                said[booth.spec].append(booth.speak(clause))
            if number % 20 == 0:
                progress(f"{number}/{len(clauses)} kalimat diucapkan")
    return said


def offline(
    said: Mapping[str, Sequence[Said]], parts: Sequence[str], ears: Mapping[str, Recognizer], progress: Progress
) -> dict[str, dict[str, Any]]:
    """`figures[part][voice]`; `ears` are `stock` and `own`."""
    figures: dict[str, dict[str, Any]] = {part: {} for part in parts if part in OFFLINE}
    for voice, clips in said.items():
        if "wer" in figures:
            progress(f"{voice}: dibaca kembali")
            figures["wer"][voice] = {name: asdict(read_back(clips, recognizer)) for name, recognizer in ears.items()}
        if "pitch" in figures:
            progress(f"{voice}: nada")
            figures["pitch"][voice] = manner(clips[:PITCH_CLIPS]).as_json()
        if "quality" in figures:
            progress(f"{voice}: mutu")
            figures["quality"][voice] = asdict(quality([sound_of(clip) for clip in clips[:QUALITY_CLIPS]], clips[0].rate))
        if "speed" in figures:
            wall = sum(clip.wall_s for clip in clips) / sum(clip.seconds for clip in clips)
            figures["speed"][voice] = {"cpu": real_time_factor(clips), "wall": wall}
    return figures


def sound(spec: str, prompts: Sequence[str], cache: Path, keep: Path, progress: Progress) -> dict[str, Any]:
    """Every prompt at both rates; `keep` is where clauses that were spoken already lie.

    Raises:
        SynthesizerError: the voice cannot be loaded or failed.
    """
    speaker = Speaker(load_voice(spec, cache), PromptCache(keep, 512 * 1024 * 1024))
    out: Counter[str] = Counter()
    worst = {"lufs_low": 0.0, "lufs_high": -99.0, "true_peak_dbtp": -99.0, "dc": 0.0, "worst_join": 0.0}
    wrong: list[dict[str, Any]] = []
    for number, text in enumerate(prompts, start=1):
        for rate in RATES:
            found = check(b"".join(speaker.stream(text, rate=rate)), rate)
            out.update(found.faults)
            if found.faults:
                wrong.append({"text": text, "rate": rate, **asdict(found)})
            worst = {
                "lufs_low": min(worst["lufs_low"], found.lufs),
                "lufs_high": max(worst["lufs_high"], found.lufs),
                "true_peak_dbtp": max(worst["true_peak_dbtp"], found.true_peak_dbtp),
                "dc": max(worst["dc"], abs(found.dc)),
                "worst_join": max(worst["worst_join"], found.worst_join),
            }
        if number % 20 == 0:
            progress(f"{number}/{len(prompts)} kalimat tetap diperiksa")
    names = ("lufs", "true_peak_dbtp", "dc", "worst_join")
    return {"prompts": len(prompts), "out": {name: out[name] for name in names}, "worst": worst, "wrong": wrong[:20]}

