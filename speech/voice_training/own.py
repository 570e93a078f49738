"""A Coqui voice learns an agency's own recordings: from the voice that ships, or from nothing.

Waves from spectra first (then every sample sentence can be heard), spectra from phonemes second, and at last waves from the voice's own
spectra, so that the two fit. Cut off and begun again with the same recordings, it goes on from its last checkpoint.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from speech.engines.coqui import MODEL_FILE, VOCODER_FILE
from speech.voice_training.acoustic import AcousticPlan, lessons_of, train_acoustic
from speech.voice_training.alignment import TooFast, durations
from speech.voice_training.checkpoint import load_checkpoint
from speech.voice_training.clips import Spoken, clip_path, clips, keep
from speech.voice_training.errors import CheckpointError
from speech.voice_training.fitting import own_spectra
from speech.voice_training.pitch import melody
from speech.voice_training.recordings import Recording
from speech.voice_training.student import acoustic_config, acoustic_model, export
from speech.voice_training.vocoder import SHAPE, Clip, VocoderPlan, generator, train_vocoder, waves

ACOUSTIC_FILE, WAVES_FILE = "acoustic.pt", "vocoder.pt"
Show = Callable[[str, int, int, dict[str, float]], None]
"""Stage, step (from 1), steps, losses."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`fitted` are steps of the vocoder on the voice's own spectra; `sample_every`: steps between two sets of sample sentences."""

    acoustic: AcousticPlan
    vocoder: VocoderPlan
    fitted: int
    sample_every: int = 500


def plan_for(steps: int, *, from_scratch: bool) -> Plan:
    """`steps` of the acoustic model, 0 for the usual number."""
    if from_scratch:
        steps = steps or 5000
        return Plan(AcousticPlan(steps), VocoderPlan(steps * 12 // 5, alone=steps // 6), fitted=steps * 2 // 5)
    steps = steps or 1200
    return Plan(AcousticPlan(steps, rate=3e-4), VocoderPlan(steps, alone=steps // 4, rate=3e-4, critics_rate=3e-4), fitted=steps // 2)


def taught(recordings: Iterable[Recording], work: Path, teach: Callable[[str], Spoken]) -> tuple[list[Spoken], list[str]]:
    """What can be learnt from each recording, and the names of those too fast for their words. `teach` is the teacher's `speak`.

    What was found for one is kept in `work`, so that it is not found again.
    """
    work.mkdir(parents=True, exist_ok=True)
    said, fast = list[Spoken](), list[str]()
    for one in recordings:
        pcm = np.round(one.samples * 32767).astype(np.int16)
        key = f"{hashlib.sha256(pcm.tobytes()).hexdigest()} {one.text}"
        if not clip_path(work, key).exists():
            try:
                keep(work, key, learnt_from(teach(one.text), pcm))
            except TooFast:
                fast.append(one.name)
                continue
        said += [spoken for _, spoken in clips([key], work)]
    return said, fast


def learnt_from(reference: Spoken, pcm: NDArray[np.int16]) -> Spoken:
    """The recording `pcm` of what the teacher says in `reference`. Raises TooFast."""
    return Spoken(reference.ipa, durations(reference, pcm), melody(waves(pcm)), pcm)


def train(
    said: Sequence[Spoken],
    plan: Plan,
    work: Path,
    folder: Path,
    show: Show,
    sample: Callable[[Path, str], None],
    start: Path | None = None,
) -> None:
    """Write a voice's folder to `folder`. `start`: the folder of the voice to go on from. `sample(folder, name)` gets the voice as it is
    so far, now and then. Checkpoints lie in `work`.

    Raises:
        CheckpointError: `start` or a checkpoint is broken or has another shape, or none can be written.
    """
    config = acoustic_config()
    first, sounds = (acoustic_model(config), generator()) if start is None else opened(start)
    lessons = lessons_of(said, first)
    heard: list[Clip] = [(lesson.mel, waves(one.pcm)) for lesson, one in zip(lessons, said, strict=True)]
    total = plan.vocoder.steps + plan.fitted

    def waves_shown(step: int, losses: dict[str, float]) -> None:
        show("gelombang", step + 1, total, losses)

    vocoder = train_vocoder(heard, plan.vocoder, work / WAVES_FILE, waves_shown, sounds)

    def spectra_shown(step: int, losses: dict[str, float]) -> None:
        show("bunyi", step + 1, plan.acoustic.steps, losses)
        if step and step % plan.sample_every == 0 and (work / ACOUSTIC_FILE).is_file():
            so_far = acoustic_model(config)
            load_checkpoint(work / ACOUSTIC_FILE, {"average": so_far})
            export(work / "sample", so_far, config, vocoder, SHAPE)
            sample(work / "sample", f"langkah-{step}")

    acoustic = train_acoustic(lessons, plan.acoustic, work / ACOUSTIC_FILE, spectra_shown, first)
    own = own_spectra(acoustic, lessons)
    pairs: list[Clip] = [(mel, wave) for mel, (_, wave) in zip(own, heard, strict=True)]
    vocoder = train_vocoder(pairs, replace(plan.vocoder, steps=total), work / WAVES_FILE, waves_shown, sounds)
    export(folder, acoustic, config, vocoder, SHAPE)
    sample(folder, "akhir")


def opened(folder: Path) -> tuple[nn.Module, nn.Module]:
    """The acoustic model and the vocoder of a voice that this project trained. Raises CheckpointError."""
    acoustic, vocoder = acoustic_model(acoustic_config()), generator()
    for model, file in ((acoustic, MODEL_FILE), (vocoder, VOCODER_FILE)):
        try:
            model.load_state_dict(torch.load(folder / file, weights_only=True, map_location="cpu")["model"])
        except (OSError, RuntimeError, KeyError, EOFError, pickle.UnpicklingError) as error:
            reason = "tidak ada, rusak, atau bukan suara buatan proyek ini; beri --start yang lain"
            raise CheckpointError(f"{folder / file}: {reason}") from error
    return acoustic.float(), vocoder.float()

