"""Ticket numbers: letters, month, serial and a check digit."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
import valid
from hypothesis import given
from hypothesis import strategies as st
from spoken import LETTERS, STYLES

from dialog.schema import SlotSpec
from dialog.slots import ticket
from dialog.slots.result import Filled, Parsed, Rejected

SEEDS = st.integers(0, 10**9)


def parse(text: str, *prefixes: str) -> Parsed:
    return ticket.parse(text, SlotSpec("tiket", "ticket", "tiket", "?", length=(9, 9), prefixes=prefixes), valid.TODAY)


@pytest.mark.parametrize(
    ("said", "prefixes", "value", "confidence"),
    [
        ("PGD dua enam satu satu nol nol empat tujuh tiga", ("PGD", "ADU"), "PGD-2611-00473", 1.0),
        ("pe ge de dua enam sebelas nol nol empat tujuh tiga", ("PGD", "ADU"), "PGD-2611-00473", 1.0),
        ("nomornya a de u 2611 00473", ("PGD", "ADU"), "ADU-2611-00473", 1.0),
        ("PGD-2611-00473", ("PGD", "ADU"), "PGD-2611-00473", 1.0),
        ("261100473", ("PGD",), "PGD-2611-00473", 1.0),
        ("dua enam satu satu nol nol empat tujuh tiga", ("PGD",), "PGD-2611-00473", 1.0),
        ("pe ge te 2611 00473", ("PGD", "ADU"), "PGD-2611-00473", 0.8),
        ("261100473", ("PGD", "ADU"), "PGD-2611-00473", 0.8),
        ("xyz 2611 00473", (), "XYZ-2611-00473", 1.0),
    ],
)
def test_as_people_say_it(said: str, prefixes: tuple[str, ...], value: str, confidence: float) -> None:
    assert parse(said, *prefixes) == Filled(value, confidence=confidence)


@given(SEEDS, st.sampled_from(STYLES), st.sampled_from(["PGD", "ADU", "KTP"]))
def test_every_ticket_spelled_in_any_style(seed: int, style: object, prefix: str) -> None:
    rng = Random(seed)
    value = ticket.number(prefix, date(2025, rng.randint(1, 12), 1), rng.randint(1, 9999))
    assert ticket.valid(value)
    assert callable(style)
    spelled = " ".join(LETTERS[letter] for letter in prefix)
    assert parse(f"{spelled} {style(value[4:].replace('-', ''), rng)}", "PGD", "ADU", "KTP") == Filled(value)


@given(SEEDS, st.integers(0, 8), st.integers(1, 9))
def test_any_one_digit_heard_wrongly_is_told(seed: int, place: int, by: int) -> None:
    digits = valid.ticket(Random(seed))[4:].replace("-", "")
    spoiled = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    parsed = parse(spoiled, "PGD")
    assert isinstance(parsed, Rejected)
    assert parsed.value == spoiled
    assert parsed.group == (1 if place >= 4 else parsed.group) in (0, 1)
    assert not ticket.valid(f"PGD-{spoiled[:4]}-{spoiled[4:]}")


@given(st.text(alphabet="0123456789", max_size=20))
def test_the_check_digit_is_luhns(digits: str) -> None:
    assert ticket.check_digit(digits) == str(valid.luhn_digit(digits))


@pytest.mark.parametrize(("prefix", "serial"), [("P", 1), ("pgd", 1), ("ABCDEF", 1), ("PGD", 0), ("PGD", 49_996)])
def test_what_no_number_holds(prefix: str, serial: int) -> None:
    with pytest.raises(ValueError, match="ticket number"):
        ticket.number(prefix, valid.TODAY, serial)


@pytest.mark.parametrize(("serial", "value"), [(9_999, "PGD-2611-9999"), (10_000, "PGD-2631-0001"), (49_995, "PGD-2691-9999")])
def test_a_busy_month_goes_on_with_a_higher_month(serial: int, value: str) -> None:
    written = ticket.number("PGD", date(2026, 11, 24), serial)
    assert written.startswith(value)
    assert ticket.valid(written)
    assert parse(written.replace("-", ""), "PGD") == Filled(written)


@pytest.mark.parametrize(
    "value", ["", "PGD-2611-00474", "PGD-2613-00479", "PGD-2620-00479", "pgd-2611-00473", "PGD261100473", "2611-00473"]
)
def test_what_is_none(value: str) -> None:
    assert not ticket.valid(value)
