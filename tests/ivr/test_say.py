"""`ivr say` writes what a caller would hear."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from ivr.say import say
from speech.synthesizer import SynthesizerError


def test_it_writes_telephone_audio(tmp_path: Path) -> None:
    seconds = say("NIK Anda 3273 0112.", tmp_path / "out.wav", cache=tmp_path, voice="espeak:id")
    with wave.open(str(tmp_path / "out.wav")) as reader:
        assert (reader.getframerate(), reader.getsampwidth(), reader.getnchannels()) == (8000, 2, 1)
        assert reader.getnframes() / 8000 == pytest.approx(seconds)
    assert seconds > 2


@pytest.mark.parametrize(
    ("text", "voice", "error"), [(" ", "espeak:id", ValueError), ("Halo", "siti", SynthesizerError)]
)
def test_nothing_is_written_when_it_cannot_speak(tmp_path: Path, text: str, voice: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        say(text, tmp_path / "out.wav", cache=tmp_path, voice=voice)
    assert not (tmp_path / "out.wav").exists()
