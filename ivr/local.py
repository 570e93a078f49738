"""The dialog without a telephone: by keyboard, or by this machine's microphone and loudspeaker."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from uuid import uuid4

from rich.console import Console

from dialog.effects import End, Lookup, Transfer
from dialog.events import CallStarted, LookupDone, LookupFailed
from dialog.load import load
from dialog.manager import start
from ivr.call import Call
from ivr.chat import Chat, converse
from ivr.conversation import Conversation, Services
from ivr.engines import Progress, engines
from ivr.finding import PERSON, always
from ivr.journal import Journal
from ivr.live import LiveView
from ivr.records.store import Records, now
from ivr.settings import Settings
from ivr.systems import systems
from telephony.softphone import Softphone


async def chat(settings: Settings) -> None:
    """The keyboard's dialog, with the real connector."""
    flows = await asyncio.to_thread(load, settings.dialog, settings.overlay)
    async with AsyncExitStack() as stack:
        records = await stack.enter_async_context(Records(settings.records))
        lookups, _ = await stack.enter_async_context(systems(settings, records))
        lookups.own[PERSON] = always
        call_id = str(uuid4())

        async def answer(lookup: Lookup) -> LookupDone | LookupFailed:
            return await lookups.run(call_id, lookup)

        await converse(Chat(flows, answer))


async def talk(settings: Settings, out: Console, progress: Progress) -> None:
    """One conversation through the sound card; transfers are only announced."""
    flows = await asyncio.to_thread(load, settings.dialog, settings.overlay)
    async with AsyncExitStack() as stack:
        records = await stack.enter_async_context(Records(settings.records))
        journal = await stack.enter_async_context(Journal(records))
        journal.watch(LiveView(out))
        ears, voice, listener = await engines(settings, stack, progress)
        voice.learn(flows.fixed, flows.openings)
        lookups, _ = await stack.enter_async_context(systems(settings, records))
        lookups.own[PERSON] = always
        services = Services(ears, voice, journal, lookups, _nowhere, _announced)
        phone = stack.enter_context(Softphone())
        conversation = Conversation(str(phone.call_id), flows, start(), asyncio.get_running_loop().time())
        await journal.open(conversation.call_id)
        await Call(conversation, phone, listener(phone.player.rate), services).run(CallStarted(now()))


def _announced(conversation: Conversation, transfer: Transfer) -> None:
    """The dialog says so itself, and there is nobody else to tell."""


async def _nowhere(call_id: str, effect: Transfer | End) -> None:
    """There is no PBX to tell."""
