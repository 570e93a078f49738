"""What is read to a caller means the same to the dialog: each value, in every form that is written, back through its slot's parser."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest

from dialog.schema import SlotSpec
from dialog.slots import KINDS
from dialog.slots.result import Filled
from dialog.understanding.amounts import value_in
from ivr.bench.reading_values import VALUES
from speech.pronunciation import spoken

TODAY = date(2026, 11, 29)
COUNT = 150

WRITTEN: dict[str, Callable[[str], Iterable[str]]] = {
    "nik": lambda v: (v, f"NIK {v}", KINDS["nik"].read(v)),
    "nip": lambda v: (v, f"NIP {v}", KINDS["nip"].read(v)),
    "nop": lambda v: (f"NOP {v}", KINDS["nop"].read(v), f"{v[:2]}.{v[2:4]}.{v[4:7]}.{v[7:10]}.{v[10:13]}-{v[13:17]}.{v[17]}"),
    "phone": lambda v: (v, KINDS["phone"].read(v), f"+62{v[1:]}", f"{v[:4]}-{v[4:8]}-{v[8:]}", f"+62 {v[1:4]}-{v[4:8]}-{v[8:]}"),
    "plate": lambda v: (v, KINDS["plate"].read(v), v.replace(" ", ""), v.replace(" ", "-")),
    "date": lambda v: (
        v, KINDS["date"].read(v), f"{v[8:]}-{v[5:7]}-{v[:4]}", f"{int(v[8:])}/{int(v[5:7])}/{v[:4]}", f"{v[8:]}.{v[5:7]}.{v[:4]}"
    ),
    "money": lambda v: (KINDS["money"].read(v), f"Rp{int(v):,}".replace(",", "."), f"Rp {int(v):,}".replace(",", ".") + ",-"),
    "time": lambda v: (KINDS["time"].read(v), f"pukul {v}", f"{v} WIB"),
    "ticket": lambda v: (v, f"tiket {v}"),
    "digits": lambda v: (f"nomor {v}",),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(WRITTEN))
def test_a_value_that_is_read_is_understood_as_the_same(kind: str) -> None:
    chance = random.Random(kind)
    slot = SlotSpec("x", kind, "x", "", length=KINDS[kind].length if kind != "digits" else (9, 20))
    for value in (VALUES[kind](chance) for _ in range(COUNT)):
        for written in WRITTEN[kind](value):
            said = spoken(written)
            parsed = KINDS[kind].parse(said, slot, TODAY)
            assert isinstance(parsed, Filled), (written, said)
            assert _same(kind, parsed.value, value), (written, said, parsed.value)


def test_a_number_that_is_read_is_understood_as_the_same() -> None:
    chance = random.Random(5)
    for value in (int(VALUES["number"](chance)) for _ in range(4 * COUNT)):
        for written in (str(value) if value < 10**8 else f"{value:,}".replace(",", "."), f"{value:,}".replace(",", ".")):
            assert value_in(spoken(written)) == value, (written, spoken(written))


def test_every_day_of_a_leap_year_is_read_and_understood() -> None:
    slot = SlotSpec("x", "date", "x", "")
    for day in (date(2024, 1, 1) + timedelta(days=n) for n in range(366)):
        parsed = KINDS["date"].parse(spoken(f"{day:%d/%m/%Y}"), slot, TODAY)
        assert isinstance(parsed, Filled) and parsed.value == day.isoformat()


def _same(kind: str, parsed: str, value: str) -> bool:
    if kind != "time" or parsed == value:
        return parsed == value
    hours, minutes = parsed.split(":")  # without a part of the day, hours to twelve may be either; the office's is taken
    return f"{(int(hours) + 12) % 24:02}:{minutes}" == value
