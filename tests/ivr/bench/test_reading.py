"""How values that were read out and heard are judged."""

from __future__ import annotations

from random import Random

import pytest

from ivr.bench.reading import Read, as_read, figures, slot_of, taken
from ivr.bench.reading_values import VALUES
from speech.pronunciation import spoken


@pytest.mark.parametrize("kind", sorted(VALUES))
def test_what_is_heard_word_for_word_is_right(kind: str) -> None:
    chance = Random(kind)
    for value in (VALUES[kind](chance) for _ in range(20)):
        written = as_read(kind, value)
        text, found = taken(kind, [(spoken(written), 0.9)], slot_of(kind))
        assert text and (found == value or kind in ("time", "ticket"))


def test_a_reading_that_can_be_right_outweighs_a_surer_one_that_cannot() -> None:
    heard = [("tiga dua tujuh", 0.9), ("tiga dua tujuh tiga nol satu empat satu nol tujuh sembilan nol nol nol nol satu", 0.4)]
    assert taken("nik", heard, slot_of("nik"))[1] == "3273014107900001"
    assert taken("nik", [], slot_of("nik")) == ("", "")


def test_shares_are_told_by_kind_and_for_all() -> None:
    found = [Read("nik", "1", "1.", "satu", "1"), Read("nik", "2", "2.", "tiga", "3"), Read("date", "x", "x", "", "x")]
    assert figures(found) == {
        "nik": {"count": 2, "right": 0.5}, "date": {"count": 1, "right": 1.0}, "all": {"count": 3, "right": 0.6667},
    }  # fmt: skip
