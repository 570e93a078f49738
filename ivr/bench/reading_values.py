"""Random values of every kind that a hotline reads out, as they can really occur."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from dialog.slots.phone import premium
from dialog.slots.plate import REGIONS
from dialog.slots.regions import PROVINCES, is_place
from dialog.slots.ticket import number as ticket_number

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST_DAY, _DAYS = date(1935, 1, 1), 33_000
_ROUND = (500, 1_000, 10_000, 50_000, 1_000_000)


def _digits(chance: Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _day(chance: Random) -> date:
    return _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))


def _place(chance: Random) -> str:
    while True:
        digits = _digits(chance, 6)
        if is_place(digits):
            return digits


def nik(chance: Random) -> str:
    born = _day(chance)
    return f"{_place(chance)}{born.day + chance.choice((0, 40)):02}{born:%m%y}{chance.randrange(1, 9999):04}"


def nip(chance: Random) -> str:
    born = date(chance.randrange(1965, 2002), chance.randrange(1, 13), chance.randrange(1, 29))
    appointed = f"{born.year + chance.randrange(18, 24)}{chance.randrange(1, 13):02}"
    return f"{born:%Y%m%d}{appointed}{chance.choice('12')}{chance.randrange(1, 999):03}"


def nop(chance: Random) -> str:
    place = f"{chance.choice(sorted(PROVINCES))}{chance.randrange(1, 80):02}{chance.randrange(1, 999):03}{chance.randrange(1, 999):03}"
    return f"{place}{_digits(chance, 3)}{chance.randrange(1, 9999):04}{_digits(chance, 1)}"


def phone(chance: Random) -> str:
    while True:
        digits = "08" + _digits(chance, chance.choice((8, 9, 10, 11)))
        if not premium(digits):
            return digits


def plate(chance: Random) -> str:
    letters = "".join(chance.choice(_LETTERS) for _ in range(chance.choice((1, 2, 2, 3, 3))))
    return f"{chance.choice(sorted(REGIONS))} {chance.randrange(1, 10_000)} {letters}"


def day(chance: Random) -> str:
    return _day(chance).isoformat()


def money(chance: Random) -> str:
    """No sum such as 5.000.200, which callers say and mean 5.200.000."""
    return str(chance.randrange(2, 999) * chance.choice(_ROUND))


def clock(chance: Random) -> str:
    return f"{chance.randrange(24):02}:{chance.choice((0, 0, 15, 30, 45, chance.randrange(60))):02}"


def ticket(chance: Random) -> str:
    month = date(chance.randrange(2024, 2027), chance.randrange(1, 11), 1)
    return ticket_number(chance.choice(("PGD", "ADU", "IZN")), month, chance.randrange(1, 9999))


def number(chance: Random) -> str:
    return str(chance.randrange(1, 10 ** chance.choice((2, 3, 4, 5, 6, 7, 9))))


def digits(chance: Random) -> str:
    return "0" + _digits(chance, chance.randrange(8, 19))


VALUES: dict[str, Callable[[Random], str]] = {
    "number": number, "date": day, "money": money, "plate": plate, "nik": nik, "phone": phone, "time": clock, "ticket": ticket,
    "nip": nip, "nop": nop, "digits": digits,
}  # fmt: skip
