"""Whisper's 51,865 tokens cut down to those that Indonesian needs: smaller weights for every step of decoding.

Each step multiplies by the whole table of tokens, by count of weights about half of what the decoder of `base` reads. With 8,000 to 16,000
of them a beam of five took 0.71 to 0.77 of the time and scoring a given text 0.53 to 0.57 (16 digits in a window of 9.5 s, two threads,
best of three). Tokens of other scripts can no longer be made up either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from speech import ctranslate
from speech.ctranslate import ModelFormatError
from speech.recognizer import RecognizerError

PROMPT = ("<|startoftranscript|>", "<|id|>", "<|transcribe|>", "<|notimestamps|>")
END = "<|endoftext|>"
INDONESIAN = Path(__file__).with_name("indonesian_tokens.npy")
"""One bit a text token of the multilingual Whispers, which share them: `python -m speech.training.tokens` makes it."""
PLAIN = re.compile(r"Ġ?[a-z'-]+")
"""Tokens of lower-case words without punctuation or numerals, all that adapted weights were taught to write."""


class Vocabulary:
    """The tokens of the model in `folder` that stay, under new numbers; `plain`: of lower-case words only.

    Raises:
        RecognizerError: it is no multilingual Whisper of CTranslate2, or a file is broken.
    """

    def __init__(self, folder: Path, *, plain: bool) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # noqa: BLE001 - tokenizers raises nothing narrower
            raise RecognizerError(f"the recogniser in {folder} cannot be loaded: tokenizer.json is missing or broken") from error
        special = [self._number(name) for name in (*PROMPT, END)]
        end, last = special[-1], special[-2]
        text = np.flatnonzero(np.unpackbits(np.load(INDONESIAN))[:end]).tolist()
        if plain:
            text = [token for token in text if PLAIN.fullmatch(str(self._tokenizer.id_to_token(token)))]
        # The end stands twice: CTranslate2's `align` gives probabilities of text tokens only, those before the end.
        self._kept: list[int] = [*text, end, *range(end, last + 1)]
        self._new = {old: new for new, old in enumerate(self._kept)}
        self.text_end = len(text)
        """The end of text as a text token, for scoring; never to be generated."""
        self.unspoken = [self.text_end, *range(len(text) + 2, len(self._kept))]
        """Tokens that are never to be generated."""
        self.prompt = [self._new[token] for token in special[:-1]]
        self.size = len(self._kept)
        self._words = [str(self._tokenizer.id_to_token(token)) for token in text]

    def _number(self, name: str) -> int:
        token = self._tokenizer.token_to_id(name)
        if token is None:
            raise RecognizerError(f"the model has no token {name}: it is not a multilingual Whisper")
        return int(token)

    def encode(self, text: str) -> tuple[int, ...] | None:
        """The tokens of `text` after a space; None where one of them did not stay."""
        tokens = [self._new.get(token) for token in self._tokenizer.encode(" " + text, add_special_tokens=False).ids]
        return None if None in tokens else tuple(token for token in tokens if token is not None)

    def decode(self, tokens: Sequence[int]) -> str:
        text = self._tokenizer.decode([self._kept[token] for token in tokens], skip_special_tokens=True)
        return re.sub(r"\s+", " ", text).strip()

    def words(self, tokens: Sequence[int]) -> list[tuple[str, slice]]:
        """Each word of `tokens` and where its tokens stand."""
        starts = [i for i, token in enumerate(tokens) if not i or self._words[token].startswith("Ġ")]
        ends = [*starts[1:], len(tokens)]
        return [(self.decode(tokens[start:end]), slice(start, end)) for start, end in zip(starts, ends, strict=True)]

    def matching(self, pattern: re.Pattern[str]) -> set[int]:
        """Text tokens that `pattern` describes wholly; a space is written Ġ."""
        return {number for number, word in enumerate(self._words) if pattern.fullmatch(word)}

    def files(self, folder: Path) -> dict[str, bytes]:
        """CTranslate2's files of the cut model.

        Raises:
            RecognizerError: one is missing or broken.
        """
        try:
            names = _names(folder)
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            model = ctranslate.read(folder / "model.bin")
        except (OSError, ValueError, ModelFormatError) as error:
            raise RecognizerError(f"the recogniser in {folder} cannot be loaded: {error}") from error
        for key in ("lang_ids", "suppress_ids", "suppress_ids_begin"):
            config[key] = [self._new[token] for token in config.get(key, ()) if token in self._new]
        old = {len(names), -(-len(names) // 8) * 8}  # converters pad the table to a multiple of eight
        tables = {
            key: table[self._kept] if key.startswith("decoder/") and table.ndim and table.shape[0] in old else table
            for key, table in model.variables.items()
        }
        weights = BytesIO()
        ctranslate.dump(replace(model, variables=tables), weights)
        if len(names) <= max(self._kept):
            raise RecognizerError(
                f"the recogniser in {folder} cannot be loaded: its vocabulary has {len(names)} tokens, its tokenizer more"
            )
        kept = [names[token] for token in self._kept]
        kept[self.text_end] = "<|endoftext as text|>"
        return {
            "model.bin": weights.getvalue(),
            "config.json": json.dumps(config).encode(),
            "vocabulary.json": json.dumps(kept).encode(),
        }


def _names(folder: Path) -> list[str]:
    if (path := folder / "vocabulary.json").is_file():
        names = json.loads(path.read_text(encoding="utf-8"))
        return [str(name) for name in names]
    return (folder / "vocabulary.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
