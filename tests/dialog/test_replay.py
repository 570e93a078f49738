"""Calls again, from their journals: exactly as they were, and through another configuration."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from conversation import NIK, SPOKEN_NIK, Conversation
from hypothesis import given
from hypothesis import strategies as st

from dialog.effects import Effect, Lookup, Outcome, Say
from dialog.events import CallStarted, Event, Heard, HungUp, Hypothesis, Key, KeysTimedOut, LookupDone, LookupFailed, NoInput
from dialog.journal_codec import encode
from dialog.manager import start, step
from dialog.replay import against, as_it_was, is_confidential, replay
from dialog.schema import Flows, Intent
from dialog.state import State

Rows = list[dict[str, object]]
READY = {"nama": "Sari Contoh", "status": "siap", "kantor": "Coblong", "perkiraan": ""}
Ask = Callable[[State], Event]


def heard(text: str) -> Ask:
    return lambda state: Heard(state.turn, (Hypothesis(text, 0.95),))


def keys(text: str) -> list[Ask]:
    return [lambda state, key=key: Key(key) for key in text]  # type: ignore[misc]


def answered(**data: str) -> Ask:
    return lambda state: LookupDone(state.request, data)


def refused(reason: str) -> Ask:
    return lambda state: LookupFailed(state.request, reason)


def journal(flows: Flows, asks: Iterable[Ask]) -> tuple[Rows, State]:
    """What the journal of a call holds, after JSON, with the notes between that it holds too."""
    state, rows = start(), list[Event | Effect]()
    for ask in (lambda state: CallStarted("2026-11-24T10:00:00+07:00", "0812"), *asks):
        event = ask(state)
        state, effects = step(flows, state, event)
        rows += (event, *effects)
    entries = [json.loads(json.dumps(encode(row))) for row in rows]
    ended = (state.outcome or "abandoned") if isinstance(rows[-1], HungUp) else None
    notes: Rows = [{"type": "note.ended", "outcome": str(ended)}] if ended else []
    return [{"type": "note.config", "version": "x"}, *entries, *notes], state


KTP = [heard("cek status ktp"), *keys(NIK), heard("ya"), answered(**READY), heard("tidak"), lambda state: HungUp()]
"""Whatever the dialog asks in between, the answers come in this order."""


def with_intent(flows: Flows, name: str, change: Callable[[Intent], Intent]) -> Flows:
    return replace(flows, intents={**flows.intents, name: change(flows.intents[name])})


def both(flows: Flows, other: Flows, asks: Iterable[Ask]) -> tuple[object, ...]:
    rows, state = journal(flows, asks)
    return as_it_was(rows, state.intent or "", dict(state.slots)), against(other, rows)


SAID = ["cek status ktp", SPOKEN_NIK, "ya", "tidak", "lapor jalan rusak", "petugas", "ulangi", "blablabla", "jam buka"]
ASKS = st.one_of(
    st.sampled_from(SAID).map(heard),
    st.sampled_from("0123456789*#").map(lambda key: keys(key)[0]),
    st.just(answered(**READY)),
    st.sampled_from(["not_found", "unavailable", "timeout"]).map(refused),
    st.integers(-1, 1).map(lambda late: lambda state: NoInput(state.turn + late)),
    st.integers(-1, 0).map(lambda late: lambda state: KeysTimedOut(state.turn + late)),
    st.just(lambda state: HungUp()),
)


@given(st.lists(ASKS, max_size=25))
def test_the_same_configuration_gives_the_same_call(flows: Flows, asks: list[Ask]) -> None:
    rows, state = journal(flows, asks)
    again, effects = replay(flows, rows)
    assert again == state
    known = [row for row in rows if row["type"] in {"Say", "Listen", "Chosen", "Lookup", "Transfer", "End", "Confidential"}]
    assert json.loads(json.dumps([encode(effect) for effect in effects])) == known
    rows.append({"type": "note.ended", "outcome": (state.outcome or Outcome.ABANDONED).value})
    was, now = as_it_was(rows, state.intent or "", dict(state.slots)), against(flows, rows)
    assert now == was


@given(st.lists(ASKS, max_size=25))
def test_another_configuration_is_never_too_much_for_it(flows: Flows, asks: list[Ask]) -> None:
    rows, _ = journal(flows, asks)
    extra = flows.intents["izin_usaha"].slot("punya_nib")
    other = with_intent(flows, "lapor", lambda intent: replace(intent, slots=intent.slots[:1]))
    other = with_intent(other, "status_ktp", lambda intent: replace(intent, slots=(extra, *intent.slots), lookup="kependudukan.lain"))
    course = against(other, rows)
    assert course.turns >= 1
    assert course == against(other, rows)


def test_other_words_are_told_and_change_nothing_else(flows: Flows) -> None:
    other = replace(flows, prompts=replace(flows.prompts, anything_else="Masih ada lagi?"))
    was, now = both(flows, other, KTP)
    assert was.changed(now) == ("said",)  # type: ignore[attr-defined]
    assert was.first_difference(now)[1:] == (flows.prompts.anything_else, "Masih ada lagi?")  # type: ignore[attr-defined]


def test_a_question_more_shifts_the_answers_to_the_questions_that_are_open_then(flows: Flows) -> None:
    """The other configuration asks for one thing more first; the call's answers go on in their order, with the turns of that dialog."""
    extra = flows.intents["izin_usaha"].slot("punya_nib")
    other = with_intent(flows, "status_ktp", lambda intent: replace(intent, slots=(extra, *intent.slots)))
    rows, _ = journal(flows, [heard("cek status ktp"), heard("sudah"), *keys(NIK), heard("ya"), answered(**READY)])
    now = against(other, rows)
    assert now.slots is not None
    assert now.slots["punya_nib"] == "ya"
    assert now.slots["nik"] == NIK
    assert any("Sari Contoh" in said for said in now.said)
    assert now.unknown == 0


def test_a_lookup_that_the_journal_has_no_answer_to_is_counted(flows: Flows) -> None:
    other = with_intent(flows, "status_ktp", lambda intent: replace(intent, lookup="kependudukan.lain"))
    was, now = both(flows, other, KTP)
    assert (was.unknown, now.unknown) == (0, 1)  # type: ignore[attr-defined]
    assert flows.prompts.lookup_failed in now.said  # type: ignore[attr-defined]


def test_a_lookup_with_other_arguments_has_no_known_answer(flows: Flows) -> None:
    rows, _ = journal(flows, KTP)
    lookup = next(row for row in rows if row["type"] == "Lookup")
    assert isinstance(lookup["arguments"], dict)
    lookup["arguments"] = {"nik": "3273014107900009"}  # as if another number had been understood then
    assert against(flows, rows).unknown == 1


def test_repeated_lookups_are_answered_in_their_order(flows: Flows) -> None:
    calls = [heard("cek status ktp"), *keys(NIK), heard("ya"), refused("not_found"), heard("tidak")]
    again = [heard("cek status ktp"), *keys(NIK), heard("ya"), answered(**READY)]
    other = replace(flows, prompts=replace(flows.prompts, ask_intent="Apa?"))
    rows, state = journal(flows, [*calls, *again])
    assert against(other, rows).said[-2:] == as_it_was(rows, "", {}).said[-2:]
    assert sum(row["type"] == "Lookup" for row in rows) == 2
    assert state.slots["nik"] == NIK


def test_answers_after_the_end_are_counted(flows: Flows) -> None:
    rows, _ = journal(flows, [heard("blablabla"), heard("cek status ktp"), *keys(NIK)])
    strict = replace(flows, commands={**flows.commands, "petugas": (*flows.commands["petugas"], "blablabla")})
    now = against(strict, rows)
    assert now.transfers == ("requested",)
    assert now.outcome == "transferred"
    assert now.unused == 1 + len(NIK)


def test_a_call_that_would_go_on_has_no_outcome(flows: Flows) -> None:
    rows, _ = journal(flows, [heard("cek status ktp")])
    assert against(flows, rows).outcome == ""


def test_a_stale_answer_stays_unheard(flows: Flows) -> None:
    other = with_intent(flows, "status_ktp", lambda intent: replace(intent, lookup="kependudukan.lain"))
    late = [*KTP[:-2], lambda state: Heard(0, (Hypothesis("petugas", 0.9),)), heard("tidak")]
    rows, _ = journal(flows, late)
    assert against(other, rows).transfers == ()


def test_what_cannot_be_read_is_an_error(flows: Flows) -> None:
    with pytest.raises(ValueError, match="called"):
        against(flows, [{"type": "Teleported"}])


def test_a_confidential_stretch_is_noticed() -> None:
    assert is_confidential([{"type": "CallStarted"}, {"type": "Heard", "confidential": True}])
    assert not is_confidential([{"type": "CallStarted"}])


def test_the_helper_of_these_tests_says_what_a_call_says(call: Conversation, flows: Flows) -> None:
    call.says("cek status ktp")
    rows, _ = journal(flows, [heard("cek status ktp")])
    assert [row["text"] for row in rows if row["type"] == "Say"] == [e.text for e in call.all_effects if isinstance(e, Say)]
    assert not [e for e in call.all_effects if isinstance(e, Lookup)]
