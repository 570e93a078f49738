"""One caller's way to a person: what is known of it, and what each thing that happens makes of it. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field

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
UNDER_WAY = frozenset({Stage.REQUESTED, Stage.HOLDING, Stage.RINGING, Stage.BRIEFING, Stage.JOINED})


@dataclass(slots=True)
class Way:
    """`agent` (a login): who hears the briefing, has the caller, or had them last. `ringing`: the agents whose phones ring, each with the
    channel that ends it when hung up."""

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
    ringing: dict[str, str] = field(default_factory=dict)
    agent: str = ""
    channel: str = ""
    """The agent's, from the briefing on."""
    briefing: Briefing | None = None
    eager: str = ""
    """Who has accepted on the page before picking up."""
    leaving: bool = False
    """The agent is giving the caller back: that their own call ends is not the end of the caller's."""
    phone: str = ""
    """Of who takes the caller over, past every queue."""

    def happens(self, happening: Happening, agent: str = "", channel: str = "") -> tuple[Duty, ...]:
        """What is to be done. `agent` and `channel`: whom it concerns, where that is known."""
        if happening is Happening.AGENT_GONE and self.leaving:
            return ()
        if happening in (Happening.NO_ANSWER, Happening.DECLINED) and agent in self.ringing and len(self.ringing) > 1:
            del self.ringing[agent]  # others' phones still ring
            return (Duty.CLEAR, Duty.SHOW)
        self.stage, duties = step(self.stage, happening)
        if not duties:
            return ()
        match happening:
            case Happening.RANG:
                self.ringing[agent] = channel
            case Happening.ANSWERED:
                self.agent, self.channel = agent, channel
            case Happening.BRIDGED:
                self.agent = self.agent or next(iter(self.ringing), "")
            case Happening.DECLINED | Happening.NO_ANSWER | Happening.AGENT_GONE if self.stage is Stage.HOLDING:
                self.agent = self.channel = self.eager = ""
        if self.stage is not Stage.RINGING:
            self.ringing = {}
        if self.stage is not Stage.BRIEFING:
            self.briefing = None
        return duties

    def has(self, login: str) -> bool:
        """Whether this caller is on that agent's screen now."""
        return login in self.ringing or (login == self.agent and self.stage in (Stage.BRIEFING, Stage.JOINED))


def restored(row: HandoverRow, call: CallRow | None) -> Way:
    """As the records know it: of a caller whom an earlier service led to a person. A confidential one left no story."""
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
        ringing={row.agent: ""} if row.agent and row.stage == Stage.RINGING else {},
        agent=row.agent if row.stage != Stage.RINGING else "",
    )
