"""A sentence with marks -> its stretches, each read in one way.

A mark is one sign of Unicode's private use, which configuration alone can bring in: pauses of 10 ms steps from U+E000, and beginnings of
what is slow, stressed or spelled (U+E800 to U+E802) up to U+E80F.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PAUSE, LAST_PAUSE, STEP_MS = 0xE000, 0xE1F4, 10
SLOW, STRESS, SPELL, CLOSE = "\ue800", "\ue801", "\ue802", "\ue80f"
_SIGN = re.compile("([\ue000-\uf8ff])")
_LEADING = re.compile(r"\s*([,.;:!?…]+)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """`pause_ms`: asked for after it, 0: none."""

    text: str
    slow: bool = False
    stressed: bool = False
    spelled: bool = False
    pause_ms: int = 0


def stretches(text: str) -> list[Stretch]:
    """In order; signs that open or close nothing are passed over. A comma after a mark belongs to what is before it."""
    found = list[Stretch]()
    for one in _split(text):
        leading = _LEADING.match(one.text)
        if found and leading:
            before = found[-1]
            found[-1] = Stretch(before.text.rstrip() + leading[1], before.slow, before.stressed, before.spelled, before.pause_ms)
            one = Stretch(one.text[leading.end() :], one.slow, one.stressed, one.spelled, one.pause_ms)
        if one.text.strip() or one.pause_ms:
            found.append(one)
    return found


def _split(text: str) -> Iterator[Stretch]:
    open_ = list[str]()
    said = ""
    for part in _SIGN.split(text):
        if not _SIGN.fullmatch(part):
            said = part
            continue
        pause = (ord(part) - PAUSE) * STEP_MS if PAUSE <= ord(part) <= LAST_PAUSE else 0
        yield _stretch(said, open_, pause)
        said = ""
        if part in (SLOW, STRESS, SPELL):
            open_.append(part)
        elif part == CLOSE and open_:
            open_.pop()
    yield _stretch(said, open_, 0)


def _stretch(text: str, open_: list[str], pause_ms: int) -> Stretch:
    return Stretch(text, SLOW in open_, STRESS in open_, SPELL in open_, pause_ms)
