"""Civil servants among the fictional residents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from ivr.government.seed.fixed import Row
from ivr.government.seed.people import Resident

SERVANTS, CONTRACTED = 48, 8
"""How many (with those of fixed.py 50), and of them how many are contract staff (PPPK)."""
RETIREMENT = 58
"""Years of age for most positions. Source: UU 20/2023."""
GRADES = "II/c II/d III/a III/b III/c III/d IV/a".split()


def servants(people: Sequence[Resident], today: date) -> list[Row]:
    """Rows of `pegawai`. Contract staff have no promotion and no pension, and 21 for the month in their number (Perka BKN 22/2007)."""
    random = Random("servants")
    chosen = random.sample([one for one in people if 26 <= one.age <= 57], SERVANTS)
    return [_servant(random, one, today, contracted=index < CONTRACTED) for index, one in enumerate(chosen)]


def _servant(random: Random, who: Resident, today: date, *, contracted: bool) -> Row:
    year = random.randint(2021, 2025) if contracted else min(2025, who.born.year + random.randint(22, 30))
    month = random.choice((1, 3, 4, 12))
    begun = f"{year}{'21' if contracted else f'{month:02}'}"
    row = {
        "nip": f"{who.born:%Y%m%d}{begun}{2 if who.woman else 1}{random.randint(1, 40):03}",
        "nik": who.nik,
        "cuti": str(random.randint(0, 12)),
        **_rise(date(year, month, 1), today),
    }
    if contracted:
        return {**row, "pangkat": "", "golongan": "", "terbit": "", "pensiun": "", "tmt": ""}
    promotion = random.choice(("diperiksa", "diperiksa", "disetujui", "terbit"))
    issued = last_half_year(today).isoformat() if promotion == "terbit" else ""
    return {**row, "pangkat": promotion, "golongan": random.choice(GRADES), "terbit": issued, **_retirement(who.born, today)}


def _retirement(born: date, today: date) -> Row:
    """On the first of the month after the birthday; asked for a year and a half before, decided half a year before."""
    year, month = born.year + RETIREMENT + born.month // 12, born.month % 12 + 1
    left = (year - today.year) * 12 + month - today.month
    return {"pensiun": "terbit" if left <= 6 else "diperiksa" if left <= 18 else "belum", "tmt": date(year, month, 1).isoformat()}


def _rise(begun: date, today: date) -> Row:
    """Every two years, counted from the appointment (PP 7/1977); examined three months before."""
    year = next(year for year in range(today.year, today.year + 3) if (year - begun.year) % 2 == 0 and begun.replace(year=year) > today)
    following = begun.replace(year=year)
    return {"gaji": "diperiksa" if (following - today).days <= 90 else "belum", "berikutnya": following.isoformat()}


def last_half_year(today: date) -> date:
    """Promotions take effect on 1 April and 1 October (PP 99/2000)."""
    return max(day for day in (date(today.year - 1, 10, 1), date(today.year, 4, 1), date(today.year, 10, 1)) if day <= today)
