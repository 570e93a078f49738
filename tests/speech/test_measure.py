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


def test_rates_over_all_words() -> None:
    rows = [Heard(Path("a"), "satu dua tiga", "satu dua tiga", 1.0, 10), Heard(Path("b"), "empat", "", 0.0, 30)]
    result = report(rows)
    assert (result.clips, result.wer, result.exact, result.decode_ms) == (2, 0.25, 0.5, 20)


def test_an_empty_list_is_an_error() -> None:
    with pytest.raises(CorpusError):
        report([])


def test_measures_recordings_of_any_rate(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", bytes(44100), rate=22050)
    parrot = Parrot("12")
    result = measure([Clip(tmp_path / "a.wav", "satu dua")], parrot, digits=True)
    assert (result.wer, result.exact) == (0.0, 1.0)
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
