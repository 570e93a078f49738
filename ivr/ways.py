"""One caller's way to a person: what is known of it, and what each thing that happens makes of it. No I/O."""

from __future__ import annotations

from dataclasses import dataclass

from dialog.effects import Transfer
from dialog.journal_codec import decode
from ivr.briefing import Briefing
from ivr.records.models import CallRow, HandoverRow
from telephony.handoff import Duty, Happening, Stage, step

RESULTS = {
    Happening.ACCEPTED: "joined",
    Happening.DECLINED: "declined",
    Happening.NO_ANSWER: "no_answer",
    Happening.AGENT_GONE: "hung_up",
}
"""How an agent's part in it ended, as the records keep it."""


@dataclass(slots=True)
class Way:
    """`agent` (a login): whose phone rings, who hears the briefing, has the caller, or had them last. `channel`: theirs; while it rings
    the one that ends the ringing."""

    call_id: str
    transfer: Transfer
    queue: str
    number: str = ""
    """Whom the caller calls from."""
    intent: str = ""
    confidential: bool = False
    stage: Stage = Stage.REQUESTED
    since: str = ""
    row: int = 0
    """In the records; 0 until it is there."""
    agent: str = ""
    channel: str = ""
    briefing: Briefing | None = None
    eager: bool = False
    """They have accepted on the page before picking up."""
    leaving: bool = False
    """They are giving the caller back: that their own call ends is not the end of the caller's."""
    phone: str = ""
    """Of who takes the caller over, past every queue."""

    def happens(self, happening: Happening, agent: str = "", channel: str = "") -> tuple[Duty, ...]:
        """What is to be done. `agent` and `channel`: whom it concerns, where that is known; of an agent who has nothing to do with it any
        more it changes nothing."""
        if happening is Happening.AGENT_GONE and self.leaving:
            return ()
        if happening in RESULTS and agent and agent != self.agent:
            return ()
        before = self.stage
        self.stage, duties = step(before, happening)
        if not duties:
            return ()
        if happening in (Happening.RANG, Happening.ANSWERED):
            self.eager = self.eager and happening is Happening.ANSWERED and agent == self.agent
            self.agent, self.channel = agent, channel
        elif before is not Stage.JOINED and self.stage in (Stage.HOLDING, Stage.RETURNED, Stage.OVER):
            self.agent, self.channel, self.eager = "", "", False
        if self.stage is not Stage.BRIEFING:
            self.briefing = None
        return duties

    def has(self, login: str) -> bool:
        """Whether this caller is on that agent's screen now."""
        return login == self.agent and self.stage in (Stage.RINGING, Stage.BRIEFING, Stage.JOINED)


def restored(row: HandoverRow, call: CallRow | None) -> Way:
    """As the records know it: of a caller whom an earlier service led to a person. A confidential one left no story.

    Raises:
        ValueError: it is not to be read.
    """
    transfer = decode({"type": "Transfer", "reason": row.reason, **row.story})
    assert isinstance(transfer, Transfer)
    return Way(
        row.call_id,
        transfer,
        row.queue,
        call.caller if call is not None else "",
        confidential=not row.story,
        stage=Stage(row.stage),
        since=row.joined_at or row.requested_at,
        row=row.id,
        agent=row.agent,
    )
