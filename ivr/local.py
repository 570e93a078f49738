"""The dialog without a telephone: by keyboard, or by this machine's microphone and loudspeaker."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from rich.console import Console

from dialog.effects import End, Lookup, Transfer
from dialog.events import CallStarted, LookupDone, LookupFailed
from dialog.load import load
from dialog.manager import start
from ivr.app import Progress, engines
from ivr.backends.connector import Connector
from ivr.backends.government import DemonstrationGovernment
from ivr.call import Call
from ivr.chat import Chat, converse
from ivr.conversation import Conversation, Services
from ivr.journal import Journal
from ivr.live import LiveView
from ivr.lookups import Lookups
from ivr.records.store import Records, now
from ivr.settings import Settings
from telephony.softphone import Softphone

CALL_ID = "00000000-0000-0000-0000-000000000000"


async def chat(settings: Settings) -> None:
    """The keyboard's dialog, with the real connector."""
    flows = await asyncio.to_thread(load, settings.dialog, settings.overlay)
    async with AsyncExitStack() as stack:
        records = await stack.enter_async_context(Records(settings.records))
        lookups = Lookups(await connector(settings, stack), records)

        async def answer(lookup: Lookup) -> LookupDone | LookupFailed:
            return await lookups.run(CALL_ID, lookup)

        await converse(Chat(flows, answer))


async def talk(settings: Settings, out: Console, progress: Progress) -> None:
    """One conversation through the sound card; transfers are only announced."""
    flows = await asyncio.to_thread(load, settings.dialog, settings.overlay)
    async with AsyncExitStack() as stack:
        records = await stack.enter_async_context(Records(settings.records))
        journal = await stack.enter_async_context(Journal(records))
        journal.watch(LiveView(out))
        ears, voice, listener = await engines(settings, flows, stack, progress)
        lookups = Lookups(await connector(settings, stack), records)
        services = Services(ears, voice, journal, lookups, _nowhere)
        phone = stack.enter_context(Softphone())
        conversation = Conversation(str(phone.call_id), flows, start(), asyncio.get_running_loop().time())
        await journal.open(conversation.call_id)
        await Call(conversation, phone, listener(), services).run(CallStarted(now()))


async def connector(settings: Settings, stack: AsyncExitStack) -> Connector:
    """The configured government, or the demonstration one started for it."""
    url = settings.backend.url
    if not url:
        url = (await stack.enter_async_context(DemonstrationGovernment(settings.state / "government.db"))).url
    return await stack.enter_async_context(Connector(url, settings.backend.timeout_s))


async def _nowhere(call_id: str, effect: Transfer | End) -> None:
    """There is no PBX to tell."""
