"""Never mute: whatever fails, the caller hears the right words or goes to a person, and each fall is counted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from faulty import WAYS, FaultyVoice
from full_disk import full_disk
from line import EngineLoop, ToneVoice
from numpy.typing import NDArray

from dialog.effects import Say
from ivr.mouth import SORRY, Mouth
from ivr.patience import Patience
from ivr.settings import ROOT
from ivr.voice import RECORDED, Voice, VoiceFailed
from ivr.voice_health import LATE_S, Rescue, VoiceHealth
from speech.engines.kokoro import KokoroSynthesizer
from speech.faults import Fault
from speech.plausible import BadSound
from speech.pool import Pool
from speech.prompt_cache import PromptCache
from speech.reading import read
from speech.speaker import Speaker
from speech.synthesizer import SynthesizerError
from speech.voice_engine import Engine
from speech.voices import load_voice
from telephony.player import Player

WORDS = "Nomor laporan Anda sudah dicatat."
NUMBERS = "satu dua tiga empat lima enam tujuh delapan".split()
FAULTS = {
    **{"raises": Fault.RAISED, "hangs": Fault.LATE, "nan": Fault.NAN, "silence": Fault.SILENT},
    **{"endless": Fault.LENGTH, "cut off": Fault.LENGTH, "clipped": Fault.CLIPPED},
}


@dataclass
class Hotline:
    """One line and its voices, each in a pool of its own."""

    chosen: FaultyVoice = field(default_factory=lambda: FaultyVoice("chosen"))
    fallback: FaultyVoice = field(default_factory=lambda: FaultyVoice("fallback"))
    cache: PromptCache | None = None
    recorded: PromptCache | None = None
    health: VoiceHealth = field(default_factory=VoiceHealth)
    to_a_person: int = 0

    def __post_init__(self) -> None:
        made = (self.chosen, self.fallback)
        self.engines = [Engine.of(Speaker(one, self.cache), Pool(1, 40), self.health.fell) for one in made]
        self.voice = Voice(self.engines, recorded=self.recorded, health=self.health)

    async def says(self, *texts: str) -> Player:
        player = Player()

        def failed() -> None:
            self.to_a_person += 1

        async with asyncio.TaskGroup() as group:
            mouth = Mouth(player, self.voice, group, failed)
            for text in texts:
                mouth.say(Say(text))
        return player

    def records(self, *texts: str) -> None:
        assert self.recorded is not None
        for piece in (piece for text in texts for piece in read(text)):
            self.recorded.put(RECORDED, piece.text, Speaker(ToneVoice(), None).make(piece, keep=False))


def run(main: Callable[[], Awaitable[None]]) -> None:
    loop = EngineLoop()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()


@pytest.mark.parametrize("way", WAYS)
def test_the_fallback_says_the_right_words(way: str, caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        here = Hotline(FaultyVoice("chosen", way=way))
        player = await here.says(WORDS)
        assert here.fallback.spoken == [WORDS]
        assert player.queued_s > 0.02 * len(WORDS)
        assert here.health.faults["chosen|16000|2", FAULTS[way]] == 1
        assert (here.health.rescues[Rescue.FALLBACK], here.to_a_person) == (1, 0)

    run(main)
    assert "laporan" not in caplog.text


@pytest.mark.parametrize("way", WAYS)
def test_when_no_engine_speaks_a_recording_does(way: str, tmp_path: Path) -> None:
    async def main() -> None:
        here = Hotline(FaultyVoice("chosen", way=way), FaultyVoice("fallback", way=way), recorded=PromptCache(tmp_path, 1_000_000))
        here.records(WORDS)
        player = await here.says(WORDS)
        assert player.queued_s > 0.02 * len(WORDS)
        assert (here.health.rescues[Rescue.RECORDED], here.to_a_person) == (1, 0)

    run(main)


def test_what_is_not_recorded_ends_with_an_apology_and_a_person(tmp_path: Path) -> None:
    async def main() -> None:
        here = Hotline(FaultyVoice("chosen", way="raises"), FaultyVoice("fallback", way="nan"), recorded=PromptCache(tmp_path, 1_000_000))
        here.records(SORRY)
        player = await here.says(WORDS)
        assert player.queued_s > 0.02 * len(SORRY), "they are told"
        assert (here.health.rescues[Rescue.PERSON], here.to_a_person) == (1, 1)

    run(main)


def test_recordings_that_were_damaged_are_not_played(tmp_path: Path) -> None:
    async def main() -> None:
        broken = (FaultyVoice("chosen", way="raises"), FaultyVoice("fallback", way="raises"))
        here = Hotline(*broken, recorded=PromptCache(tmp_path, 1_000_000))
        here.records(WORDS, SORRY)
        for path in tmp_path.glob("*.pcm"):
            path.write_bytes(path.read_bytes()[:-100])
        player = await here.says(WORDS)
        assert (player.queued_s, here.to_a_person) == (0, 1)

    run(main)


def test_the_rest_of_a_sentence_is_said_by_whoever_stood_in() -> None:
    async def main() -> None:
        here = Hotline()

        def take(chunk: bytes) -> bool:
            here.chosen.way = "raises"
            return True

        await here.voice.say("Satu. Dua. Tiga.", take)
        assert (here.chosen.spoken, here.fallback.spoken, here.chosen.tried) == (["Satu."], ["Dua.", "Tiga."], 2)

    run(main)


def test_an_engine_that_fails_is_left_alone_and_comes_back_by_itself() -> None:
    async def main() -> None:
        here = Hotline(FaultyVoice("chosen", way="nan"))
        for word in NUMBERS[:6]:
            await here.says(f"Nomor {word}.")
        assert (here.chosen.tried, here.to_a_person) == (3, 0)
        await asyncio.sleep(25)
        await here.says("Nomor tujuh.")
        assert here.chosen.tried == 4, "a trial, which no caller hears"
        assert here.fallback.spoken == [f"Nomor {word}." for word in NUMBERS[:7]]
        here.chosen.way = ""
        await asyncio.sleep(45)
        await here.says(WORDS)
        await asyncio.sleep(1)
        await here.says(WORDS)
        assert here.chosen.spoken[-1] == WORDS
        assert here.engines[0].works

    run(main)


def test_one_that_hangs_keeps_nobody_waiting_for_long() -> None:
    async def main() -> None:
        here, loop, took = Hotline(FaultyVoice("chosen", way="hangs")), asyncio.get_running_loop(), list[float]()
        for word in NUMBERS[:5]:
            began = loop.time()
            await here.says(f"Nomor {word}.")
            took.append(loop.time() - began)
            await asyncio.sleep(10)
        assert len(here.fallback.spoken) == 5
        assert max(took) < 5
        assert took[-1] == 0, "it is no longer asked"

    run(main)


def test_eight_at_once_while_sentences_are_prepared_are_neither_late_nor_lost(tmp_path: Path) -> None:
    async def main() -> None:
        here = Hotline(FaultyVoice("chosen", takes_s=0.25), FaultyVoice("fallback", takes_s=0.05), PromptCache(tmp_path, 10_000_000))
        texts = [f"Nomor {word}, sudah kami simpan." for word in NUMBERS]
        ahead = [asyncio.create_task(here.voice.prepare(f"Kalimat {word} tetap.")) for word in "satu dua tiga empat".split()]
        await asyncio.sleep(0.01)
        ends: dict[str, float] = {}
        loop = asyncio.get_running_loop()

        async def call(text: str) -> None:
            def take(chunk: bytes) -> bool:
                ends[text] = max(ends.get(text, 0.0), loop.time()) + len(chunk) / 16_000
                return True

            await here.voice.say(text, take, patience=Patience(lambda: max(0.0, ends.get(text, 0.0) - loop.time())))

        await asyncio.gather(*map(call, texts), *ahead)
        said = " ".join(here.chosen.spoken + here.fallback.spoken)
        assert all(read(text)[0].text.split(",")[0] in said for text in texts)
        assert (len(ends), here.health.late) == (8, 0)
        assert here.health.worst_s <= LATE_S

    run(main)


def test_a_full_disk_costs_nothing_but_the_cache(tmp_path: Path) -> None:
    async def main() -> None:
        here = Hotline(cache=PromptCache(tmp_path, 1_000_000))
        here.voice.learn([WORDS])
        with full_disk():
            player = await here.says(WORDS, WORDS)
        assert player.queued_s > 2 * 0.02 * len(WORDS)
        assert here.chosen.spoken == [WORDS, WORDS]
        assert here.engines[0].works
        assert list(tmp_path.iterdir()) == []

    run(main)


def test_a_damaged_cache_is_spoken_anew(tmp_path: Path) -> None:
    async def main() -> None:
        here = Hotline(cache=PromptCache(tmp_path, 1_000_000))
        await here.voice.prepare(WORDS)
        here.voice.learn([WORDS])
        (path,) = tmp_path.iterdir()
        path.write_bytes(b"x" * 1000)
        player = await here.says(WORDS)
        assert player.queued_s > 0.02 * len(WORDS)
        assert here.chosen.spoken == [WORDS, WORDS]

    run(main)


@pytest.mark.parametrize("model", ["missing", "truncated", "unknown"])
def test_a_model_that_cannot_be_loaded_lets_the_hotline_start_with_the_fallback(model: str, tmp_path: Path) -> None:
    def load() -> Speaker:
        if model == "truncated":
            for name in ("model.onnx", "voices.npz", "vocab.json"):
                (tmp_path / name).write_bytes(b"\x08\x08\x12\x07pytorch" * 20)
            return Speaker(KokoroSynthesizer(*(tmp_path / name for name in ("model.onnx", "voices.npz", "vocab.json")), "jm_kumo"), None)
        return Speaker(load_voice(f"coqui:{tmp_path / 'nowhere'}" if model == "missing" else "ajaib:suara", ROOT / ".cache"), None)

    async def main() -> None:
        health, fallback = VoiceHealth(), FaultyVoice("fallback")
        chosen = Engine("chosen", load, Pool(1, 8), health.fell)
        assert not await chosen.open()
        voice = Voice([chosen, Engine.of(Speaker(fallback, None), Pool(1, 8))], health=health)
        await voice.say(WORDS, lambda chunk: True)
        assert fallback.spoken == [WORDS]
        assert health.faults["chosen", Fault.MISSING] == 1

    run(main)


def test_a_model_that_is_put_there_later_is_taken() -> None:
    async def main() -> None:
        there, tone = list[Speaker](), ToneVoice()

        def load() -> Speaker:
            if not there:
                raise SynthesizerError("not there yet")
            return there[0]

        chosen = Engine("chosen", load, Pool(1, 8))
        voice = Voice([chosen, Engine.of(Speaker(ToneVoice(), None), Pool(1, 8))])
        await chosen.open()
        there.append(Speaker(tone, None))
        for _ in range(2):
            await asyncio.sleep(25)
            await voice.say(WORDS, lambda chunk: True)
        assert tone.spoken[-1] == WORDS

    run(main)


def test_when_all_hang_a_caller_who_heard_much_before_waits_no_longer_than_others() -> None:
    async def main() -> None:
        here, loop = Hotline(FaultyVoice("chosen", way="hangs"), FaultyVoice("fallback", way="hangs")), asyncio.get_running_loop()
        silent_from = loop.time() + 20
        with pytest.raises(VoiceFailed):
            await here.voice.say(WORDS, lambda chunk: True, patience=Patience(lambda: max(0.0, silent_from - loop.time())))
        assert loop.time() < silent_from + 8

    run(main)


def test_an_engine_that_never_ends_is_stopped() -> None:
    parts = list[int]()

    class Endless(ToneVoice):
        def stream(self, text: str, pace: float = 1.0) -> Iterator[NDArray[np.float32]]:
            for number in range(1000):
                parts.append(number)
                yield np.full(self.sample_rate, 0.1, np.float32)

    with pytest.raises(BadSound, match=Fault.LENGTH):
        Speaker(Endless(), None).make(read(WORDS)[0], keep=False)
    assert len(parts) < 60
