"""The warm hand-over to a person, as the caller's side sees it: a table of what follows what. No I/O, no clock.

The service speaks to its end (draining), sets the result variable and redirects the caller to the queue (redirecting). The agent
who answers hears a briefing first (briefing), then the two are joined. Nobody answers: the caller comes back (returned).
If the redirect fails the connection is closed all the same: the dialplan, reading the variable, goes on to the queue itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class State(Enum):
    """Where the caller is."""

    TALKING = "talking"
    DRAINING = "draining"
    REDIRECTING = "redirecting"
    QUEUED = "queued"
    BRIEFING = "briefing"
    JOINED = "joined"
    RETURNED = "returned"
    GONE = "gone"


class Event(Enum):
    """What happened; each comes from the dialog, the player, AMI or a briefing's connection."""

    TRANSFER_ORDERED = "transfer ordered"
    DRAINED = "drained"
    REDIRECTED = "redirect ok"
    REDIRECT_FAILED = "redirect failed"
    BRIEFING_STARTED = "briefing started"
    BRIEFING_ACCEPTED = "briefing ended, the agent takes the call"
    BRIEFING_ENDED = "briefing ended without an answer"
    RETURNED = "returned"
    HUNG_UP = "hung up"


class Action(Enum):
    """What is to be done, in this order."""

    SET_RESULT = "set result variable"
    REDIRECT = "redirect"
    CLOSE = "close"


class HandoffError(Exception):
    """An event that cannot happen in this state: a fault of ours, or of the dialplan."""

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(f"hand-over: '{event.value}' cannot happen while {state.value}")
        self.state, self.event = state, event


Step = tuple[State, tuple[Action, ...]]
_ORDER = (Action.SET_RESULT, Action.REDIRECT)

TABLE: Mapping[tuple[State, Event], Step] = {
    (State.TALKING, Event.TRANSFER_ORDERED): (State.DRAINING, ()),
    (State.TALKING, Event.HUNG_UP): (State.GONE, ()),
    (State.DRAINING, Event.DRAINED): (State.REDIRECTING, _ORDER),
    (State.DRAINING, Event.HUNG_UP): (State.GONE, ()),
    (State.REDIRECTING, Event.REDIRECTED): (State.QUEUED, ()),
    (State.REDIRECTING, Event.REDIRECT_FAILED): (State.QUEUED, (Action.CLOSE,)),
    # An agent may answer, or the queue give up, before the answer to the Redirect was read.
    (State.REDIRECTING, Event.BRIEFING_STARTED): (State.BRIEFING, ()),
    (State.REDIRECTING, Event.RETURNED): (State.RETURNED, ()),
    (State.REDIRECTING, Event.HUNG_UP): (State.GONE, ()),
    (State.QUEUED, Event.BRIEFING_STARTED): (State.BRIEFING, ()),
    (State.QUEUED, Event.RETURNED): (State.RETURNED, ()),
    (State.QUEUED, Event.HUNG_UP): (State.GONE, ()),
    (State.BRIEFING, Event.REDIRECTED): (State.BRIEFING, ()),
    (State.BRIEFING, Event.REDIRECT_FAILED): (State.BRIEFING, (Action.CLOSE,)),
    (State.BRIEFING, Event.BRIEFING_ACCEPTED): (State.JOINED, ()),
    (State.BRIEFING, Event.BRIEFING_ENDED): (State.QUEUED, ()),
    (State.BRIEFING, Event.RETURNED): (State.RETURNED, ()),
    (State.BRIEFING, Event.HUNG_UP): (State.GONE, ()),
    # The agent hung up, or was lost at the moment of joining: Queue() returns and the dialplan brings the caller back.
    (State.JOINED, Event.RETURNED): (State.RETURNED, ()),
    (State.JOINED, Event.HUNG_UP): (State.GONE, ()),
    (State.RETURNED, Event.REDIRECTED): (State.RETURNED, ()),
    (State.RETURNED, Event.REDIRECT_FAILED): (State.RETURNED, ()),
    (State.RETURNED, Event.TRANSFER_ORDERED): (State.DRAINING, ()),
    (State.RETURNED, Event.HUNG_UP): (State.GONE, ()),
    # A late answer about somebody who is gone changes nothing.
    (State.GONE, Event.REDIRECTED): (State.GONE, ()),
    (State.GONE, Event.REDIRECT_FAILED): (State.GONE, ()),
    (State.GONE, Event.BRIEFING_ENDED): (State.GONE, ()),
    (State.GONE, Event.BRIEFING_ACCEPTED): (State.GONE, ()),
    (State.GONE, Event.DRAINED): (State.GONE, ()),
}


def step(state: State, event: Event) -> Step:
    """Raises HandoffError where the table has no entry."""
    try:
        return TABLE[state, event]
    except KeyError:
        raise HandoffError(state, event) from None
