"""When the caller is to be called back: what suits both."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from dialog.asking import CALLBACK, WHEN, Step, ask, ask_confirmation, ask_slot, says
from dialog.calendar import DAYS, ROOM, Calendar
from dialog.callback_time import SOON, beyond, contradicted, has_time, hour_words, moment, moved, parse_iso, spoken, wanted
from dialog.corrections import objects
from dialog.effects import Say
from dialog.handover import queue_of
from dialog.repair import no_match, understood
from dialog.schema import Flows
from dialog.slots import yes_no
from dialog.slots.result import Filled
from dialog.state import Known, Phase, State
from dialog.templates import MONTHS, fill
from dialog.understanding.normalize import normalize
from dialog.understanding.numbers import digits_in

SOON_WORDS, ONCE_OPEN = "secepatnya", "begitu kantor buka"
MOST_DIGITS = 4
"""Of a moment; a sentence with more tells a number."""
_SAYS_CLOCK = re.compile(r"\b(?:ini|sekarang)(?: \w+)? jam berapa\b|\bjam berapa (?:ini|sekarang)\b")
PATIENCE = 2
"""So often is it said why a time cannot be had."""


def early(flows: Flows, state: State, text: str) -> State:
    """With the time that was said before it was asked for, if there is one in `text`."""
    now = now_there(flows, state)
    at = wanted(text, now) if now is not None and has_time(text) else None
    said = at.isoformat() if isinstance(at, datetime) else at
    return replace(state, callback=replace(state.callback, early=said if said is not None else state.callback.early))


def agree(flows: Flows, state: State) -> Step:
    """Ask for it where it is not known yet; then for the caller's yes to everything. Who called before the service was started anew is
    called as soon as possible, for nobody knows what day it is there."""
    if state.callback.when is not None:
        return confirm(flows, state)
    if (said := state.callback.early) is not None:
        return take(flows, replace(state, callback=replace(state.callback, early=None)), parse_iso(said) or SOON)
    return ask_slot(flows, state, WHEN) if moment(state) is not None else soon(flows, state)


def hear(flows: Flows, state: State, text: str) -> Step:
    """After two answers that were none: as soon as possible."""
    now = now_there(flows, state)
    if now is not None and _SAYS_CLOCK.search(normalize(text)):
        return ask_slot(flows, state, WHEN, fill(flows.prompts.time_now, jam=hour_words(now.time())))
    at = wanted(text, now) if now is not None else SOON
    if at is None and yes_no.parse(text) == Filled("ya"):  # "ya, boleh": whenever it suits us
        at = SOON
    if at is not None:
        new, effects = take(flows, understood(state), at)
        return new, (*_that_day(flows, state, text, at), *effects)
    why = beyond(text, now) if now is not None else 0
    if why and state.misses < PATIENCE:
        told = flows.prompts.time_past if why < 0 else flows.prompts.time_far
        return ask_slot(flows, replace(state, misses=state.misses + 1), WHEN, told)
    return soon(flows, state) if state.misses else no_match(flows, state)


def hear_instead(flows: Flows, state: State, text: str) -> Step | None:
    """Where all of it was read back: another time, or that the time is wrong. None for anything else."""
    now, agreed = now_there(flows, state), parse_iso(state.callback.proposed or state.callback.when or "")
    if now is None or state.callback.wants_message or len(digits_in(text)) > MOST_DIGITS:
        return None
    if agreed is not None and (then := moved(text, agreed)) is not None and then > now:
        return take(flows, state, then)
    if not has_time(text):
        return None
    if (at := _another(flows, state, text, now)) is not None:
        new, effects = take(flows, state, at)
        return new, (*_that_day(flows, state, text, at), *effects)
    if why := beyond(text, now):
        told = flows.prompts.time_past if why < 0 else flows.prompts.time_far
        return ask_slot(flows, replace(state, callback=replace(state.callback, when=None)), WHEN, told)
    refused = objects(text) or not yes_no.NO.isdisjoint(normalize(text).split())
    return ask_slot(flows, replace(state, callback=replace(state.callback, when=None)), WHEN) if refused else None


def says_the_same(flows: Flows, state: State, text: str) -> bool:
    """What was proposed or read back, once more: as good as a yes."""
    now, agreed, words = now_there(flows, state), state.callback, set(normalize(text).split())
    if now is None or agreed.wants_message or not has_time(text) or not words.isdisjoint(yes_no.NO):
        return False
    known = agreed.proposed or agreed.when
    day = parse_iso(known or "")
    if day is not None and moved(text, day) is not None:  # "besoknya lagi"
        return False
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


def _that_day(flows: Flows, state: State, text: str, at: datetime | str) -> tuple[Say, ...]:
    """That the date which was said is another day of the week than the one which was."""
    if not isinstance(at, datetime) or not contradicted(text, at):
        return ()
    return says(state, fill(flows.prompts.day_differs, tanggal=f"{at.day} {MONTHS[at.month - 1]}", hari=DAYS[at.weekday()]))


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
