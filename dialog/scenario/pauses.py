"""Pauses inside an utterance: `tiga dua <jeda 1.2> tujuh tiga`. Pure."""

from __future__ import annotations

import math
import re

LONGEST_S = 10.0
_PAUSE = re.compile(r"<\s*jeda\s+([^<>]*?)\s*>")


class PauseError(ValueError):
    """The marks cannot be read; the message says what is wrong."""


def pieces(text: str) -> tuple[str | float, ...]:
    """What is said and, between it, how long nothing is said (s). Words come first and last: a pause there would be none inside.

    Raises:
        PauseError: a pause is no number of seconds, or not between words.
    """
    parts = _PAUSE.split(text)
    found: list[str | float] = []
    for number, part in enumerate(parts):
        if number % 2:
            found.append(_seconds(part))
        elif not part.strip():
            raise PauseError("a pause stands between words")
        elif "<" in part or ">" in part:
            raise PauseError("a pause is written <jeda 1.2>")
        else:
            found.append(part.strip())
    return tuple(found)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        raise PauseError(f"{text!r} is no number of seconds") from None
    if not (math.isfinite(seconds) and 0 < seconds <= LONGEST_S):
        raise PauseError(f"a pause lasts more than 0 and at most {LONGEST_S:.0f} seconds")
    return seconds
