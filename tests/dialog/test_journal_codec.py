"""Events and effects to JSON and back."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.effects import Effect, Listen
from dialog.events import Event, Heard, Hypothesis
from dialog.journal_codec import decode, encode, is_event

st.register_type_strategy(Hypothesis, st.builds(Hypothesis, st.text(), st.floats(0, 1)))
st.register_type_strategy(float, st.floats(0, 1))
EVENTS, EFFECTS = get_args(Event), get_args(Effect)


@given(st.one_of([st.from_type(kind) for kind in (*EVENTS, *EFFECTS)]))
def test_everything_comes_back_from_json(entry: Event | Effect) -> None:
    data = json.loads(json.dumps(encode(entry)))
    assert decode(data) == entry
    assert is_event(data) == isinstance(entry, EVENTS)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"type": "note.gap", "ms": 3},
        {"type": "Heard", "turn": 1},
        {"type": "Heard", "turn": 1, "hypotheses": [{"words": "x"}]},
        {"type": "Heard", "turn": 1, "hypotheses": 3},
        {"type": "Listen", "turn": 1, "expect": "poetry"},
        {"type": "Listen", "turn": 1, "expect": "free", "pauses": {"long_ms": 3}},
        {"type": "End", "outcome": None},
        {"type": "Key"},
    ],
)
def test_what_does_not_fit_is_a_value_error(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"fit|called|valid"):
        decode(data)


def test_fields_of_a_later_version_are_ignored_and_missing_ones_take_their_default() -> None:
    assert decode({"type": "Heard", "turn": 1, "hypotheses": [], "pitch": 3}) == Heard(1, ())
    assert decode({"type": "Listen", "turn": 1, "expect": "free"}) == Listen(
        1, decode({"type": "Listen", "turn": 1, "expect": "free"}).expect
    )  # type: ignore[union-attr]
