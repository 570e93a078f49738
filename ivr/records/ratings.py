"""Queries on callers' satisfaction."""

from __future__ import annotations

from sqlalchemy import select, text

from ivr.records.database import Topic, now
from ivr.records.models import RatingRow

_RATE = text(
    "INSERT INTO ratings (call_id, questionnaire, question, value, rated_at) VALUES (:call, :questionnaire, :question, :value, :at)"
    " ON CONFLICT (call_id, questionnaire, question) DO UPDATE SET value = excluded.value, rated_at = excluded.rated_at"
)


class Ratings(Topic):
    async def rate(self, call_id: str, questionnaire: str, question: str, value: int) -> None:
        """A later answer to the same question takes the place of the earlier."""
        async with self._changes.begin() as session:
            answer = {"call": call_id, "questionnaire": questionnaire, "question": question, "value": value, "at": now()}
            await session.execute(_RATE, answer)

    async def ratings(self, since: str = "") -> list[RatingRow]:
        """Those given at that date or moment or later, oldest first."""
        async with self._reads() as session:
            return list(await session.scalars(select(RatingRow).where(RatingRow.rated_at >= since).order_by(RatingRow.rated_at)))
