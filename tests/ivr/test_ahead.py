"""Fixed sentences are spoken in the background, the most needed first, and never in a caller's way."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

from faulty import FaultyVoice
from line import EngineLoop, ToneVoice

from dialog.load import load
from dialog.repair import menu
from dialog.schema import Flows
from ivr.ahead import Ahead, urgent
from ivr.core_prompts import recordings
from ivr.mouth import SORRY
from ivr.queue_sounds import QueueSounds
from ivr.voice import Voice
from speech.pool import Pool
from speech.prompt_cache import PromptCache
from speech.speaker import Speaker
from speech.voice_engine import Engine
from telephony.pbx.sounds import link_announced


def run(main: Coroutine[Any, Any, None]) -> None:
    loop = EngineLoop()
    try:
        loop.run_until_complete(main)
    finally:
        loop.close()


FLOWS = load(Path(__file__).parents[2] / "configs")


def test_what_every_call_needs_comes_first() -> None:
    first = urgent(FLOWS)
    assert FLOWS.prompts.greeting in first
    assert set(menu(FLOWS)) <= set(first)
    assert all(alarm.say in first for alarm in FLOWS.alarms)
    assert FLOWS.intents[FLOWS.menu[0]].slots[0].ask in first
    assert len(first) < len(FLOWS.fixed)


def small(*fixed: str) -> Flows:
    return replace(FLOWS, fixed=fixed, openings=("Saya ulangi,",))


class Background:
    """The work ahead of one voice, in virtual time: `told` are its lines."""

    def __init__(self, folder: Path, **takes: float) -> None:
        self.tone, self.told, self.busy = FaultyVoice("chosen", **takes), list[str](), False
        self.voice = Voice([Engine.of(Speaker(self.tone, PromptCache(folder / "p", 50_000_000)), Pool(1, 8))], recorded=recordings(folder))
        self.ahead = Ahead(self.voice, QueueSounds(folder / "sounds"), lambda: self.busy, self.told.append)


def test_all_is_spoken_most_needed_first_and_the_progress_is_shown(tmp_path: Path) -> None:
    async def main() -> None:
        here = Background(tmp_path, takes_s=0.3)
        ready = here.ahead.begin(small("Kalimat yang jarang.", FLOWS.prompts.ask_intent))
        assert (here.tone.spoken, here.voice.health.of) == ([], 0), "nobody waits"
        await ready.wait()
        spoken = list(here.tone.spoken)
        assert spoken[0] == SORRY.split(". ")[0] + "."
        assert FLOWS.prompts.ask_intent in spoken and "Kalimat yang jarang." not in spoken
        while here.voice.health.done < here.voice.health.of or not here.voice.health.of:
            await asyncio.sleep(0.1)
        assert here.tone.spoken[-1] == "Kalimat yang jarang."
        assert here.told[-1] == f"kalimat tetap: {here.voice.health.of} dari {here.voice.health.of} siap"
        assert len(here.told) > 1
        made = len(here.tone.spoken)
        await here.ahead.begin(small("Kalimat yang jarang.", "Baru.")).wait()
        await asyncio.sleep(30)
        assert here.tone.spoken[made:] == ["Baru."], "what is ready is not made again"
        here.tone.way = "raises"
        heard: list[bytes] = []
        assert await here.voice.recording(SORRY, lambda chunk: bool(heard.append(chunk)) or True, 16_000), "it is recorded for a bad day"
        await here.ahead.stop()

    run(main())


def test_the_sentence_of_a_transfer_is_there_before_asterisk_lists_it(tmp_path: Path) -> None:
    async def main() -> None:
        slow, quick = (Engine.of(Speaker(one, None), Pool(1, 8)) for one in (FaultyVoice("chosen", takes_s=60), ToneVoice()))
        voice = Voice([slow, quick])
        async with asyncio.timeout(1):
            await Ahead(voice, QueueSounds(tmp_path / "sounds"), lambda: False, print).announce(FLOWS)
        link_announced(tmp_path, tmp_path / "sounds" / "transfer", tmp_path / "music.wav")
        assert sorted(path.name for path in tmp_path.glob("0*")) == ["00.wav", "00.wav16"], "and no link to what is not there"

    run(main())


def test_a_caller_waits_for_one_clause_at_most(tmp_path: Path) -> None:
    async def main() -> None:
        here, loop = Background(tmp_path, takes_s=0.4), asyncio.get_running_loop()
        here.ahead.begin(small(*(f"Kalimat {word}." for word in "satu dua tiga empat lima enam".split())))
        here.busy = True
        await asyncio.sleep(1)
        for _ in range(5):
            began = loop.time()
            await here.voice.say("Nomor Anda delapan.", lambda chunk: True)
            assert loop.time() - began <= 0.8 + 1e-6
            await asyncio.sleep(0.37)
        await here.ahead.stop()

    run(main())


def test_a_voice_that_fails_is_waited_for_and_nobody_waits_with_it(tmp_path: Path) -> None:
    async def main() -> None:
        here = Background(tmp_path)
        here.tone.way = "raises"
        async with asyncio.timeout(60):
            await here.ahead.begin(small("Kalimat.")).wait()
        assert here.tone.spoken == []
        here.tone.way = ""
        await asyncio.sleep(120)
        assert "Kalimat." in here.tone.spoken
        await here.ahead.stop()

    run(main())


def test_what_is_asked_as_proof_and_at_the_end_is_ready_before_the_first_call(shipped: Flows) -> None:
    ready = urgent(shipped)
    assert shipped.questionnaire is not None
    assert {question.ask for question in shipped.questionnaire.questions} <= set(ready)
    proofs = [slot.ask for name in shipped.menu for proof in shipped.intents[name].verify for slot in shipped.verification[proof].slots]
    assert proofs and set(proofs) <= set(ready)
