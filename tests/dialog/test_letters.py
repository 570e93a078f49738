"""Letters and digits that are spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import LETTERS

from dialog.understanding.letters import signs_in


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("de satu dua a be", ["D12AB"]),
        ("D 12 AB", ["D12AB"]),
        ("BE 1", ["BE1"]),
        ("be satu", ["B1"]),
        ("abc 12", ["ABC12"]),
        ("delta bandung zet", ["DBZ"]),
        ("platnya de, dua puluh, satu ya pak", ["D201"]),
        ("pe ge de atau a de u", ["PGD", "ADU"]),
        ("nol tiga kali em", ["000M"]),
        ("", []),
    ],
)
def test_rows_of_signs(said: str, rows: list[str]) -> None:
    assert signs_in(said) == rows


@given(st.text(alphabet=sorted(LETTERS), min_size=1))
def test_every_letter_by_its_name(letters: str) -> None:
    assert signs_in(" ".join(LETTERS[letter] for letter in letters)) == [letters]


@given(st.text())
def test_any_text_gives_capitals_and_digits(text: str) -> None:
    assert all(row.isascii() and row.isalnum() and row == row.upper() for row in signs_in(text))
