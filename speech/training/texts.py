"""What the training voices say: mostly real sentences, a third dictated digits, names, addresses and rare words.

Text is lower case without punctuation but commas (pauses); `written` removes them for the transcript.
"""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path
from random import Random

from faker import Faker
from wordfreq import top_n_list

from speech.training.numbers import cardinal, date, dictate, nik

LEADS: tuple[str, ...] = ("", "", "", "nomornya ", "nik saya ", "nomor saya ", "ini ", "ya, ", "nik nya ", "nomor induk kependudukan saya ")
LEADS += ("bukan, ", "eh salah, ")
PLACES = (
    "bandung jakarta surabaya medan semarang makassar palembang depok bogor bekasi tangerang malang padang denpasar yogyakarta "
    "surakarta cirebon sukabumi garut tasikmalaya cimahi banjar kuningan majalengka sumedang pontianak banjarmasin samarinda manado "
    "ambon jayapura kupang mataram pekanbaru jambi bengkulu lampung serang cilegon karawang purwakarta subang indramayu tegal"
).split()
SHORT = (
    "ya|iya|ya benar|betul|benar|iya betul|tidak|bukan|tidak benar|salah|bukan itu|nggak|enggak|tidak jadi|batal|ulangi|ulangi lagi|"
    "tolong diulang|bisa diulang|kembali|menu utama|selesai|cukup|sudah cukup|tidak ada|tidak ada lagi, terima kasih|terima kasih|"
    "sambungkan ke petugas|saya mau bicara dengan petugas|minta operator|petugas|bicara dengan orang saja|setuju|tunggu sebentar|"
    "sebentar|maaf, tidak dengar|lanjut|oke|baik|he eh|nggih|muhun|sanes|ora|halo|selamat pagi|selamat siang|assalamualaikum"
).split("|")


FILES = ("services.txt", "everyday.txt", "sentences.txt", "more_sentences.txt")
"""Beside this file: what callers say to the services, and everyday and written Indonesian."""


@cache
def sentences(files: tuple[str, ...] = FILES) -> tuple[str, ...]:
    """The sentences that ship beside this file, each once, tidied."""
    lines = [line for file in files for line in Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines()]
    return tuple(dict.fromkeys(tidy(line) for line in lines if line.strip()))


@cache
def _words() -> tuple[tuple[str, ...], tuple[float, ...]]:
    words = tuple(w for w in top_n_list("id", 25_000) if w.isascii() and w.isalpha() and 2 <= len(w) <= 14)
    return words, tuple(itertools.accumulate(1 / (rank + 30) ** 0.75 for rank in range(len(words))))


def rare_words(rng: Random, count: int) -> str:
    words, weights = _words()
    return " ".join(rng.choices(words, cum_weights=weights, k=count))


def _digits(rng: Random) -> str:
    lead = rng.choice(LEADS)
    kind = rng.random()
    if kind < 0.5:
        return lead + dictate(nik(rng), rng)
    if kind < 0.65:
        return lead + dictate(f"08{rng.randint(10**7, 10**10)}", rng)
    length = rng.choice((2, 3, 4, 4, 4, 5, 6, 6, 8, 8, 10, 12, 16))
    return lead + dictate("".join(rng.choice("0123456789") for _ in range(length)), rng)


def _name(rng: Random, faker: Faker) -> str:
    name = str(faker.name()).split(",")[0]
    return rng.choice(("nama saya ", "atas nama ", "", "saya ", "dengan ibu ", "dengan bapak ")) + name


def _address(rng: Random, faker: Faker) -> str:
    street = str(faker.street_name()).replace("Gg.", "gang").replace("Jl.", "jalan")
    quarter = f" er te {cardinal(rng.randint(1, 20))} er we {cardinal(rng.randint(1, 20))}"
    return (
        rng.choice(("", "di ", "alamatnya ", "lokasinya di ", "dekat "))
        + street
        + rng.choice(("", f" nomor {cardinal(rng.randint(1, 300))}"))
        + rng.choice(("", f" kota {rng.choice(PLACES)}", f" {rng.choice(PLACES)}", quarter))
    )


def _number(rng: Random) -> str:
    return rng.choice(
        (
            date(rng),
            "tanggal " + date(rng),
            cardinal(rng.randint(0, 99)),
            cardinal(rng.randint(100, 99_999)),
            cardinal(rng.randint(1, 999) * 1000) + " rupiah",
            f"jam {cardinal(rng.randint(1, 12))} {rng.choice(('pagi', 'siang', 'sore', 'malam', 'lewat lima belas'))}",
        )
    )


def drawn(rng: Random) -> str:
    """What no list of sentences holds: dictated digits, names, addresses, numbers, rare words."""
    faker = Faker("id_ID")
    faker.seed_instance(rng.randrange(2**31))
    kind = rng.random()
    if kind < 0.4:
        text = _digits(rng)
    elif kind < 0.55:
        text = _name(rng, faker)
    elif kind < 0.7:
        text = _address(rng, faker)
    elif kind < 0.85:
        text = _number(rng)
    else:
        text = rare_words(rng, rng.randint(1, 6))
    return tidy(text)


def sample(rng: Random) -> str:
    """One utterance: a sentence, a short answer, or something drawn."""
    kind = rng.random()
    if kind < 0.5:
        return rng.choice(sentences())
    return tidy(rng.choice(SHORT)) if kind < 0.6 else drawn(rng)


def tidy(text: str) -> str:
    """Lower case, letters, spaces and commas; at most 120 characters, cut at a word."""
    text = re.sub(r"[^a-z, ]", " ", text.lower())
    text = re.sub(r"\s+", " ", text).strip(" ,")
    return text if len(text) <= 120 else text[:120].rsplit(" ", 1)[0].rstrip(" ,")


def written(text: str) -> str:
    """The transcript of a spoken text: pauses are not written."""
    return text.replace(",", "")
