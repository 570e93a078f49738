"""Indonesian numbers as people say and dictate them."""

from __future__ import annotations

from random import Random

DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
MONTHS = (
    "januari februari maret april mei juni juli agustus september oktober november desember".split()
)  # fmt: skip
PROVINCES: tuple[int, ...] = (11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53, 61, 62, 63, 64, 65, 71, 72, 73)
PROVINCES += (74, 75, 76, 81, 82, 91, 94)


def cardinal(number: int) -> str:
    """0 to 999,999,999 in words, without punctuation."""
    if number < 10:
        return DIGITS[number]
    if number < 12:
        return ("sepuluh", "sebelas")[number - 10]
    if number < 20:
        return f"{DIGITS[number - 10]} belas"
    for size, name, one in ((1_000_000, "juta", None), (1_000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", None)):
        if number >= size:
            count, rest = divmod(number, size)
            head = one if one and count == 1 else f"{cardinal(count)} {name}"
            return f"{head} {cardinal(rest)}" if rest else head
    raise AssertionError(number)


def nik(rng: Random) -> str:
    """Sixteen digits with a possible structure: region, birth date (women's day + 40), serial."""
    day = rng.randint(1, 28) + rng.choice((0, 40))
    region = f"{rng.choice(PROVINCES)}{rng.choice((rng.randint(1, 15), rng.randint(71, 76))):02d}{rng.randint(1, 30):02d}"
    return f"{region}{day:02d}{rng.randint(1, 12):02d}{rng.randint(0, 99):02d}{rng.randint(1, 30):04d}"


def dictate(digits: str, rng: Random) -> str:
    """Digits as a person dictates them: groups with pauses (commas), "kosong", now and then "dobel"."""
    zero = rng.choice(("nol", "nol", "kosong"))
    words = [zero if d == "0" else DIGITS[int(d)] for d in digits]
    group = rng.choice((2, 3, 4, 4, 4, 6)) if rng.random() < 0.65 and len(words) > 4 else len(words)
    out: list[str] = []
    for start in range(0, len(words), group):
        part = words[start : start + group]
        if rng.random() < 0.12:
            part = _doubled(part)
        out.append(" ".join(part))
    return ", ".join(out)


def _doubled(words: list[str]) -> list[str]:
    out: list[str] = []
    for word in words:
        if out and out[-1] == word and not out[-1].startswith("dobel"):
            out[-1] = f"dobel {word}"
        else:
            out.append(word)
    return out


def date(rng: Random) -> str:
    year = rng.choice((f" dua ribu {cardinal(rng.randint(10, 26))}", f" seribu sembilan ratus {cardinal(rng.randint(50, 99))}", ""))
    return f"{cardinal(rng.randint(1, 31))} {rng.choice(MONTHS)}{year}"
