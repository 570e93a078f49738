"""Complaints of citizens, by categories as SP4N-LAPOR! has them, and what is reported in confidence."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.government.places import similar
from ivr.government.system import Answer, Refused, Register, System

SYSTEM = System(
    "pengaduan",
    "Pengaduan Masyarakat",
    "Laporan warga, pendukungnya, dan laporan rahasia.",
    """
    CREATE TABLE aduan (tiket TEXT PRIMARY KEY, kategori TEXT, apa TEXT, lokasi TEXT, kejadian TEXT, anonim TEXT, nama TEXT, telepon TEXT,
        status TEXT, sejak TEXT, instansi TEXT, dibuat TEXT, dukungan INTEGER);
    CREATE TABLE tambahan (tiket TEXT REFERENCES aduan, keterangan TEXT, dibuat TEXT);
    CREATE TABLE rahasia (tiket TEXT PRIMARY KEY, apa TEXT, instansi TEXT, dibuat TEXT)
    """,
)
"""`aduan.kejadian`: since when, as the citizen says it; `sejak`: since when it has its status; `dukungan`: the reporter counts."""
AGENCIES = {
    "jalan": "Dinas Pekerjaan Umum",
    "banjir": "Dinas Pekerjaan Umum",
    "lampu": "Dinas Perhubungan",
    "sampah": "Dinas Lingkungan Hidup",
    "pohon": "Dinas Lingkungan Hidup",
    "air": "Perumda Air Minum",
    "pelayanan": "Inspektorat Daerah",
    "pungli": "Inspektorat Daerah",
    "ketertiban": "Satuan Polisi Pamong Praja",
}
"""By a word of the category."""
ANY_AGENCY = "Dinas Komunikasi dan Informatika"
INSPECTORATE = "Inspektorat Daerah"


@SYSTEM.operation("Laporan serupa yang belum selesai", "kategori lokasi", "ada tiket sejak dukungan")
def serupa(register: Register, asked: Mapping[str, str]) -> Answer | None:
    """The oldest of the same category and a similar place."""
    query = "SELECT tiket, dibuat, dukungan, lokasi, kategori FROM aduan WHERE status != 'selesai' ORDER BY dibuat, tiket"
    for row in register.all(query):
        if words(row["kategori"]) == words(asked["kategori"]) and similar(row["lokasi"], asked["lokasi"]):
            return {"ada": "ya", "tiket": row["tiket"], "sejak": row["dibuat"], "dukungan": row["dukungan"]}
    return {"ada": "tidak", "tiket": "", "sejak": "", "dukungan": ""}


@SYSTEM.operation("Laporan baru", "apa lokasi", "tiket", optional="kategori sejak anonim nama telepon", prefix="PGD")
def lapor(register: Register, asked: Mapping[str, str]) -> Answer | None:
    today = register.today.isoformat()
    given = {name: asked[name] for name in ("tiket", "kategori", "apa", "lokasi", "anonim", "nama", "telepon")}
    fixed = {"status": "diterima", "sejak": today, "instansi": agency(asked["kategori"]), "dibuat": today, "dukungan": "1"}
    register.add("aduan", {**given, "kejadian": asked["sejak"], **fixed})
    return {"tiket": asked["tiket"]}


@SYSTEM.operation("Mendukung laporan", "tiket", "tiket dukungan", write=True)
def dukung(register: Register, asked: Mapping[str, str]) -> Answer | None:
    """
    Raises:
        Refused: it is finished.
    """
    found = register.one("SELECT status FROM aduan WHERE tiket = ?", asked["tiket"])
    if found is None:
        return None
    if found["status"] == "selesai":
        raise Refused("laporan sudah selesai")
    register.connection.execute("UPDATE aduan SET dukungan = dukungan + 1 WHERE tiket = ?", (asked["tiket"],))
    return register.one("SELECT tiket, dukungan FROM aduan WHERE tiket = ?", asked["tiket"])


@SYSTEM.operation("Status laporan", "tiket", "status sejak instansi", status=("diterima", "diteruskan", "dikerjakan", "selesai"))
def status(register: Register, asked: Mapping[str, str]) -> Answer | None:
    """Of a confidential report only that it has arrived."""
    secret = "SELECT 'diterima', dibuat, ? FROM rahasia WHERE tiket = ?"
    query = f"SELECT status, sejak, instansi FROM aduan WHERE tiket = ? UNION ALL {secret}"
    return register.one(query, asked["tiket"], INSPECTORATE, asked["tiket"])


@SYSTEM.operation("Menambah keterangan laporan", "tiket keterangan", "tiket", write=True)
def tambah(register: Register, asked: Mapping[str, str]) -> Answer | None:
    if register.one("SELECT tiket FROM aduan WHERE tiket = ?", asked["tiket"]) is None:
        return None
    register.add("tambahan", {"tiket": asked["tiket"], "keterangan": asked["keterangan"], "dibuat": register.today.isoformat()})
    return {"tiket": asked["tiket"]}


@SYSTEM.operation("Laporan rahasia", "apa", "tiket", optional="instansi", prefix="WBS")
def rahasia(register: Register, asked: Mapping[str, str]) -> Answer | None:
    register.add("rahasia", {**asked, "dibuat": register.today.isoformat()})
    return {"tiket": asked["tiket"]}


def agency(category: str) -> str:
    """Who deals with a category."""
    return next((name for word, name in AGENCIES.items() if word in words(category)), ANY_AGENCY)


def words(category: str) -> list[str]:
    """Of `jalan_rusak` and "Jalan rusak" the same."""
    return category.casefold().replace("_", " ").split()
