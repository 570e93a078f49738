"""`/acara`: what the open pages are told, as server-sent events. Ends when the session does, and when the console stops."""

from __future__ import annotations

import asyncio

from aiohttp import web
from aiohttp_sse import EventSourceResponse

from ivr.console.guard import ROLES, allowed, session_of
from ivr.console.headers import add_headers
from ivr.console.hub import Hub, Subscription
from ivr.console.sessions import Session, Sessions

BEAT_S = 20.0
"""So often the browser hears something, and the session is looked at again."""
SEND_S = 10.0
"""A page that takes nothing for so long is cut off; it reconnects and reads everything anew."""
RETRY_MS = 1000
ENDED = "keluar"
"""The kind of event that says that the session is over."""
CROWDED = "penuh"
"""The kind of event that says that newer pages of the same person are told instead: come back when somebody looks at this one."""


def routes(hub: Hub, sessions: Sessions) -> list[web.RouteDef]:
    @allowed(*ROLES)
    async def feed(request: web.Request) -> web.StreamResponse:
        session = session_of(request)
        response = EventSourceResponse(ping_interval=BEAT_S, send_timeout=SEND_S)
        add_headers(request, response)
        await response.prepare(request)
        with hub.subscribed(session.user.login, session.user.role) as page:
            try:
                await response.send("", event="halo", retry=RETRY_MS)
                await _follow(response, page, sessions, session)
            except (ConnectionResetError, TimeoutError):
                pass  # the page is gone, or too slow; either way it reads everything anew when it is back
            finally:
                response.stop_streaming()
        return response

    @allowed(*ROLES)
    async def session(request: web.Request) -> web.Response:
        """Tells a page whose stream does not open whether it is the session that is missing."""
        return web.Response(status=204)

    return [web.get("/acara", feed), web.get("/sesi", session)]


async def _follow(response: EventSourceResponse, page: Subscription, sessions: Sessions, session: Session) -> None:
    """Looks at the session by the clock, however much there is to tell, and when the page is dropped."""
    clock = asyncio.get_running_loop().time
    look_at = clock() + BEAT_S
    while page.open:
        events = await page.take(max(0.0, look_at - clock()))
        if clock() >= look_at or not page.open:
            if not await sessions.lives(session):
                await response.send("", event=ENDED)
                return
            look_at = clock() + BEAT_S
        for event in events:
            await response.send(event.data, event=event.kind)
    if page.crowded:
        await response.send("", event=CROWDED)
