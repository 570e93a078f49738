"""A caller's place in the queue and how long it will take: two short sentences, each one of a few, so that all can be rendered ahead."""

from __future__ import annotations

from dialog.number_words import words
from dialog.schema import Prompts
from dialog.templates import fill

LONGEST_MIN = 10
"""Minutes of waiting that are told as a number."""
FARTHEST = 20
"""The last place that is told."""


def place(prompts: Prompts, number: int, seconds: int) -> tuple[str, ...]:
    """ "Anda nomor tiga dalam antrean." and "Kira-kira dua menit lagi."; what is not known (0) is not told."""
    at = fill(prompts.place, urutan=words(number)) if 0 < number <= FARTHEST else ""
    return at, fill(prompts.wait_about, lama=minutes(seconds)) if seconds > 0 else ""


def minutes(seconds: int) -> str:
    """Rounded up: nobody minds being served earlier."""
    whole = -(-seconds // 60)
    return f"{words(whole)} menit" if whole <= LONGEST_MIN else f"lebih dari {words(LONGEST_MIN)} menit"


def waits_and_places(prompts: Prompts) -> tuple[str, ...]:
    """All that `place` can say."""
    waits = [fill(prompts.wait_about, lama=minutes(60 * n)) for n in range(1, LONGEST_MIN + 2)]
    return (*waits, *(fill(prompts.place, urutan=words(n)) for n in range(1, FARTHEST + 1)))
