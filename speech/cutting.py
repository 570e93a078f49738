"""The first clause of a sentence that must be made while the caller waits: short. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from speech.reading import Piece

LONG = 42
"""Characters; about 2.5 s of speech."""
_SHORTEST = 6
_MARK = re.compile(r"[,;:](?=\s)")
_MARK_MS = 200
_VERY_LONG = 80
_PHRASES = "dan atau yang untuk dengan karena tetapi agar supaya kalau jika di ke dari pada oleh bahwa sebagai adalah".replace(" ", "|")
_BEFORE = re.compile(rf"\s(?=(?:{_PHRASES})\s)")
"""Where people take breath in a sentence without marks."""
_BREATH_MS = 40


def quick_start(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """`pieces` with the first one cut in two where it is long: at its first mark, else, when very long, before a word that begins a phrase.
    Nothing is lost; what has no such place stays whole."""
    if not pieces or len(pieces[0].text) <= LONG:
        return tuple(pieces)
    first = pieces[0]
    marks = [found.end() for found in _MARK.finditer(first.text) if found.end() >= _SHORTEST]
    if marks and marks[0] <= 2 * LONG:
        return _cut(first, marks[0], _MARK_MS, pieces[1:])
    breaths = [found.start() for found in _BEFORE.finditer(first.text) if LONG // 3 <= found.start() <= LONG]
    if len(first.text) > _VERY_LONG and breaths:
        return _cut(first, breaths[-1], _BREATH_MS, pieces[1:])
    return tuple(pieces)


def _cut(piece: Piece, at: int, pause_ms: int, rest: Sequence[Piece]) -> tuple[Piece, ...]:
    start, end = piece.text[:at].strip(), piece.text[at:].strip()
    if not end:
        return (piece, *rest)
    return (replace(piece, text=start, pause_ms=pause_ms), replace(piece, text=end), *rest)
