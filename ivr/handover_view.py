"""How a call and its hand-over look from a desk. Pure, but for the last lines, which are kept as the journal gets them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from ivr.console.transcript import transcript
from ivr.conversation import Conversation
from ivr.journal import Payload
from ivr.standing import Line, LiveCall, Story
from ivr.ways import Way
from telephony.handoff import UNDER_WAY, Stage

ENTRIES, LINES = 60, 14
"""So much of what happened last is kept of a call that is under way, and so many lines are shown of it."""


class LastLines:
    """Watches a journal; `changed(call_id)` when there is a new line. Nothing is kept of a call that is confidential."""

    def __init__(self, changed: Callable[[str], None]) -> None:
        self._changed = changed
        self._entries: dict[str, deque[tuple[int, Payload]]] = {}

    def __call__(self, call_id: str, at_ms: int, entry: Payload) -> None:
        if entry.get("confidential") or entry["type"] in ("Confidential", "note.ended"):
            self._entries.pop(call_id, None)
        else:
            self._entries.setdefault(call_id, deque(maxlen=ENTRIES)).append((at_ms, entry))
        if entry["type"] in ("Say", "Heard", "Key", "Transfer"):
            self._changed(call_id)

    def of(self, call_id: str) -> tuple[Line, ...]:
        return transcript(tuple(self._entries.get(call_id, ())))[-LINES:]


def live_call(call: Conversation, way: Way | None) -> LiveCall:
    stage = way.stage if way is not None and way.stage in UNDER_WAY else None
    intent = call.flows.intents.get(call.state.intent or "")
    return LiveCall(
        call.call_id,
        "" if call.confidential else call.state.caller,
        call.state.now,
        _place(way, stage),
        way.since if way is not None else call.state.now,
        intent.title if intent is not None and not call.confidential else "",
        way.queue if way is not None and stage is not None else "",
        way.agent if way is not None and stage is not None else "",
        stage,
        call.confidential,
    )


def earlier_call(way: Way) -> LiveCall:
    """Of whom no more is known than what the records have."""
    place = _place(way, way.stage)
    subject = way.transfer.subject
    return LiveCall(way.call_id, way.number, way.since, place, way.since, subject, way.queue, way.agent, way.stage, way.confidential)


def story(way: Way, lines: tuple[Line, ...]) -> Story:
    transfer = way.transfer
    facts, verified, number = (transfer.facts, transfer.verified, way.number) if not way.confidential else ((), (), "")
    return Story(
        way.call_id,
        way.row,
        way.stage,
        way.queue,
        transfer.reason,
        transfer.subject,
        "" if way.confidential else way.intent,
        transfer.briefing,
        facts,
        verified,
        number,
        () if way.confidential else lines,
        way.confidential,
    )


def _place(way: Way | None, stage: Stage | None) -> str:
    if way is None or stage is None:
        return "sapa"
    if stage is not Stage.JOINED:
        return "queue"
    return "emergency" if way.transfer.number and not way.agent else "agent"
