"""One service to a state folder: two would fight for the same Asterisk, and each would stop the other's calls."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another service has this state folder."""


@contextmanager
def only_one(state: Path) -> Iterator[None]:
    """Hold the folder `state`, until the block is left or the process is gone, however it ends.

    Raises:
        AlreadyRunning: another process holds it.
        OSError: the folder cannot be written to.
    """
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"{state}: a hotline runs on this folder already: stop it first, or set another `state`") from None
        yield
