"""NIK: region, birth date and serial, checked as they arrive."""

from __future__ import annotations

from datetime import date

import pytest

from dialog.schema import SlotSpec
from dialog.slots import nik
from dialog.slots.result import Filled, Partial, Rejected

SLOT = SlotSpec("nik", "nik", "NIK", "?", length=(16, 16))
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("begun", "group"),
    [
        ("3", None), ("32", None), ("99", 0), ("10", 0), ("01", 0),  # provinces
        ("3273", None), ("3279", None), ("3280", 0), ("3219", 0), ("3200", 0), ("3270", 0),  # Jawa Barat: 18 regencies, 9 cities
        ("3101", None), ("3102", 0), ("3171", None), ("3176", 0),  # Jakarta
        ("6410", None), ("9128", None), ("9271", None), ("9301", None), ("9371", 0),  # codes that moved to another province
        ("327300", 0), ("327399", None),
        ("32730131", None), ("32730132", 1), ("32730100", 1), ("32730140", 1), ("32730141", None), ("32730171", None), ("32730172", 1),
        ("3273013113", 1), ("3273013100", 1), ("3273013102", 1), ("3273013002", 1), ("3273012902", None), ("3273016902", None),
        ("327301290224", None), ("327301290200", None), ("327301290223", 1), ("327301690223", 1), ("327301310490", 1),
        ("3273010101900000", 2), ("3273010101900001", None),
        ("9999010101900001", 0), ("3273019999900001", 1),
    ],
)  # fmt: skip
def test_the_group_that_cannot_be_right(begun: str, group: int | None) -> None:
    parsed = nik.parse(begun, SLOT, TODAY)
    if group is None:
        assert parsed == (Filled(begun) if len(begun) == 16 else Partial(begun))
    else:
        assert isinstance(parsed, Rejected)
        assert (parsed.group, parsed.value) == (group, begun)


def test_two_groups_that_cannot_be_right_are_no_single_one() -> None:
    assert nik.parse("9999019999900001", SLOT, TODAY) == Rejected("region and date", "9999019999900001")


def test_no_digits() -> None:
    assert nik.parse("tidak hafal", SLOT, TODAY) == Rejected("no digits")
