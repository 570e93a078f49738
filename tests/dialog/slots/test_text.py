"""Free text: as it was said, when it says something."""

from __future__ import annotations

from datetime import date

import pytest

from dialog.schema import SlotSpec
from dialog.slots import text
from dialog.slots.result import Filled, Rejected

ANY = SlotSpec("apa", "text", "apa", "?")
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("said", ["", "?", "iya pak", "halo halo", "selamat pagi pak", "1"])
def test_text_that_tells_nothing(said: str) -> None:
    assert isinstance(text.parse(said, ANY, TODAY), Rejected)


@pytest.mark.parametrize("said", ["jalan rusak", "2024", "kemarin", "RT 3"])
def test_text_that_tells_something(said: str) -> None:
    assert text.parse(f"  {said} ", ANY, TODAY) == Filled(said)


def test_text_has_no_full_stop_of_its_own() -> None:
    assert text.parse("Di jalan Merdeka.", ANY, TODAY) == Filled("Di jalan Merdeka")
