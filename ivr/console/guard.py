"""Who may do what: every handler says which roles it is for, and nothing is served without that.

    @allowed("agent", "supervisor")
    async def desk(request: web.Request) -> web.Response: ...

In a handler `request["user"]` is the `UserRow`, `request["csrf"]` the session's token (see `user_of`, `csrf_of`).
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from ivr.console.origins import Origins
from ivr.console.sessions import COOKIE, Session, Sessions
from ivr.records.models import UserRow

ROLES = {"agent": "Petugas", "operator": "Operator", "supervisor": "Pengawas", "admin": "Admin"}
"""Names of roles, as shown."""
SIGN_IN = "/masuk"
SAFE = ("GET", "HEAD")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
READ_S = 10.0
HEADER, FIELD = "X-CSRF-Token", "csrf"
_ROLES, _OPEN = "console_roles", "console_open"
SESSIONS = web.AppKey("sessions", Sessions)
H = TypeVar("H", bound=Callable[..., Awaitable[web.StreamResponse]])


def allowed(*roles: str) -> Callable[[H], H]:
    """Mark a handler as one for these roles; no role implies another."""
    assert roles and set(roles) <= set(ROLES), f"known roles are {', '.join(ROLES)}"

    def mark(handler: H) -> H:
        setattr(handler, _ROLES, frozenset(roles))
        return handler

    return mark


def anyone(handler: H) -> H:
    """Mark a handler as open to who has not signed in. A POST to it answers for its own CSRF token."""
    setattr(handler, _OPEN, True)
    return handler


def user_of(request: web.Request) -> UserRow:
    """Who is signed in."""
    return cast(UserRow, request["user"])


def session_of(request: web.Request) -> Session:
    return cast(Session, request["session"])


async def still_signed_in(request: web.Request) -> bool:
    """Whether the session of a connection that stays open still holds. Ask every half minute or so: it counts as use."""
    return await request.app[SESSIONS].lives(session_of(request))


def csrf_of(request: web.Request) -> str:
    """What a form of this page sends as `csrf`; empty where nobody is signed in."""
    return cast(str, request.get("csrf", ""))


def roles_of(handler: object) -> frozenset[str]:
    """The roles a handler is for; none where it says nothing."""
    return getattr(getattr(handler, "func", handler), _ROLES, frozenset())  # .func: of functools.partial


def is_open(request: web.Request) -> bool:
    """Nobody needs to be signed in: the page says so, or it is a file of the pages' own."""
    if isinstance(request.match_info.route.resource, web.StaticResource):
        return True
    return is_marked_open(request.match_info.handler)


def is_marked_open(handler: object) -> bool:
    """Whether the handler is one for `anyone`."""
    return bool(getattr(getattr(handler, "func", handler), _OPEN, False))


def guard(sessions: Sessions, origins: Origins) -> Middleware:
    """Let a request through only from our own pages, with a session, for a role that may, and with the session's token if it changes
    something. Pages that do not exist look to strangers like those that do."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        origins.check(request)
        session = await sessions.of(request.cookies.get(COOKIE, ""))
        if session is not None:
            request["session"], request["user"], request["csrf"] = session, session.user, session.csrf
        if is_open(request):
            await _read_form(request)
            return await handler(request)
        if session is None:
            raise _signed_out(request)
        if request.match_info.http_exception is not None:
            return await handler(request)  # 404, 405
        if session.user.role not in roles_of(request.match_info.handler):
            raise web.HTTPForbidden(text="Halaman ini bukan untuk peran Anda.")
        await _read_form(request)
        if request.method not in SAFE and not await _has_token(request, session.csrf):
            raise web.HTTPForbidden(text="Formulir ini sudah tidak berlaku. Muat ulang halaman, lalu coba lagi.")
        return await handler(request)

    return guarded


def _signed_out(request: web.Request) -> web.HTTPException:
    """A page leads to sign-in and then back; what a script asked for is told only that there is no session."""
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    if mode != "navigate" or "text/html" not in request.headers.get("Accept", ""):
        return web.HTTPUnauthorized(text="Sesi Anda sudah berakhir. Silakan masuk lagi.")
    back = f"?ke={request.path}" if request.method in SAFE and request.path != "/" else ""
    return web.HTTPSeeOther(SIGN_IN + back)


async def _read_form(request: web.Request) -> None:
    """Have the fields of a form read, within a deadline; handlers get them from `request.post()` at once.

    Raises:
        HTTPRequestTimeout: it does not come.
        HTTPBadRequest: it cannot be read.
    """
    if request.method not in SAFE and request.content_type in FORMS:
        try:
            async with asyncio.timeout(READ_S):
                await request.post()
        except TimeoutError:
            raise web.HTTPRequestTimeout(text="Permintaan tidak lengkap. Coba lagi.") from None
        except (ValueError, LookupError):  # odd bytes, an unknown character set, broken parts
            raise web.HTTPBadRequest(text="Permintaan tidak dapat dibaca.") from None


async def _has_token(request: web.Request, token: str) -> bool:
    given = request.headers.get(HEADER)
    if given is None and request.content_type in FORMS:
        given = str((await request.post()).get(FIELD, ""))
    return bool(given) and same(given or "", token)


def same(given: str, token: str) -> bool:
    """Whether they are equal, in a time that tells nothing."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode())
