"""Recognisers compared clip by clip; lists sent over a line; the shape of the figures."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path

import numpy as np
import pytest

from dialog.schema import Flows
from ivr.bench.conditions import LINES, Condition, conditions, named
from ivr.bench.recogniser import OWN, checked, figures, measure_ways, speedup
from speech.measure import Clip, CorpusError, Heard
from speech.pcm import read_wav, to_float, write_wav
from speech.recognizer import Expectation, Hypothesis, Request, Transcript

NIK = "tiga dua tujuh tiga nol satu empat satu nol tujuh delapan sembilan dua empat satu lima"


class Parrot:
    """Hears the same in every clip, in so many ms."""

    def __init__(self, ms: float, *texts: str) -> None:
        self.heard = Transcript(tuple(Hypothesis(text, 0.9 - 0.1 * i) for i, text in enumerate(texts)), ms)

    def bucket(self, request: Request) -> Hashable:
        return 0

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        return [self.heard for _ in requests]


@pytest.fixture(scope="module")
def flows(shipped: Flows) -> Flows:
    return shipped


def corpus(folder: Path, *transcripts: str) -> Path:
    folder.mkdir()
    for number, _ in enumerate(transcripts):
        voice = np.random.default_rng(number).standard_normal(48_000) * 3000
        write_wav(folder / f"{number}.wav", voice.astype("<i2").tobytes(), rate=16_000)
    (folder / "LIST.tsv").write_text("".join(f"{n}.wav\t{text}\n" for n, text in enumerate(transcripts)))
    return folder / "LIST.tsv"


def test_a_list_is_named_or_has_its_folders_name(tmp_path: Path) -> None:
    assert named("A=b/LIST.tsv") == ("A", Path("b/LIST.tsv"))
    assert named(str(tmp_path / "niks" / "LIST.tsv"))[0] == "niks"


def test_what_is_due_in_each_list(tmp_path: Path) -> None:
    path = corpus(tmp_path / "a", "satu dua tiga", "Empat")
    names = [f"{name}={path}" for name in ("angka", "pilihan", "bebas")]
    digits, choices, free = conditions(names, [], ["angka"], ["pilihan"], tmp_path)
    assert digits.expectation == Expectation(digits=True, length=3)
    assert choices.expectation == Expectation(phrases=("satu dua tiga", "empat"))
    assert free.expectation == Expectation()


def test_a_clean_list_is_sent_over_every_line(tmp_path: Path) -> None:
    made = conditions([], [f"a={corpus(tmp_path / 'a', 'satu', 'dua')}"], [], [], tmp_path / "out", limit=1)
    assert [test.name for test in made] == [f"a.{line.name}" for line in LINES]
    good, bad = (to_float(read_wav(test.clips[0].path)) for test in made)
    assert len(good) == len(bad) == 24_000
    packets = bad.reshape(-1, 160)
    assert (~packets.any(axis=1)).mean() < 0.1
    assert not np.array_equal(good, bad)
    again = conditions([], [f"a={tmp_path / 'a' / 'LIST.tsv'}"], [], [], tmp_path / "again", limit=1)
    assert read_wav(again[1].clips[0].path) == read_wav(made[1].clips[0].path)


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="none.tsv"):
        conditions([f"a={tmp_path / 'none.tsv'}"], [], [], [], tmp_path)


def test_the_figures_of_several_ways(tmp_path: Path, flows: Flows) -> None:
    path = corpus(tmp_path / "a", NIK)
    tests = conditions([f"nik={path}", f"kata={path}"], [], ["nik"], [], tmp_path)
    wrong = NIK.replace("lima", "enam")
    measured = measure_ways({OWN: Parrot(10, wrong, NIK), "transcribe": Parrot(80, NIK)}, tests)
    found = figures(measured, flows)
    assert found["wer"] == {"nik": pytest.approx(1 / 16, abs=1e-4), "kata": pytest.approx(1 / 16, abs=1e-4)}
    assert (found["nik_exact"], found["nik_within"]) == (0.0, 1.0)
    assert found["speedup_vs_transcribe"] == pytest.approx(8)
    theirs = found["transcribe"]
    assert isinstance(theirs, dict)
    assert (theirs["nik_exact"], theirs["wer"]["nik"]) == (1.0, 0.0)


def test_the_dialog_takes_the_number_that_can_be_one(flows: Flows) -> None:
    impossible = NIK.replace("tiga dua tujuh", "nol dua tujuh", 1)
    assert checked(flows, Parrot(1, impossible, NIK).heard) == "3273014107892415"
    assert checked(flows, Transcript((), 1)) == ""


def test_speed_is_compared_on_clips_of_one_length() -> None:
    def heard(seconds: float, ms: float) -> Heard:
        return Heard(Path("a"), "ya", Transcript((), ms), seconds)

    ours, theirs = [heard(3, 10), heard(9, 10)], [heard(3, 70), heard(9, 30)]
    assert speedup(ours, theirs) == 5
    assert speedup(ours, theirs, (2, 4)) == 7
    assert speedup(ours, theirs, (20, 30)) is None


def test_an_empty_list_is_an_error() -> None:
    with pytest.raises(CorpusError):
        measure_ways({OWN: Parrot(1)}, [Condition("a", list[Clip](), Expectation())])
