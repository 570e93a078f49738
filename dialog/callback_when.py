"""When the caller is to be called back: what suits both."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dialog.asking import CALLBACK, WHEN, Step, ask, ask_confirmation, ask_slot
from dialog.calendar import ROOM, Calendar
from dialog.callback_time import SOON, moment, parse_iso, spoken, wanted
from dialog.corrections import objects
from dialog.handover import queue_of
from dialog.repair import no_match, understood
from dialog.schema import Flows
from dialog.slots import yes_no
from dialog.slots.result import Filled
from dialog.state import Known, Phase, State
from dialog.templates import fill
from dialog.understanding.normalize import normalize
from dialog.understanding.numbers import digits_in

SOON_WORDS, ONCE_OPEN = "secepatnya", "begitu kantor buka"
MOST_DIGITS = 4
"""Of a moment; a sentence with more tells a number."""
_TIME = frozenset("waktu jam pukul hari tanggal kapan besok lusa nanti pagi siang sore malam segera secepat".split())


def agree(flows: Flows, state: State) -> Step:
    """Ask for it where it is not known yet; then for the caller's yes to everything. Who called before the service was started anew is
    called as soon as possible, for nobody knows what day it is there."""
    if state.callback.when is not None:
        return confirm(flows, state)
    return ask_slot(flows, state, WHEN) if moment(state) is not None else soon(flows, state)


def hear(flows: Flows, state: State, text: str) -> Step:
    """After two answers that were none: as soon as possible."""
    now = now_there(flows, state)
    at = wanted(text, now) if now is not None else SOON
    if at is None and yes_no.parse(text) == Filled("ya"):  # "ya, boleh": whenever it suits us
        at = SOON
    if at is None:
        return soon(flows, state) if state.misses else no_match(flows, state)
    return take(flows, understood(state), at)


def hear_instead(flows: Flows, state: State, text: str) -> Step | None:
    """Where all of it was read back: another time, or that the time is wrong. None for anything else."""
    now, words = now_there(flows, state), set(normalize(text).split())
    if now is None or state.callback.wants_message or words.isdisjoint(_TIME) or len(digits_in(text)) > MOST_DIGITS:
        return None
    at = _another(flows, state, text, now)
    if at is not None:
        return take(flows, state, at)
    return ask_slot(flows, replace(state, callback=replace(state.callback, when=None)), WHEN) if objects(text) else None


def says_the_same(flows: Flows, state: State, text: str) -> bool:
    """What was proposed or read back, once more: as good as a yes."""
    now, agreed, words = now_there(flows, state), state.callback, set(normalize(text).split())
    if now is None or agreed.wants_message or words.isdisjoint(_TIME) or not words.isdisjoint(yes_no.NO):
        return False
    known = agreed.proposed or agreed.when
    day = parse_iso(known or "")
    at = wanted(text, now, day.date() if day is not None else None)
    return at is not None and (at.isoformat() if isinstance(at, datetime) else at) == known


def _another(flows: Flows, state: State, text: str, now: datetime) -> datetime | str | None:
    """An hour alone is one of the day that was wished, if it is open then, else of the day that was proposed or agreed on."""
    calendar, agreed = _calendar(flows, state), state.callback
    found: datetime | str | None = None
    for day in map(parse_iso, (agreed.when or "", agreed.proposed, agreed.wished)):
        at = wanted(text, now, day.date()) if day is not None else None
        found = at if found is None or (isinstance(at, datetime) and (calendar is None or calendar.open_at(at))) else found
    return found if found is not None else wanted(text, now)


def soon(flows: Flows, state: State) -> Step:
    """As soon as possible, which is when the office opens where it is closed."""
    now, calendar = now_there(flows, state), _calendar(flows, state)
    opening = calendar.earliest(now, ROOM) if calendar is not None and now is not None else None
    later = now is not None and opening is not None and opening > now
    words = f"{ONCE_OPEN}, {spoken(opening, now)}" if later and opening is not None and now is not None else SOON_WORDS
    return _agreed(flows, understood(state), SOON, words)


def take(flows: Flows, state: State, at: datetime | str) -> Step:
    """`at` is a moment, or SOON. When the office is closed then, its next opening is proposed."""
    now, calendar = now_there(flows, state), _calendar(flows, state)
    if isinstance(at, str) or now is None:
        return soon(flows, state)
    opening = calendar.within(at) if calendar is not None else at
    if opening is None:
        return soon(flows, state)
    if opening > at:
        proposal = replace(state, callback=replace(state.callback, wished=at.isoformat(), proposed=opening.isoformat()))
        question = fill(flows.prompts.propose_when, kapan=spoken(opening, now, about=True))
        return ask(flows, proposal, Phase.PROPOSE_WHEN, flows.prompts.closed_then, question)
    return _agreed(flows, state, at.isoformat(), spoken(at, now, about=True))


def decide_proposal(flows: Flows, state: State, yes: bool) -> Step:
    proposed, now = parse_iso(state.callback.proposed), now_there(flows, state)
    if yes and proposed is not None and now is not None:
        return _agreed(flows, understood(state), state.callback.proposed, spoken(proposed, now, about=True))
    if state.misses:
        return soon(flows, state)
    return ask_slot(flows, replace(state, misses=state.misses + 1), WHEN)


def confirm(flows: Flows, state: State) -> Step:
    """Everything in one question."""
    return ask_confirmation(flows, state, CALLBACK, Known(state.callback.contact))


def _agreed(flows: Flows, state: State, when: str, words: str) -> Step:
    return confirm(flows, replace(state, callback=replace(state.callback, when=when, words=words, proposed="")))


def agents(flows: Flows, state: State) -> str:
    """The queue whose agents call back. Of a confidential call nothing tells what it was about, so it is that of all."""
    return flows.queue if state.confidential else queue_of(flows, state)


def now_there(flows: Flows, state: State) -> datetime | None:
    """When the call began, on the clocks of the office that calls back: "besok jam sembilan" is meant by them, whatever the host's says."""
    now, calendar = moment(state), _calendar(flows, state)
    return calendar.local(now) if calendar is not None and now is not None else now


def _calendar(flows: Flows, state: State) -> Calendar | None:
    return flows.calendars.of(agents(flows, state)) if flows.calendars is not None else None
