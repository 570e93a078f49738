"""What an agent's desk shows of the call in front of them, gathered. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.callback_plan import MESSAGE
from ivr.console import wording
from ivr.console.filing import Filing, filings
from ivr.console.filters import telephone
from ivr.console.parts import Parts
from ivr.console.transcript import transcript
from ivr.records.models import CallbackRow, CallRow, LabelRow, TicketRow
from ivr.standing import Line, Story
from telephony.handoff import Stage

STEPS = ("Berdering", "Ringkasan", "Bicara", "Catat hasil")
_STEP = {Stage.RINGING: 1, Stage.BRIEFING: 2, Stage.JOINED: 3}
LINES = 14
WRITING = (3, 4)
"""The steps in which something can be written about the call."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The call in front of the agent. `step` counts from 1 in STEPS. `number` is masked until the two are joined. `lines`: the last that
    were said, from the records once the call is over."""

    story: Story
    step: int
    number: str
    queue: str
    intent: str
    lines: tuple[Line, ...]
    calls: tuple[CallRow, ...]
    tickets: tuple[TicketRow, ...]
    listeners: tuple[str, ...]
    """How a supervisor takes part: keys of `wording.LISTENERS`."""
    promises: tuple[CallbackRow, ...]
    """Calls back to this number, never those of confidential calls."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the agent has written about that call, and what they can do with it."""

    story: Story
    step: int
    note: str
    labels: tuple[LabelRow, ...]
    filed: tuple[TicketRow, ...]
    filings: dict[str, Filing]


def step_of(story: Story) -> int:
    """Once it is over, or back with Sapa, the agent writes down what came of it."""
    return _STEP.get(story.stage, 4)


async def screen_of(parts: Parts, login: str) -> Screen | None:
    story = parts.handovers.in_front_of(login)
    if story is None:
        return None
    step = step_of(story)
    known = story.number and not story.confidential
    return Screen(
        story,
        step,
        telephone(story.number) if step in WRITING and story.number else wording.masked(story.number),
        parts.floor().of(story.queue).title,
        title_of(parts, story.intent),
        story.lines or await _kept_lines(parts, story),
        tuple(await parts.records.calls_from(story.number, story.call_id, 5)) if known else (),
        tuple(await parts.records.tickets_from(story.number, 5)) if known else (),
        parts.listened(login, story.call_id) if step == 3 else (),
        await _promises(parts, story.number) if known else (),
    )


async def _promises(parts: Parts, number: str) -> tuple[CallbackRow, ...]:
    rows = [row for row in await parts.records.callbacks_of(number) if row.kind != MESSAGE and row.call_id]
    return tuple(rows[:3])


async def _kept_lines(parts: Parts, story: Story) -> tuple[Line, ...]:
    if story.confidential or step_of(story) not in WRITING:
        return ()
    return transcript([(row.at_ms, row.payload) for row in await parts.records.journal(story.call_id)])[-LINES:]


async def work_of(parts: Parts, login: str) -> Work | None:
    """None while there is nothing to write about."""
    story = parts.handovers.in_front_of(login)
    if story is None or step_of(story) not in WRITING:
        return None
    if story.confidential:
        return Work(story, step_of(story), "", (), (), {})
    notes = [row.text for row in await parts.records.notes(story.call_id) if row.login == login]
    labels = tuple(await parts.records.labels_of(story.call_id))
    filed = tuple(await parts.records.tickets_of(story.call_id))
    return Work(story, step_of(story), notes[-1] if notes else "", labels, filed, filings(parts.flows(), parts.operations()))


def title_of(parts: Parts, intent: str) -> str:
    """How the hotline calls it; its bare name where the configuration has it no more."""
    known = parts.flows().intents.get(intent)
    return known.title if known is not None else intent
