"""Taxed property, vehicles and businesses of the fictional residents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from ivr.government.seed.fixed import Row
from ivr.government.seed.people import DISTRICTS, Resident

TAXED = {"Restoran": "pajak restoran", "Warung Makan": "pajak restoran", "Kedai Kopi": "pajak restoran", "Hotel": "pajak hotel"}
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def property_tax(people: Sequence[Resident], today: date) -> list[Row]:
    """Rows of `pbb`: one object a family, numbered in its district; of this year."""
    random, heads = Random("property"), [one for one in people if one.relation == "kepala"]
    districts = sorted(DISTRICTS)
    return [
        {
            "nop": f"3273{910 + districts.index(one.district):03}{random.randint(1, 3):03}{random.randint(1, 40):03}{index + 1:04}0",
            "nik": one.nik,
            "alamat": one.street,
            "tahun": str(today.year),
            "jumlah": str(random.choice((0, 500 * random.randint(120, 5000)))),
            "jatuh_tempo": date(today.year, 8, 31).isoformat(),
        }
        for index, one in enumerate(heads)
    ]


def vehicles(people: Sequence[Resident], today: date) -> list[Row]:
    """Rows of `kendaraan`. What is paid falls due again within the year; what is not may be late."""
    random, found = Random("vehicles"), dict[str, Row]()
    adults = [one for one in people if one.adult]
    while len(found) < 220:
        plate = f"D {random.randint(1000, 6999)} {''.join(random.choices(LETTERS, k=random.choice((2, 3, 3))))}"
        kind = random.choice(("motor", "motor", "motor", "mobil"))
        paid = random.random() < 0.6
        amount = 500 * (random.randint(300, 900) if kind == "motor" else random.randint(2400, 9000))
        due = today + timedelta(days=random.randint(90, 365) if paid else random.randint(-200, 150))
        owed = {"jumlah": "0" if paid else str(amount), "jatuh_tempo": due.isoformat()}
        found[plate] = {"plat": plate, "nik": random.choice(adults).nik, "jenis": kind, **owed}
    return list(found.values())


def taxpayers(businesses: Sequence[Row], today: date) -> list[Row]:
    """Rows of `npwpd`: number of 13 digits (1 person or 2 firm, serial 6, district 3, village 3). Active ones pay on the 15th."""
    random, found = Random("taxpayers"), list[Row]()
    pay = (today.replace(day=1) + timedelta(days=32)).replace(day=15)
    for index, firm in enumerate(firm for firm in businesses if firm["bidang"] in TAXED):
        active = random.random() < 0.85
        found.append(
            {
                "npwpd": f"{random.choice('12')}{index + 100:06}29{random.randint(1, 3)}{random.randint(1, 3):03}",
                "nib": firm["nib"],
                "nama": firm["nama"],
                "jenis": TAXED[firm["bidang"]],
                "status": "aktif" if active else "nonaktif",
                "jatuh_tempo": pay.isoformat() if active else "",
            }
        )
    return found
