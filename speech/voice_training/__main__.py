"""`python -m speech.voice_training --prompts FILE OUT`: the voice that ships, from its teacher. Hours on two cores; resumes.

Steps: choose clauses, let the teacher say them, keep what is read back, learn spectra from phonemes, learn waves from spectra (first the
teacher's, then the pupil's own, so that the two fit), write the folder.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn
from tqdm import tqdm

from speech.engines.faster_whisper import FasterWhisperRecognizer
from speech.pcm import TELEPHONE_RATE, from_float, resample
from speech.phonemes import clause_ipa
from speech.recognizer import Expectation, Request
from speech.voice_training import sentences
from speech.voice_training.acoustic import AcousticPlan, Lesson, lessons_of, train_acoustic
from speech.voice_training.clips import Spoken, clips
from speech.voice_training.fitting import own_spectra
from speech.voice_training.frames import RATE
from speech.voice_training.read_back import read_back
from speech.voice_training.render import render
from speech.voice_training.student import acoustic_config, acoustic_model, export
from speech.voice_training.teacher import TEACHER
from speech.voice_training.vocoder import SHAPE, Clip, VocoderPlan, train_vocoder, waves
from speech.weights import kokoro_files, resolve

SYMBOLS = 40_000
"""Of phonemes to be said: some 45 minutes."""
ACOUSTIC = AcousticPlan(steps=5000)
VOCODER = VocoderPlan(steps=12_000, alone=800)
FITTED_STEPS = 2000
"""More steps of the vocoder, on the pupil's own spectra."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m speech.voice_training", description=__doc__)
    parser.add_argument("out", type=Path, help="the voice's folder")
    parser.add_argument("--prompts", type=Path, required=True, help="what a hotline says, one sentence a line")
    parser.add_argument("--cache", type=Path, default=Path(".cache"))
    parser.add_argument("--workers", type=int, default=2, help="teachers at once")
    parser.add_argument("--threads", type=int, default=2, help="of the training")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    work = arguments.cache / "voice"
    said = _said(arguments.prompts.read_text(encoding="utf-8").splitlines(), work, arguments.cache, arguments.workers)
    config = acoustic_config()
    lessons = lessons_of(said, acoustic_model(config))
    acoustic = train_acoustic(lessons, ACOUSTIC, work / "acoustic.pt", shown("acoustic", ACOUSTIC.steps))
    heard = [(lesson.mel, waves(one.pcm)) for lesson, one in zip(lessons, said, strict=True)]
    train_vocoder(heard, VOCODER, work / "vocoder.pt", shown("vocoder", VOCODER.steps))
    vocoder = _fitted(acoustic, lessons, heard, work / "vocoder.pt")
    export(arguments.out, acoustic, config, vocoder, SHAPE)


def shown(name: str, steps: int) -> Callable[[int, dict[str, float]], None]:
    """A progress bar with the last losses."""
    bar = tqdm(total=steps, desc=name, mininterval=5)

    def show(step: int, losses: dict[str, float]) -> None:
        bar.update(step + 1 - bar.n)
        bar.set_postfix({key: f"{value:.2f}" for key, value in losses.items()}, refresh=False)

    return show


def _fitted(acoustic: nn.Module, lessons: Sequence[Lesson], heard: Sequence[Clip], checkpoint: Path) -> nn.Module:
    own = own_spectra(acoustic, lessons)
    pairs = [*((mel, wave) for mel, (_, wave) in zip(own, heard, strict=True))]
    plan = replace(VOCODER, steps=VOCODER.steps + FITTED_STEPS)
    return train_vocoder(pairs, plan, checkpoint, shown("fitting", plan.steps))


def _said(prompts: Sequence[str], work: Path, cache: Path, workers: int) -> list[Spoken]:
    chosen = work / "clauses.json"
    if not chosen.exists():
        phonemes = {clause: clause_ipa(clause) for clause in tqdm(sentences.candidates(prompts), desc="phonemes", mininterval=5)}
        learnt = {clause: ipa for clause, ipa in phonemes.items() if len(ipa) > 2 and not sentences.held_out(clause)}
        chosen.parent.mkdir(parents=True, exist_ok=True)
        chosen.write_text(json.dumps(sentences.by_coverage(learnt, SYMBOLS), ensure_ascii=False), encoding="utf-8")
    order: list[str] = json.loads(chosen.read_text(encoding="utf-8"))
    files = kokoro_files(cache)
    render(order, work / "clips", (str(files.model), str(files.voices), str(files.vocab), TEACHER), workers)
    return [spoken for _, spoken in _kept(order, work, cache)]


def _kept(order: Sequence[str], work: Path, cache: Path) -> list[tuple[str, Spoken]]:
    """Clips that are read back; what was heard is kept, so that nothing is heard twice."""
    notes = work / "heard.json"
    heard: dict[str, str] = json.loads(notes.read_text(encoding="utf-8")) if notes.exists() else {}
    recognizer: FasterWhisperRecognizer | None = None
    kept = []
    for clause, spoken in tqdm(list(clips(order, work / "clips")), desc="read back", mininterval=5):
        key = hashlib.sha256(clause.encode() + spoken.pcm.tobytes()).hexdigest()[:16]
        if key not in heard:
            recognizer = recognizer or FasterWhisperRecognizer(resolve("sapa-base", cache).folder)
            pcm = from_float(resample(waves(spoken.pcm), RATE, TELEPHONE_RATE))
            heard[key] = recognizer.transcribe([Request(pcm, Expectation())])[0].text
            notes.write_text(json.dumps(heard, ensure_ascii=False), encoding="utf-8")
        if read_back(clause, heard[key]):
            kept.append((clause, spoken))
    return kept


if __name__ == "__main__":
    main()
