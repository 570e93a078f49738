"""The first clause of a sentence that must be made while the caller waits: short. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from speech.reading import Piece

LONG = 40
"""Characters; about 2.5 s of speech."""
SHORT = 32
"""As much as is begun with where there is a choice; about 2 s."""
_SHORTEST = 4
_MARK = re.compile(r"[,;:](?=\s)")
_MARK_MS = 200
_PHRASES = (
    "dan atau yang untuk dengan karena tetapi agar supaya kalau jika di ke dari pada oleh bahwa sebagai adalah "
    "atas sudah telah akan dapat belum masih"
)
_BEFORE = re.compile(rf"\s(?=(?:{_PHRASES.replace(' ', '|')})\s)")
"""Where people take breath in a sentence without marks."""
_BREATH_MS = 40


def quick_start(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """`pieces` with the first one cut in two where it is long: at the last mark that leaves it short, else before a word that begins a
    phrase, else at its first mark. Nothing is lost; what has no such place stays whole."""
    if not pieces or len(pieces[0].text) <= LONG:
        return tuple(pieces)
    first = pieces[0]
    marks = [found.end() for found in _MARK.finditer(first.text) if found.end() >= _SHORTEST]
    if early := [at for at in marks if at <= SHORT]:
        return _cut(first, early[-1], _MARK_MS, pieces[1:])
    if breaths := [found.start() for found in _BEFORE.finditer(first.text) if SHORT // 3 <= found.start() <= SHORT + _SHORTEST]:
        return _cut(first, breaths[-1], _BREATH_MS, pieces[1:])
    return _cut(first, marks[0], _MARK_MS, pieces[1:]) if marks else tuple(pieces)


def _cut(piece: Piece, at: int, pause_ms: int, rest: Sequence[Piece]) -> tuple[Piece, ...]:
    start, end = piece.text[:at].strip(), piece.text[at:].strip()
    if not end:
        return (piece, *rest)
    return (replace(piece, text=start, pause_ms=pause_ms), replace(piece, text=end), *rest)
