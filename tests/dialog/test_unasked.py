"""Values that a sentence tells besides the one that was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dialog.manager import start
from dialog.schema import Flows, Intent, SlotSpec
from dialog.state import Known
from dialog.unasked import told

BORN, MOVED = SlotSpec("lahir", "date", "tanggal lahir", "?"), SlotSpec("hari", "date", "hari pindah", "?")
NAME, ADDRESS = SlotSpec("nama", "name", "nama", "?"), SlotSpec("alamat", "address", "alamat", "?")
APPOINTMENT = Intent("janji", "janji", "membuat janji", (), slots=(NAME, BORN, MOVED, ADDRESS))


def values(flows: Flows, text: str, **known: str) -> dict[str, str]:
    state = replace(start(), now="2026-11-24T10:00:00+07:00", known={name: Known(value) for name, value in known.items()})
    assert state.today == date(2026, 11, 24)
    return {name: value.value for name, value in told(flows, APPOINTMENT, state, text, 0.9).items()}


def test_what_is_unambiguous_fills(flows: Flows) -> None:
    said = "mau buat janji atas nama Budi Santoso, di jalan merdeka nomor sepuluh"
    assert values(flows, said) == {"nama": "Budi Santoso", "alamat": "Jalan Merdeka nomor 10"}


def test_a_day_that_suits_two_slots_fills_the_one_that_is_named(flows: Flows) -> None:
    assert values(flows, "lima mei dua ribu") == {}
    assert values(flows, "saya lahir lima mei dua ribu") == {"lahir": "2000-05-05"}


def test_an_answer_is_not_the_answer_to_another_question_as_well(flows: Flows) -> None:
    assert values(flows, "lahir lima mei dua ribu", lahir="2000-05-05") == {}
