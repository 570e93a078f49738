"""Queries on hand-overs: each way of a caller to a person, from the request to its end."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import defer

from ivr.records.database import Topic, now
from ivr.records.models import CallRow, DispositionRow, HandoverRow

LOST = "lost"
_WITHOUT_STORY = select(HandoverRow).options(defer(HandoverRow.story, raiseload=True))
SETTABLE = ("queue", "agent", "entered_at", "rang_at", "joined_at")


class HandoverRecords(Topic):
    async def begin_handover(self, call_id: str, queue: str, reason: str, story: Mapping[str, object]) -> int:
        """`story` is JSON, what the agent is told; of a confidential call none is kept. Returns the row's id."""
        async with self._changes.begin() as session:
            call = await session.get(CallRow, call_id)
            told = {} if call is not None and call.confidential else dict(story)
            row = HandoverRow(call_id=call_id, queue=queue, reason=reason, stage="requested", story=told, requested_at=now())
            session.add(row)
        return row.id

    async def handover_at(self, id: int, stage: str, **values: str) -> None:
        """It stands at `stage` now; `values`: those of SETTABLE, such as `agent` or `joined_at=now()`. A moment is set once."""
        if unknown := set(values) - set(SETTABLE):
            raise TypeError(f"hand-overs have no {', '.join(sorted(unknown))} that could be set")
        async with self._changes.begin() as session:
            row = await session.get(HandoverRow, id, with_for_update=True)
            if row is None:
                return
            row.stage = stage
            for name, value in values.items():
                if not (name.endswith("_at") and getattr(row, name)):
                    setattr(row, name, value)

    async def add_attempt(self, id: int, agent: str, result: str) -> None:
        """A phone rang; `result` is what became of it."""
        async with self._changes.begin() as session:
            row = await session.get(HandoverRow, id, with_for_update=True)
            if row is not None:
                row.attempts = [*row.attempts, {"agent": agent, "at": now(), "result": result}]

    async def end_handover(self, id: int, outcome: str, why: str = "") -> None:
        """The first end counts, except that of one that was thought lost."""
        open_ = update(HandoverRow).where(HandoverRow.id == id, HandoverRow.outcome.in_(("", LOST)))
        async with self._changes.begin() as session:
            await session.execute(open_.values(stage="over", outcome=outcome, why=why, ended_at=now()))

    async def handover(self, id: int) -> HandoverRow | None:
        async with self._reads() as session:
            return await session.get(HandoverRow, id)

    async def handovers_of(self, call_id: str) -> list[HandoverRow]:
        """Oldest first."""
        async with self._reads() as session:
            return list(await session.scalars(select(HandoverRow).where(HandoverRow.call_id == call_id).order_by(HandoverRow.id)))

    async def open_handovers(self) -> list[HandoverRow]:
        """Oldest first."""
        async with self._reads() as session:
            return list(await session.scalars(select(HandoverRow).where(HandoverRow.outcome == "").order_by(HandoverRow.id)))

    async def handovers_between(self, since: str, until: str = "") -> list[HandoverRow]:
        """Requested in that time, oldest first, without their stories; bounds as those of `calls_between`."""
        begun = _WITHOUT_STORY.where(HandoverRow.requested_at >= since).order_by(HandoverRow.id)
        async with self._reads() as session:
            return list(await session.scalars(begun.where(HandoverRow.requested_at < until + "~") if until else begun))

    async def handovers_after(self, id: int, since: str, count: int) -> list[HandoverRow]:
        """The next `count` after that one, of those requested at `since` or later; oldest first, without their stories."""
        later = _WITHOUT_STORY.where(HandoverRow.id > id, HandoverRow.requested_at >= since).order_by(HandoverRow.id).limit(count)
        async with self._reads() as session:
            return list(await session.scalars(later))

    async def handovers_with(self, agent: str, since: str, count: int) -> list[tuple[HandoverRow, str]]:
        """The last `count` that this agent was joined by at `since` or later, newest first, each with what came of it: empty where nobody
        has said so."""
        said = DispositionRow.handover == HandoverRow.id
        theirs = select(HandoverRow, DispositionRow.code).outerjoin(DispositionRow, said).where(HandoverRow.agent == agent)
        joined = theirs.where(HandoverRow.joined_at != "", HandoverRow.joined_at >= since)
        async with self._reads() as session:
            rows = await session.execute(joined.order_by(HandoverRow.id.desc()).limit(count))
            return [(row, code or "") for row, code in rows]

    async def handovers_by_id(self, ids: Collection[int]) -> list[HandoverRow]:
        """Oldest first, without their stories."""
        async with self._reads() as session:
            return list(await session.scalars(_WITHOUT_STORY.where(HandoverRow.id.in_(ids)).order_by(HandoverRow.id)))
