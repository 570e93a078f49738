from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from ivr.adapt import adapt
from ivr.adapt_data import recordings
from ivr.adapt_outcome import table
from ivr.adapt_policy import Figures, call_names, recipe, split, spoken, usable, worse
from speech import ctranslate
from speech.adapter import checked_manifest
from speech.ctranslate import Model, Tensor
from speech.engines.faster_whisper import FasterWhisperRecognizer, WhisperSettings
from speech.measure import CorpusError
from speech.parts import ModelUnavailable
from speech.pcm import AudioFileError, from_float, write_wav
from speech.recognizer import Hypothesis, Recognizer, Request, Transcript
from speech.training.prepare import END, PROMPT
from speech.training.train import Recipe
from speech.training.voices import espeak_utterance
from speech.weights import resolve

torch.set_num_threads(1)  # many wait for one another on a busy machine, for seconds
WIDTH, TOKENS = 64, 50_300
CALLS = st.dictionaries(st.text("abcdef0123456789", min_size=1, max_size=8), st.integers(1, 12), min_size=1, max_size=60)


def apart(sizes: dict[str, int], at_least: int) -> frozenset[str] | None:
    try:
        return split(sizes, at_least)
    except CorpusError:
        return None


@given(CALLS, st.integers(1, 30))
def test_enough_is_kept_apart_and_enough_is_left_or_it_is_said_how_much_is_needed(sizes: dict[str, int], at_least: int) -> None:
    chosen = apart(sizes, at_least)
    if chosen is None:
        with pytest.raises(CorpusError, match=str(5 * at_least)):
            split(sizes, at_least)
        return
    clips = sum(sizes[call] for call in chosen)
    assert at_least <= clips <= sum(sizes.values()) / 2
    assert chosen == apart(dict(sorted(sizes.items())), at_least), "the order of the lists does not matter"


@given(CALLS, CALLS)
def test_a_call_that_was_learned_is_never_examined_when_calls_are_added(sizes: dict[str, int], more: dict[str, int]) -> None:
    before, after = apart(sizes, 5), apart({**more, **sizes}, 5)
    if before is not None and after is not None:
        assert not (after & sizes.keys()) - before


def test_of_many_calls_a_fifth_is_kept_apart() -> None:
    assert 0.15 < len(split({f"call-{i}": 5 for i in range(1000)}, 20)) / 1000 < 0.25


@pytest.mark.parametrize(
    ("names", "calls"),
    [
        (("a/01.wav", "a/02.wav", "b/01.wav"), ["a", "a", "b"]),
        (("wav/0817-01.wav", "wav/0817-02.wav", "wav/0818-01.wav"), ["0817", "0817", "0818"]),
        (("c_1-01.wav", "c_1-02.wav", "c_2-01.wav"), ["c_1", "c_1", "c_2"]),
        (("only/01.wav", "only/02.wav"), ["only", "only"]),
        (("one.wav", "two.wav"), ["one", "two"]),
    ],
)
def test_a_call_is_a_folder_or_the_beginning_of_a_file_name(names: Sequence[str], calls: list[str]) -> None:
    assert call_names([Path("/data") / name for name in names], Path("/data")) == calls


def test_transcripts_are_words_as_they_were_spoken() -> None:
    assert spoken("Nomornya kosong, delapan - Pak!") == "nomornya kosong delapan pak"
    assert spoken("") == "" and spoken("jam 10") is None
    assert usable("satu dua tiga", 1.0) and not usable("satu dua tiga " * 9, 1.0) and not usable("ya", 26.0) and not usable("", 0.0)


@given(st.floats(1, 1e6), st.integers(0, 3000))
def test_more_recordings_are_learned_longer(seconds: float, steps: int) -> None:
    chosen = recipe(seconds, steps)
    assert chosen.steps == steps if steps else 60 <= chosen.steps <= 2400
    assert recipe(seconds * 2).steps >= recipe(seconds).steps
    assert 1 <= chosen.passes <= 4 and chosen.warm_up <= max(1, chosen.steps)


def test_an_adapter_to_go_on_from_keeps_its_ranks_and_layers() -> None:
    shapes = {
        "decoder/layer_0/x:A": (8, 64),
        "encoder/layer_4/x:A": (4, 64),
        "encoder/layer_5/x:A": (4, 64),
        "encoder/layer_5/x:B": (64, 4),
    }
    chosen = recipe(100, start=shapes)
    assert (chosen.rank, chosen.encoder_rank, chosen.frozen) == (8, 4, 4)
    assert recipe(100).rank == Recipe().rank


def test_worse_is_more_wrong_words_or_fewer_digit_strings() -> None:
    before = Figures(clips=20, wer=0.2, exact=0.5, digits=4, digits_exact=3, decode_ms=100)
    assert not worse(before, before) and not worse(before, replace(before, wer=0.1, digits_exact=4))
    assert "20.0% to 21.0%" in worse(before, replace(before, wer=0.21))
    assert "2 instead of 3 of 4" in worse(before, replace(before, wer=0.1, digits_exact=2))


class Parrot:
    """Hears `said`, whatever was said."""

    def __init__(self, said: str) -> None:
        self._said = said

    def bucket(self, request: Request) -> int:
        return 0

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        return [Transcript((Hypothesis(self._said, 0.8),), 1.0) for _ in requests]


def hear(base: Path, *, before: str, after: str) -> Callable[[Path], Recognizer]:
    return lambda folder: Parrot(before if folder == base else after)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A Whisper of one layer that knows nothing, but is whole."""
    random = np.random.default_rng(0)
    variables: dict[str, Tensor] = {"encoder/conv1/weight": random.standard_normal((WIDTH, 80, 3))}
    variables["encoder/conv2/weight"] = random.standard_normal((WIDTH, WIDTH, 3))
    variables |= {f"encoder/{name}/bias": np.zeros(WIDTH) for name in ("conv1", "conv2")}
    variables |= {f"{part}/position_encodings/encodings": random.standard_normal((1500, WIDTH)) for part in ("encoder", "decoder")}
    variables["decoder/embeddings/weight"] = random.standard_normal((TOKENS, WIDTH))
    for part, attentions in (("encoder", ("self_attention",)), ("decoder", ("self_attention", "attention"))):
        linears = [("ffn/linear_0", 4, 1), ("ffn/linear_1", 1, 4), ("self_attention/linear_0", 3, 1), ("self_attention/linear_1", 1, 1)]
        if part == "decoder":
            linears += [("attention/linear_0", 1, 1), ("attention/linear_1", 2, 1), ("attention/linear_2", 1, 1)]
        for name, rows, columns in linears:
            variables[f"{part}/layer_0/{name}/weight"] = random.standard_normal((rows * WIDTH, columns * WIDTH)) / 8
            variables[f"{part}/layer_0/{name}/bias"] = np.zeros(rows * WIDTH)
        for norm in ("layer_norm", *(f"layer_0/{name}/layer_norm" for name in ("ffn", *attentions))):
            variables |= {f"{part}/{norm}/gamma": np.ones(WIDTH), f"{part}/{norm}/beta": np.zeros(WIDTH)}
    folder = tmp_path / "base"
    folder.mkdir()
    ctranslate.write(folder / "model.bin", Model("WhisperSpec", 3, {name: v.astype(np.float16) for name, v in variables.items()}))
    words = {name: number for number, name in enumerate((*PROMPT, END, "ya", "tidak", "satu", "dua", "[UNK]"))}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text("{}")
    (folder / "vocabulary.json").write_text("[]")
    return folder


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """Six calls of two recordings: a folder each."""
    random = np.random.default_rng(1)
    for number in range(6):
        call = tmp_path / "calls" / f"call{number}"
        call.mkdir(parents=True)
        for name in ("01", "02"):
            write_wav(call / f"{name}.wav", from_float(random.standard_normal(8000).astype(np.float32) / 8))
        (call / "LIST.tsv").write_text("01.wav\tYa.\n02.wav\tsatu dua dua satu\n", encoding="utf-8")
    return tmp_path / "calls"


def left(folder: Path) -> set[str]:
    """What lies in the folder beside what the fixtures made."""
    return {path.name for path in folder.iterdir()} - {"base", "calls"}


def test_a_better_model_is_written_whole_with_its_adapter(base: Path, calls: Path, tmp_path: Path) -> None:
    out, better = tmp_path / "out", hear(base, before="tidak", after="ya")
    outcome = adapt(base, calls, out, tmp_path / "cache", better, steps=2, at_least=2)
    assert not outcome.refused and (outcome.before.exact, outcome.after.exact) == (0.0, 0.5)
    assert outcome.learned + outcome.after.clips == 12 and outcome.after.digits == outcome.calls_apart == outcome.after.clips // 2
    assert {path.name for path in out.iterdir()} == {
        "model.bin", "config.json", "tokenizer.json", "vocabulary.json", "adapter.npz", "adapter.json",
    }  # fmt: skip
    assert resolve(str(out), tmp_path / "cache").adapted
    checked_manifest(out / "adapter.npz")
    assert ctranslate.read(out / "model.bin").variables.keys() == ctranslate.read(base / "model.bin").variables.keys()
    assert left(tmp_path) == {"out", "cache"} and not list((tmp_path / "cache" / "adapting").iterdir()), "no speech is left"
    assert json.loads(json.dumps(outcome.as_json()))["after"]["wer"] == outcome.after.wer
    console = Console(width=100, record=True)
    console.print(table(outcome))
    assert "0 of" in console.export_text()

    again = tmp_path / "again"
    adapt(base, calls, again, tmp_path / "cache", better, steps=2, at_least=2, start=out / "adapter.npz")
    assert (again / "model.bin").is_file()
    with pytest.raises(ModelUnavailable, match="other weights"):
        adapt(again, calls, tmp_path / "third", tmp_path / "cache", better, start=out / "adapter.npz", at_least=2)


def test_a_worse_model_is_refused_and_nothing_is_left(base: Path, calls: Path, tmp_path: Path) -> None:
    outcome = adapt(base, calls, tmp_path / "out", tmp_path / "cache", hear(base, before="ya", after="tidak"), steps=2, at_least=2)
    assert "word error rate rose" in outcome.refused and "--steps 2" in outcome.advice()
    assert left(tmp_path) == {"cache"} and not list((tmp_path / "cache" / "adapting").iterdir())


def test_what_was_killed_goes_on(base: Path, calls: Path, tmp_path: Path) -> None:
    def killed(folder: Path) -> Recognizer:
        raise KeyboardInterrupt

    cache = tmp_path / "cache"
    with pytest.raises(KeyboardInterrupt):
        adapt(base, calls, tmp_path / "out", cache, killed, steps=2, at_least=2)
    assert left(tmp_path) == {"cache"}
    (state,) = cache.glob("adapting/*/adapter.npz")
    trained = state.read_bytes()
    adapt(base, calls, tmp_path / "out", cache, hear(base, before="tidak", after="ya"), steps=2, at_least=2)
    assert (tmp_path / "out" / "adapter.npz").read_bytes() == trained


@pytest.mark.parametrize(("name", "dtype", "said"), [("WhisperSpec", np.int8, "float16"), ("TransformerSpec", np.float16, "not a Whisper")])
def test_other_weights_are_refused_before_any_work(base: Path, calls: Path, tmp_path: Path, name: str, dtype: type, said: str) -> None:
    ctranslate.write(base / "model.bin", Model(name, 3, {"decoder/layer_0/ffn/linear_0/weight": np.zeros((2, 2), dtype)}))
    with pytest.raises(ModelUnavailable, match=said):
        adapt(base, calls, tmp_path / "out", tmp_path / "cache", hear(base, before="", after=""), at_least=2)
    assert not left(tmp_path)


def test_recordings_are_checked_and_no_error_says_what_was_said(calls: Path) -> None:
    assert Counter(recordings(calls)[1]) == {f"call{number}": 2 for number in range(6)}
    with pytest.raises(CorpusError, match="100 recordings of ten calls"):
        split(Counter(recordings(calls)[1]), 20)
    (calls / "call0" / "LIST.tsv").write_text("01.wav\tNIK saya 3201\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="numerals") as caught:
        recordings(calls)
    assert "3201" not in str(caught.value)
    (calls / "call0" / "LIST.tsv").write_text("01.wav\tya\n", encoding="utf-8")
    write_wav(calls / "call0" / "01.wav", bytes(8000), channels=2)
    with pytest.raises(AudioFileError, match="2 channels"):
        recordings(calls)
    with pytest.raises(CorpusError, match=r"LIST\.tsv"):
        recordings(calls.parent / "none")


@pytest.mark.timeout(300)  # 8 s of one core, but the machine may have others to serve
def test_whisper_base_learns_words_that_it_did_not_know(tmp_path: Path) -> None:
    """From real weights to a folder that the engine hears with; calls apart say the same word by other voices."""
    lines = []
    for number in range(8):
        name = f"call{number}-01.wav"
        write_wav(tmp_path / name, from_float(espeak_utterance("kadisdukcapil", Random(number))), 16_000)
        lines.append(f"{name}\tkadisdukcapil\n")
    (tmp_path / "LIST.tsv").write_text("".join(lines), encoding="utf-8")
    base = resolve("whisper-base", Path(".cache")).folder

    def engine(folder: Path) -> Recognizer:
        return FasterWhisperRecognizer(folder, WhisperSettings(beam=1, threads=1))

    outcome = adapt(base, tmp_path / "LIST.tsv", tmp_path / "out", tmp_path / "cache", engine, steps=3, at_least=2)
    assert outcome.before.exact == 0
    assert not outcome.refused and outcome.after.wer < outcome.before.wer
    assert resolve(str(tmp_path / "out"), tmp_path).adapted
