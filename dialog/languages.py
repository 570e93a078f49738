"""Callers who would rather speak their own language: to the agents who do, from anywhere in the call."""

from __future__ import annotations

import re

from dialog.schema import Flows
from dialog.understanding.normalize import normalize

LONGEST = 12
"""Words of a sentence that asks for it; a longer one is a story in which the language only occurs."""
_REFUSED = re.compile(r"\b(?:tidak usah|tidak perlu|jangan|bukan)(?: \w+){0,2} $")


def queue_for(flows: Flows, text: str) -> str:
    """The queue of the language that `text` asks for; empty where it asks for none."""
    plain = normalize(text)
    if len(plain.split()) > LONGEST:
        return ""
    for language in flows.languages.values():
        for phrase in language.phrases:
            if phrase in plain and (found := re.search(rf"\b{re.escape(phrase)}\b", plain)) and not _REFUSED.search(plain[: found.start()]):
                return language.queue
    return ""
