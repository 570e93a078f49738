"""What may be said at any moment: a person, again, stop, finished."""

from __future__ import annotations

from dialog.schema import Flows
from dialog.understanding.normalize import normalize

SPARE_WORDS = 3
"""Words around a command's phrase: "tolong sambungkan ke petugas ya". A longer sentence only happens to contain it."""


def command_in(flows: Flows, text: str, *, strict: bool) -> str:
    """The command that `text` is, or an empty string. `strict` (free text is due): only the phrase itself, or one of three words and more."""
    plain = normalize(text)
    words = plain.split()
    for name, phrases in flows.commands.items():
        for phrase in map(normalize, phrases):
            length = len(phrase.split())
            if plain == phrase:
                return name
            roomy = length >= 3 if strict else length >= 2 or name == "petugas"
            if roomy and len(words) <= length + SPARE_WORDS and f" {phrase} " in f" {plain} ":
                return name
    return ""
