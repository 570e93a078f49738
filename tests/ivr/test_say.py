"""`ivr say` writes what a caller would hear."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ivr.cli import app
from ivr.say import say
from speech.synthesizer import SynthesizerError


def seconds(path: Path, rate: int) -> float:
    with wave.open(str(path)) as reader:
        assert (reader.getframerate(), reader.getsampwidth(), reader.getnchannels()) == (rate, 2, 1)
        return reader.getnframes() / rate


def test_it_writes_telephone_audio(tmp_path: Path) -> None:
    (file,) = say(["NIK Anda 3273 0112."], tmp_path / "out.wav", cache=tmp_path, voice="espeak:id")
    assert seconds(file, 8000) > 2


def test_wideband_slow_and_several(tmp_path: Path) -> None:
    usual = say(["Selamat pagi.", "Mohon tunggu."], tmp_path / "kalimat", cache=tmp_path, voice="espeak:id", rate=16_000)
    assert [file.name for file in usual] == ["01.wav", "02.wav"]
    slow = say(["Selamat pagi."], tmp_path / "slow.wav", cache=tmp_path, voice="espeak:id", rate=16_000, slow=True)
    assert seconds(slow[0], 16_000) > 1.1 * seconds(usual[0], 16_000)


def test_marks_are_obeyed(tmp_path: Path) -> None:
    plain = say(["Selamat pagi."], tmp_path / "a.wav", cache=tmp_path, voice="espeak:id")
    paused = say(["Selamat [jeda 900] pagi."], tmp_path / "b.wav", cache=tmp_path, voice="espeak:id")
    assert seconds(paused[0], 8000) > seconds(plain[0], 8000) + 0.7


@pytest.mark.parametrize(("text", "voice", "error"), [(" ", "espeak:id", ValueError), ("Halo", "siti", SynthesizerError)])
def test_nothing_is_written_when_it_cannot_speak(tmp_path: Path, text: str, voice: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        say([text], tmp_path / "out.wav", cache=tmp_path, voice=voice)
    assert not (tmp_path / "out.wav").exists()


def test_a_rate_that_no_line_has_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["say", "Halo", "-o", str(tmp_path / "a.wav"), "--rate", "44100"])
    assert result.exit_code == 2 and "16000" in result.output


def test_marks_are_obeyed_and_wrong_ones_told(tmp_path: Path) -> None:
    def length(text: str) -> float:
        (file,) = say([text], tmp_path / "marks.wav", cache=tmp_path, voice="espeak:id")
        return seconds(file, 8000)

    assert length("Selamat [jeda 2000] pagi.") > length("Selamat pagi.") + 1.5
    with pytest.raises(ValueError, match="maksud Anda"):
        length("[pelen: Selamat pagi.]")
