"""A short further question, "kalau biayanya?", is about what was just spoken of."""

from __future__ import annotations

from functools import lru_cache

from dialog.schema import Flows, Intent
from dialog.understanding.normalize import normalize
from dialog.understanding.small_words import SMALL_WORDS

_DOING = frozenset(
    "urus mengurus diurus bikin buat membuat dibuat bayar membayar dibayar ambil mengambil diambil ajukan mengajukan daftar mendaftar "
    "proses diproses ditangani dikerjakan ditindaklanjuti kerja jadi selesai siapkan disiapkan bawa dibawa dokumen berkas".split()
)
"""What is done about everything."""


def asked(flows: Flows, intent: Intent, text: str) -> str:
    """Which of the intent's further answers `text` asks for, by name; an empty string: none.

    It holds one of the operator's phrases, and beside it nothing but small words and words of the intent's own title: "berapa biaya KK?"
    after an answer about the KTP is another wish.
    """
    words = normalize(text).split()
    own = set(normalize(intent.title).split())
    for aspect in intent.follow_up:
        for phrase in flows.follow_ups.get(aspect, ()):
            rest = _without(words, tuple(phrase.split()))
            if rest is not None and all(_bare(word) in SMALL_WORDS | _DOING or word in own for word in rest):
                return aspect
    return ""


def _without(words: list[str], phrase: tuple[str, ...]) -> list[str] | None:
    """The words beside `phrase`; None where it is not in them."""
    said = [_bare(word) for word in words]
    wanted = [_bare(word) for word in phrase]
    for i in range(len(words) - len(wanted) + 1):
        if said[i : i + len(wanted)] == wanted:
            return words[:i] + words[i + len(wanted) :]
    return None


@lru_cache(maxsize=2048)
def _bare(word: str) -> str:
    """Without -nya: "biayanya" is "biaya"."""
    return word.removesuffix("nya") if len(word) > 5 else word
