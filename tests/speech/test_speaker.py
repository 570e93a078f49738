"""Text to telephone audio, with a small voice that beeps once a clause."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from speech.prompt_cache import PromptCache
from speech.speaker import LEAD_MS, SLOW, Speaker
from speech.synthesizer import SynthesizerError


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


def test_what_a_telephone_cannot_carry_is_filtered_not_folded_down() -> None:
    audible = samples(b"".join(Speaker(Beeper(1_000), None).stream("Satu.")))
    beyond = samples(b"".join(Speaker(Beeper(5_000), None).stream("Satu.")))
    assert np.sqrt(np.mean(beyond**2)) < 0.03 * np.sqrt(np.mean(audible**2))


def test_a_kept_text_is_spoken_once_and_sounds_the_same(tmp_path: Path) -> None:
    voice = Beeper()
    speaker = Speaker(voice, PromptCache(tmp_path, 1_000_000))
    first = b"".join(speaker.stream("Satu. Dua."))
    assert b"".join(speaker.stream("Satu. Dua.")) == first
    assert len(voice.said) == 2


def test_slow_speech_lasts_a_quarter_longer_and_is_kept_apart(tmp_path: Path) -> None:
    voice = Beeper()
    speaker = Speaker(voice, PromptCache(tmp_path, 1_000_000))
    usual, slow = (b"".join(speaker.stream("Satu. Dua.", slow=slow)) for slow in (False, True))
    assert len(slow) == pytest.approx(len(usual) / SLOW, rel=0.1)
    assert [b"".join(speaker.stream("Satu. Dua.", slow=slow)) for slow in (False, True)] == [usual, slow]
    assert len(voice.said) == 4


def test_personal_data_never_touches_the_disk(tmp_path: Path) -> None:
    speaker = Speaker(Beeper(), PromptCache(tmp_path, 1_000_000))
    assert b"".join(speaker.stream("NIK 3273 0112", keep=False))
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_or_failed_text_is_not_kept(tmp_path: Path) -> None:
    speaker = Speaker(Beeper(), PromptCache(tmp_path, 1_000_000))
    stream = speaker.stream("Satu. Dua.")
    next(stream)
    del stream
    with pytest.raises(SynthesizerError):
        list(speaker.stream("Satu. Ini rusak."))
    assert list(tmp_path.iterdir()) == []


def test_rendering_ahead_shows_progress_and_does_only_what_is_missing(tmp_path: Path) -> None:
    voice, seen = Beeper(), list[tuple[int, int]]()
    speaker = Speaker(voice, PromptCache(tmp_path, 1_000_000))
    list(speaker.stream("Dua."))
    rendered = speaker.render_ahead(["Satu.", "Dua."], lambda done, of: seen.append((done, of)))
    assert (rendered, seen) == (1, [(1, 2), (2, 2)])
    assert voice.said == ["Dua.", "Satu."]


def test_a_full_disk_costs_the_cache_not_the_call(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "cache"
    speaker = Speaker(Beeper(), PromptCache(folder, 1_000_000))
    folder.rmdir()
    assert b"".join(speaker.stream("Rahasia."))
    assert "spoken anew" in caplog.text
    assert "Rahasia" not in caplog.text


def test_nothing_to_say_is_nothing() -> None:
    assert list(Speaker(Beeper(), None).stream("  ")) == []
