"""Writes in the order given, whatever becomes of one of them."""

from __future__ import annotations

import pytest

from ivr.in_order import InOrder


async def test_one_that_cannot_be_written_keeps_no_other_from_it(caplog: pytest.LogCaptureFixture) -> None:
    written: list[int] = []

    async def good(number: int) -> None:
        written.append(number)

    async def bad() -> None:
        raise ValueError("rahasia")

    async with InOrder() as writing:
        writing.put("the first", lambda: good(1))
        writing.put("the second", bad)
        writing.put("the third", lambda: good(3))
    assert written == [1, 3]
    assert "the second could not be written: ValueError" in caplog.text
    assert "rahasia" not in caplog.text
