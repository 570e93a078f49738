"""From what stands in a sentence to what is spoken."""

from __future__ import annotations

from speech.lexicon import SHIPPED, Lexicon
from speech.pronunciation import clauses, spoken
from speech.reading.marks import Stretch, stretches
from speech.reading.piece import Piece
from speech.writing.numbers import spelled

SLOW, STRESSED, SPELLED = 0.8, 0.92, 0.85
"""Paces of what is marked so."""
_PAUSE_MS = {",": 140, ";": 200, ":": 200, ".": 320, "!": 320, "?": 320, "…": 400}
_NO_MARK_MS = 90
_INSIDE_MS = 40
"""Around a marked word in the middle of a sentence."""


class Reader:
    """Pure, thread-safe and cheap: some hundred microseconds a sentence. `lexicon` may be replaced at any time."""

    def __init__(self, lexicon: Lexicon = SHIPPED) -> None:
        self.lexicon = lexicon

    def read(self, text: str) -> tuple[Piece, ...]:
        """The pieces of `text`, in order; none where there is nothing to say. Equal texts give equal pieces by one lexicon."""
        lexicon, parts = self.lexicon, stretches(text)
        return tuple(
            piece
            for number, part in enumerate(parts, start=1)
            for piece in _pieces(part, lexicon, last=number == len(parts))
            if piece.text or piece.pause_ms
        )


def _pieces(part: Stretch, lexicon: Lexicon, *, last: bool) -> list[Piece]:
    written = _letters(part.text) if part.spelled else spoken(part.text, lexicon)
    pace = SPELLED if part.spelled else SLOW if part.slow else STRESSED if part.stressed else 1.0
    said = [clause for clause in clauses(written) if any(map(str.isalnum, clause))]
    found = [Piece(clause, _PAUSE_MS.get(clause[-1], _NO_MARK_MS), pace, part.stressed) for clause in said]
    if not found:
        return [Piece("", part.pause_ms)]
    end = found[-1]
    natural = end.pause_ms if last or end.text[-1] in _PAUSE_MS else _INSIDE_MS
    found[-1] = Piece(end.text, max(natural, part.pause_ms), pace, part.stressed)
    return found


def _letters(text: str) -> str:
    end = text.rstrip()[-1:]
    return spelled(text).replace(" ", ", ") + (end if end in _PAUSE_MS else "")


_shared = Reader()
read = _shared.read
"""With the words that ship and those that the hotline has adopted."""


def adopt(lexicon: Lexicon) -> None:
    """What `read` reads by from now on, in the whole process."""
    _shared.lexicon = lexicon
