"""What a call is made of: the caller's line, the state that outlives it, and what all calls share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from dialog.effects import End, Lookup, Outcome, Rated, Transfer
from dialog.events import Event, LookupDone, LookupFailed
from dialog.schema import Flows
from dialog.state import State
from ivr.ears import Ears
from ivr.journal import Journal
from ivr.voice import Voice
from telephony.media import Sink
from telephony.player import Player
from telephony.user_events import Announced


class Line(Protocol):
    """A telephone connection, or a microphone and a loudspeaker."""

    player: Player

    async def run(self, sink: Sink) -> None: ...
    def closing(self) -> None: ...


class Systems(Protocol):
    """What carries out the dialog's lookups; of all calls at once."""

    async def run(self, call_id: str, lookup: Lookup) -> LookupDone | LookupFailed: ...
    def least_ms(self, lookup: Lookup) -> int:
        """For what is filed, how long it must be given, and never less; 0 for what is only asked."""

    def rate(self, call_id: str, rated: Rated) -> None:
        """Keep an answer of the caller about the service, at once, without waiting."""

    def over(self, call_id: str) -> None:
        """The call has ended: forget what was only for it."""


@dataclass(slots=True)
class Conversation:
    """What outlives one connection: a caller who comes back from the queue goes on with it."""

    call_id: str
    flows: Flows
    """The configuration that this call began with, to its end."""
    state: State
    started: float
    confidential: bool = False
    """From here on nothing that is said is journalled, to the end of the call. Whoever records its sound must stop with it."""
    briefed: bool = False
    """A person has them: an agent who was briefed, or an emergency service."""
    announced: Announced | None = None
    """What the dialplan said of its latest connection."""
    taken_over_by: str = ""
    """The phone of somebody at a desk who wants this caller."""
    quiet: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when no connection carries this conversation any more."""
    take: Callable[[Event], None] | None = None
    """Where the latest connection takes what was filed; also when it has ended, until the conversation has."""
    _connections: int = 0
    _filing: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def on_record(self) -> tuple[str, str]:
        """Intent and ticket as our records keep them: nothing of a confidential call, whose ticket is in the system that gave it."""
        return ("", "") if self.confidential else (self.state.intent or "", self.state.ticket or "")

    @property
    def carried(self) -> bool:
        """A connection carries it now."""
        return self._connections > 0

    @contextmanager
    def connected(self) -> Iterator[None]:
        """While a connection carries it. They overlap: a queue without agents sends the caller back before the first one has ended."""
        self._connections += 1
        self.quiet.clear()
        try:
            yield
        finally:
            self._connections -= 1
            if not self._connections:
                self.quiet.set()

    def file(self, work: Coroutine[Any, Any, None]) -> None:
        """Goes on while the caller is in the queue: they are told when they come back."""
        task = asyncio.create_task(work)
        self._filing.add(task)
        task.add_done_callback(self._filing.discard)

    def tell(self, event: Event) -> None:
        if self.take is not None:
            self.take(event)

    def over(self) -> None:
        """Nobody waits for an answer any more."""
        self.take = None
        for task in self._filing:
            task.cancel()

    def now_ms(self) -> int:
        """Time since the call began."""
        return int((asyncio.get_running_loop().time() - self.started) * 1000)


@dataclass(frozen=True, slots=True)
class Services:
    """What all calls share."""

    ears: Ears
    voice: Voice
    journal: Journal
    systems: Systems
    leave: Callable[[str, Transfer | End], Awaitable[None]]
    """Tells the PBX what comes after this connection (hand-over or hang-up)."""
    handed_over: Callable[[Conversation, Transfer], None]
    """The dialog has ordered it; what is said before comes first."""


def final_outcome(conversation: Conversation) -> Outcome:
    """How a call that is over counts."""
    if conversation.briefed:
        return Outcome.TRANSFERRED
    return conversation.state.outcome or Outcome.ABANDONED
