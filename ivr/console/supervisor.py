"""`/pengawas`: how the floor stands, now and today. Listening, whispering and joining begin with the supervisor's own telephone, by a code
that the page shows and the web phone dials; the service checks and audits it there. Taking a call over from Sapa begins here."""

from __future__ import annotations

from aiohttp import web

from ivr.console import supervisor_view, wording
from ivr.console.access import DESK
from ivr.console.desk_state import held_by
from ivr.console.figures import GOAL, SHORT_S
from ivr.console.guard import allowed, user_of
from ivr.console.pages import done, html, refused, render
from ivr.console.parts import Parts
from ivr.console.pulse import WATCHERS, Pulse
from ivr.console.today import Today
from ivr.handovers import NotYours
from ivr.records.models import UserRow
from ivr.standing import Status
from ivr.voice_health import FAULTS, RESCUES

PATH = "/pengawas"
PARTS = ("angka", "antrean", "panggilan", "keadaan", "telepon", "suara")
TAKEN_OVER = "ambil_alih"
"""What the audit trail calls it."""
NO_PHONE = "Akun ini tidak punya nomor telepon petugas. Minta admin memberinya."
NOT_THERE = "Telepon Anda belum terdaftar. Nyalakan telepon web atau telepon meja dahulu."
IN_USE = "Telepon Anda sedang dipakai."
GONE = "Panggilan ini sudah tidak dilayani Sapa."


def routes(parts: Parts) -> list[web.RouteDef]:
    pages = Supervisor(parts)
    Pulse(parts)
    return [
        web.get(PATH, pages.page),
        web.get(f"{PATH}/bagian/{{part:{'|'.join(PARTS)}}}", pages.part),
        web.post(f"{PATH}/ambil", pages.take_over),
    ]


class Supervisor:
    def __init__(self, parts: Parts) -> None:
        self._parts, self._today = parts, Today(parts)

    @allowed(*WATCHERS)
    async def page(self, request: web.Request) -> web.Response:
        shown = {part: await self._html(request, part) for part in PARTS}
        return render(request, "supervisor.html", shown=shown, announced=self._parts.floor().listening_announced)

    @allowed(*WATCHERS)
    async def part(self, request: web.Request) -> web.Response:
        text = await self._html(request, request.match_info["part"])
        return web.Response(text=text, content_type="text/html", charset="utf-8")

    @allowed(*WATCHERS)
    async def take_over(self, request: web.Request) -> web.Response:
        """`panggilan`: a call that Sapa has. It is audited first, so that nothing is done that is not. Goes on at the desk, where the call
        will be shown, accepted and written about."""
        call_id, user = str((await request.post()).get("panggilan", "")), user_of(request)
        if why := self._cannot_answer(user):
            return refused(request, why)
        if not any(call.call_id == call_id and supervisor_view.may_take(call) for call in self._parts.handovers.live()):
            return refused(request, GONE)
        await self._parts.records.audit(user.login, TAKEN_OVER, call_id)
        try:
            await self._parts.handovers.take_over(call_id, user.login)
        except NotYours:
            return refused(request, GONE)
        return done(request, DESK)

    def _cannot_answer(self, user: UserRow) -> str:
        standing = self._parts.agents.standing(user.login)
        if standing is None:
            return NO_PHONE
        if not standing.reachable:
            return NOT_THERE
        return IN_USE if standing.busy else ""

    async def _html(self, request: web.Request, part: str) -> str:
        parts, login = self._parts, user_of(request).login
        match part:
            case "angka" | "antrean":
                name = "supervisor_numbers.html" if part == "angka" else "supervisor_queues.html"
                values = {"board": await supervisor_view.board_of(parts, self._today), "goal": GOAL, "short_s": SHORT_S}
                return html(request, name, words=wording, **values)
            case "panggilan":
                calls = await supervisor_view.calls_of(parts, self._today, login)
                values = {"calls": calls, "most": supervisor_view.MAX_CALLS, "places": supervisor_view.PLACES}
                return html(request, "supervisor_calls.html", words=wording, **values)
            case "keadaan":
                agents, titles = parts.agents.standings(), {name: queue.title for name, queue in parts.floor().queues.items()}
                live = parts.handovers.live()
                titled = {"titles": titles, "held": {one.login: held_by(one.login, live) for one in agents}}
                values = {"agents": agents, **titled, "lasted": lambda since: supervisor_view.seconds_since(since, parts.now())}
                return html(request, "supervisor_agents.html", words=wording, Status=Status, **values)
            case "suara":
                return html(request, "supervisor_voice.html", voice=parts.voice, faults=FAULTS, rescues=RESCUES)
        promises = await supervisor_view.promises_of(parts)
        return html(request, "supervisor_callbacks.html", promises=promises, floor=parts.floor(), most=supervisor_view.MAX_PROMISES)
