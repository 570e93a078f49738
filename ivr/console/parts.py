"""What the pages of the console work with: made once by the service, handed to each page's `routes(parts)`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from ivr.console.hub import Hub
from ivr.records.store import Records
from ivr.settings import Settings
from ivr.voice_health import VoiceHealth

if TYPE_CHECKING:
    from dialog.calendar import Calendars
    from dialog.schema import Flows
    from ivr.agents import Agents
    from ivr.backends.schema import Operation
    from ivr.callbacks import Callbacks
    from ivr.handovers import Handovers
    from ivr.queue_settings import Floor


@dataclass(frozen=True, slots=True)
class Parts:
    """`floor()`, `calendars()`, `flows()` and `operations()` (`system.operation` of the government systems) give what holds now.
    `phone_key` makes the phones' passwords; `websocket_url` is that of
    Asterisk itself (`ws://127.0.0.1:8088/ws`). `listened(login, call_id)`: how a supervisor takes part in that agent's conversation, and
    wants it told. `clock` gives seconds since 1970."""

    settings: Settings
    records: Records
    agents: Agents
    handovers: Handovers
    callbacks: Callbacks
    floor: Callable[[], Floor]
    calendars: Callable[[], Calendars | None]
    flows: Callable[[], Flows]
    operations: Callable[[], Mapping[str, Operation]]
    phone_key: str
    websocket_url: str
    hub: Hub = field(default_factory=Hub)
    listened: Callable[[str, str], tuple[str, ...]] = lambda login, call_id: ()
    clock: Callable[[], float] = time.time
    voice: VoiceHealth = field(default_factory=VoiceHealth)

    def now(self) -> datetime:
        """The clock's moment, with this machine's time zone."""
        return datetime.fromtimestamp(self.clock()).astimezone()
