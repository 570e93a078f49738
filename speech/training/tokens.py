"""`python -m speech.training.tokens`: which of Whisper's text tokens Indonesian needs; writes `speech/decoding/indonesian_tokens.npy`.

Those of the 31,000 commonest words (wordfreq, CC BY-SA 4.0 data of which only token numbers are taken), of the training texts, of
Indonesian names and places, of numerals and punctuation, and every single byte.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from speech.decoding.vocabulary import INDONESIAN
from speech.weights import STOCK, resolve

TEXT_TOKENS = 50_257
BYTES, ACRONYM = 256, 5
MARKS = re.compile(r"Ġ?[0-9.,\-?!'%:/]+|Ġ")


def words() -> Iterator[str]:
    """Words and sentences that a hotline may hear."""
    from faker.providers.address.id_ID import Provider as Address
    from faker.providers.person.id_ID import Provider as Person
    from wordfreq import top_n_list

    yield from top_n_list("id", 100_000)
    for provider in (Address, Person):
        for name in dir(provider):
            value = getattr(provider, name)
            if isinstance(value, (tuple, list)):
                yield from (str(entry) for entry in value if re.search(r"[a-z]", str(entry)))
    for texts in Path(__file__).parent.glob("*.txt"):
        yield from texts.read_text(encoding="utf-8").splitlines()


def needed(tokenizer: Tokenizer, texts: Iterable[str]) -> NDArray[np.bool_]:
    """[TEXT_TOKENS]: whether a token stays."""
    keep = np.zeros(TEXT_TOKENS, np.bool_)
    keep[:BYTES] = True
    keep[[number for token, number in tokenizer.get_vocab().items() if number < TEXT_TOKENS and MARKS.fullmatch(token)]] = True
    for text in texts:
        for cased in (text.lower(), text.title(), *([text.upper()] if len(text) <= ACRONYM else ())):
            for spelling in (cased, " " + cased):
                keep[tokenizer.encode(spelling, add_special_tokens=False).ids] = True
    return keep


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m speech.training.tokens", description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path(".cache"))
    parser.add_argument("--out", type=Path, default=INDONESIAN)
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(resolve(STOCK, arguments.cache).folder / "tokenizer.json"))
    np.save(arguments.out, np.packbits(needed(tokenizer, words())))


if __name__ == "__main__":
    main()
