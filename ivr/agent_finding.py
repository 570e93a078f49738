"""How a caller stands who would like a person: open or closed, who is free, how long the wait is. Pure."""

from __future__ import annotations

from datetime import datetime

from dialog.calendar import Calendar
from ivr.agent_members import WRITING
from ivr.queue_settings import QueueSettings
from ivr.standing import Availability, Finding, QueueStanding
from telephony.queues import Member, Queues, estimate


def find(settings: QueueSettings, calendar: Calendar | None, moment: datetime, queues: Queues) -> Availability:
    """Without a calendar it is always open. Closed is known without the PBX, all else only from it."""
    if calendar is not None and not calendar.open_at(moment):
        return Availability(Finding.CLOSED, opens=_opens(calendar, moment))
    if not queues.known:
        return Availability(Finding.UNKNOWN)
    members = queues.members(settings.name)
    at_work = sum(works(member) for member in members)
    waiting, unattended = queues.waiting(settings.name), queues.unattended(settings.name)
    if not at_work:
        return Availability(Finding.NOBODY, opens=_opens(calendar, moment))
    if sum(member.free for member in members) > unattended:
        return Availability(Finding.FREE)
    handling_s = queues.talk_s(settings.name) + settings.wrap_up_s
    finding = Finding.FULL if waiting >= settings.max_waiting else Finding.BUSY
    return Availability(finding, waiting + 1, estimate(unattended + 1, at_work, handling_s))


def standing(settings: QueueSettings, calendar: Calendar | None, moment: datetime, queues: Queues, now_s: float) -> QueueStanding:
    """`now_s`: by the clock that the queues' events were timed with."""
    members = queues.members(settings.name) if queues.known else ()
    return QueueStanding(
        settings.name,
        settings.title,
        waiting=queues.waiting(settings.name),
        longest_s=queues.longest_s(settings.name, now_s),
        ready=sum(member.reachable and not member.paused for member in members),
        logged_in=len(members),
        open=calendar is None or calendar.open_at(moment),
    )


def works(member: Member) -> bool:
    """Takes calls: now, or as soon as the present one is written down. Who is on a break does not."""
    return member.reachable and (not member.paused or member.reason == WRITING)


def _opens(calendar: Calendar | None, moment: datetime) -> str:
    opens = calendar.next_opening(moment) if calendar is not None else None
    return opens.isoformat(timespec="minutes") if opens is not None else ""
