"""`/telepon-kembali`: promises to call back and messages of an agent's queues; one agent at a time keeps each, and each agent one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from ivr.callback_plan import MESSAGE, Why, code_of
from ivr.callbacks import OUTCOMES, Refused
from ivr.console import wording
from ivr.console.access import AT_DESK, SEES_ALL
from ivr.console.desk_call import MAX_NOTE
from ivr.console.guard import allowed, user_of
from ivr.console.pages import done, html, refused, render
from ivr.console.parts import Parts
from ivr.records.models import CallbackAttemptRow, CallbackRow, UserRow
from ivr.records.store import RecordsError

HOME = "/telepon-kembali"
CHANGED = "janji"
"""The event that tells open pages that something here has changed."""
SHOWN = 100
NOT_YOURS = "Anda tidak sedang menelepon nomor ini."
WHY = {
    Why.GONE: "Janji ini sudah selesai.",
    Why.LOCKED: "Petugas lain sedang menelepon nomor ini.",
    Why.HOLDING: "Selesaikan atau batalkan dulu janji yang sedang Anda pegang.",
    Why.CLOSED: "Di luar jam layanan; tunggu sampai kantor buka.",
    Why.EARLY: "Belum waktunya; penelepon memilih waktu itu.",
}


@dataclass(frozen=True, slots=True)
class Promise:
    """One entry. `number` is masked but for who is calling it now; `state`: `mine`, `other` (`holder` calls), `due`, `later` or `message`;
    `late_s`: how long it has been due; `attempts`: those that have ended."""

    row: CallbackRow
    state: str
    number: str
    code: str
    holder: str
    late_s: float
    attempts: tuple[CallbackAttemptRow, ...]


def routes(parts: Parts) -> list[web.RouteDef]:
    page = CallbacksPage(parts)
    return [
        web.get(HOME, page.page),
        web.get(f"{HOME}/bagian", page.part),
        web.post(f"{HOME}/{{ticket}}/mulai", page.begin),
        web.post(f"{HOME}/{{ticket}}/batal", page.cancel),
        web.post(f"{HOME}/{{ticket}}/hasil", page.outcome),
        web.post(f"{HOME}/{{ticket}}/selesai", page.read),
    ]


class CallbacksPage:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @allowed(*AT_DESK)
    async def page(self, request: web.Request) -> web.Response:
        return render(request, "callbacks.html", shown=await self._html(request))

    @allowed(*AT_DESK)
    async def part(self, request: web.Request) -> web.Response:
        return web.Response(text=await self._html(request), content_type="text/html", charset="utf-8")

    async def _html(self, request: web.Request) -> str:
        promises, more = await self._promises(user_of(request))
        groups = {state: [one for one in promises if one.state == state] for state in ("mine", "due", "message", "other", "later")}
        values = {"groups": groups, "floor": self._parts.floor(), "outcomes": OUTCOMES, "today": self._parts.now().date(), "more": more}
        return html(request, "callbacks_list.html", words=wording, **values)

    @allowed(*AT_DESK)
    async def begin(self, request: web.Request) -> web.Response:
        """Nobody else calls this number now. The agent's own phone then dials the code that the page shows."""
        row = await self._row(request)
        try:
            await self._parts.callbacks.begin(row.ticket, user_of(request).login)
        except Refused as refusal:
            return refused(request, WHY[refusal.why])
        self._tell()
        return done(request, HOME)

    @allowed(*AT_DESK)
    async def cancel(self, request: web.Request) -> web.Response:
        """They do not call after all; it costs no attempt."""
        row = await self._row(request)
        attempt = await self._parts.callbacks.attempt_of(row.ticket, user_of(request).login)
        if attempt is None:
            return refused(request, NOT_YOURS)
        await self._parts.callbacks.cancel(attempt)
        self._tell()
        return done(request, HOME, "Dibatalkan; janji ini kembali ke daftar.")

    @allowed(*AT_DESK)
    async def outcome(self, request: web.Request) -> web.Response:
        """`hasil`: one of OUTCOMES; `isi`: a note, kept with the call that it was promised in."""
        row, login, form = await self._row(request), user_of(request).login, await request.post()
        attempt = await self._parts.callbacks.attempt_of(row.ticket, login)
        outcome = str(form.get("hasil", ""))
        if attempt is None:
            return refused(request, NOT_YOURS)
        if outcome not in OUTCOMES:
            return refused(request, "Pilih hasilnya dari daftar.")
        await self._note(row, login, str(form.get("isi", "")))
        state = await self._parts.callbacks.outcome(attempt, outcome)
        self._tell()
        return done(request, HOME, f"Tersimpan: {wording.ATTEMPTS[outcome]}; {wording.PROMISES[state]}.")

    @allowed(*AT_DESK)
    async def read(self, request: web.Request) -> web.Response:
        """A message has been dealt with."""
        row = await self._row(request)
        if row.kind != MESSAGE:
            return refused(request, "Hanya pesan yang dapat diselesaikan tanpa menelepon.")
        try:
            await self._parts.callbacks.read(row.ticket, user_of(request).login)
        except Refused as refusal:
            return refused(request, WHY[refusal.why])
        self._tell()
        return done(request, HOME, "Pesan diselesaikan.")

    async def _row(self, request: web.Request) -> CallbackRow:
        """Of one of the agent's queues; others look as if they were not there."""
        row, queues = await self._parts.records.callback(request.match_info["ticket"]), self._queues(user_of(request))
        if row is None or (queues is not None and row.queue not in queues):
            raise web.HTTPNotFound(text="Janji ini tidak ada, atau bukan untuk antrean Anda.")
        return row

    async def _promises(self, user: UserRow) -> tuple[list[Promise], int]:
        """The first SHOWN, and how many more there are."""
        rows = await self._parts.records.open_callbacks(self._queues(user))
        names = {known.login: known.name for known in await self._parts.records.users()}
        return [await self._promise(row, user.login, names) for row in rows[:SHOWN]], max(0, len(rows) - SHOWN)

    async def _promise(self, row: CallbackRow, login: str, names: dict[str, str]) -> Promise:
        now = self._parts.clock()
        held = row.locked_by if row.locked_until > now else ""
        due = "due" if row.due_at <= now else "later"
        state = "mine" if held == login else "other" if held else MESSAGE if row.kind == MESSAGE else due
        number = row.contact if state == "mine" else wording.masked(row.contact)
        attempts = tuple(one for one in await self._parts.records.attempts(row.ticket) if one.outcome) if row.attempts else ()
        return Promise(row, state, number, code_of(row.ticket), names.get(held, held), max(0.0, now - row.due_at), attempts)

    def _queues(self, user: UserRow) -> Sequence[str] | None:
        """None: all."""
        return None if user.role in SEES_ALL else tuple(user.queues)

    async def _note(self, row: CallbackRow, login: str, text: str) -> None:
        """Nothing about a confidential call."""
        if not text.strip() or not row.call_id:
            return
        try:
            await self._parts.records.add_note(row.call_id, login, text[:MAX_NOTE])
        except RecordsError:  # it has become confidential
            return

    def _tell(self) -> None:
        for role in AT_DESK:
            self._parts.hub.publish(f"*{role}", CHANGED)
