"""One spelling for what people say in many ways."""

from __future__ import annotations

import re
from functools import lru_cache

_SPELLED = {
    "ka te pe": "ktp", "k t p": "ktp", "ka ka": "kk", "n i k": "nik", "en i ka": "nik", "pe be be": "pbb", "be pe je es": "bpjs",
    "pe tiga ka": "pppk", "p tiga k": "pppk", "p3k": "pppk", "p 3 k": "pppk", "e ktp": "ktp", "kartu tanda penduduk": "ktp",
    "i ktp": "ktp", "he eh": "iya", "he em": "iya",
}  # fmt: skip
_WORDS = {
    "udah": "sudah", "udh": "sudah", "dah": "sudah", "nggak": "tidak", "enggak": "tidak", "gak": "tidak", "ga": "tidak", "ngga": "tidak",
    "ndak": "tidak", "tak": "tidak", "kagak": "tidak", "ora": "tidak", "mboten": "tidak", "sanes": "bukan", "teu": "tidak",
    "nggih": "iya", "inggih": "iya", "muhun": "iya", "ya": "iya", "yes": "iya", "yap": "iya", "oke": "iya", "ok": "iya", "heeh": "iya",
    "iyo": "iya", "yo": "iya", "iye": "iya", "injih": "iya", "sumuhun": "iya", "enya": "iya", "bener": "benar", "sampun": "sudah",
    "henteu": "tidak", "moal": "tidak", "dudu": "bukan", "indak": "tidak", "kaga": "tidak", "ogah": "tidak", "kada": "tidak",
    "nda": "tidak", "nyanda": "tidak", "daong": "tidak", "nenten": "tidak", "durung": "belum", "dereng": "belum", "makasi": "makasih",
    "katepe": "ktp", "belom": "belum", "beres": "selesai", "bikin": "buat",
    "membuat": "buat", "pengen": "ingin", "pingin": "ingin", "mau": "ingin", "pengin": "ingin", "gimana": "bagaimana",
    "ngecek": "cek", "mengecek": "cek", "ngurus": "urus", "mengurus": "urus", "ngelapor": "lapor", "melapor": "lapor", "laporin": "lapor",
    "melaporkan": "lapor", "ilang": "hilang", "kecuri": "dicuri", "dicopet": "kecopetan",
    "mengadukan": "adu", "mengadu": "adu", "ngadu": "adu",
    "kehilangan": "hilang", "aja": "saja", "kalo": "kalau",
    "ngomong": "bicara", "berbicara": "bicara",
}  # fmt: skip

EMPTY_WORDS = frozenset(
    "saya aku kami kita anda bapak ibu pak bu mas mbak ingin mohon tolong minta bisa boleh yang di ke dari untuk dan atau itu ini nya "
    "ya iya kok sih dong deh lah nih tuh kan saja juga lagi ada adalah apa apakah mana dengan oleh pada karena tapi "
    "tidak bukan soal tentang halo selamat pagi siang sore malam permisi maaf terima kasih tanya bagaimana".split()
)
"""Words that every wish may hold: they tell nothing of which it is."""
_LETTERS = dict(
    zip("a be ce de e ef ge ha i je ka el em en o pe ki er es te u fe ve we eks ye zet".split(), "abcdefghijklmnopqrstuvvwxyz", strict=True)
)
_SPELLING = re.compile(rf"\b(?:(?:{'|'.join(_LETTERS)}) ){{2,}}(?:{'|'.join(_LETTERS)})\b|\b(?:[a-z] )+[a-z]\b")
"""Three names of letters in a row, or two letters: an abbreviation spelt out."""
_NUMBER = r"(?:\d+|nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|puluh|belas|ratus)"
_DICTATED = re.compile(rf"\b(?:{_NUMBER} ){{3,}}{_NUMBER}\b|\b\d{{6,}}\b")
"""Four words of numbers in a row, or six digits: they tell who is meant, not what is wanted."""
_OWNED = re.compile(r"(?<=\w{3})nya$")
"""ktpnya, lokasinya; not tanya, punya, hanya."""


@lru_cache(maxsize=2048)
def normalize(text: str) -> str:
    """Lower case, no punctuation, acronyms joined, colloquial and regional words in their standard form. Digits stay digits."""
    plain = re.sub(r"[^\w\s]|_", " ", text.lower())
    plain = f" {' '.join(plain.split())} "
    for spelled, joined in _SPELLED.items():
        plain = plain.replace(f" {spelled} ", f" {joined} ")
    words = (_WORDS.get(word) or _OWNED.sub("", word) for word in plain.split())
    return " ".join(_WORDS.get(word, word) for word in words)


def joined(plain: str) -> str:
    """A normalised sentence as it is understood: abbreviations spelt letter by letter as words ("be pe ha te be" is *bphtb*), without
    the long numbers that were dictated in it."""
    plain = " ".join(_DICTATED.sub("", plain).split()) or plain
    return _SPELLING.sub(lambda found: "".join(_LETTERS.get(sign, sign) for sign in found[0].split()), plain)


def telling(text: str) -> str:
    """The words that tell what is meant; for a sentence of empty words alone, all of them."""
    plain = normalize(text)
    return " ".join(word for word in plain.split() if word not in EMPTY_WORDS) or plain
