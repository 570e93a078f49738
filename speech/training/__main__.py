"""`python -m speech.training`: renders the speech, prepares it, trains the adapter and exports it. Resumable at every stage.

See docs/recogniser.md. About two hours on two cores, most of it the voices; nothing is fetched from a network.
"""

from __future__ import annotations

import argparse
import logging
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from faster_whisper.feature_extractor import FeatureExtractor
from tokenizers import Tokenizer
from tqdm import tqdm

from speech import ctranslate
from speech.adapter import write_manifest
from speech.training.damage import Line, telephone_line
from speech.training.lowrank import go_on_from
from speech.training.mixture import Corpus, mixture
from speech.training.prepare import Clip, Vocabulary, prepare
from speech.training.render import clips, espeak_texts, group_texts, kokoro_texts, render, short_texts
from speech.training.train import Recipe, train
from speech.training.whisper import Whisper
from speech.weights import ADAPTER, STOCK, kokoro_files, resolve

DIGIT_GROUPS = 300
log = logging.getLogger(__name__)


def rendered(folder: Path, cache: Path, workers: int, more: list[str]) -> Corpus:
    """What the training voices say, 16 kHz."""
    kokoro = kokoro_files(cache)
    spoken = {
        "kokoro": kokoro_texts(more),
        "groups": group_texts(DIGIT_GROUPS, seed=3),
        "short": short_texts(),
        "espeak": espeak_texts(),
    }
    for engine, said in spoken.items():
        render(engine, said, folder, kokoro, workers)
    return Corpus(**{engine: list(clips(folder, engine, said)) for engine, said in spoken.items()})


def adapt(base: Path, corpus: Corpus, work: Path, out: Path, recipe: Recipe, start: Path | None = None) -> None:
    """Train an adapter for the CTranslate2 Whisper in `base` on `corpus`, from nothing or from the adapter `start`, and write it
    and its manifest to `out`."""
    learn(base, corpus.texts(), partial(mixture, corpus), work, out, recipe, start=start)


def learn(
    base: Path,
    texts: Sequence[str],
    clips_of: Callable[[int], Sequence[Clip]],
    work: Path,
    out: Path,
    recipe: Recipe,
    *,
    line: Line = telephone_line,
    start: Path | None = None,
) -> None:
    """As `adapt`, on the clips `clips_of(pass)`, which say some of `texts` or nothing, damaged by `line`."""
    torch.manual_seed(recipe.seed)
    vocabulary = Vocabulary(Tokenizer.from_file(str(base / "tokenizer.json")), texts)
    variables = ctranslate.read(base / "model.bin").variables
    extractor = FeatureExtractor(feature_size=variables["encoder/conv1/weight"].shape[1])
    batches: list[Path] = []
    for number in range(recipe.passes):
        heard = prepare(clips_of(number), vocabulary, extractor, work / f"batches-{vocabulary.key}", recipe.seconds, number, line)
        batches.extend(tqdm(heard, desc=f"pass {number + 1} of {recipe.passes}", mininterval=10))
    log.info("%d batches of about %.0f s; %d tokens in use", len(batches), recipe.seconds, len(vocabulary.used))
    model = Whisper(variables, vocabulary.used, rank=recipe.rank, encoder_rank=recipe.encoder_rank, frozen=recipe.frozen)
    if start is not None:
        with np.load(start) as archive:
            go_on_from(model, {name: archive[name] for name in archive.files})
    train(model, batches, work / "adapter.npz", recipe)
    out.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(work / "adapter.npz", out)
    write_manifest(out, base / "model.bin", strength=1.0)
    log.info("exported to %s", out)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m speech.training", description=__doc__)
    parser.add_argument("--text", type=Path, action="append", default=[], help="more sentences, one a line (a dialog's examples)")
    parser.add_argument("--work", type=Path, default=Path(".cache/training"), help="clips, batches, checkpoints (3 GB)")
    parser.add_argument("--cache", type=Path, default=Path(".cache"), help="where joined model weights lie")
    parser.add_argument("--out", type=Path, default=ADAPTER, help="the adapter; its manifest is written beside it")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    parser.add_argument("--start", type=Path, help="an adapter to go on from, instead of from stock")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(arguments.threads)
    more = [line for path in arguments.text for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    corpus = rendered(arguments.work / "clips", arguments.cache, arguments.threads, more)
    adapt(resolve(STOCK, arguments.cache).folder, corpus, arguments.work, arguments.out, Recipe(steps=arguments.steps), arguments.start)


if __name__ == "__main__":
    main()
