"""Ticket and application numbers: letters, year and month, serial 4 and a check digit: `PGD-2611-00473`.

The check digit is Luhn's (ISO/IEC 7812-1, annex B) over all digits: it tells any one digit heard wrongly, and two changed about
other than 09 and 90.
"""

from __future__ import annotations

import re
from datetime import date

from rapidfuzz.distance import Levenshtein

from dialog.effects import Expect, Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Group, Kind
from dialog.slots.long_number import judge, luhn
from dialog.slots.result import Filled, Parsed
from dialog.understanding.letters import signs_in
from dialog.understanding.numbers import digits_in

LENGTH = 9
ROUND, MORE, ROUNDS = 9_999, 20, 5
"""So many serials with one month, what is added to the month after them, how often they begin."""
MOST = ROUND * ROUNDS
"""Tickets of one prefix in one month."""
OLDEST = 10
"""Years after which nobody asks for a ticket."""
_LETTERS = r"[A-Z]{2,5}"
_VALUE = re.compile(rf"({_LETTERS})-([0-9]{{4}})-([0-9]{{5}})")
_NEAR = 0.8
"""Confidence in letters of which one was heard wrongly."""


def check_digit(digits: str) -> str:
    """The digit that belongs behind `digits`."""
    return next(str(check) for check in range(10) if luhn(f"{digits}{check}"))


def number(prefix: str, day: date, serial: int) -> str:
    """The `serial`-th ticket of the month of `day`. Raises ValueError where a number cannot hold them.

    After 9,999 the month is written 20 higher (November: 31) and the serial begins anew, up to four times.
    """
    if not re.fullmatch(_LETTERS, prefix) or not 0 < serial <= MOST:
        raise ValueError(f"a ticket number has 2 to 5 capital letters and a serial from 1 to {MOST}")
    round_, place = divmod(serial - 1, ROUND)
    digits = f"{day:%y}{day.month + MORE * round_:02}{place + 1:04}"
    return _written(prefix, digits + check_digit(digits))


def valid(value: str) -> bool:
    """Whether `value` is a ticket number as it is written, with the right check digit."""
    parts = _VALUE.fullmatch(value)
    return parts is not None and _month(parts[2]) > 0 and luhn(parts[2] + parts[3])


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Letters may be left out, as they are in a number that is keyed: it is then the first prefix; without prefixes the value has none."""
    digits = digits_in(text)
    parsed = judge(digits, LENGTH, _wrong(digits, today), ("month", "serial"))
    if not isinstance(parsed, Filled):
        return parsed
    prefix, confidence = _prefix(_letters(text), slot.prefixes)
    return Filled(_written(prefix, digits), confidence=confidence)


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """With its letters."""
    parsed = parse(text, slot, today)
    letters = _letters(text)
    known = letters in slot.prefixes if slot.prefixes else bool(letters)
    return parsed if isinstance(parsed, Filled) and known else None


def _wrong(digits: str, today: date) -> tuple[int, ...]:
    """A check digit that is not right is put down to the longer group, where the month can be right."""
    year = today.year - 2000
    if len(digits) >= 2 and not year - OLDEST <= int(digits[:2]) <= year:
        return (0,)
    if len(digits) >= 4 and not 0 < _month(digits[:4]) <= today.month + 12 * (year - int(digits[:2])):
        return (0,)
    return (1,) if len(digits) == LENGTH and not luhn(digits) else ()


def _month(digits: str) -> int:
    """Of year and month as they are written; 0: there is none."""
    month = int(digits[2:4])
    return month % MORE if 1 <= month % MORE <= 12 and month // MORE < ROUNDS else 0


def _letters(text: str) -> str:
    """Capitals right before the first digits, as many as a prefix may have."""
    found = re.search(rf"({_LETTERS})[0-9]", "".join(signs_in(text)))
    return found[1] if found else ""


def _prefix(letters: str, prefixes: tuple[str, ...]) -> tuple[str, float]:
    """The prefix that was said, and how sure that is."""
    if letters in prefixes or not prefixes:
        return letters, 1.0
    near = [prefix for prefix in prefixes if letters and Levenshtein.distance(letters[-len(prefix) :], prefix) <= 1]
    exact = [prefix for prefix in prefixes if letters.endswith(prefix)]
    likely = exact or near
    if len(likely) == 1:
        return likely[0], 1.0 if exact else _NEAR
    return prefixes[0], _NEAR if letters or len(prefixes) > 1 else 1.0


def _written(prefix: str, digits: str) -> str:
    return "-".join(filter(None, (prefix, digits[:4], digits[4:])))


KIND = Kind(
    "ticket",
    parse,
    find,
    expect=Expect.DIGITS,
    length=(LENGTH, LENGTH),
    keys=(LENGTH, LENGTH),
    groups=(
        Group(0, 4, "tahun dan bulannya, empat angka pertama"),
        Group(4, 9, "nomor urutnya, lima angka terakhir"),
    ),
    confirm="always",
    pauses=Pauses(180, 1300, 2500),
    keypad="Silakan ketik sembilan angka nomor tiket dengan tombol telepon, tanpa hurufnya.",
    example="Misalnya: pe ge de, dua enam satu satu, nol nol empat tujuh tiga.",
)
