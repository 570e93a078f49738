"""One of a few named things, each with the words that mean it."""

from __future__ import annotations

import re
from datetime import date

from rapidfuzz import fuzz

from dialog.effects import Expect, Pauses
from dialog.schema import SlotSpec
from dialog.slots import yes_no
from dialog.slots.kind import Kind
from dialog.slots.result import Filled, Parsed, Rejected
from dialog.understanding.normalize import EMPTY_WORDS, normalize
from dialog.understanding.numbers import UNITS

ALIKE = 85.0
"""rapidfuzz partial ratio (0 to 100) from which a word on a bad line counts as the choice."""
DENIES = 3
"""A no so many words before an option denies it."""
_LAST = ("terakhir", "akhir")
_NTH = {"pertama": 0, "kesatu": 0, **{f"ke{word}": n - 1 for word, n in UNITS.items() if n}}
_NTH |= {word: n - 1 for word, n in UNITS.items() if n} | {str(n): n - 1 for n in range(1, 10)}
_ORDINAL = re.compile(
    r"(?:(?:yang|nomor|pilihan|opsi|pilih|saya|ingin|ambil|iya|ke|paling) )*"
    rf"({'|'.join((*_NTH, *_LAST))})(?: (?:saja|pak|bu|iya|itu|dong|deh))*"
)


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Filled with the choice's name; rejected when none or several fit.

    Words said exactly beat their place ("yang kedua", "nomor dua"), and that words that sound alike; longer ones beat shorter ones.
    """
    plain = normalize(text)
    fits = {name: max(_fit(phrase, plain) for phrase in _phrases(name, slot)) for name in slot.choices}
    best = max(fits.values(), default=0)
    nth = _ORDINAL.fullmatch(plain)
    if best <= 1 and nth:
        names, place = list(slot.choices), len(fits) - 1 if nth[1] in _LAST else _NTH[nth[1]]
        return Filled(names[place]) if place < len(names) else Rejected("no such choice")
    names = [name for name, fit in fits.items() if fit == best]
    if not best or len(names) > 1:
        return Rejected("several choices fit" if best else "no choice fits")
    return Filled(names[0], confidence=min(best, 1.0))


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """An option that is said exactly, and no other one; not one that is denied, and not by words that every sentence may hold."""
    plain = f" {normalize(text)} "
    said = {p: name for name in slot.choices for p in _phrases(name, slot) if f" {p} " in plain and not EMPTY_WORDS.issuperset(p.split())}
    options = set[str]()
    for phrase in sorted(said, key=len, reverse=True):  # "ktp anak" is not also "ktp"
        if f" {phrase} " in plain:
            if _is_denied(*plain.split(f" {phrase} ", 1)):
                return None
            plain = plain.replace(f" {phrase} ", " | ")
            options.add(said[phrase])
    return Filled(options.pop()) if len(options) == 1 else None


def _is_denied(before: str, after: str) -> bool:
    """A no shortly before the option, or as all the rest: "bukan yang motor", "motor tidak"; "sampah tidak diangkut" denies no rubbish."""
    rest = after.split()
    return not yes_no.NO.isdisjoint(before.split()[-DENIES:]) or (bool(rest) and yes_no.NO.issuperset(rest))


def _phrases(name: str, slot: SlotSpec) -> list[str]:
    return [normalize(words) for words in (name.replace("_", " "), *slot.choices[name])]


def _fit(phrase: str, plain: str) -> float:
    """0: does not fit; up to 1: sounds alike; from 2 on: is in it, by length."""
    if not phrase or len(plain) * 5 < len(phrase) * 4:  # a mere piece of the phrase is like all of them
        return 0.0
    if f" {phrase} " in f" {plain} ":
        return 1.0 + len(phrase)
    return fuzz.partial_ratio(phrase, plain, score_cutoff=ALIKE) / 100


def read(value: str) -> str:
    return value.replace("_", " ")


KIND = Kind("choice", parse, find, read, Expect.CHOICE, pauses=Pauses(180, 900, 2000), keys=(1, 1))
