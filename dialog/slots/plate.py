"""A vehicle's number plate: letters of the region, one to four digits, up to three letters: `D 1234 ABC`.

Regions: Peraturan Kapolri 5/2012 (annex), with the letters given since, such as KU, PA, PB and DT, and RI of the state.
"""

from __future__ import annotations

import re
from datetime import date

from dialog.effects import Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind
from dialog.slots.long_number import names
from dialog.slots.result import Filled, Parsed, Rejected
from dialog.understanding.letters import signs_in

REGIONS = frozenset(
    "A B D E F G H K L M N P R S T W Z AA AB AD AE AG BA BB BD BE BG BH BK BL BM BN BP DA DB DC DD DE DG DH DK DL DM DN DP DR DS DT DW "
    "EA EB ED KB KH KT KU PA PB PG PS PT PY RI".split()
)
_PLATE = re.compile(r"([A-Z]{1,2})([1-9][0-9]{0,3})([A-Z]{0,3})")
_WRITTEN = re.compile(r"\b[A-Z]{1,2}[ .-]?[1-9][0-9]{0,3}[ .-]?[A-Z]{1,3}\b")


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Letters by their names or written, digits in any shape: "de satu dua tiga empat a be ce", "D1234ABC"."""
    return _one(signs_in(text)) or Rejected("no plate, or several")


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """When it is called a plate, or stands there in capitals as on one."""
    called = names(text, "plat", "pelat", "nopol", "nomor polisi", "nomor kendaraan", "nomor motor", "nomor mobil")
    return _one(signs_in(text) if called else [re.sub("[ .-]", "", written) for written in _WRITTEN.findall(text)])


def _one(rows: list[str]) -> Filled | None:
    found = (_PLATE.fullmatch(row) for row in rows)
    plates = {" ".join(filter(None, plate.groups())) for plate in found if plate and plate[1] in REGIONS}
    return Filled(plates.pop()) if len(plates) == 1 else None


def read(value: str) -> str:
    """Letters and digits one by one: as a number, 1234 would be a thousand and more."""
    return ", ".join(" ".join(part) for part in value.split())


KIND = Kind(
    "plate",
    parse,
    find,
    read,
    confirm="always",
    pauses=Pauses(180, 1300, 2500),
    example="Misalnya: de, satu dua tiga empat, a be ce.",
)
