"""Sessions of signed-in browsers. The records hold a digest of each cookie: whoever reads them can sign in as nobody."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from ivr.records.models import UserRow
from ivr.records.store import Records
from ivr.settings import ConsoleSettings

COOKIE = "__Host-sapa"
TOKEN_BYTES = 32
TOUCH_S = 60.0
"""So often at most is written down that a session is in use."""


@dataclass(frozen=True, slots=True)
class Session:
    digest: str
    csrf: str
    user: UserRow
    ends_at: float
    """Seconds since 1970: then they sign in again, however busy they were."""


class Sessions:
    """`clock` gives seconds since 1970."""

    def __init__(self, records: Records, settings: ConsoleSettings, clock: Callable[[], float]) -> None:
        self._records, self._clock = records, clock
        self._lasts_s, self._idle_s = settings.session_hours * 3600.0, settings.idle_minutes * 60.0
        self._same_site = "Lax" if settings.oidc.issuer else "Strict"

    async def open(self, login: str) -> str:
        """The cookie of a new session; old ones that have expired are forgotten."""
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock()
        await self._records.forget_sessions(now - self._lasts_s, now - self._idle_s)
        await self._records.open_session(_digest(token), login, secrets.token_urlsafe(TOKEN_BYTES), now)
        return token

    async def of(self, token: str) -> Session | None:
        """The session of a cookie, if it has not expired and its user may still sign in. Notes that it is in use."""
        return await self._known(_digest(token), touch=True) if token else None

    async def lives(self, session: Session) -> bool:
        """Whether it is still open, for what stays connected (ask every half minute or so; that counts as use)."""
        known = await self._known(session.digest, touch=True)
        return known is not None and known.user.role == session.user.role

    async def _known(self, digest: str, *, touch: bool) -> Session | None:
        row, now = await self._records.session(digest), self._clock()
        if row is None or now - row.began_at >= self._lasts_s or now - row.seen_at >= self._idle_s:
            return None
        user = await self._records.user(row.login)
        if user is None or not user.active:
            return None
        if touch and now - row.seen_at >= TOUCH_S:
            await self._records.touch_session(digest, now)
        return Session(digest, row.csrf, user, row.began_at + self._lasts_s)

    async def close(self, session: Session) -> None:
        await self._records.close_session(session.digest)

    async def close_all(self, login: str) -> None:
        await self._records.close_sessions_of(login)

    def give(self, response: web.StreamResponse, token: str) -> None:
        """Hand the cookie to the browser. `__Host-`: from this very host, by HTTPS or on this machine, for all paths."""
        lasts = int(self._lasts_s)
        response.set_cookie(COOKIE, token, max_age=lasts, path="/", secure=True, httponly=True, samesite=self._same_site)

    def take(self, response: web.StreamResponse) -> None:
        """Take it back."""
        response.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite=self._same_site)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()  # a browser may send any bytes
