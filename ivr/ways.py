"""One caller's way to a person: what is known of it, and what each thing that happens makes of it. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field

from dialog.effects import Transfer
from ivr.briefing import Briefing
from telephony.handoff import Duty, Happening, Stage, step

RESULTS = {Happening.DECLINED: "declined", Happening.NO_ANSWER: "no_answer", Happening.AGENT_GONE: "gone", Happening.ACCEPTED: "joined"}
"""How an agent's part in it ended, as the records keep it."""


@dataclass(slots=True)
class Way:
    """`ringing`: the agents (by login) whose phones ring; `agent`: who hears the briefing, has the caller, or had them last."""

    call_id: str
    transfer: Transfer
    queue: str
    stage: Stage = Stage.REQUESTED
    since_ms: int = 0
    row: int = 0
    """In the records; 0 until it is there."""
    ringing: set[str] = field(default_factory=set)
    agent: str = ""
    channel: str = ""
    """The agent's, while there is one."""
    briefing: Briefing | None = None
    eager: str = ""
    """Who has accepted on the page before picking up."""
    leaving: bool = False
    """The agent is giving the caller back: that their own call ends is not the end of the caller's."""
    writing: str = ""
    """Who writes down what came of it, once the two have parted."""

    def happens(self, happening: Happening, agent: str = "") -> tuple[Duty, ...]:
        """What is to be done. `agent`: whom it concerns, where that is known."""
        if happening is Happening.AGENT_GONE and self.leaving:
            return ()
        if happening is Happening.NO_ANSWER and self.ringing - {agent}:
            self.ringing.discard(agent)  # others' phones still ring
            return (Duty.CLEAR, Duty.SHOW)
        before = self.stage
        self.stage, duties = step(self.stage, happening)
        match happening:
            case Happening.RANG if self.stage is Stage.RINGING:
                self.ringing.add(agent)
            case Happening.ANSWERED if self.stage is Stage.BRIEFING:
                self.agent, self.ringing = agent, set()
            case Happening.BRIDGED if self.stage is Stage.JOINED:
                self.agent = self.agent or next(iter(self.ringing), "")
        if before is Stage.JOINED and self.stage is not Stage.JOINED:
            self.writing = self.agent
        if self.stage is not Stage.RINGING:
            self.ringing = set()
        if self.stage not in (Stage.BRIEFING, Stage.JOINED):
            self.agent, self.briefing, self.channel = "", None, ""
        if self.stage is not Stage.RINGING and self.stage is not Stage.BRIEFING:
            self.eager = ""
        return duties

    def in_front_of(self, login: str) -> bool:
        """This caller is on that agent's screen."""
        return login in self.ringing or login in (self.agent, self.writing)
