"""`/panggilan/{call_id}`: all that is kept of one call, for those who may read it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from aiohttp import web

from ivr.console import wording
from ivr.console.access import AT_DESK, Reading, reading
from ivr.console.desk_view import title_of
from ivr.console.guard import allowed, user_of
from ivr.console.pages import render
from ivr.console.parts import Parts
from ivr.console.transcript import is_confidential, transcript
from ivr.records.models import CallRow, DispositionRow, HandoverRow, LabelRow, NoteRow, TicketRow
from ivr.standing import Line

OPENED = "buka_panggilan"
"""What the audit trail calls it that somebody has read a call."""
MAX_LINES = 2000


@dataclass(frozen=True, slots=True)
class Told:
    """Of a confidential call only `call`, `handovers` without what was told, and `dispositions`. Of one that is only offered to who reads
    it, `number` is masked, and there are no `notes`, `labels` and `tickets`."""

    call: CallRow
    confidential: bool
    number: str
    subject: str
    """What the hand-over was about; for a call that has no intent yet."""
    lines: tuple[Line, ...]
    handovers: tuple[HandoverRow, ...]
    notes: tuple[NoteRow, ...]
    labels: tuple[LabelRow, ...]
    tickets: tuple[TicketRow, ...]
    dispositions: tuple[DispositionRow, ...]


def routes(parts: Parts) -> list[web.RouteDef]:
    @allowed(*AT_DESK)
    async def story(request: web.Request) -> web.Response:
        """Whether a call exists is not told to who may not read it."""
        user, call_id = user_of(request), request.match_info["call_id"]
        call = await parts.records.call(call_id) if _is_id(call_id) else None
        how = await reading(parts, user, call_id) if call is not None else Reading.NOTHING
        if call is None or how is Reading.NOTHING:
            raise web.HTTPNotFound(text="Panggilan ini tidak ada, atau bukan panggilan Anda.")
        await parts.records.audit(user.login, OPENED, call_id)
        names = {known.login: known.name for known in await parts.records.users()}
        values = {"told": await told(parts, call, how), "names": names, "floor": parts.floor(), "operations": parts.operations()}
        titles = {"title_of": lambda name: title_of(parts, name), "today": parts.now().date(), "words": wording}
        return render(request, "story.html", **values, **titles)

    return [web.get("/panggilan/{call_id}", story)]


async def told(parts: Parts, call: CallRow, how: Reading) -> Told:
    records, call_id = parts.records, call.call_id
    entries = [(row.at_ms, row.payload) for row in await records.journal(call_id)]
    handovers, dispositions = tuple(await records.handovers_of(call_id)), tuple(await records.dispositions_of(call_id))
    secret = call.confidential or is_confidential(entries)
    if secret:
        return Told(call, True, "", "", transcript([(0, {"confidential": True})]), handovers, (), (), (), dispositions)
    subject = next((str(row.story["subject"]) for row in reversed(handovers) if row.story.get("subject")), "")
    lines = transcript(entries)[:MAX_LINES]
    if how is not Reading.ALL:
        return Told(call, False, wording.masked(call.caller), subject, lines, handovers, (), (), (), dispositions)
    labels = tuple(await records.labels_of(call_id))
    notes, tickets = tuple(await records.notes(call_id)), tuple(await records.tickets_of(call_id))
    return Told(call, False, call.caller, subject, lines, handovers, notes, labels, tickets, dispositions)


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
