"""`python -m speech.training`: renders the speech, prepares it, trains the adapter and exports it. Resumable at every stage.

See docs/recogniser.md. About an hour on two cores; nothing is fetched from a network.
"""

from __future__ import annotations

import argparse
import logging
import shutil
from pathlib import Path
from random import Random

import numpy as np
import torch
from faster_whisper import WhisperModel
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tqdm import tqdm

from speech import ctranslate
from speech.adapter import write_manifest
from speech.training.decoder import Decoder
from speech.training.mixture import mixture
from speech.training.prepare import Clip, Vocabulary, prepare
from speech.training.render import clips, group_texts, render, short_texts, spoken_by_kokoro, training_texts
from speech.training.train import Recipe, train
from speech.weights import ADAPTER, STOCK, kokoro_files, resolve

ESPEAK_CLIPS, DIGIT_GROUPS = 260, 200
FINISH = Recipe(steps=110, rate=1.5e-4, warm_up=10)
log = logging.getLogger(__name__)


def rendered(folder: Path, cache: Path, workers: int) -> tuple[list[Clip], list[Clip], list[Clip]]:
    """The clips of Kokoro, of the digit groups and of espeak-ng, 16 kHz."""
    kokoro = kokoro_files(cache)
    render("kokoro", spoken_by_kokoro(), folder, kokoro, workers)
    render("groups", group_texts(DIGIT_GROUPS, seed=3), folder, kokoro, workers)
    render("espeak", training_texts(ESPEAK_CLIPS, seed=7), folder, kokoro, workers)
    render("short", short_texts(), folder, kokoro, workers)
    return list(clips(folder, "kokoro")), list(clips(folder, "groups")), list(clips(folder, "espeak"))


def finish(model: Decoder, vocabulary: Vocabulary, encoder: WhisperModel, work: Path, batches: list[Path]) -> None:
    """A short last stage on words said alone, tightly cut, among batches of before: without it they were repeated."""
    short = [(text, trimmed(pcm)) for text, pcm in clips(work / "clips", "short") if vocabulary.knows(text)]
    tight = [path for number in range(4) for path in prepare(short, vocabulary, encoder, work / "short", FINISH.seconds, number)]
    log.info("%d words said alone, %d batches", len(short), len(tight))
    train(model, [*tight, *Random(0).sample(batches, min(len(batches), 2 * len(tight)))], work / "finished.npz", FINISH)


def trimmed(pcm: NDArray[np.int16]) -> NDArray[np.int16]:
    """Without the silence that the voice leaves at both ends, as a listener that cuts tightly hands it over; 16 kHz."""
    loud = np.flatnonzero(np.abs(pcm) > np.max(np.abs(pcm)) / 50)
    return pcm[loud[0] : loud[-1] + 1]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m speech.training", description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(".cache/training"), help="clips, batches, checkpoints (3 GB)")
    parser.add_argument("--cache", type=Path, default=Path(".cache"), help="where joined model weights lie")
    parser.add_argument("--out", type=Path, default=ADAPTER, help="the adapter; its manifest is written beside it")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(arguments.threads)
    recipe = Recipe(steps=arguments.steps)
    work: Path = arguments.work
    base = resolve(STOCK, arguments.cache).folder

    torch.manual_seed(recipe.seed)
    kokoro, groups, espeak = rendered(work / "clips", arguments.cache, arguments.threads)
    vocabulary = Vocabulary(Tokenizer.from_file(str(base / "tokenizer.json")), [text for text, _ in (*kokoro, *groups, *espeak)])
    encoder = WhisperModel(str(base), device="cpu", compute_type="int8", cpu_threads=arguments.threads, local_files_only=True)
    batches: list[Path] = []
    for number in range(recipe.passes):
        heard = prepare(mixture(kokoro, groups, espeak, number), vocabulary, encoder, work / "batches", recipe.seconds, number)
        batches.extend(tqdm(heard, desc=f"pass {number + 1} of {recipe.passes}", mininterval=10))
    log.info("%d batches of about %.0f s; %d tokens in use", len(batches), recipe.seconds, len(vocabulary.used))
    model = Decoder(ctranslate.read(base / "model.bin").variables, vocabulary.used)
    train(model, batches, work / "adapter.npz", recipe)
    finish(model, vocabulary, encoder, work, batches)

    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(work / "finished.npz", arguments.out)
    write_manifest(arguments.out, base / "model.bin", strength=1.0)
    log.info("exported to %s", arguments.out)


if __name__ == "__main__":
    main()
