"""Numbers of every kind that can be right, and groups of them that cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from dialog.slots.ticket import number as ticket_number

TODAY = date(2026, 11, 24)
PREFIX = "PGD"
_PLACES = ("110101", "120725", "317105", "321817", "327301", "357829", "640702", "912801", "960571")


def nik(rng: Random) -> str:
    return f"{rng.choice(_PLACES)}{rng.randint(1, 28) + rng.choice((0, 40)):02}{_month_year(rng)}{rng.randint(1, 9999):04}"


def kk(rng: Random) -> str:
    return f"{rng.choice(_PLACES)}{rng.randint(1, 28):02}{_month_year(rng)}{rng.randint(1, 9999):04}"


def nip(rng: Random) -> str:
    birth, later = rng.randint(1960, 2004), rng.randint(20, 22)
    month = rng.choice((*range(1, 13), 21))
    return f"{birth}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{birth + later}{month:02}{rng.randint(1, 2)}{rng.randint(1, 999):03}"


def nop(rng: Random) -> str:
    district, village = rng.randint(1, 999), rng.randint(1, 999)
    return f"{rng.choice(_PLACES)[:4]}{district:03}{village:03}{rng.randint(0, 999):03}{rng.randint(1, 9999):04}{rng.randint(0, 9)}"


def npwp(rng: Random) -> str:
    """The fifteen digits of old."""
    payer = f"{rng.randrange(10**8):08}"
    return f"{payer}{luhn_digit(payer)}{rng.randint(1, 999):03}{rng.randint(0, 999):03}"


def ticket(rng: Random) -> str:
    return ticket_number(PREFIX, date(rng.randint(2018, 2025), rng.randint(1, 12), 1), rng.randint(1, 9999))


def mobile(rng: Random) -> str:
    length = rng.randint(7, 10)
    return f"08{rng.randint(1, 9)}{rng.randrange(10**length):0{length}}"


def luhn_digit(digits: str) -> int:
    """The check digit, after the description in ISO/IEC 7812-1: every second digit from the right twice, digits of products summed."""
    total = sum(sum(map(int, str(int(d) * (2 if i % 2 == 0 else 1)))) for i, d in enumerate(reversed(digits)))
    return -total % 10


def _month_year(rng: Random) -> str:
    return f"{rng.randint(1, 12):02}{rng.randint(0, 99):02}"


LONG: dict[str, Callable[[Random], str]] = {"nik": nik, "kk": kk, "nip": nip, "nop": nop, "npwp": npwp, "ticket": ticket}
"""Kinds that have groups."""
WRONG: dict[str, tuple[tuple[int, str], ...]] = {
    "nik": ((0, "990101"), (0, "329901"), (0, "311501"), (0, "327300"), (1, "320190"), (1, "720190"), (1, "011390"), (1, "300289"),
            (1, "000190"), (2, "0000")),
    "kk": ((0, "200101"), (0, "327001"), (1, "410119"), (1, "310919"), (1, "290219"), (2, "0000")),
    "nip": ((0, "19901301"), (0, "19900230"), (0, "18900101"), (0, "20200101"), (1, "200013"), (1, "203001"), (1, "200000"), (2, "3"),
            (2, "0"), (3, "000")),
    "nop": ((0, "9901"), (0, "3200"), (0, "3280"), (1, "000"), (2, "000"), (4, "0000")),
    "ticket": ((0, "2613"), (0, "2600"), (0, "2612"), (0, "2701"), (0, "1101")),
}  # fmt: skip
"""Of each kind, groups (by their place) that cannot be right on TODAY."""
