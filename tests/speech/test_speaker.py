"""Text to telephone audio, with a small voice that beeps once a clause."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from full_disk import full_disk
from numpy.typing import NDArray

from speech.prompt_cache import PromptCache
from speech.reading import Piece
from speech.speaker import EMPHASIS_DB, Speaker
from speech.synthesizer import SynthesizerError
from speech.track import LEAD_MS


class Beeper:
    """A tone of 300 ms a clause between half seconds of silence, or an error at a clause that says so."""

    sample_rate = 24_000
    identity = "beeper"

    def __init__(self, hertz: float = 440) -> None:
        self.said: list[str] = []
        self._hertz = hertz

    def stream(self, text: str, pace: float = 1.0) -> Iterator[NDArray[np.float32]]:
        self.said.append(text)
        if "rusak" in text:
            raise SynthesizerError("broken")
        tone = 0.02 * np.sin(2 * np.pi * self._hertz * np.arange(round(7_200 / pace)) / 24_000)
        yield np.concatenate([np.zeros(12_000), tone, np.zeros(12_000)]).astype(np.float32)


def samples(pcm: bytes) -> NDArray[np.float32]:
    return np.asarray(np.frombuffer(pcm, "<i2") / 32767, np.float32)


def test_clauses_come_one_by_one_written_out(tmp_path: Path) -> None:
    voice = Beeper()
    stream = Speaker(voice, None).stream("KTP Anda sudah selesai. Nomor 12.")
    next(stream)
    assert voice.said == ["ka te pe Anda sudah selesai."]
    next(stream)
    assert voice.said[1:] == ["Nomor dua belas."]


def test_pauses_are_ours_whatever_silence_the_voice_adds() -> None:
    audio = samples(b"".join(Speaker(Beeper(), None).stream("Satu. Dua.")))
    sounding = np.flatnonzero(np.abs(audio) > 0.02)
    assert sounding[0] / 8 == pytest.approx(LEAD_MS + 20, abs=15)
    gap = np.diff(sounding).max() / 8
    assert gap == pytest.approx(320 + 40, abs=30)
    assert (len(audio) - sounding[-1]) / 8 < 100


def test_a_kept_text_is_spoken_once_and_sounds_the_same(tmp_path: Path) -> None:
    voice = Beeper()
    speaker = Speaker(voice, PromptCache(tmp_path, 1_000_000))
    first = b"".join(speaker.stream("Satu. Dua."))
    assert b"".join(speaker.stream("Satu. Dua.")) == first
    assert len(voice.said) == 2


def test_another_pace_is_kept_apart_with_its_pauses(tmp_path: Path) -> None:
    voice = Beeper()
    speaker = Speaker(voice, PromptCache(tmp_path, 1_000_000))
    usual, slow = (b"".join(speaker.stream("Satu. Dua.", pace=pace)) for pace in (1.0, 0.8))
    tones, pause = 2 * 8 * (300 / 0.8 - 300), 8 * (320 / 0.8**2 - 320)
    assert (len(slow) - len(usual)) / 2 == pytest.approx(tones + pause, rel=0.1)
    assert [b"".join(speaker.stream("Satu. Dua.", pace=pace)) for pace in (1.0, 0.8)] == [usual, slow]
    assert len(voice.said) == 4


def test_one_kept_master_serves_narrow_and_wide_lines(tmp_path: Path) -> None:
    voice = Beeper(5_000)
    speaker = Speaker(voice, PromptCache(tmp_path, 1_000_000))
    wide, narrow = (samples(b"".join(speaker.stream("Satu.", rate=rate))) for rate in (16_000, 8_000))
    assert len(voice.said) == 1
    assert len(wide) == pytest.approx(2 * len(narrow), abs=4)
    assert np.sqrt(np.mean(narrow**2)) < 0.03 * np.sqrt(np.mean(wide**2)), "what a narrow line cannot carry is filtered, not folded down"


def test_what_is_stressed_is_louder_and_marks_change_the_pace() -> None:
    speaker = Speaker(Beeper(), None)
    pieces = (Piece("satu", 0), Piece("satu", 0, 1.0, True), Piece("satu", 0, 0.8))
    plain, stressed, slow = (speaker.make(piece, keep=False) for piece in pieces)
    assert 20 * np.log10(np.std(samples(stressed)) / np.std(samples(plain))) == pytest.approx(EMPHASIS_DB, abs=0.3)
    assert len(slow) > 1.15 * len(plain)
    assert speaker.make(Piece("", 300), keep=False) == b""


def test_personal_data_never_touches_the_disk(tmp_path: Path) -> None:
    speaker = Speaker(Beeper(), PromptCache(tmp_path, 1_000_000))
    assert b"".join(speaker.stream("NIK 3273 0112", keep=False))
    assert list(tmp_path.iterdir()) == []


def test_a_clause_that_failed_is_not_kept_and_those_before_it_are(tmp_path: Path) -> None:
    speaker = Speaker(Beeper(), PromptCache(tmp_path, 1_000_000))
    with pytest.raises(SynthesizerError):
        list(speaker.stream("Satu. Ini rusak."))
    assert len(list(tmp_path.iterdir())) == 1


def test_a_full_disk_costs_the_cache_not_the_call(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    speaker = Speaker(Beeper(), PromptCache(tmp_path / "cache", 1_000_000))
    with full_disk():
        assert b"".join(speaker.stream("Rahasia."))
    assert "spoken anew" in caplog.text
    assert "Rahasia" not in caplog.text
    assert list((tmp_path / "cache").iterdir()) == [], "nothing half written stays"
    assert b"".join(speaker.stream("Rahasia."))
    assert len(list((tmp_path / "cache").iterdir())) == 1, "with room again it is kept"


def test_nothing_to_say_is_nothing() -> None:
    assert list(Speaker(Beeper(), None).stream("  ")) == []
