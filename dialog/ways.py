"""What a caller may do when no person is free: wait, be called back, leave a message, or go on with us; in words or by key."""

from __future__ import annotations

from dataclasses import replace

from dialog import answering, callback, choosing, wishes
from dialog.asking import Step, ask, repeat, resume
from dialog.deciding import without_person
from dialog.events import Hypothesis
from dialog.handover import MOST_RETURNS, find, offer, transfer
from dialog.remaining import CALL, MESSAGE, WAIT, offered, unfinished
from dialog.repair import by_keys, give_up, no_match, offer_going_on
from dialog.schema import Flows
from dialog.state import Phase, State

MOST_INSISTING = 3
"""So often is it said why no person comes to who goes on asking for one."""


def hear(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """A mere yes takes the first of them; a no to all of it is goodbye, after one question where something was begun; another wish."""
    if choosing.takes_leave(heard.text):
        if choosing.is_resigned(heard.text) and unfinished(state):
            return offer_going_on(flows, state)
        return give_up(flows, state, "requested")
    if wishes.only_answers(heard.text) and wishes.yes_or_no(heard.text) == "ya":
        return take(flows, state, offered(state)[0])
    return wishes.hear_other(flows, state, heard) or no_match(flows, state)


def hear_going_on(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """Who would leave in the middle of something was asked whether to go on with it."""
    way = choosing.meant(state, heard.text)
    if way in offered(state):
        return take(flows, state, way)
    said = "tidak" if way == choosing.LEAVES or choosing.takes_leave(heard.text) else wishes.yes_or_no(heard.text)
    if said and wishes.only_answers(heard.text) or said == "tidak":
        return decide_going_on(flows, state, yes=said == "ya")
    return wishes.hear_other(flows, state, heard) or no_match(flows, state)


def decide_going_on(flows: Flows, state: State, yes: bool) -> Step:
    return go_on(flows, state) if yes else give_up(flows, state, "requested")


def insist(flows: Flows, state: State) -> Step:
    """A person, whatever was said: why there is none, then the keys, then the call-back; then goodbye."""
    if state.phase is Phase.CRISIS:
        return repeat(state)
    if state.phase is Phase.OFFER_GO_ON:
        return offer(flows, state, *state.why, waiting=state.can_wait)
    state = replace(state, misses=state.misses + 1)
    if state.phase is not Phase.OFFER_WAYS:
        return repeat(state, *state.why) if state.misses <= MOST_INSISTING else give_up(flows, state, "requested")
    if state.misses < MOST_INSISTING:
        return repeat(state, *state.why) if state.misses == 1 else by_keys(flows, state)
    return callback.begin(flows, state)


def how_long(flows: Flows, state: State) -> Step:
    """The place and the time again, as they are now."""
    return find(flows, state, waits=False) if state.returns < MOST_RETURNS else repeat(state, *state.why)


def take(flows: Flows, state: State, way: str) -> Step:
    """`way`: as `dialog.choosing.meant` says it."""
    match way:
        case choosing.ASKS:
            return how_long(flows, state)
        case choosing.HOW:
            return by_keys(flows, state)
        case choosing.INSISTS:
            return insist(flows, state)
        case choosing.LEAVES:
            return give_up(flows, state, "requested")
        case choosing.ANYBODY:
            return transfer(flows, state, "requested", queue="")
        case name if name == WAIT:
            return find(flows, state, waits=True)
        case name if name in (CALL, MESSAGE):
            return callback.begin(flows, state, message=way == MESSAGE)
        case _:
            return go_on(flows, state)


def go_on(flows: Flows, state: State) -> Step:
    """Back to the question where the caller was; where there was none, to whether there is more."""
    before = state.before
    if before is None or before.listening is None:
        clean = replace(state, before=None, slot="", heard=None, trouble="")
        if state.answered:
            return answering.more(flows, clean)
        return ask(flows, replace(clean, intent=None, known={}), Phase.INTENT, flows.prompts.ask_intent)
    back = replace(
        before, turn=state.turn, request=state.request, left=state.left, returns=state.returns, speed=state.speed, struggle=state.struggle,
        confidential=state.confidential, ticket=state.ticket, untold=state.untold, outcome=state.outcome, language=state.language,
        misses=before.misses // 2, silences=before.silences // 2, failures=0,
    )  # fmt: skip
    return without_person(flows, back) if before.phase is Phase.OFFER_PERSON else resume(flows, back, flows.prompts.resume)
