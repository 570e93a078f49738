"""What is left of an entry once the call is confidential."""

from __future__ import annotations

import json
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.effects import Effect, Fact, Lookup, Outcome, Say, Transfer
from dialog.events import Event, Heard, Hypothesis, Key, LookupDone
from dialog.journal_codec import encode
from ivr.confidential import KEPT, without_content

SECRET = "suap3273014107892415"


def test_nothing_that_was_said_or_looked_up_is_left() -> None:
    entries: list[Event | Effect] = [
        Heard(3, (Hypothesis(SECRET, 0.9),)),
        Key("7"),
        Say(SECRET),
        Lookup(2, SECRET, {SECRET: SECRET}),
        LookupDone(2, {SECRET: SECRET}),
        Transfer("requested", SECRET, (Fact(SECRET, SECRET, confirmed=True),), SECRET, SECRET),
    ]
    kept = [without_content(encode(entry)) for entry in entries]
    assert SECRET not in json.dumps(kept)
    assert {"type": "Key", "confidential": True} in kept
    assert kept[0] == {"type": "Heard", "turn": 3, "confidential": True}
    assert [entry["type"] for entry in kept] == [type(entry).__name__ for entry in entries]


@settings(deadline=None)
@given(st.one_of(*(st.from_type(kind) for kind in (*get_args(Event), *get_args(Effect)))))
def test_only_what_is_listed_stays(entry: Event | Effect) -> None:
    kept = without_content(encode(entry))
    assert kept["type"] == type(entry).__name__
    assert set(kept) <= {*KEPT, "confidential"}
    assert kept.get("outcome") in {None, *(outcome.value for outcome in Outcome)}
