from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from speech.measure import Clip, CorpusError, Heard, measure, normalized, read_corpus, report
from speech.pcm import write_wav
from speech.recognizer import Expectation, Hypothesis, Request, Transcript


class Parrot:
    """Hears the same in every clip."""

    def __init__(self, text: str) -> None:
        self.text, self.asked = text, list[Expectation]()

    def bucket(self, request: Request) -> int:
        return 0

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        self.asked += [request.expectation for request in requests]
        return [Transcript((Hypothesis(self.text, 0.5),), 10.0) for _ in requests]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nomor 3201.", "nomor tiga dua nol satu"),
        ("kosong lima", "0 5"),
        ("dobel tiga", "33"),
        ("Ya, benar!", "ya benar"),
    ],
)
def test_the_same_said_differently_is_the_same(one: str, other: str) -> None:
    assert normalized(one) == normalized(other)


def test_different_numbers_stay_different() -> None:
    assert normalized("320") != normalized("321")


def heard(expected: str, *texts: str, ms: float = 10.0, confidence: float = 1.0) -> Heard:
    return Heard(Path("a"), expected, Transcript(tuple(Hypothesis(text, confidence) for text in texts), ms), 2.0)


def test_rates_over_all_words() -> None:
    result = report([heard("satu dua tiga", "satu dua tiga"), heard("empat", ms=30)])
    assert (result.clips, result.wer, result.strict, result.exact, result.decode_ms) == (2, 0.25, 0.25, 0.5, 20)
    assert result.real_time == pytest.approx(0.01)


def test_spellings_of_one_word_are_equal_but_not_strictly() -> None:
    result = report([heard("di mana ya", "Dimana, ya?"), heard("nggak ada", "enggak ada")])
    assert (result.wer, result.exact) == (0.0, 1.0)
    assert result.strict == pytest.approx(3 / 5)


@pytest.mark.parametrize("text", ["nomor dua belas", "nomor satu dua", "Nomor 12."])
def test_a_numeral_is_read_as_it_was_said(text: str) -> None:
    assert report([heard(text, "nomor 12")]).wer == 0
    assert report([heard(text, "nomor 13")]).wer > 0


def test_words_that_were_left_out_of_a_number_are_errors() -> None:
    assert report([heard("dua puluh lima", "dua lima")]).wer == pytest.approx(1 / 3)


def test_the_right_words_among_the_hypotheses() -> None:
    result = report([heard("satu dua", "satu lima", "12"), heard("tiga", "tiga"), heard("empat", "lima")])
    assert (result.exact, result.within) == (pytest.approx(1 / 3), pytest.approx(2 / 3))


def test_a_confidence_that_promises_too_much() -> None:
    sure = [heard("ya", "ya", confidence=0.95)] * 3 + [heard("ya", "tidak", confidence=0.95)]
    assert report(sure).calibration == pytest.approx(0.2)
    assert report([*sure, heard("ya")]).calibration == pytest.approx(0.2)
    half = [heard("ya", said, confidence=0.5) for said in ("ya", "tidak")]
    assert report(half).calibration == pytest.approx(0.0)


def test_an_empty_list_is_an_error() -> None:
    with pytest.raises(CorpusError):
        report([])


def test_measures_recordings_of_any_rate(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", bytes(44100), rate=22050)
    parrot = Parrot("12")
    result = measure([Clip(tmp_path / "a.wav", "satu dua")], parrot, Expectation(digits=True))
    assert (result.wer, result.exact, result.heard[0].seconds) == (0.0, 1.0, pytest.approx(1.0))
    assert parrot.asked == [Expectation(digits=True)]


def test_a_line_without_a_tab_is_named(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", bytes(320))
    corpus = tmp_path / "list.tsv"
    corpus.write_text("a.wav\tsatu\n\na.wav dua\n")
    with pytest.raises(CorpusError, match=r"list.tsv:3"):
        read_corpus(corpus)
    corpus.write_text("a.wav\tsatu\nb.wav\tdua\n")
    with pytest.raises(CorpusError, match=r"list.tsv:2.*b.wav"):
        read_corpus(corpus)
    with pytest.raises(CorpusError, match="cannot be read"):
        read_corpus(tmp_path / "none.tsv")
