"""`ivr voice` as an operator runs it."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ivr import voice_list, voice_sample
from ivr.cli import app
from ivr.voice_picture import draw
from speech.engines.espeak import EspeakSynthesizer
from speech.recognizer import Hypothesis, Request, Transcript


@pytest.fixture
def place(tmp_path: Path) -> Path:
    text = f"cache: {tmp_path}\nvoice: {{name: 'coqui:{tmp_path / 'kami'}', fallback: 'espeak:id'}}\n"
    (tmp_path / "settings.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def ivr(place: Path, *command: str) -> Result:
    return CliRunner().invoke(app, ["voice", *command, "--settings", str(place / "settings.yaml")])


def test_the_list_tells_licences_what_is_missing_and_what_is_used(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = place / "models"
    (shipped / "sapa").mkdir(parents=True)
    (shipped / "sapa" / "model.pth").touch()
    monkeypatch.setattr(voice_list, "SHIPPED", shipped)
    rows = {row["spec"]: row for row in map(json.loads, ivr(place, "list", "--json").output.splitlines())}
    assert rows["coqui:sapa"]["missing"] == "config.json, vocoder.pth, vocoder.json"
    assert rows["espeak:id"]["used"] == "cadangan" and rows["kokoro:jm_kumo"]["licence"] == "Apache-2.0"
    assert "BUKAN" in rows["coqui:tts_models/ind/fairseq/vits"]["licence"]
    own = rows[f"coqui:{place / 'kami'}"]
    assert (own["used"], own["missing"]) == ("bawaan", "folder ini")
    assert "KURANG: folder ini" in ivr(place, "list").output


class Ears:
    def bucket(self, request: Request) -> Hashable:
        return 0

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        return [Transcript((Hypothesis("kantor buka pukul 8 sampai 15.30 wib", 1.0),), 1.0) for _ in requests]


def test_samples_are_written_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_sample, "SENTENCES", ("Percakapan ini dicatat.", "Kantor buka pukul 8 sampai 15.30 WIB."))
    shown: list[bool] = []
    made = voice_sample.samples(EspeakSynthesizer("id"), Ears(), tmp_path / "out", 16_000, lambda one: shown.append(one.right))
    assert shown == [False, True] and made[0].seconds > 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["01.wav", "02.wav"]
    draw(made, tmp_path / "out", 16_000, "espeak:id", tmp_path / "voice.png")
    assert (tmp_path / "voice.png").stat().st_size > 20_000


def test_training_without_a_voice_to_begin_from_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speech.voices.SHIPPED", place)
    result = ivr(place, "train", "--data", str(place), "--out", str(place / "baru"))
    assert result.exit_code == 2 and "--from-scratch" in result.output
