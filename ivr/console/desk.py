"""`/meja`: an agent's desk. The page, the parts of it that are fetched anew when something has changed, and the agent's own state."""

from __future__ import annotations

import asyncio

from aiohttp import web

from ivr.console import desk_call, desk_state, desk_ticket, desk_view, wording
from ivr.console.access import AT_DESK, DESK
from ivr.console.guard import allowed, user_of
from ivr.console.pages import done, html, refused, render
from ivr.console.parts import Parts
from ivr.standing import Status

STATE, CALL, WORK = "keadaan", "panggilan", "kerja"
"""The parts of the page."""
SETTLE_S = 0.3
"""What changes in agents and queues within it is told once."""
HUSH_S = 0.1
NO_PHONE = "Akun ini tidak punya nomor telepon petugas. Minta admin memberinya."


def routes(parts: Parts) -> list[web.RouteDef]:
    desk = Desk(parts)
    Bell(parts)
    return [
        web.get(DESK, desk.page),
        web.get(f"{DESK}/bagian/{{part:{STATE}|{CALL}|{WORK}}}", desk.part),
        web.post(f"{DESK}/keadaan", desk.change),
        *desk_call.routes(parts),
        *desk_ticket.routes(parts),
    ]


class Desk:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @allowed(*AT_DESK)
    async def page(self, request: web.Request) -> web.Response:
        shown = {part: await self._html(request, part) for part in (STATE, CALL, WORK)}
        return render(request, "desk.html", shown=shown)

    @allowed(*AT_DESK)
    async def part(self, request: web.Request) -> web.Response:
        text = await self._html(request, request.match_info["part"])
        return web.Response(text=text, content_type="text/html", charset="utf-8")

    async def _html(self, request: web.Request, part: str) -> str:
        user = user_of(request)
        match part:
            case "keadaan":
                state = await desk_state.state_of(self._parts, user)
                return html(request, "desk_state.html", state=state, words=wording, Status=Status)
            case "panggilan":
                screen = await desk_view.screen_of(self._parts, user.login)
                today = self._parts.now().date()
                values = {"title_of": lambda name: desk_view.title_of(self._parts, name), "operations": self._parts.operations()}
                had = await desk_state.calls_of(self._parts, user.login) if screen is None else ()
                values |= {"had": had, "floor": self._parts.floor()}
                return html(request, "desk_call.html", screen=screen, steps=desk_view.STEPS, words=wording, today=today, **values)
        work = await desk_view.work_of(self._parts, user.login)
        flows, floor = self._parts.flows(), self._parts.floor()
        return html(request, "desk_work.html", work=work, floor=floor, intents=flows.intents, serial=desk_ticket.serial())

    @allowed(*AT_DESK)
    async def change(self, request: web.Request) -> web.Response:
        """`aksi`: masuk, keluar, siap, or jeda with `alasan`, one of the floor's reasons."""
        form, login, agents = await request.post(), user_of(request).login, self._parts.agents
        if agents.standing(login) is None:
            return refused(request, NO_PHONE)
        match form.get("aksi"):
            case "masuk":
                await agents.sign_on(login)
            case "keluar":
                await agents.sign_off(login)
            case "siap":
                await agents.ready(login)
            case "jeda" if (reason := str(form.get("alasan", ""))) in self._parts.floor().pauses:
                await agents.pause(login, reason)
            case _:
                return refused(request, "Pilih alasan jeda dari daftar.")
        return done(request, DESK)


class Bell:
    """Tells open desks that something on them has changed; each then fetches what it shows."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._before: dict[str, str] = {}
        """Which call was on whose screen when it was last looked at."""
        self._changed: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._hush: asyncio.TimerHandle | None = None
        parts.agents.watch(self._state)
        parts.handovers.watch(self._call)

    def _state(self) -> None:
        """Who has changed something themselves sees it at once; others soon, however much happens."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SETTLE_S, self._tell_state)

    def _tell_state(self) -> None:
        self._timer = None
        for role in AT_DESK:
            self._parts.hub.publish(f"*{role}", STATE)

    def _call(self, call_id: str) -> None:
        """At once, so that a call is on the screen before the phone rings; but however much is said in all calls, not more often than
        every HUSH_S."""
        self._changed.add(call_id)
        if self._hush is None:
            self._tell_calls()

    def _tell_calls(self) -> None:
        self._hush = None
        if not self._changed:
            return
        changed, self._changed = self._changed, set()
        self._hush = asyncio.get_running_loop().call_later(HUSH_S, self._tell_calls)
        for standing in self._parts.agents.standings():
            story = self._parts.handovers.in_front_of(standing.login)
            now, before = story.call_id if story is not None else "", self._before.get(standing.login, "")
            if now != before or now in changed:
                self._before[standing.login] = now
                self._parts.hub.publish(standing.login, CALL, now)
