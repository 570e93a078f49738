"""A caller whose line dropped calls again: what they were about, from the journal of that call."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from dialog.events import CallStarted, Unfinished
from dialog.identity import proofs
from dialog.journal_codec import decode
from dialog.manager import start
from dialog.replay import is_confidential, replay
from dialog.returning import WHO
from dialog.schema import Flows
from dialog.state import AT_A_WISH, Phase, State
from ivr.journal import Payload
from ivr.records.models import CallRow, JournalRow
from ivr.records.store import Records

WITHIN = timedelta(minutes=10)
LONGEST_CALL = timedelta(minutes=30)
"""A longer one that the service did not see the end of is not looked for."""
LOOK_UP_S = 1.0
"""So long the caller may wait for the greeting because of it. The longest call (200 turns) is gone through again in 0.4 s."""
IN_THE_MIDDLE = AT_A_WISH | {Phase.LOOKUP, Phase.VERIFYING, Phase.CHECKING, Phase.OFFER_PERSON}
OUT = frozenset({"End", "Transfer"})
log = logging.getLogger(__name__)


async def unfinished_of(records: Records, flows: Flows, caller: str, now: str, running: Callable[[str], bool]) -> Unfinished | None:
    """What the last call from number `caller` left open, when it was cut off at most WITHIN before `now`; None in time when it cannot be
    had. `running(call_id)`: that call is not over."""
    if not caller:
        return None
    try:
        async with asyncio.timeout(LOOK_UP_S):
            moment = datetime.fromisoformat(now)
            call = await records.last_call(caller, (moment - WITHIN - LONGEST_CALL).isoformat(timespec="milliseconds"))
            if call is None or running(call.call_id):
                return None
            rows = await records.journal(call.call_id)
            if not rows or moment - cut_off(call, rows) > WITHIN:
                return None
            tickets = [ticket.number for ticket in await records.tickets_of(call.call_id)]
            return await asyncio.to_thread(unfinished, flows, [row.payload for row in rows], tickets)
    except (TimeoutError, SQLAlchemyError, OSError, ValueError) as error:
        log.warning("an earlier call could not be looked up: %s", type(error).__name__)
        return None


async def state_of(records: Records, flows: Flows, call_id: str) -> State:
    """Where a call's dialog stood that another process has carried, which is gone; the beginning where that cannot be had in time."""
    try:
        async with asyncio.timeout(LOOK_UP_S):
            call = await records.call(call_id)
            if call is not None and call.confidential:
                return replace(start(), confidential=True)
            entries = [row.payload for row in await records.journal(call_id)]
            if not is_confidential(entries) and _version(entries) == flows.version:
                return (await asyncio.to_thread(replay, flows, entries))[0]
    except (TimeoutError, SQLAlchemyError, OSError, ValueError) as error:
        log.warning("call %s: how it went so far could not be looked up: %s", call_id, type(error).__name__)
    return start()


def cut_off(call: CallRow, rows: Sequence[JournalRow]) -> datetime:
    """When `call` ended; without an end, as after a crash, the last that is known of it."""
    if call.ended_at:
        return datetime.fromisoformat(call.ended_at)
    return datetime.fromisoformat(call.started_at) + timedelta(milliseconds=rows[-1].at_ms)


def unfinished(flows: Flows, entries: Sequence[Payload], tickets: Sequence[str] = ()) -> Unfinished | None:
    """What a journalled call left open: a ticket that the caller cannot have heard, or a wish that was under way. `tickets`: what was
    filed in it. None for a call that was finished, went to a person, was confidential, or had another configuration.

    Raises:
        ValueError: an entry that this version cannot read.
    """
    if is_confidential(entries) or any(entry["type"] in OUT for entry in entries) or _version(entries) != flows.version:
        return None
    state, _ = replay(flows, (entry for entry in entries if entry["type"] != "HungUp"))
    earlier = state.unfinished or _told_again(entries)
    if earlier is not None or not state.intent:
        return earlier
    unheard = [ticket for ticket in tickets if not _heard(entries, ticket)]
    if unheard:
        return Unfinished(state.intent, {}, unheard[-1])
    if state.phase not in IN_THE_MIDDLE:
        return None
    intent = flows.intents[state.intent]
    matter = {slot.name for slot in intent.slots if slot.kind not in WHO} - proofs(flows, intent)  # who calls is asked anew: not kept twice
    return Unfinished(state.intent, {name: value for name, value in state.slots.items() if name in matter})


def _told_again(entries: Sequence[Payload]) -> Unfinished | None:
    """A ticket of the call before that one, cut off again before it was heard."""
    started = next((decode(entry) for entry in entries if entry["type"] == "CallStarted"), None)
    last = started.unfinished if isinstance(started, CallStarted) else None
    heard = any(entry["type"] == "note.your_turn" for entry in entries)
    return last if last is not None and last.ticket and not heard else None


def _heard(entries: Sequence[Payload], ticket: str) -> bool:
    """All that was said when it was there had been said, and nobody cut it off."""
    told = (at for at, entry in enumerate(entries) if entry["type"] == "LookupDone" and ticket in _data(entry).values())
    after = entries[next(told, len(entries)) :]
    return next((e["type"] for e in after if e["type"] in ("note.your_turn", "note.barge_in", "Key")), "") == "note.your_turn"


def _data(entry: Payload) -> dict[str, str]:
    data = entry.get("data")
    return data if isinstance(data, dict) else {}


def _version(entries: Sequence[Payload]) -> str:
    return next((str(entry.get("version", "")) for entry in entries if entry["type"] == "note.config"), "")
