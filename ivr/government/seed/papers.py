"""Applications and complaints of the fictional residents, with dates around the day on which the demonstration begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from dialog.slots.ticket import number
from ivr.government.kependudukan import OFFICE
from ivr.government.pengaduan import agency
from ivr.government.seed.fixed import OTHER_CHANNELS, Row
from ivr.government.seed.people import FAMILIES, Resident

DOCUMENTS = (
    "KTP elektronik,kartu keluarga,akta kelahiran,akta kematian,akta perkawinan,akta perceraian,surat pindah,kartu identitas anak".split(
        ","
    )
)
BUSINESSES = "Warung Makan,Toko Kelontong,Bengkel,Apotek,Restoran,Hotel,Penjahit,Kedai Kopi,Percetakan,Klinik".split(",")
LACKING = {
    "NIB": "alamat usaha yang sesuai rencana tata ruang",
    "PBG": "gambar denah dan surat tanah",
    "SLF": "laporan pemeriksaan kelaikan bangunan",
    "reklame": "foto lokasi dan gambar ukuran reklame",
    "praktik tenaga kesehatan": "surat tanda registrasi yang masih berlaku",
    "keramaian": "surat pengantar kelurahan",
    "trayek": "bukti lulus uji berkala kendaraan",
    "penelitian": "proposal dan surat pengantar kampus",
}
"""Kinds of permits, and what is often missing from an application for one."""
COMPLAINTS = {
    "jalan_rusak": ("jalan berlubang", "aspal rusak parah", "galian tidak ditutup"),
    "lampu": ("lampu jalan mati", "lampu jalan berkedip"),
    "sampah": ("sampah menumpuk", "sampah tidak diangkut"),
    "banjir": ("selokan mampet", "saluran air meluap"),
    "air": ("air keran keruh", "air tidak mengalir"),
    "pohon": ("pohon hampir tumbang", "dahan menutup jalan"),
    "ketertiban": ("parkir liar", "mobil parkir di trotoar"),
    "pelayanan": ("loket tutup sebelum waktunya", "antrean sangat lama"),
}
STREETS = "Anggrek Mawar Dahlia Flamboyan Cemara Akasia Beringin Rambutan Manggis Kamboja".split()
"""Not those of the gazetteer: what is already reported there stands in fixed.py."""
LANDMARKS = ("depan pasar", "dekat sekolah", "samping masjid", "depan puskesmas", "dekat jembatan", "ujung gang")
FIRST = OTHER_CHANNELS + 100
"""Serials before it are those of fixed.py."""


def documents(people: Sequence[Resident], today: date) -> list[Row]:
    """Rows of `dokumen`."""
    random, found = Random("documents"), list[Row]()
    for index, filed in enumerate(_days(random, today, 160)):
        status = random.choice(("diterima", "proses", "proses", "siap", "siap", "ditolak"))
        who = {"tiket": number("DOK", filed, FIRST + index), "nik": random.choice(people).nik, "jenis": random.choice(DOCUMENTS)}
        due = _soon(random, today) if status in ("diterima", "proses") else ""
        found.append({**who, "status": status, "kantor": OFFICE, "perkiraan": due})
    return found


def businesses(people: Sequence[Resident]) -> list[Row]:
    """Rows of `usaha`, with numbers (NIB) of 13 digits."""
    random = Random("businesses")
    owners = random.sample([one for one in people if one.adult], 70)
    return [
        {
            "nib": f"{random.randint(1, 28):02}{random.randint(1, 12):02}{random.randint(21, 25)}{4_000_000 + index:07}",
            "nik": owner.nik,
            "nama": f"{kind} {random.choice(FAMILIES)} {random.choice(('Jaya', 'Makmur', 'Sejahtera', 'Abadi', 'Mandiri'))}",
            "bidang": kind,
        }
        for index, owner in enumerate(owners)
        for kind in (BUSINESSES[index % len(BUSINESSES)],)
    ]


def permits(people: Sequence[Resident], owned: Sequence[Row], today: date) -> list[Row]:
    """Rows of `izin`; trade permits are asked for by businesses, the others by persons."""
    random, found = Random("permits"), list[Row]()
    for index, filed in enumerate(_days(random, today, 150)):
        kind = random.choice(tuple(LACKING))
        firm = random.choice(owned) if kind in ("NIB", "SLF", "reklame", "trayek") else None
        status = random.choice(("diterima", "kurang", "survei", "survei", "terbit", "terbit", "ditolak"))
        found.append(
            {
                "tiket": number("IZN", filed, FIRST + index),
                "nik": firm["nik"] if firm else random.choice(people).nik,
                "nib": firm["nib"] if firm and kind != "NIB" else "",
                "jenis": kind,
                "status": status,
                "kurang": LACKING[kind] if status == "kurang" else "",
                "perkiraan": _soon(random, today) if status in ("diterima", "survei") else "",
            }
        )
    return found


def complaints(people: Sequence[Resident], today: date) -> list[Row]:
    """Rows of `aduan`; the older, the further."""
    random, found = Random("complaints"), list[Row]()
    for index, filed in enumerate(_days(random, today, 120)):
        kind, age = random.choice(tuple(COMPLAINTS)), (today - filed).days
        stage = min(3, age // 10 + random.randint(-1, 1)) if age else 0
        who = random.choice(people) if random.random() < 0.7 else None
        found.append(
            {
                "tiket": number("PGD", filed, FIRST + index),
                "kategori": kind,
                "apa": random.choice(COMPLAINTS[kind]),
                "lokasi": f"Jalan {random.choice(STREETS)} {random.choice(LANDMARKS)}",
                "kejadian": random.choice(("kemarin", "tiga hari", "seminggu", "sebulan")),
                "anonim": "tidak" if who else "ya",
                "nama": who.name if who else "",
                "telepon": who.phone if who else "",
                "status": ("diterima", "diteruskan", "dikerjakan", "selesai")[max(0, stage)],
                "sejak": (filed + timedelta(days=random.randint(0, age))).isoformat(),
                "instansi": agency(kind),
                "dibuat": filed.isoformat(),
                "dukungan": str(random.choice((1, 1, 1, 2, 3, 5))),
            }
        )
    return found


def appointments(people: Sequence[Resident], today: date) -> list[Row]:
    """Rows of `janji`, on working days to come."""
    random, found = Random("appointments"), list[Row]()
    days = [day for day in (today + timedelta(days=n) for n in range(1, 15)) if day.weekday() < 5]
    for index, who in enumerate(random.sample([one for one in people if one.adult], 20)):
        when = {"tanggal": random.choice(days).isoformat(), "jam": f"{random.randint(8, 14):02}:{random.choice(('00', '30'))}"}
        why = {"tiket": number("JNJ", today, FIRST + index), "keperluan": random.choice(("KTP", "akta", "pajak"))}
        found.append({**why, **when, "orang": "1", "nama": who.name, "telepon": who.phone})
    return found


def _days(random: Random, today: date, count: int) -> list[date]:
    """Days of the last three months on which something was filed, oldest first."""
    return sorted(today - timedelta(days=random.randint(0, 90)) for _ in range(count))


def _soon(random: Random, today: date) -> str:
    return (today + timedelta(days=random.randint(2, 30))).isoformat()
