"""Every key of the operator's files, once: the loader, the JSON Schema and the guide's test take them and their limits from here.

`help` is Indonesian: editors show it to operators.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from dialog.schema import MOST_RUNGS, Bands, Confirm, Prompts, Risk, Rung
from dialog.slots import KINDS


class Form(StrEnum):
    """What a value looks like."""

    TEXT = "text"
    TEXTS = "texts"
    """A list of texts, or one."""
    WHOLE = "whole"
    NUMBER = "number"
    FLAG = "flag"
    DATE = "date"
    NAMES = "names"
    """Names, each with its other names."""
    MAP = "map"
    MAPS = "maps"
    """Mappings by name."""
    LIST = "list"
    """A list of mappings."""
    TEXT_OR_LIST = "text_or_list"
    """One text, or a list of mappings."""


@dataclass(frozen=True, slots=True)
class Key:
    """`least` and `most` bound a number, or count the entries of a list. `keys` are those of the mapping, or of each of its entries."""

    form: Form
    help: str = ""
    needed: bool = False
    least: float = 0
    most: float = 0
    one_of: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Other ways to write one of these."""
    keys: Mapping[str, Key] = field(default_factory=dict)

    @property
    def names(self) -> bool:
        """Its names are the operator's own."""
        return self.form in (Form.NAMES, Form.MAPS)


COMMANDS = ("petugas", "ulangi", "pelan", "cepat", "tunggu", "kembali", "bantuan", "mulai_lagi", "tidak_tahu", "batal", "selesai")
WEEK = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
ZONES = ("WIB", "WITA", "WIT")
REASONS = ("emergency", "distress", "abuse")
FROM_WISH = ("cerita", "tempat", "waktu")
SHORTEST_MS, LONGEST_MS = 100, 60_000
FEWEST_EXAMPLES = 5
MOST_DIGITS = 32

_RUNGS = tuple(rung.value for rung in Rung)
_LADDERS = {
    "no_match": Key(Form.TEXTS, "Langkah bila jawaban tidak dimengerti, paling banyak enam.", least=1, most=MOST_RUNGS, one_of=_RUNGS),
    "no_input": Key(Form.TEXTS, "Langkah bila tidak ada jawaban, paling banyak enam.", least=1, most=MOST_RUNGS, one_of=_RUNGS),
    "default": Key(Form.TEXT, "Langkah sesudah tangga habis.", one_of=_RUNGS),
}
_SOURCE = {
    "source": Key(Form.TEXT, "Dasar aturannya."),
    "owner": Key(Form.TEXT, "Siapa yang menjamin isinya."),
    "valid_from": Key(Form.DATE, "Hari pertama berlaku, misalnya 2026-01-01."),
    "valid_until": Key(Form.DATE, "Hari terakhir berlaku. Sesudah itu tidak diucapkan lagi."),
}
_WORDS = Key(Form.TEXTS, "Nama yang mungkin disebut penelepon.")
_QUEUE = Key(Form.TEXT, "Antrean petugas untuk ini, dari antrean.yaml.")
INCLUDE = Key(Form.TEXTS, "Berkas lain di folder ini yang isinya dipakai juga; jalurnya dihitung dari berkas ini.")

FACT = {"value": Key(Form.TEXT, "Isinya, seperti diucapkan.", needed=True), **_SOURCE}
SLOT = {
    "type": Key(Form.TEXT, "Jenis isian.", needed=True, one_of=tuple(sorted(KINDS))),
    "ask": Key(Form.TEXT, "Pertanyaannya, kalimat tetap.", needed=True),
    "reask": Key(Form.TEXTS, "Pertanyaan yang sama dengan kata lain.", least=1),
    "label": Key(Form.TEXT, "Nama isian untuk dibacakan dan untuk petugas."),
    "confirm": Key(
        Form.TEXT,
        "Kapan dibacakan kembali untuk disetujui.",
        one_of=tuple(c.value for c in Confirm),
        also=("true", "false", "ya", "tidak"),
    ),
    "min": Key(Form.WHOLE, "Paling sedikit berapa angka.", least=1, most=MOST_DIGITS),
    "max": Key(Form.WHOLE, "Paling banyak berapa angka.", least=1, most=MOST_DIGITS),
    "choices": Key(Form.NAMES, "Pilihan, masing-masing dengan kata lain yang berarti sama."),
    "endpointing": Key(
        Form.MAP,
        "Jeda (ms) yang mengakhiri jawaban.",
        keys={
            "complete": Key(Form.WHOLE, "Sesudah jawaban yang lengkap.", least=SHORTEST_MS, most=LONGEST_MS),
            "open": Key(Form.WHOLE, "Bila belum pasti.", least=SHORTEST_MS, most=LONGEST_MS),
            "incomplete": Key(Form.WHOLE, "Bila jelas belum selesai.", least=SHORTEST_MS, most=LONGEST_MS),
        },
    ),
    "no_input_ms": Key(Form.WHOLE, "Berapa lama boleh diam sebelum ditanya lagi.", least=1000, most=LONGEST_MS),
    "hot_words": _WORDS,
    "example": Key(Form.TEXT, "Kalimat utuh yang memberi contoh jawaban."),
    "keypad": Key(Form.TEXT, "Kalimat utuh yang meminta jawaban dengan tombol."),
    "repair": Key(Form.MAP, "Tangga perbaikan untuk isian ini saja.", keys=_LADDERS),
    "prefixes": Key(Form.TEXTS, "Huruf yang boleh mengawali nomor tiket; yang pertama bila tidak disebut.", least=1),
    "gazetteer": Key(Form.TEXT, "Nama berkas di gazetteers/, tanpa .yaml."),
    "from_wish": Key(Form.TEXT, "Isi teks bebas yang diambil dari kalimat lain: apa, di mana, atau sejak kapan.", one_of=FROM_WISH),
    "when": Key(Form.TEXT, "Ditanyakan hanya bila ini berlaku, misalnya: anonim == 'tidak'."),
}
ANSWER = {
    "when": Key(Form.TEXT, "Syaratnya, misalnya: status == 'siap'."),
    "say": Key(Form.TEXT, "Kalimatnya.", needed=True),
    "then": Key(Form.TEXT, "`person`: sesudah itu disambungkan ke petugas.", one_of=("person",)),
}
CHECK = {
    "lookup": Key(Form.TEXT, "Operasi sistem instansi: sistem.operasi.", needed=True),
    "returns": Key(Form.TEXTS, "Nama data yang dijawab sistem itu.", needed=True, least=1),
    "when": Key(Form.TEXT, "Kapan ditawarkan, misalnya: ada == 'ya'.", needed=True),
    "ask": Key(Form.TEXT, "Pertanyaan ya atau tidak.", needed=True),
    "yes": Key(Form.TEXT, "Keperluan yang dimulai bila dijawab ya; isiannya diambil dari data itu.", needed=True),
}
INTENT = {
    "title": Key(Form.TEXT, "Disebut kepada penelepon dan petugas; mulai dengan kata kerja.", needed=True),
    "queue": _QUEUE,
    "examples": Key(Form.TEXTS, "Kalimat penelepon, dengan kata mereka sendiri.", needed=True, least=FEWEST_EXAMPLES),
    "slots": Key(Form.MAPS, "Yang perlu ditanyakan, menurut urutan.", keys=SLOT),
    "summary": Key(Form.TEXT, "Rangkuman yang dibacakan untuk disetujui."),
    "lookup": Key(Form.TEXT, "Operasi sistem instansi: sistem.operasi."),
    "returns": Key(Form.TEXTS, "Nama data yang dijawab sistem itu.", least=1),
    "deadline_ms": Key(Form.WHOLE, "Berapa lama jawaban sistem ditunggu.", least=500, most=LONGEST_MS),
    "answer": Key(Form.TEXT_OR_LIST, "Jawabannya: satu kalimat, atau daftar when/say.", needed=True, keys=ANSWER),
    "not_found": Key(Form.TEXT, "Kalimat bila datanya tidak ada."),
    "verify": Key(Form.TEXTS, "Cara membuktikan siapa yang menelepon, dari `verification`; beberapa: dicoba menurut urutan.", least=1),
    "check": Key(Form.MAP, "Yang ditanyakan ke sistem sebelum rangkuman, misalnya laporan serupa.", keys=CHECK),
    "sms": Key(Form.TEXT, "Isi SMS yang ditawarkan sesudah jawaban."),
    "follow_up": Key(Form.NAMES, "Jawaban singkat untuk pertanyaan lanjutan, menurut nama di `follow_ups`."),
    "ticket": Key(Form.TEXT, "Nama data yang berisi nomor tiket."),
    "risk": Key(Form.TEXT, "Akibat bila salah paham.", one_of=tuple(r.value for r in Risk)),
    "confidential": Key(Form.FLAG, "Isi percakapan tidak dicatat begitu keperluan ini dimulai."),
    "hot_words": _WORDS,
    **_SOURCE,
}
LIMIT = {
    "title": Key(Form.TEXT, "Disebut kepada penelepon dan petugas; mulai dengan kata kerja.", needed=True),
    "queue": _QUEUE,
    "examples": Key(Form.TEXTS, "Kalimat penelepon, dengan kata mereka sendiri.", needed=True, least=FEWEST_EXAMPLES),
    "say": Key(Form.TEXT, "Penolakan yang sopan, dengan kantor yang berwenang.", needed=True),
    **_SOURCE,
}
FACTS = Key(Form.MAPS, "Fakta bertanggal; dipakai sebagai {{ fakta.nama }}.", keys=FACT)
SERVICE = {
    "include": INCLUDE,
    "service": Key(Form.TEXT, "Nama layanan; bawaan: nama berkas."),
    "title": Key(Form.TEXT, "Judul layanan."),
    "queue": _QUEUE,
    "owner": Key(Form.TEXT, "Instansi yang memiliki layanan ini."),
    "hot_words": _WORDS,
    "facts": FACTS,
    "intents": Key(Form.MAPS, "Keperluan penelepon, dengan namanya.", needed=True, keys=INTENT),
    "limits": Key(Form.MAPS, "Yang tidak boleh diputuskan atau dijanjikan Sapa.", keys=LIMIT),
}
PLURAL_PROMPTS = tuple(f.name for f in fields(Prompts) if "tuple" in str(f.type))
PROMPTS = {
    f.name: Key(Form.TEXTS, needed=True, least=2) if f.name in PLURAL_PROMPTS else Key(Form.TEXT, needed=True) for f in fields(Prompts)
}
BANDS = {f.name: Key(Form.NUMBER, most=1) for f in fields(Bands)}
ALARM = {
    "reason": Key(Form.TEXT, "Jenisnya.", needed=True, one_of=REASONS),
    "phrases": Key(Form.TEXTS, "Kata berurutan yang menyalakan alarm.", needed=True, least=1),
    "unless": Key(Form.TEXTS, "Kata yang, tepat sebelum atau sebagai bagian dari frasa, membuat alarm tidak berlaku.", least=1),
    "say": Key(Form.TEXT, "Yang dikatakan sebelum disambungkan.", needed=True),
    "number": Key(Form.TEXT, "Nomor darurat yang ditelepon, misalnya 112."),
}
LANGUAGE = {
    "queue": Key(Form.TEXT, "Antrean petugas yang berbicara bahasa itu, dari antrean.yaml.", needed=True),
    "phrases": Key(Form.TEXTS, "Kata berurutan yang meminta bahasa itu.", needed=True, least=1),
}
VERIFICATION = {
    "title": Key(Form.TEXT, "Yang dibuktikan, untuk petugas: NIK dan tanggal lahir.", needed=True),
    "slots": Key(Form.MAPS, "Yang perlu ditanyakan, menurut urutan.", needed=True, keys=SLOT),
    "lookup": Key(Form.TEXT, "Operasi yang menjawab `cocok`: ya atau tidak; dengan `code`: yang menjawab `telepon`.", needed=True),
    "code": Key(Form.FLAG, "Kode sekali pakai dikirim lewat SMS ke nomor terdaftar."),
}
QUESTIONNAIRE = {
    "active": Key(Form.FLAG, "Ditanyakan di akhir panggilan yang terjawab. Hanya satu yang boleh menyala."),
    "intro": Key(Form.TEXT, "Kalimat pembuka."),
    "questions": Key(Form.MAPS, "Pertanyaan; masing-masing pilihan (type: choice).", needed=True, keys=SLOT),
    "thanks": Key(Form.TEXT, "Kalimat penutup."),
}
HOTLINE = {
    "include": INCLUDE,
    "title": Key(Form.TEXT, "Nama hotline.", needed=True),
    "thresholds": Key(Form.MAP, "Ambang keyakinan menurut risiko.", keys={r.value: Key(Form.MAP, "0 sampai 1.", keys=BANDS) for r in Risk}),
    "repair": Key(Form.MAP, "Tangga perbaikan bawaan.", keys=_LADDERS),
    "repair_open": Key(Form.MAP, "Tangga perbaikan untuk pertanyaan terbuka.", keys=_LADDERS),
    "commands": Key(Form.MAP, "Kata untuk perintah.", needed=True, keys={name: Key(Form.TEXTS, needed=True, least=1) for name in COMMANDS}),
    "menu": Key(Form.TEXTS, "Keperluan untuk tombol 1 sampai 9 pada pertanyaan terbuka.", least=1, most=9),
    "verification": Key(Form.MAPS, "Cara penelepon membuktikan siapa dirinya.", keys=VERIFICATION),
    "questionnaires": Key(Form.MAPS, "Survei di akhir panggilan.", keys=QUESTIONNAIRE),
    "follow_ups": Key(Form.NAMES, "Kata untuk pertanyaan lanjutan yang singkat, menurut namanya."),
    "alarms": Key(Form.MAPS, "Kata yang langsung mengalihkan panggilan.", keys=ALARM),
    "confidential": Key(Form.TEXTS, "Ucapan penelepon yang tidak mau dicatat.", least=1),
    "queue": _QUEUE,
    "languages": Key(Form.MAPS, "Bahasa daerah yang dilayani petugas, dan ucapan yang memintanya.", keys=LANGUAGE),
    "bersama": Key(Form.NAMES, "Kalimat bersama; dipakai sebagai {{ bersama.nama }}."),
    "facts": FACTS,
    "hot_words": _WORDS,
    "prompts": Key(Form.MAP, "Kalimat yang berlaku di semua layanan.", needed=True, keys=PROMPTS),
}
_HOURS = {day: Key(Form.TEXTS, "Misalnya 08:00-12:00, 13:00-16:00; atau tutup.", least=1) for day in WEEK}
_CALENDAR = {
    "selalu": Key(Form.FLAG, "Selalu buka; yang lain di sini tidak dihitung."),
    "zona": Key(Form.TEXT, "Zona waktu.", one_of=ZONES),
    "jam": Key(Form.MAP, "Jam layanan menurut hari.", keys=_HOURS),
    "libur_nasional": Key(Form.FLAG, "Tutup pada hari libur nasional; bawaan: ya."),
    "cuti_bersama": Key(Form.NAMES, "Tanggal cuti bersama, masing-masing dengan namanya."),
    "tutup": Key(Form.NAMES, "Tanggal lain yang tutup, masing-masing dengan alasannya, misalnya: hari pemilihan."),
    "buka": Key(Form.NAMES, "Tanggal dengan jam sendiri; mengalahkan semua yang lain."),
    "ramadan": Key(
        Form.MAP,
        "Jam layanan selama bulan Ramadan.",
        keys={
            "jam": Key(Form.MAP, "Hari yang tidak disebut memakai jam biasa.", keys=_HOURS),
            "tanggal": Key(Form.TEXTS, "Hari pertama dan terakhir yang resmi, misalnya 2026-02-19 sampai 2026-03-20.", least=1),
        },
    ),
}
CALENDAR = {
    "include": INCLUDE,
    **_CALENDAR,
    "antrean": Key(Form.MAPS, "Kalender antrean yang berbeda; yang tidak disebut di sana sama dengan kalender umum.", keys=_CALENDAR),
}
_STREETS = Key(Form.NAMES, "Jalan: daftar nama, atau nama dengan sebutan lain.")
GAZETTEER = {
    "include": INCLUDE,
    "kota": Key(
        Form.MAPS,
        "Kota atau kabupaten.",
        needed=True,
        keys={
            "also": Key(Form.TEXTS, "Sebutan lain.", least=1),
            "kecamatan": Key(
                Form.MAPS,
                "Kecamatan di dalamnya.",
                keys={
                    "also": Key(Form.TEXTS, "Sebutan lain.", least=1),
                    "kelurahan": Key(Form.NAMES, "Kelurahan atau desa: daftar nama, atau nama dengan sebutan lain."),
                    "jalan": _STREETS,
                },
            ),
            "jalan": _STREETS,
        },
    ),
}
