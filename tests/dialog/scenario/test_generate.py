"""Values and conversations that follow from a configuration."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from dialog.scenario.coverage import coverage
from dialog.scenario.generate import trials
from dialog.scenario.values import GENERATORS, cardinal, value_for
from dialog.schema import Flows, SlotSpec
from dialog.slots import KINDS
from dialog.slots.result import Filled
from dialog.understanding.numbers import digits_in

TODAY = date(2026, 11, 24)


def slot(kind: str) -> SlotSpec:
    choices = {"motor": ("roda dua",), "mobil": ()} if kind == "choice" else {}
    length = KINDS[kind].length if KINDS[kind].is_number else (1, 32)
    return SlotSpec("isian", kind, "isian", "Apa?", choices=choices, length=length, prefixes=("PGD",) if kind == "ticket" else ())


def test_every_kind_of_slot_has_values() -> None:
    assert GENERATORS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_said_and_what_is_keyed_mean_the_value(kind: str) -> None:
    spec = slot(kind)
    for seed in range(20):
        said = value_for(spec, Random(seed), TODAY)
        assert said == value_for(spec, Random(seed), TODAY)
        keyed = KINDS[kind].parse(said.keys.rstrip("#"), spec, TODAY) if said.keys and kind not in ("choice", "yes_no") else None
        assert keyed is None or (isinstance(keyed, Filled) and keyed.value.endswith(said.value.removeprefix("PGD-")))


def test_another_value_is_another(flows: Flows) -> None:
    spec = slot("yes_no")
    assert value_for(spec, Random(1), TODAY, other_than="ya").value == "tidak"
    with pytest.raises(ValueError, match="no value of kind choice"):
        value_for(replace(slot("choice"), choices={"satu": ()}), Random(1), TODAY, other_than="satu")


@pytest.mark.parametrize(
    ("number", "words"), [(0, "nol"), (11, "sebelas"), (16, "enam belas"), (100, "seratus"), (2026, "dua ribu dua puluh enam")]
)
def test_cardinals(number: int, words: str) -> None:
    assert cardinal(number) == words
    assert digits_in(words).endswith(str(number)[-1])


def test_every_caller_of_the_tests_hotline_is_served(flows: Flows) -> None:
    found = list(trials(flows))
    assert [(trial.title, [str(line) for line in trial.conversation()]) for trial in found if trial.wrong] == []
    covered = coverage(flows, [moment for trial in found for moment in trial.moments])
    assert [covered.missing(area) for area in ("keperluan", "isian", "jenis isian", "perintah")] == [[], [], [], []]


def test_a_configuration_that_loses_values_is_found_out(flows: Flows) -> None:
    """A slot that takes any words swallows commands, and a choice nobody can say cannot be answered."""
    intent = flows.intents["pindah_kota"]
    deaf = replace(intent, slots=(replace(intent.slots[0], name="nik", kind="nik", length=(16, 16), choices={}), intent.slots[1]))
    broken = replace(flows, intents={**flows.intents, "pindah_kota": deaf})
    assert any(trial.wrong for trial in trials(broken) if trial.title.startswith("pindah_kota"))
