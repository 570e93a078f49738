"""What an agent does with the call in front of them: accept or decline it, write about it, give it back, say what came of it."""

from __future__ import annotations

from aiohttp import web

from ivr.console import desk_state
from ivr.console.access import AT_DESK, DESK, GONE, had
from ivr.console.desk_view import STEPS, WRITING, step_of
from ivr.console.guard import allowed, user_of
from ivr.console.pages import done, refused
from ivr.console.parts import Parts
from ivr.handovers import NotYours
from ivr.standing import Status, Story
from ivr.switchboard import FAILURES
from telephony.handoff import Stage

MAX_NOTE = 4000
LAST = len(STEPS)
SILENT = "Sentral telepon tidak menjawab. Coba lagi, atau pakai tombol telepon."
PICK_UP = "Diterima. Begitu telepon diangkat, Anda langsung tersambung."
SECRET = "Panggilan rahasia tidak boleh dicatat."


def routes(parts: Parts) -> list[web.RouteDef]:
    calls = DeskCalls(parts)
    return [
        web.post(f"{DESK}/terima", calls.accept),
        web.post(f"{DESK}/tolak", calls.decline),
        web.post(f"{DESK}/catatan", calls.note),
        web.post(f"{DESK}/salah-maksud", calls.label),
        web.post(f"{DESK}/kembalikan", calls.send_back),
        web.post(f"{DESK}/hasil", calls.dispose),
        web.post(f"{DESK}/susulan", calls.dispose_late),
    ]


class DeskCalls:
    """Every form names the call in `panggilan`: what was meant for one call never reaches the next."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @allowed(*AT_DESK)
    async def accept(self, request: web.Request) -> web.Response:
        call_id, login = await _call_of(request), user_of(request).login
        story = self._parts.handovers.in_front_of(login)
        try:
            await self._parts.handovers.accept(call_id, login)
        except NotYours:
            return refused(request, GONE)
        rings = story is not None and story.stage is Stage.RINGING
        return done(request, DESK, PICK_UP if rings else "Panggilan diterima.")

    @allowed(*AT_DESK)
    async def decline(self, request: web.Request) -> web.Response:
        try:
            await self._parts.handovers.decline(await _call_of(request), user_of(request).login)
        except NotYours:
            return refused(request, GONE)
        except FAILURES:
            return refused(request, SILENT)
        return done(request, DESK, "Panggilan ditolak; petugas lain dicoba.")

    @allowed(*AT_DESK)
    async def note(self, request: web.Request) -> web.Response:
        """`isi` takes the place of what this agent wrote about this call before."""
        call_id, login = await _call_of(request), user_of(request).login
        if not await had(self._parts, login, call_id):
            return refused(request, GONE)
        if await self._is_secret(call_id):
            return refused(request, SECRET)
        await self._keep_note(call_id, login, str((await request.post()).get("isi", "")))
        return done(request, DESK)

    @allowed(*AT_DESK)
    async def label(self, request: web.Request) -> web.Response:
        """The caller was misunderstood; `benar` is the intent that was meant, where it is said."""
        call_id, login = await _call_of(request), user_of(request).login
        right = str((await request.post()).get("benar", ""))
        story = self._parts.handovers.in_front_of(login)
        if story is None or story.call_id != call_id or step_of(story) not in WRITING:
            return refused(request, GONE)
        if story.confidential:
            return refused(request, SECRET)
        if right and right not in self._parts.flows().intents:
            return refused(request, "Maksud itu tidak ada dalam daftar.")
        await self._parts.records.label(call_id, story.intent, right, login)
        return done(request, DESK, "Terima kasih. Sapa belajar dari ini.")

    @allowed(*AT_DESK)
    async def send_back(self, request: web.Request) -> web.Response:
        """`ke`: two digits of the floor's list."""
        to = self._parts.floor().send_back.get(str((await request.post()).get("ke", "")))
        if to is None:
            return refused(request, "Pilih tujuan dari daftar.")
        try:
            await self._parts.handovers.send_back(await _call_of(request), user_of(request).login, to)
        except NotYours:
            return refused(request, GONE)
        except FAILURES:
            return refused(request, SILENT)
        return done(request, DESK, "Penelepon kembali ke Sapa.")

    @allowed(*AT_DESK)
    async def dispose(self, request: web.Request) -> web.Response:
        """`kode`: what came of it; `isi`: the note as it stands; `lanjut`: `siap` for the next call, or a reason for a pause."""
        form, call_id, login = await request.post(), await _call_of(request), user_of(request).login
        story, code, then = self._parts.handovers.in_front_of(login), str(form.get("kode", "")), str(form.get("lanjut", "siap"))
        if story is None or story.call_id != call_id:
            return refused(request, GONE)
        if step_of(story) != LAST:
            return refused(request, "Hasil dipilih setelah sambungan berakhir.")
        if code not in self._parts.floor().dispositions:
            return refused(request, "Pilih dahulu hasil panggilannya.")
        await self._finish(story, login, code, str(form.get("isi", "")))
        standing = self._parts.agents.standing(login)
        if standing is not None and standing.status is not Status.OUT:  # who has left meanwhile stays away
            if then in self._parts.floor().pauses:
                await self._parts.agents.pause(login, then)
            else:
                await self._parts.agents.ready(login)
        return done(request, DESK, "Tersimpan.")

    @allowed(*AT_DESK)
    async def dispose_late(self, request: web.Request) -> web.Response:
        """`kode`: what came of an earlier call of today, `penyerahan`, that nobody has said it of."""
        form, login = await request.post(), user_of(request).login
        had = await desk_state.calls_of(self._parts, login)
        late = next((one for one in had if str(one.handover) == form.get("penyerahan") and not one.code), None)
        code = str(form.get("kode", ""))
        if late is None:
            return refused(request, "Panggilan itu sudah diberi hasil, atau bukan panggilan Anda hari ini.")
        if code not in self._parts.floor().dispositions:
            return refused(request, "Pilih dahulu hasil panggilannya.")
        await self._parts.records.dispose(late.handover, late.call_id, login, code)
        return done(request, DESK, "Tersimpan.")

    async def _finish(self, story: Story, login: str, code: str, note: str) -> None:
        """Kept before the screen is free."""
        if note.strip() and not story.confidential:
            await self._keep_note(story.call_id, login, note)
        await self._parts.records.dispose(story.handover, story.call_id, login, code)
        self._parts.handovers.done(login)

    async def _keep_note(self, call_id: str, login: str, text: str) -> None:
        await self._parts.records.keep_note(call_id, login, text.replace("\0", "").replace("\r\n", "\n")[:MAX_NOTE])

    async def _is_secret(self, call_id: str) -> bool:
        call = await self._parts.records.call(call_id)
        return call is not None and call.confidential


async def _call_of(request: web.Request) -> str:
    return str((await request.post()).get("panggilan", ""))
