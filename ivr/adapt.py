"""`ivr adapt`: a Whisper learns a hotline's own labelled recordings, and is refused if it then hears calls that it did not learn worse."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
from tqdm import tqdm

from ivr.adapt_data import pcm, recordings
from ivr.adapt_outcome import Outcome
from ivr.adapt_policy import Figures, figures, is_digits, recipe, split, worse
from speech import ctranslate
from speech.adapter import checked_manifest, merge_files
from speech.measure import Clip, Heard, measure
from speech.parts import ModelUnavailable, sha256_of
from speech.pcm import MODEL_RATE
from speech.recognizer import Expectation, Recognizer
from speech.training import prepare
from speech.training.__main__ import learn
from speech.training.damage import recorded_line
from speech.training.noises import noise
from speech.training.train import Recipe
from speech.weights import ADAPTED_MARK

AT_LEAST = 20
"""Recordings that are measured on."""
NOISE_SHARE = 0.1
"""So many noises a recording, so that it goes on answering noise with nothing."""
TABLES = ("config.json", "tokenizer.json", "vocabulary.json", "vocabulary.txt", "preprocessor_config.json")
Hear = Callable[[Path], Recognizer]


def adapt(
    base: Path,
    data: Path,
    out: Path,
    cache: Path,
    hear: Hear,
    *,
    steps: int = 0,
    start: Path | None = None,
    at_least: int = AT_LEAST,
) -> Outcome:
    """Adapt the CTranslate2 Whisper in `base` to the recordings of `data` and write the model folder `out`, which must not exist yet;
    `hear` loads a model folder as the service does. Minutes to hours; killed and begun again it goes on where it was. What it keeps
    meanwhile, under `cache`/adapting, holds callers' speech, and is removed when it is done.

    Raises:
        CorpusError: the recordings cannot be used, or are too few.
        AudioFileError: one of them is no mono WAV of 8 or 16 kHz.
        ModelUnavailable: `base` cannot be adapted, or `start` is not an adapter of it.
        RecognizerError: a model cannot be loaded or fails.
    """
    checked_base(base)
    shapes = checked_start(base, start) if start else {}
    clips, calls, left_out = recordings(data)
    apart = split(Counter(call for clip, call in zip(clips, calls, strict=True) if clip.transcript), at_least)
    examined = [clip for clip, call in zip(clips, calls, strict=True) if call in apart and clip.transcript]
    lessons = [(clip.transcript, pcm(clip.path)) for clip, call in zip(clips, calls, strict=True) if call not in apart]
    chosen = recipe(sum(len(samples) for _, samples in lessons) / MODEL_RATE, steps, shapes)
    work = cache / "adapting" / _key(base, start, chosen, lessons)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as place:
        first, model = base, Path(place) / "model"
        model.mkdir()
        try:
            learn(
                base,
                [text for text, _ in lessons],
                lambda number: [*lessons, *_noises(len(lessons), number)],
                work,
                model / "adapter.npz",
                chosen,
                line=recorded_line,
                start=start,
            )
        except ValueError as error:
            raise ModelUnavailable(f"{base} cannot be adapted: {error}") from error
        write_model(base, model)
        if start:
            first = Path(place) / "first"
            first.mkdir()
            shutil.copy(start, first / "adapter.npz")
            shutil.copy(start.with_suffix(".json"), first / ADAPTED_MARK)
            write_model(base, first)
        before = examine(hear(first), examined, "before")
        after = examine(hear(model), examined, "after")
        refused = worse(before, after)
        if not refused:
            model.rename(out)
    shutil.rmtree(work)
    return Outcome(len(set(calls)), len(apart), len(lessons), left_out, chosen.steps, before, after, refused)


def checked_base(folder: Path) -> None:
    """Raises ModelUnavailable when `folder` holds no Whisper in float16."""
    try:
        model = ctranslate.read(folder / "model.bin")
    except ctranslate.ModelFormatError as error:
        raise ModelUnavailable(str(error)) from error
    if model.name != "WhisperSpec":
        raise ModelUnavailable(f"{folder} is a {model.name}, not a Whisper: only a Whisper can be adapted")
    types = {str(tensor.dtype) for name, tensor in model.variables.items() if name.endswith("/weight")}
    if types != {"float16"}:
        raise ModelUnavailable(
            f"the weights in {folder} are {', '.join(sorted(types))}; only float16 can be adapted: "
            "convert the checkpoint with `ct2-transformers-converter --quantization float16`"
        )


def checked_start(base: Path, start: Path) -> Mapping[str, tuple[int, ...]]:
    """The shapes in the adapter `start`.

    Raises:
        ModelUnavailable: it is broken, or was made for other weights.
    """
    if checked_manifest(start).base_sha256 != sha256_of(base / "model.bin"):
        raise ModelUnavailable(f"{start.name} was made for other weights than those in {base}: give --base the model that it was made for")
    with np.load(start) as archive:
        return {name: archive[name].shape for name in archive.files}


def write_model(base: Path, folder: Path) -> None:
    """Complete `folder`, in which adapter.npz and its manifest lie, to a model folder."""
    merge_files(base / "model.bin", folder / "adapter.npz", checked_manifest(folder / "adapter.npz").strength, folder / "model.bin")
    for table in TABLES:
        if (base / table).is_file():
            shutil.copy(base / table, folder / table)


def examine(recognizer: Recognizer, clips: Sequence[Clip], name: str) -> Figures:
    """Digit strings are heard as where digits are due, the rest as anything."""
    heard: list[Heard] = []
    for clip in tqdm(clips, desc=name, mininterval=5):
        heard.extend(measure([clip], recognizer, Expectation(digits=is_digits(clip.transcript))).heard)
    return figures(heard)


def _noises(recordings: int, number: int) -> list[prepare.Clip]:
    rng = Random(f"noises-{number}")
    return [("", (noise(rng) * 32767).astype(np.int16)) for _ in range(round(recordings * NOISE_SHARE))]


def _key(base: Path, start: Path | None, chosen: Recipe, lessons: Sequence[prepare.Clip]) -> str:
    """The same for the same work: another recording, base, start or recipe begins anew."""
    digest = hashlib.sha256(f"{sha256_of(base / 'model.bin')} {start and sha256_of(start)} {chosen}".encode())
    for text, samples in lessons:
        digest.update(f"{len(samples)} {text}\n".encode())
        digest.update(samples.tobytes())
    return digest.hexdigest()[:16]
