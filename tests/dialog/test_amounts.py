"""One number out of a sentence."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import WORDS, cardinal

from dialog.understanding.amounts import value_in


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("seribu dua ratus", 1200), ("seratus lima puluh ribu", 150_000), ("dua juta lima ratus ribu", 2_500_000), ("sejuta", 10**6),
        ("satu koma lima juta", 1_500_000), ("dua koma nol lima miliar", 2_050_000_000), ("nol koma lima", "0.5"),
        ("dua setengah juta", 2_500_000), ("setengah juta", 500_000), ("satu juta setengah", 1_500_000), ("tiga perempat juta", 750_000),
        ("satu setengah", "1.5"), ("setengah", "0.5"), ("seperempat", "0.25"),
        ("1,5 juta", 1_500_000), ("1.5 juta", 1_500_000), ("Rp 1.500.000", 1_500_000), ("Rp1.500.000,00", 1_500_000), ("1,500", 1500),
        ("2 juta 500 ribu", 2_500_000), ("12 ribu 500", 12_500), ("50rb", 50_000), ("2,5jt", 2_500_000), ("gopek", 500), ("goceng", 5000),
        ("kira kira dua ratus ribu rupiah, pak", 200_000), ("duabelas lembar", 12), ("nol", 0), ("0", 0),
    ],
)  # fmt: skip
def test_one_number(said: str, value: int | str) -> None:
    assert value_in(said) == Decimal(value)


@pytest.mark.parametrize(
    "said", "|tidak tahu|tiga dua|tiga orang dua anak|ribu|koma|dua koma|setengah dua|seribu juta|dua ribu tiga ribu|1..5|Rp.".split("|")
)
def test_none_or_several(said: str) -> None:
    assert value_in(said) is None


def test_every_whole_number_comes_back() -> None:
    rng = Random(2)
    for _ in range(100_000):
        number = rng.randrange(10 ** rng.randint(1, 15))
        assert value_in(cardinal(number)) == number


@given(st.integers(0, 999), st.integers(1, 99), st.sampled_from([("ribu", 10**3), ("juta", 10**6), ("miliar", 10**9)]))
def test_fractions_of_a_scale(whole: int, hundredths: int, scale: tuple[str, int]) -> None:
    name, size = scale
    value = (whole + Decimal(hundredths) / 100) * size
    digits = f"{hundredths:02}"
    assert value_in(f"{cardinal(whole)} koma {' '.join(WORDS[int(d)] for d in digits)} {name}") == value
    assert value_in(f"Rp {whole},{digits} {name}") == value


@given(st.integers(0, 10**14))
def test_written_with_points(number: int) -> None:
    assert value_in(f"Rp{number:,}".replace(",", ".")) == number


PIECES = (*WORDS, *"puluh ratus ribu seribu juta koma setengah perempat 1,5 2.000 rb pak".split())


@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_nothing_raises(text: str) -> None:
    value = value_in(text)
    assert value is None or value >= 0
