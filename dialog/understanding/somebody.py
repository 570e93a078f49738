"""Whose is it? Words for somebody else's matter."""

from __future__ import annotations

import re

from dialog.understanding.normalize import normalize

_OTHERS = re.compile(
    r"\b(?:istri|suami|mertua|anak|orang tua|saudara|teman|tetangga|nenek|kakek|keponakan|paman|bibi|sepupu|ibu|bapak|ayah|mama|papa|adik"
    r"|kakak) (?:saya|aku|kami)\b|\b(?:istri|suami|mertua)\b|\borang lain\b"
)


def is_somebodys(text: str) -> bool:
    """Whether `text` is about another person than the caller: "KTP ibu saya", not "KTP saya, bu"."""
    return _OTHERS.search(normalize(text)) is not None
