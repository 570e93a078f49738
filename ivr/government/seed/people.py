"""Fictional families of Kota Sukamaju: 500 residents with those of fixed.py.

Their numbers have a valid structure (Permendagri 108/2019) in districts 91 to 93 of code 3273, which do not exist; their family names mean
"example", "invented" and the like; nobody was ever given a telephone number with 0000 behind 0813.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from ivr.government.seed.fixed import ROWS, Row

RESIDENTS = 500
BORN_BY = date(2026, 1, 1)
"""Ages are as on this day, whatever day the demonstration begins."""
MEN = (
    "Adi Agung Agus Ahmad Aldi Andi Anton Arif Asep Bagus Bambang Bayu Cahyo Dadang Danu Darma Dedi Dimas Eko Fajar Galih Gilang Hadi "
    "Hendra Heru Ilham Imam Indra Irfan Iwan Jajang Joko Kurnia Lukman Made Maman Nanang Putu Rahmat Reza Rizki Rudi Slamet Surya Taufik "
    "Tono Ujang Wahyu Wayan Yanto Yusuf"
).split()
WOMEN = (
    "Aisyah Ani Anisa Ayu Citra Dewi Dian Dina Eka Endang Erna Euis Fatimah Fitri Hana Ida Ika Indah Intan Kartika Komang Laras Lestari "
    "Lina Lilis Maya Mega Mira Nani Neneng Nia Novi Nur Putri Rani Ratih Rina Rini Sari Siti Sri Suci Tati Tika Titin Wati Wulan Yanti "
    "Yeni Yulia"
).split()
FAMILIES = "Contoh Rekaan Misal Umpama Khayal Andaian Fiksi Dongeng Karangan Tiruan Lakon Hikayat".split()
DISTRICTS = {
    "Mekarsari": ("327391", ("Melati", "Kenanga", "Cempaka"), ("Merdeka", "Diponegoro", "Melati")),
    "Karangasih": ("327392", ("Sukamaju Kaler", "Sukamaju Kidul", "Cibogo"), ("Gajah Mada", "Sudirman", "Ahmad Yani", "Pasar Lama")),
    "Tanjungsari": ("327393", ("Bojong", "Pasirjati", "Neglasari"), ("Kartini", "Pahlawan", "Veteran")),
}
"""As in the city's gazetteer: code, kelurahan, streets."""
ADULT = 17
"""Years of age at which one gets an identity card. Source: UU 24/2013."""
CARD_STATES = ("siap",) * 11 + ("proses",) * 5 + ("ditolak",) * 2 + ("belum_rekam",) * 2


@dataclass(frozen=True, slots=True)
class Resident:
    nik: str
    kk: str
    name: str
    born: date
    woman: bool
    relation: str
    phone: str
    district: str
    street: str

    @property
    def age(self) -> int:
        return BORN_BY.year - self.born.year

    @property
    def adult(self) -> bool:
        return self.age > ADULT


def residents() -> list[Resident]:
    """Those who are not in fixed.py, family by family; always the same."""
    random, people, used = Random("residents"), list[Resident](), {row["nik"] for row in ROWS["penduduk"]}
    count = RESIDENTS - len(used)
    while len(people) < count:
        people += _family(random, used, len(people))
    return people[:count]


def rows(people: Iterable[Resident], today: date) -> dict[str, list[Row]]:
    """Their rows in `keluarga` and `penduduk`."""
    random, families, persons = Random("cards"), dict[str, Row](), list[Row]()
    for one in people:
        village = random.choice(DISTRICTS[one.district][1])
        families.setdefault(one.kk, {"kk": one.kk, "alamat": one.street, "kelurahan": village, "kecamatan": one.district})
        state = random.choice(CARD_STATES) if one.adult else "belum_rekam"
        ready = today + timedelta(days=random.randint(3, 40))
        card = {"status": state, "kantor": f"Kantor Kecamatan {one.district}", "perkiraan": ready.isoformat() if state == "proses" else ""}
        who = {"nik": one.nik, "kk": one.kk, "nama": one.name, "tanggal_lahir": one.born.isoformat()}
        persons.append({**who, "hubungan": one.relation, "telepon": one.phone, **card})
    return {"keluarga": list(families.values()), "penduduk": persons}


def _family(random: Random, used: set[str], first: int) -> list[Resident]:
    """A head, mostly with a spouse and children, under one family card. `first` numbers their telephones."""
    district, surname = random.choice(sorted(DISTRICTS)), random.choice(FAMILIES)
    code, _, streets = DISTRICTS[district]
    street = f"Jalan {random.choice(streets)} nomor {random.randint(1, 180)}"
    head = _day(random, BORN_BY.year - random.randint(24, 78))
    kk = _number(random, used, code, _day(random, random.randint(max(head.year + 22, 2005), 2025)))
    couple = random.random() < 0.8
    woman = not couple and random.random() < 0.7
    members = [(head, woman, "kepala")]
    if couple:
        members.append((_day(random, min(head.year + random.randint(-3, 7), BORN_BY.year - 21)), True, "istri"))
    youngest = max(born.year for born, _, _ in members)
    for _ in range(random.choice((0, 1, 2, 2, 3, 4)) if couple else random.choice((0, 1, 2))):
        year = youngest + random.randint(21, 40)
        if BORN_BY.year - 28 <= year < BORN_BY.year:
            members.append((_day(random, year), random.random() < 0.5, "anak"))
    people = list[Resident]()
    for born, is_woman, relation in members:
        nik = _number(random, used, code, born, is_woman)
        name = f"{' '.join(random.sample(WOMEN if is_woman else MEN, random.choice((1, 2))))} {surname}"
        phone = f"08130000{first + len(people) + 1:04}" if BORN_BY.year - born.year > ADULT else ""
        people.append(Resident(nik, kk, name, born, is_woman, relation, phone, district, street))
    return people


def _number(random: Random, used: set[str], code: str, day: date, woman: bool = False) -> str:
    """A NIK or KK number that nobody has."""
    while True:
        number = f"{code}{day.day + 40 * woman:02}{day:%m%y}{random.randint(1, 30):04}"
        if number not in used:
            used.add(number)
            return number


def _day(random: Random, year: int) -> date:
    return date(year, 1, 1) + timedelta(days=random.randrange(365))
