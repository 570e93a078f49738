"""An address taken apart by the words that begin its pieces: jalan, nomor, RT, kelurahan, dekat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from dialog.understanding.numerals import numerals

LONGEST = 500
_SPELLED = (
    (r"\b(?:er te|r t)\b", "rt"), (r"\b(?:er we|r w)\b", "rw"), (r"\bj(?:l|ln)\b", "jalan"), (r"\bgg\b", "gang"), (r"\bno\b", "nomor"),
    (r"\bkel\b", "kelurahan"), (r"\bkec\b", "kecamatan"), (r"\bkab\b", "kabupaten"), (r"\bkotamadya\b", "kota"), (r"\bkp\b", "kampung"),
    (r"\bperum\b", "perumahan"), (r"\bkomplek\b", "kompleks"), (r"\bdeket\b", "dekat"),
    (r"\b(jalan|kecamatan|kelurahan|nomor)nya\b", r"\1"),
    (r"\brt (?:garis )?rw (?=\w+ garis )", "rt "),
)  # fmt: skip
STREETS = frozenset("jalan gang lorong perumahan kompleks kampung dusun".split())
_AREAS = {"kelurahan": "kelurahan", "desa": "kelurahan", "kecamatan": "kecamatan", "kota": "kota", "kabupaten": "kota"}
_MARKS = frozenset("dekat depan sebelah samping belakang seberang sekitar perempatan pertigaan simpang".split())
_NUMBERS = frozenset("nomor rt rw".split())
_PIECES = STREETS | _AREAS.keys() | _MARKS | _NUMBERS
_NO_NAME = frozenset(
    "di ke dari yang itu ini saya kami kita sudah sejak pak bu ya iya mas mbak tolong mohon ingin mau karena dan atau tapi kok sih dong "
    "deh rusak berlubang lubang bolong hancur mati padam banjir becek macet licin gelap sempit retak longsor ambles amblas parah tidak "
    "belum ada terima kasih makasih katanya tepatnya persisnya alamat alamatnya lokasi lokasinya patokannya".split()
)
"""A name of a street or place ends before these."""
_AFTER_MARK = frozenset("sudah sejak tolong mohon ingin mau karena katanya tepatnya persisnya terima makasih".split())
_EMPTY = _NO_NAME | frozenset(
    "rumah tinggal tempat tempatnya daerah wilayah sana sini situ halo eh em anu oh hmm apa mana siapa bagaimana betul benar bukan "
    "tahu tau hafal ingat ngerti nggak enggak gak lupa pokoknya dekat sekitar letaknya berada punya depan garis miring".split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """`parts` by name: `jalan`, `nomor`, `rt`, `rw`, `kelurahan`, `kecamatan`, `kota`, `patokan`. `rest`: telling words in none."""

    parts: Mapping[str, str]
    rest: str


def parted(text: str) -> Words:
    """Of a piece that is told twice the last counts; streets and marks are joined."""
    parts, rest = dict[str, str](), list[str]()
    for piece, words in _pieces(text[:LONGEST]):
        if piece in _NUMBERS:
            rest += _number(parts, piece, words)
        elif piece in _MARKS:
            mark = list(takewhile(lambda word: word not in _AFTER_MARK, words))
            while mark and mark[-1] in _NO_NAME - {"saya", "kami"}:
                mark.pop()
            if not _EMPTY.issuperset(mark):
                parts["patokan"] = " ".join((*filter(None, (parts.get("patokan"),)), piece, *mark))
        elif piece:
            name = list(takewhile(lambda word: word not in _NO_NAME, words))
            rest += words[len(name) :]
            _name(parts, piece, name)
        else:
            rest += words
    return Words(parts, " ".join(word for word in rest if word not in _EMPTY))


def _pieces(text: str) -> list[tuple[str, list[str]]]:
    """What each begins with (empty: nothing that is known) and its words. A comma ends one; after "dekat" or "jalan" another such word
    is part of the name: "dekat kelurahan", "jalan kampung melayu"."""
    said = " ".join(re.sub(r"[^\w\s,]|_", " ", text.lower().replace("/", " garis ")).replace(",", " , ").split())
    for spelled, plain in _SPELLED:
        said = re.sub(spelled, plain, said)
    pieces: list[tuple[str, list[str]]] = [("", [])]
    for word in said.split():
        piece, words = pieces[-1]
        inside = not words and piece and piece not in _NUMBERS and word not in _NUMBERS
        if word == ",":
            if words:
                pieces.append(("", []))
        elif word in _PIECES and not inside:
            pieces.append((word, []))
        else:
            words.append(word)
    return pieces


def _number(parts: dict[str, str], piece: str, words: list[str]) -> list[str]:
    """Puts the number after `piece` into `parts`; the words that are left."""
    said = numerals(" ".join(words)).split()
    digits = list(takewhile(str.isdecimal, said))
    left = said[len(digits) :]
    if piece != "nomor":
        if digits:
            parts[piece] = str(int("".join(digits)[:6]))
        if piece == "rt" and left[:1] == ["garis"]:  # RT 003/005, "tiga garis miring lima"
            return _number(parts, "rw", left[2 if left[1:2] == ["miring"] else 1 :])
        return left
    if digits and left and len(left[0]) == 1 and left[0].isalpha():
        parts["nomor"] = "".join(digits) + left.pop(0).upper()
    elif digits:
        parts["nomor"] = "".join(digits)
    elif left and re.fullmatch(r"\d+[a-z]", left[0]):
        parts["nomor"] = left.pop(0).upper()
    return left


def _name(parts: dict[str, str], piece: str, words: list[str]) -> None:
    if not words:
        return
    if piece not in STREETS:
        name = " ".join(word.capitalize() for word in words)
        parts[_AREAS[piece]] = f"{piece.capitalize()} {name}" if piece in ("desa", "kabupaten") else name
        return
    number = re.search(r"(?<= )\d+(?: \d+)*$", numerals(" ".join(words)))
    if piece == "jalan" and number and "blok" not in words:
        while len(words) > 1 and numerals(words[-1]).isdecimal() or words[-1] in ("puluh", "belas", "ratus"):
            words.pop()
        parts["nomor"] = number[0].replace(" ", "")
    street = " ".join(word.capitalize() for word in (piece, *words))
    parts["jalan"] = f"{parts['jalan']} {street}" if "jalan" in parts else street
