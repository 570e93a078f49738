"""Waiting in tests for what has no event of its own, with a deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(true: Callable[[], bool], wait_s: float = 10.0) -> None:
    """Raises TimeoutError."""
    async with asyncio.timeout(wait_s):
        while not true():  # noqa: ASYNC110 - the loop must go round for it; there is nothing to be told by
            await asyncio.sleep(0)
