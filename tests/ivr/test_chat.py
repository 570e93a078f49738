"""What `ivr chat` shows beside the sentences, and that it waits no longer than a call does."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from virtual_time import run_virtually

from dialog.effects import Lookup
from dialog.events import LookupDone, LookupFailed
from dialog.schema import Flows
from ivr.chat import Chat

NIK = "3273014107892415"


async def never(lookup: Lookup) -> LookupDone | LookupFailed:
    await asyncio.sleep(3600)
    raise AssertionError("waited for in vain")


def test_a_system_that_does_not_answer_is_given_up_at_its_deadline(flows: Flows) -> None:
    async def main() -> tuple[float, list[str]]:
        chat = Chat(flows, never)
        await chat.begin()
        await chat.typed("cek status ktp saya")
        said = await chat.typed(f"#{NIK}")
        if not (waited := asyncio.get_running_loop().time()):
            said = await chat.typed("ya")
            waited = asyncio.get_running_loop().time()
        return waited, said

    waited, said = run_virtually(main())
    assert waited * 1000 == flows.intents["status_ktp"].deadline_ms
    assert said.count(flows.prompts.looking_up) == 1
    assert said.index(flows.prompts.looking_up) < said.index(flows.prompts.lookup_failed)


def test_confidence_is_shown(flows: Flows) -> None:
    async def main() -> list[str]:
        chat = Chat(replace(flows, confidential=("laporan rahasia",)), never)
        await chat.begin()
        return await chat.typed("ini laporan rahasia")

    assert "[rahasia: mulai sekarang isi percakapan tidak dicatat]" in run_virtually(main())


def test_slow_speech_is_shown(flows: Flows) -> None:
    async def main() -> list[str]:
        chat = Chat(flows, never)
        await chat.begin()
        return await chat.typed(flows.commands["pelan"][0])

    said = run_virtually(main())
    assert said and all(line.startswith("(lebih pelan) ") for line in said)
