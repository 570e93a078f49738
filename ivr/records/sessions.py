"""Queries on signed-in browsers, and on who did what that they may have to answer for."""

from __future__ import annotations

from sqlalchemy import delete, or_, select, update

from ivr.records.database import Topic, now
from ivr.records.models import AuditRow, SessionRow

MAX_ACTION, MAX_ABOUT = 40, 80


class Sessions(Topic):
    """Moments are in seconds since 1970; `digest` is a SHA-256 of the cookie, never the cookie."""

    async def open_session(self, digest: str, login: str, csrf: str, at: float) -> None:
        async with self._changes.begin() as session:
            session.add(SessionRow(digest=digest, login=login, csrf=csrf, began_at=at, seen_at=at))

    async def session(self, digest: str) -> SessionRow | None:
        async with self._reads() as session:
            return await session.get(SessionRow, digest)

    async def touch_session(self, digest: str, at: float) -> None:
        async with self._changes.begin() as session:
            await session.execute(update(SessionRow).where(SessionRow.digest == digest).values(seen_at=at))

    async def close_session(self, digest: str) -> None:
        async with self._changes.begin() as session:
            await session.execute(delete(SessionRow).where(SessionRow.digest == digest))

    async def close_sessions_of(self, login: str) -> None:
        async with self._changes.begin() as session:
            await session.execute(delete(SessionRow).where(SessionRow.login == login))

    async def forget_sessions(self, began_before: float, seen_before: float) -> None:
        """Those that have lasted, or have been idle, too long."""
        async with self._changes.begin() as session:
            over = or_(SessionRow.began_at < began_before, SessionRow.seen_at < seen_before)
            await session.execute(delete(SessionRow).where(over))


class Audit(Topic):
    async def audit(self, login: str, action: str, about: str) -> None:
        """`about` is a call's id, a login, a ticket or a network address: never a telephone number, a name or what was said."""
        async with self._changes.begin() as session:
            session.add(AuditRow(at=now(), login=login, action=action[:MAX_ACTION], about=about[:MAX_ABOUT]))

    async def audit_rows(self, count: int, before: int | None = None) -> list[AuditRow]:
        """The latest, newest first; of those before the row with id `before`, where that is given."""
        latest = select(AuditRow).order_by(AuditRow.id.desc()).limit(count)
        async with self._reads() as session:
            return list(await session.scalars(latest if before is None else latest.where(AuditRow.id < before)))
