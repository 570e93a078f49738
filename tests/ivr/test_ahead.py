"""Which sentences are spoken before the first call, and that no others are while somebody is on the line."""

from __future__ import annotations

import asyncio
from pathlib import Path

from line import ToneVoice

from dialog.load import load
from dialog.repair import menu
from dialog.schema import Flows
from ivr.ahead import speak_rest, urgent
from ivr.voice import Voice
from speech.pool import Pool
from speech.prompt_cache import PromptCache
from speech.speaker import Speaker

FLOWS = load(Path(__file__).parents[2] / "configs")


def test_what_every_call_needs_comes_first() -> None:
    first = urgent(FLOWS)
    assert FLOWS.prompts.greeting in first
    assert set(menu(FLOWS)) <= set(first)
    assert all(alarm.say in first for alarm in FLOWS.alarms)
    assert FLOWS.intents[FLOWS.menu[0]].slots[0].ask in first
    assert len(first) < len(FLOWS.fixed)


async def test_the_rest_waits_until_nobody_is_on_the_line(tmp_path: Path) -> None:
    tone, pool, looks = ToneVoice(), Pool(1, max_waiting=4), list[int]()
    voice = Voice([Speaker(tone, PromptCache(tmp_path, 10_000_000))], pool, FLOWS.fixed)
    left = asyncio.Event()

    def busy() -> bool:
        looks.append(len(tone.spoken))
        return not left.is_set()

    rest = asyncio.create_task(speak_rest(voice, FLOWS, busy))
    while not looks:
        await asyncio.sleep(0)
    assert tone.spoken == []
    left.set()
    async with asyncio.timeout(60):
        await rest
    assert len(looks) > len(FLOWS.fixed) - len(urgent(FLOWS)), "it looks before each sentence"
    assert looks[-1] > 0
    pool.close()


def test_what_is_asked_as_proof_and_at_the_end_is_ready_before_the_first_call(shipped: Flows) -> None:
    ready = urgent(shipped)
    assert shipped.questionnaire is not None
    assert {question.ask for question in shipped.questionnaire.questions} <= set(ready)
    proofs = [slot.ask for name in shipped.menu for proof in shipped.intents[name].verify for slot in shipped.verification[proof].slots]
    assert proofs and set(proofs) <= set(ready)
