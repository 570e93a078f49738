"""Queries on users: who may sign in, as what, with which telephone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from ivr.records.database import RecordsError, Topic, now
from ivr.records.models import SessionRow, UserRow

ROLES = ("agent", "operator", "supervisor", "admin")
WITH_PHONE = ("agent", "supervisor", "admin")
LOGIN = re.compile(r"[a-z][a-z0-9._-]{0,39}")
"""It names the agent to Asterisk as well."""
MAX_NAME = 80
TAKEN = "this login or extension is taken: choose another"
CHANGEABLE = ("name", "role", "password", "queues", "extension", "active")


class Users(Topic):
    async def add_user(
        self, login: str, name: str, role: str, password: str, queues: Sequence[str], extension: int | None = None
    ) -> UserRow:
        """`password` is a hash, empty for who signs in elsewhere. Without `extension`, those who take calls get the first free one.

        Raises:
            RecordsError: login, name or role are not fit to be one; login or extension are taken.
        """
        if not LOGIN.fullmatch(login):
            raise RecordsError("a login is 1 to 40 of a-z, 0-9, '.', '_' and '-', and begins with a letter")
        row = UserRow(login=login, password=password, queues=list(queues), active=True, created_at=now())
        _set(row, {"name": name, "role": role, "extension": extension})
        try:
            async with self._changes.begin() as session:
                await _give_phone(session, row)
                session.add(row)
        except IntegrityError:
            raise RecordsError(TAKEN) from None
        return row

    async def change_user(self, login: str, **values: object) -> UserRow:
        """Those of CHANGEABLE; who is not `active` any more is signed out.

        Raises:
            RecordsError: there is no such user; a value is not fit; the extension is taken.
        """
        try:
            async with self._changes.begin() as session:
                row = await session.get(UserRow, login, with_for_update=True)
                if row is None:
                    raise RecordsError("there is no such user")
                with session.no_autoflush:
                    _set(row, values)
                    await _give_phone(session, row)
                if not row.active:
                    await session.execute(delete(SessionRow).where(SessionRow.login == login))
        except IntegrityError:
            raise RecordsError(TAKEN) from None
        return row

    async def user(self, login: str) -> UserRow | None:
        async with self._reads() as session:
            return await session.get(UserRow, login)

    async def users(self) -> list[UserRow]:
        """Also those who are not active, by login."""
        async with self._reads() as session:
            return list(await session.scalars(select(UserRow).order_by(UserRow.login)))


def _set(row: UserRow, values: dict[str, object]) -> None:
    if unknown := set(values) - set(CHANGEABLE):
        raise TypeError(f"users have no {', '.join(sorted(unknown))} that could be changed")
    role, name, extension = (values.get(key, getattr(row, key)) for key in ("role", "name", "extension"))
    if role not in ROLES:
        raise RecordsError(f"a role is one of {', '.join(ROLES)}")
    if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME or any(unicodedata.category(c)[0] == "C" for c in name):
        raise RecordsError(f"a name is 1 to {MAX_NAME} characters on one line")
    if extension is not None and (not isinstance(extension, int) or extension < 1):
        raise RecordsError("an extension is a whole number from 1")
    for key, value in values.items():
        setattr(row, key, list(value) if key == "queues" and isinstance(value, Sequence) else value)


async def _give_phone(session: AsyncSession, row: UserRow) -> None:
    """Who is added at the same time waits here; on SQLite writers take turns anyway."""
    if row.extension is None and row.role in WITH_PHONE:
        if session.get_bind().dialect.name == "postgresql":
            await session.execute(text("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE"))
        taken = set(await session.scalars(select(UserRow.extension).where(UserRow.extension.is_not(None))))
        row.extension = next(number for number in range(1, len(taken) + 2) if number not in taken)
