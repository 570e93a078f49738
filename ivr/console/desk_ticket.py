"""Tickets that an agent files for the caller in front of them: our number at once, delivered by the outbox, as when Sapa files one."""

from __future__ import annotations

import secrets

from aiohttp import web

from ivr.backends.errors import Rejected
from ivr.backends.request import given
from ivr.console import filing
from ivr.console.access import AT_DESK, DESK, GONE
from ivr.console.desk_view import WRITING, step_of
from ivr.console.guard import allowed, user_of
from ivr.console.pages import done, html, refused, render, wants_page
from ivr.console.parts import Parts
from ivr.standing import Story

SERIAL_BITS = 62


def routes(parts: Parts) -> list[web.RouteDef]:
    tickets = DeskTickets(parts)
    return [web.get(f"{DESK}/formulir", tickets.form), web.post(f"{DESK}/tiket", tickets.file)]


def serial() -> str:
    """Names one filled-in form: sent twice, it is filed once. Far from the numbers of the dialog's own requests."""
    return str((1 << SERIAL_BITS) + secrets.randbits(SERIAL_BITS - 1))


class DeskTickets:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @allowed(*AT_DESK)
    async def form(self, request: web.Request) -> web.Response:
        """`panggilan`, and `keperluan`: what is to be filed. Filled with what the caller has told."""
        story = self._story(request, request.query.get("panggilan", ""))
        chosen = self._filing(request, request.query.get("keperluan", ""))
        tickets = [row for row in await self._parts.records.tickets_from(story.number, 1)] if story.number else []
        known = await self._parts.records.tickets_of(story.call_id)
        latest = (known[-1:] or tickets)[0].number if known or tickets else ""
        fields = filing.blank(chosen, story.facts, latest, self._parts.now().date())
        return render(request, "desk_form.html", filing=chosen, fields=fields, call_id=story.call_id, serial=serial())

    @allowed(*AT_DESK)
    async def file(self, request: web.Request) -> web.Response:
        """The form's fields by their slots' names, `keperluan`, `panggilan`, and the form's `formulir`."""
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        story = self._story(request, form.get("panggilan", ""))
        chosen = self._filing(request, form.get("keperluan", ""))
        number = form.get("formulir", "")
        if not (number.isdecimal() and len(number) < 20 and int(number) >> SERIAL_BITS == 1):
            return refused(request, "Formulir ini tidak dikenali. Muat ulang halaman.")
        arguments, fields = filing.read(chosen, self._parts.flows(), form, self._parts.now().date())
        if any(field.error for field in fields):
            return self._again(request, chosen, fields, story, number)
        operation = chosen.operation
        try:
            needed = given(operation, arguments)
        except Rejected:
            return refused(request, "Isian ini belum lengkap untuk sistem instansi.")
        ticket = await self._parts.records.file(story.call_id, int(number), operation.full, needed, operation.ticket)
        self._parts.hub.publish(user_of(request).login, "panggilan", story.call_id)
        return done(request, DESK, f"Tiket {ticket} tersimpan." if ticket else "Keterangan tersimpan dan dikirim ke instansi.")

    def _again(
        self, request: web.Request, chosen: filing.Filing, fields: tuple[filing.Field, ...], story: Story, number: str
    ) -> web.Response:
        """The form with what is wrong with it. 422, so that the script puts it where it was."""
        values = {"filing": chosen, "fields": fields, "call_id": story.call_id, "serial": number}
        if wants_page(request):
            return refused(request, " ".join(f"{field.label}: {field.error}" for field in fields if field.error))
        text = html(request, "desk_form.html", **values)
        return web.Response(status=422, text=text, content_type="text/html", charset="utf-8")

    def _story(self, request: web.Request, call_id: str) -> Story:
        story = self._parts.handovers.in_front_of(user_of(request).login)
        if story is None or story.call_id != call_id or story.confidential or step_of(story) not in WRITING:
            raise web.HTTPUnprocessableEntity(text=GONE)
        return story

    def _filing(self, request: web.Request, intent: str) -> filing.Filing:
        found = filing.filings(self._parts.flows(), self._parts.operations()).get(intent)
        if found is None:
            raise web.HTTPUnprocessableEntity(text="Pilih dahulu apa yang dicatat.")
        return found
