"""Which clauses a teacher says, and which are kept to examine."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from speech.voice_training.sentences import by_coverage, candidates, held_out, marked


def test_the_clause_that_adds_most_pairs_comes_first() -> None:
    chosen = by_coverage({"sama": "aaaaaaaaaa", "kaya": "abcdefghij", "sisa": "abcdefghik"}, 100)

    assert chosen == ["kaya", "sisa", "sama"]


@given(st.dictionaries(st.text("abcde ", min_size=1, max_size=8), st.text("abcde", min_size=3, max_size=12), min_size=1, max_size=12))
def test_greed_covers_every_pair_and_takes_each_clause_once(phonemes: dict[str, str]) -> None:
    chosen = by_coverage(phonemes, 10_000)

    assert sorted(chosen) == sorted(phonemes)
    assert {pair for clause in chosen for pair in pairwise(phonemes[clause])} == {p for ipa in phonemes.values() for p in pairwise(ipa)}


def test_it_ends_when_the_symbols_are_spent() -> None:
    assert len(by_coverage({str(n): "abcdefghij" for n in range(50)}, 95)) == 10


def test_who_is_held_out_depends_on_letters_alone() -> None:
    clauses = [f"warga nomor {'abcdefghij'[n % 10]} {'klmnopqrst'[n // 10]}" for n in range(100)]

    assert 0 < sum(map(held_out, clauses)) < 20
    assert all(held_out(clause) == held_out(clause.upper() + "!") for clause in clauses)


def test_candidates_are_written_out_and_marked() -> None:
    said = candidates(["Biayanya Rp50.000. Datang pukul 08.00!"], drawn=20)

    assert "Biayanya lima puluh ribu rupiah." in said
    assert not any(digit in clause for clause in said for digit in "0123456789")
    assert len(said) == len(set(said)) > 2000


def test_a_question_keeps_its_mark() -> None:
    assert marked("berapa biayanya") == "Berapa biayanya?"
    assert marked("saya mau lapor") == "Saya mau lapor."
