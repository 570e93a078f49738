"""The sounds that the queues name are those that are spoken."""

from __future__ import annotations

import asyncio
import re
import time
import wave
from pathlib import Path

import pytest
from faulty import FaultyVoice
from line import ToneVoice

from ivr.queue_sounds import SOUNDS, TRANSFER, QueueSounds
from ivr.settings import ROOT
from ivr.voice import Voice
from speech.pool import Pool
from speech.prompt_cache import PromptCache
from speech.speaker import Speaker
from speech.voice_engine import Engine


def test_every_sound_that_a_queue_plays_is_spoken() -> None:
    template = (ROOT / "configs" / "asterisk" / "queues.conf.j2").read_text(encoding="utf-8")
    played = set(re.findall(r"\{\{ sounds \}\}/(\w+)", template))
    assert played | {"apology"} == {name for name in SOUNDS if not name.startswith("digits/")}
    limit = re.search(r"^announce-position-limit = (\d+)$", template, re.MULTILINE)
    assert limit is not None
    assert [name for name in SOUNDS if name.startswith("digits/")] == [f"digits/{n}" for n in range(1, int(limit[1]) + 1)]


def test_the_key_that_leaves_the_queue_is_named() -> None:
    assert "Tekan dua kalau ingin ditelepon kembali." in SOUNDS["periodic"]
    dialplan = (ROOT / "configs" / "asterisk" / "extensions.conf.j2").read_text(encoding="utf-8")
    assert "[sapa-waiting]\nexten => 2,1,Set(SAPA_WHY=callback)" in dialplan


_ALL = {**SOUNDS, TRANSFER: "Sebentar."}


async def test_each_sound_is_there_for_both_kinds_of_line_and_stays_when_nothing_speaks(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chosen, fallback, pool = FaultyVoice(), ToneVoice("fallback"), Pool(1, 8)
    cache, sounds = PromptCache(tmp_path / "prompts", 10_000_000), QueueSounds(tmp_path / "sounds")
    voice = Voice([Engine.of(Speaker(one, cache), pool) for one in (chosen, fallback)], [*SOUNDS.values(), "Sebentar."])
    await sounds.write(voice, _ALL)
    assert (chosen.spoken, len(fallback.spoken) > len(SOUNDS)) == ([], True), "nobody waits for the chosen voice"
    for name in (*SOUNDS, TRANSFER):
        lengths = []
        for suffix, rate in ((".wav", 8000), (".wav16", 16_000)):
            with wave.open(str(tmp_path / "sounds" / f"{name}{suffix}")) as file:
                assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (rate, 1, 2)
                lengths.append(file.getnframes() / rate)
        assert lengths[0] == pytest.approx(lengths[1], abs=0.01)
    before = (tmp_path / "sounds" / "next.wav").read_bytes()
    mute = Voice([Engine.of(Speaker(FaultyVoice(way="raises"), None), pool)])
    await sounds.write(mute, _ALL)
    assert (tmp_path / "sounds" / "next.wav").read_bytes() == before
    assert "no voice could speak the sound next" in caplog.text
    await voice.prepare(SOUNDS["next"])
    await sounds.write(voice, _ALL)
    assert chosen.spoken and (tmp_path / "sounds" / "next.wav").stat().st_size == len(before)
    pool.close()


async def test_two_who_write_at_once_never_mix_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    under_way, mixed = set[Path](), list[Path]()

    def slow(path: Path, pcm: bytes, rate: int) -> None:
        mixed.extend({path} & under_way)
        under_way.add(path)
        time.sleep(0.02)
        path.write_bytes(pcm)
        under_way.discard(path)

    monkeypatch.setattr("ivr.queue_sounds.write_wav", slow)
    sounds, pool = QueueSounds(tmp_path), Pool(2, 8)
    voice = Voice([Engine.of(Speaker(ToneVoice(), None), pool)])
    await asyncio.gather(*(sounds.write(voice, {"next": "Anda berikutnya.", TRANSFER: "Sebentar."}) for _ in range(2)))
    assert mixed == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["next.wav", "next.wav16", "transfer.wav", "transfer.wav16"]
    pool.close()
