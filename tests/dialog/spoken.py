"""Numbers as Indonesians say them, in every style; the other way round from `dialog.understanding.numbers`."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
LETTERS = dict(
    zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "a be ce de e ef ge ha i je ka el em en o pe ki er es te u ve we eks ye zet".split(), strict=True)
)
_SIZES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"), (10, "puluh"))


def cardinal(number: int) -> str:
    """0 up to a quadrillion, as a whole number: "seribu dua ratus"."""
    if number < 10:
        return WORDS[number]
    if number < 20:
        return "sepuluh" if number == 10 else "sebelas" if number == 11 else f"{WORDS[number - 10]} belas"
    size, name = next(pair for pair in _SIZES if number >= pair[0])
    count, rest = divmod(number, size)
    head = f"se{name}" if count == 1 and size <= 1000 else f"{cardinal(count)} {name}"
    return f"{head} {cardinal(rest)}" if rest else head


def one_by_one(digits: str, rng: Random) -> str:
    """tiga dua tujuh tiga."""
    zero = rng.choice(("nol", "kosong"))
    return " ".join(WORDS[int(digit)] if digit != "0" else zero for digit in digits)


def doubled(digits: str, rng: Random) -> str:
    """dobel lima, tripel nol; three or more of one digit also "nol empat kali"."""
    said, i = list[str](), 0
    while i < len(digits):
        run = len(digits[i:]) - len(digits[i:].lstrip(digits[i]))
        run = run if run < 4 else rng.randint(1, 3)
        word = one_by_one(digits[i], rng)
        said.append((word, f"dobel {word}", f"tripel {word}")[run - 1])
        i += run
    return " ".join(said)


def times(digits: str, rng: Random) -> str:
    """Runs of three or more as "nol tiga kali"."""
    said, i = list[str](), 0
    while i < len(digits):
        run = min(9, len(digits[i:]) - len(digits[i:].lstrip(digits[i])))
        word = one_by_one(digits[i], rng)
        said.append(f"{word} {WORDS[run]} kali" if run >= 3 else " ".join([word] * run))
        i += run
    return " ".join(said)


def in_pairs(digits: str, rng: Random) -> str:
    """tiga puluh dua tujuh tiga; after "tiga puluh" a pause."""
    return _grouped(digits, rng, (2,))


def in_groups(digits: str, rng: Random) -> str:
    """Two to four digits at a time, as numbers or one by one, with pauses."""
    return _grouped(digits, rng, (2, 3, 4))


def written(digits: str, rng: Random) -> str:
    """3273 0112, as recognisers write, with now and then a word."""
    size, mark = rng.choice((2, 3, 4, 16)), rng.choice((" ", "-", "."))
    groups = [digits[i : i + size] for i in range(0, len(digits), size)]
    return mark.join(groups) if rng.random() < 0.5 else ", ".join(g if rng.random() < 0.5 else one_by_one(g, rng) for g in groups)


def _grouped(digits: str, rng: Random, sizes: tuple[int, ...]) -> str:
    size = rng.choice(sizes)
    groups = [digits[i : i + size] for i in range(0, len(digits), size)]
    as_number = [g[0] != "0" and not g.endswith("000") and rng.random() < 0.7 for g in groups]
    said = [cardinal(int(g)) if number else one_by_one(g, rng) for g, number in zip(groups, as_number, strict=True)]
    return "".join(f"{s}, " if s.endswith(("puluh", "ratus")) else f"{s} " for s in said)


STYLES: tuple[Callable[[str, Random], str], ...] = (one_by_one, doubled, times, in_pairs, in_groups, written)
