"""A synthetic examination: sentences or dictated NIKs by voices that never trained, through the measured telephone line.

    python -m speech.training.heldout sentences OUT --sentences FILE
    python -m speech.training.heldout niks OUT --count 50

OUT receives 8 kHz WAVs and LIST.tsv, for `ivr bench recogniser`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from speech.training.numbers import dictate, nik
from speech.training.recordings import write_list
from speech.training.render import clips, render
from speech.training.texts import tidy
from speech.training.voices import Samples
from speech.weights import kokoro_files

BAD_SNR_DB, BAD_LOSS = (5.0, 10.0), 0.03


def dictated_niks(count: int, seed: int) -> list[str]:
    rng = Random(f"niks-{seed}")
    return [dictate(nik(rng), rng) for _ in range(count)]


def sentences_of(path: Path) -> list[str]:
    """One sentence a line; empty lines and lines that begin with # are not spoken."""
    return [tidy(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]


def examine(spoken: Sequence[str], out: Path, cache: Path, workers: int, seed: int) -> int:
    """Render `spoken` by the held-out voices; WAVs and LIST.tsv on an ordinary line in `out`, on a bad one in `out`/bad; how many."""
    render("heldout", spoken, out / "clean", kokoro_files(cache), workers)

    def spoken_clips() -> Iterator[tuple[str, Samples]]:
        for text, pcm in clips(out / "clean", "heldout", spoken):
            yield text, (pcm / 32768).astype("float32")

    write_list(spoken_clips(), out / "bad", Random(seed), BAD_SNR_DB, BAD_LOSS)
    return write_list(spoken_clips(), out, Random(seed))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m speech.training.heldout")
    parser.add_argument("kind", choices=("sentences", "niks"))
    parser.add_argument("out", type=Path)
    parser.add_argument("--sentences", type=Path, help="file of sentences, one a line")
    parser.add_argument("--count", type=int, default=50, help="how many at most")
    parser.add_argument("--cache", type=Path, default=Path(".cache"))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.kind == "niks":
        spoken = dictated_niks(arguments.count, arguments.seed)
    elif arguments.sentences is None:
        parser.error("sentences need --sentences FILE")
    else:
        spoken = sentences_of(arguments.sentences)[: arguments.count]
    examine(spoken, arguments.out, arguments.cache, arguments.workers, arguments.seed)


if __name__ == "__main__":
    main()
