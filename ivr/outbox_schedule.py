"""When the outbox tries again. Pure."""

from __future__ import annotations

FIRST_S, LONGEST_S = 1.0, 300.0
DOUBTS = 20
"""Tries, over more than an hour, after which "not found" is taken for the system's word and no longer for a gateway without its system."""


def pause_s(failure: str, tries: int, draw: float) -> float | None:
    """Seconds until the next try after `tries` earlier ones failed and then this one; None: keep it for a person.

    It doubles from FIRST_S to LONGEST_S; `draw`, from 0 to 1, takes up to half of it away, so that what failed together does not come
    back together.
    """
    if failure == "rejected" or (failure == "not_found" and tries >= DOUBTS):
        return None
    return min(LONGEST_S, FIRST_S * 2.0 ** min(tries, 30)) * (1 - draw / 2)
