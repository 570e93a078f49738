"""How it stands with the agents, told honestly; and callers who come back from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialog import callback, closing, crisis
from dialog.asking import Step, says
from dialog.callback_time import moment, parse_iso, spoken
from dialog.effects import Outcome, Say
from dialog.filling import begin
from dialog.handover import MOST_RETURNS, URGENT, go, kept, offer, queue_of
from dialog.marks import plain
from dialog.place_words import place
from dialog.repair import understood
from dialog.schema import Flows
from dialog.state import State
from dialog.templates import fill

STANDING, PLACE, WAIT, OPENS = "keadaan", "posisi", "tunggu", "buka"
"""Names in what `sapa.petugas` says."""
FREE, BUSY, FULL, NOBODY, CLOSED = "free", "busy", "full", "nobody", "closed"
"""What it says of STANDING; anything else is that nobody knows."""


def found(flows: Flows, state: State, data: Mapping[str, str]) -> Step:
    """The PBX has said how it stands. Where a transfer can begin it has accepted it already."""
    prompts, at = flows.prompts, place(flows.prompts, _whole(data.get(PLACE, "")), _whole(data.get(WAIT, "")))
    match data.get(STANDING, ""):
        case name if name == FREE:
            if state.confidential:
                return _connect(flows, state, prompts.transfer_secret)
            return go(flows, state, state.reason, announced=plain(prompts.transfer))
        case name if name in (FULL, NOBODY, CLOSED) and state.reason in URGENT:
            return crisis.absent(flows, state)
        case name if name == BUSY and state.reason in URGENT:
            return _connect(flows, state, prompts.crisis_wait)
        case name if name == BUSY and state.waits:
            told = state.can_wait and not state.returns
            return _connect(flows, state, prompts.wait_music, *(() if told else at))
        case name if name == BUSY:
            return offer(flows, state, prompts.busy, *at, waiting=True)
        case name if name == FULL:
            return offer(flows, state, prompts.full)
        case name if name == NOBODY:
            return offer(flows, state, prompts.nobody_language if state.language else prompts.nobody)
        case name if name == CLOSED:
            return offer(flows, state, prompts.closed, *_why(flows, state, data.get(OPENS, "")))
        case _:
            return unknown(flows, state)


def unknown(flows: Flows, state: State) -> Step:
    """The PBX cannot be asked. It leads whoever comes to a person, as well as it can."""
    return _connect(flows, state, flows.prompts.trying)


def came_back(flows: Flows, state: State, reason: str) -> Step:
    """Nobody came, or the caller pressed the key for a call back."""
    returns = state.returns + (reason != "callback")
    state = replace(understood(kept(state)), returns=returns, outcome=None, digits="", keyed=False, heard=None)
    if state.reason in URGENT:
        return crisis.absent(flows, state)
    if reason == "callback":
        return callback.begin(flows, state)
    said = {FULL: flows.prompts.full, NOBODY: flows.prompts.nobody}.get(reason, flows.prompts.no_agent)
    again = reason not in (FULL, NOBODY) and state.returns < MOST_RETURNS
    return offer(flows, state, said, waiting=again)


def sent_back(flows: Flows, state: State, intent: str) -> Step:
    """A person has spoken with the caller and gave the call back to us. Of a confidential matter nothing is carried into the next."""
    if state.confidential:
        state = replace(state, intent=None, known={}, remembered={}, found={}, wish="")
    state = replace(
        state, outcome=Outcome.TRANSFERRED, returns=0, reason="", number="", language="", waits=False, before=None, trouble="",
        told=(), heard=None, digits="", keyed=False, group=-1, part="", misses=0, silences=0, failures=0, struggle=0,
    )  # fmt: skip
    new, effects = begin(flows, state, intent, "") if intent in flows.intents else closing.goodbye(flows, replace(state, answered=True))
    return new, (*says(state, flows.prompts.sent_back), *effects)


def _connect(flows: Flows, state: State, *sentences: str) -> Step:
    new, effects = go(flows, state, state.reason)
    return new, (*(Say(text, interruptible=False, pace=state.pace) for text in sentences if text), *effects)


def _why(flows: Flows, state: State, opens: str) -> tuple[str, ...]:
    """Why it is closed, and when it opens."""
    now = moment(state)
    calendar = flows.calendars.of(queue_of(flows, state)) if flows.calendars is not None else None
    reason = calendar.why_closed(now) if calendar is not None and now is not None else ""
    opening = parse_iso(opens) or (calendar.next_opening(now) if calendar is not None and now is not None else None)
    why = fill(flows.prompts.closed_why, alasan=reason) if reason else ""
    return why, fill(flows.prompts.opens, kapan=spoken(opening, now or opening)) if opening else ""


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
