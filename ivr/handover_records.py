"""What lasts of hand-overs, written in order while nobody waits."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from dialog.effects import Outcome, Transfer
from dialog.journal_codec import encode
from ivr.in_order import InOrder
from ivr.records.store import Records, now
from ivr.ways import RESULTS, Way
from telephony.handoff import Happening, Stage

MOMENTS = {Stage.HOLDING: "entered_at", Stage.RINGING: "rang_at", Stage.JOINED: "joined_at"}
"""Each the first time that it stands so."""


class HandoverRecords:
    """A confidential call leaves that there was a hand-over, and nothing of what it was about."""

    def __init__(self, records: Records, writing: InOrder) -> None:
        self._records, self._writing = records, writing

    def begun(self, way: Way, transfer: Transfer, *, confidential: bool) -> None:
        story = {} if confidential else {name: value for name, value in encode(transfer).items() if name != "type"}

        async def begin() -> None:
            way.row = await self._records.begin_handover(way.call_id, way.queue, transfer.reason, story)

        self._writing.put("a hand-over", begin)

    def moved(self, way: Way) -> None:
        """It has come to another stage."""
        way.since = now()
        stage, values = way.stage, {"agent": way.agent, "queue": way.queue}
        values |= {MOMENTS[stage]: way.since} if stage in MOMENTS else {}
        self._put(way, lambda: self._records.handover_at(way.row, stage, **values))

    def tried(self, way: Way, agent: str, happening: Happening) -> None:
        self._put(way, lambda: self._records.add_attempt(way.row, agent, RESULTS[happening]))

    def closed(self, way: Way, outcome: str, why: str) -> None:
        self._put(way, lambda: self._records.end_handover(way.row, outcome, why))

    def missed(self, way: Way) -> None:
        """Nobody spoke to this caller: their number is listed, where it is known and they wanted nothing kept secret."""
        if way.confidential or not way.number:
            return

        async def promise() -> None:
            subject = way.transfer.subject
            await self._records.add_callback(way.call_id, way.number, subject, kind="missed", queue=way.queue, due_at=time.time())

        self._writing.put("a missed caller", promise)

    def call_over(self, way: Way, outcome: Outcome) -> None:
        """The end of a call whose dialog an earlier service has held."""
        self._writing.put("the end of a call", lambda: self._records.end_call(way.call_id, outcome.value, way.intent, ""))

    def spoken_to(self, tell: Callable[[str], Awaitable[None]], number: str) -> None:
        self._writing.put("who was spoken to", lambda: tell(number))

    def _put(self, way: Way, work: Callable[[], Awaitable[object]]) -> None:
        async def write() -> None:
            if way.row:
                await work()

        self._writing.put("how a hand-over stands", write)
