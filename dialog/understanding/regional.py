"""Javanese and Sundanese that callers mix into a wish, as Indonesian: *arep ngurus ktp, izine neng ngendi*.

Only words that Indonesian does not have in another sense; what means something to public services alone stands in `meanings`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

_WORDS = """
saya: kulo kula abdi
ingin: arep badhe bade hoyong kepengin kepingin
berapa: piro pira pinten pirang sabaraha
apa: opo napa nopo naon
bagaimana: piye pripun kepiye kepriye kumaha
di: neng nang ning wonten teng
mana: ngendi pundi
dari: saking
ada: ono enten onten
sudah: wis uwis wes tos atos
belum: acan
masih: isih taksih
minta: njaluk nyuwun
tanya: tumaros naros takon
beli: tuku tumbas meser
rumah: omah griya griyo imah
jalan: dalan margi
bayar: mbayar
pajak: pajek
habis: entek telas
hari: dinten
bulan: sasi
tahun: taun
kemarin: wingi
besok: sesuk benjing
sekarang: saiki sakniki
kapan: iraha
lama: suwe dangu
nama: jeneng asma
sendiri: dewe piyambak
saja: wae mawon
dengan: karo kaliyan
orang: wong tiyang
tua: tuwo sepuh
bisa: iso saged saget tiasa
jangan: ojo
untuk: kanggo kangge
yang: sing ingkang
kalau: menawi upami
karena: amargo amarga
ambil: jupuk njupuk mundhut nyandak
diambil: dijupuk dipundhut dicandak
keluar: metu medal
datang: teka rawuh
pindah: boyong
tinggal: manggon manggen
kawin: rabi
cerai: pegat
ubah: ngowahi owah
lupa: lali kesupen
cari: golek nggolek nggoleki
sini: mriki mrene
sana: mrika mrono
ini: niki iki
itu: niku kuwi
lagi: maneh
"""
INDONESIAN = {
    word: indonesian for line in _WORDS.strip().splitlines() for indonesian, words in [line.split(": ")] for word in words.split()
}
_ENDINGS = ("nipun", "ipun", "ne", "e", "é", "ku", "mu", "aken", "ake", "ke")
_NASAL = re.compile(r"^(?:ng|m(?=b)|n(?=[dgj]))")
SHORTEST = 3
"""Letters of a stem."""


def indonesian(plain: str) -> str:
    """A normalised sentence with its regional words put into Indonesian."""
    return " ".join(INDONESIAN.get(word, word) for word in plain.split())


def stem(word: str, known: Container[str]) -> str:
    """What is left of a word without Javanese endings and nasal beginnings, when that is `known`; otherwise the word."""
    return next((found for found in _stems(word) if len(found) >= SHORTEST and found in known), word)


def _stems(word: str) -> Iterator[str]:
    for stem in (word, *(word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))):
        yield INDONESIAN.get(stem, stem)
        yield _NASAL.sub("", stem)
