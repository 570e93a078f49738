"""The hand-over of a caller to a person, as a table: what each thing that happens means in each state. No I/O.

The dialplan carries a hand-over out; this table says what is known of it and what the service does about it. Drawn in docs/handover.md
from the table itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """Where a hand-over stands."""

    REQUESTED = "requested"
    """Asterisk has accepted it; the caller still hears us."""
    HOLDING = "holding"
    """In the queue: music, and their place from time to time. Nobody's phone rings."""
    RINGING = "ringing"
    BRIEFING = "briefing"
    """An agent has answered and hears what it is about."""
    JOINED = "joined"
    RETURNED = "returned"
    """The caller is back with us and is offered what remains."""
    OVER = "over"


class Happening(StrEnum):
    """What happens to it."""

    ENTERED = "entered"
    """The caller is in the queue."""
    RANG = "rang"
    ANSWERED = "answered"
    """The agent has picked up."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    """By key, or by saying nothing until the time to decide was over."""
    NO_ANSWER = "no_answer"
    """The phone rang in vain, or could not be reached."""
    AGENT_GONE = "agent_gone"
    """Hung up: in the briefing, or at the end of the conversation."""
    CALLER_GONE = "caller_gone"
    GAVE_UP = "gave_up"
    """The queue sent the caller back: nobody came in time, nobody is at work, it is full, or the caller pressed the key for it."""
    SENT_BACK = "sent_back"
    """The agent gave the caller back to us."""
    BRIDGED = "bridged"
    """Found joined when the link came back: how it came to that was not seen."""
    LINK_LOST = "link_lost"
    LINK_BACK = "link_back"
    """With what is still there; what ended meanwhile follows as its own happening."""


class Duty(StrEnum):
    """What is done about it, by the service or by the dialplan itself, in this order."""

    SHOW = "show"
    """Tell the desks how it stands."""
    POP = "pop"
    """Put the call on the agent's screen, before the phone rings."""
    CLEAR = "clear"
    """Take it from that screen."""
    BRIEF = "brief"
    JOIN = "join"
    """End the briefing; the two are joined."""
    TRY_NEXT = "try_next"
    """End the briefing; the queue rings the next agent, and not this one again for this call."""
    WRAP_UP = "wrap_up"
    """The agent writes down what came of it; no next call meanwhile."""
    OFFER = "offer"
    """Tell the caller how it stands and offer what remains."""
    GO_ON = "go_on"
    """The dialog goes on at what the agent chose."""
    MISSED = "missed"
    """Nobody spoke to this caller: list the number, so that somebody can call back."""
    CLOSE = "close"
    """Write down how it ended."""


S, H, D = Stage, Happening, Duty
_MISSED = (D.CLEAR, D.SHOW, D.MISSED, D.CLOSE)
_BACK = (D.CLEAR, D.SHOW, D.OFFER, D.CLOSE)
_UNDER_WAY: Mapping[Happening, tuple[Stage, tuple[Duty, ...]]] = {
    H.RANG: (S.RINGING, (D.POP, D.SHOW)),
    H.ANSWERED: (S.BRIEFING, (D.BRIEF, D.SHOW)),
    H.BRIDGED: (S.JOINED, (D.SHOW,)),
    H.CALLER_GONE: (S.OVER, _MISSED),
    H.GAVE_UP: (S.RETURNED, _BACK),
}
"""Wherever it stands before the two are joined: what led there may not have been seen."""
TABLE: Mapping[tuple[Stage, Happening], tuple[Stage, tuple[Duty, ...]]] = {
    **{(stage, happening): then for stage in (S.REQUESTED, S.HOLDING, S.RINGING, S.BRIEFING) for happening, then in _UNDER_WAY.items()},
    (S.REQUESTED, H.ENTERED): (S.HOLDING, (D.SHOW,)),
    (S.RINGING, H.DECLINED): (S.HOLDING, (D.TRY_NEXT, D.CLEAR, D.SHOW)),
    (S.RINGING, H.NO_ANSWER): (S.HOLDING, (D.CLEAR, D.SHOW)),
    (S.BRIEFING, H.ACCEPTED): (S.JOINED, (D.JOIN, D.SHOW)),
    (S.BRIEFING, H.DECLINED): (S.HOLDING, (D.TRY_NEXT, D.CLEAR, D.SHOW)),
    (S.BRIEFING, H.AGENT_GONE): (S.HOLDING, (D.CLEAR, D.SHOW)),
    (S.BRIEFING, H.NO_ANSWER): (S.HOLDING, (D.CLEAR, D.SHOW)),
    (S.JOINED, H.AGENT_GONE): (S.OVER, (D.WRAP_UP, D.SHOW, D.CLOSE)),
    (S.JOINED, H.CALLER_GONE): (S.OVER, (D.WRAP_UP, D.SHOW, D.CLOSE)),
    (S.JOINED, H.SENT_BACK): (S.RETURNED, (D.WRAP_UP, D.SHOW, D.GO_ON, D.CLOSE)),
    (S.RETURNED, H.CALLER_GONE): (S.OVER, (D.SHOW,)),
}
"""What is not here changes nothing: a happening that comes twice, or after the end."""
UNDER_WAY = frozenset({S.REQUESTED, S.HOLDING, S.RINGING, S.BRIEFING, S.JOINED})
"""Where a lost link to the PBX changes nothing but what the desks show: the dialplan goes on by itself, and on reconnecting the channels
that are gone are known as gone."""


def step(stage: Stage, happening: Happening) -> tuple[Stage, tuple[Duty, ...]]:
    """Where it stands then, and what is to be done."""
    if happening in (H.LINK_LOST, H.LINK_BACK):
        return stage, (D.SHOW,) if stage in UNDER_WAY else ()
    return TABLE.get((stage, happening), (stage, ()))


def picture() -> str:
    """The table as a Mermaid state diagram; happenings that lead to the same stage share an arrow."""
    arrows: dict[tuple[Stage, Stage], list[Happening]] = {}
    for (stage, happening), (after, _) in TABLE.items():
        arrows.setdefault((stage, after), []).append(happening)
    lines = ["stateDiagram-v2", f"    [*] --> {S.REQUESTED}"]
    lines += [f"    {stage} --> {after}: {', '.join(sorted(happenings))}" for (stage, after), happenings in arrows.items()]
    return "\n".join([*lines, f"    {S.OVER} --> [*]"])


def rows() -> str:
    """The table in Markdown, with what is to be done."""
    head = ["| where it stands | what happens | then | what is done |", "|---|---|---|---|"]
    cells = ((stage, what, after, ", ".join(duties)) for (stage, what), (after, duties) in TABLE.items())
    return "\n".join([*head, *("| " + " | ".join(str(cell).replace("_", " ") for cell in row) + " |" for row in sorted(cells))])
