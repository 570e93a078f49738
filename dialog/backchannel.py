"""Sounds that show somebody is listening and want no answer: "he-eh", "nggih", "oke"."""

from __future__ import annotations

import re

from dialog.effects import Expect
from dialog.understanding.normalize import normalize

_HUM = re.compile(r"h*([aeou]?)\1*[hmn]*|ehem|aha")
"""hmm, mhm, eh, eee, ehm, oh, ah, hah: said while thinking or listening."""
_ASSENT = frozenset("iya baik siap sip benar betul paham mengerti".split())
"""After normalising, which makes "iya" of ya, oke, nggih, he-eh, muhun."""
_MOST_WORDS = 4


def is_backchannel(text: str, expect: Expect) -> bool:
    """Whether `text`, said while we speak, is only a sign of listening. Where a yes or a no is due, "iya" is an answer."""
    words = normalize(text).split()
    if len(words) > _MOST_WORDS:
        return False
    assent = frozenset() if expect is Expect.YES_NO else _ASSENT
    return all(word in assent or _HUM.fullmatch(word) for word in words)
