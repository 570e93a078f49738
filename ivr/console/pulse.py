"""Tells supervisors' open pages that what they show has changed: soon, and not more often than they can be read."""

from __future__ import annotations

import asyncio

from ivr.console.parts import Parts

CALLS, AGENTS, VOICE = "langsung", "petugas", "suara"
"""Kinds of events: calls and queues; agents; how the voice is."""
WATCHERS = ("supervisor", "admin")
"""Roles whose pages are told."""
SETTLE_S = 0.4
"""What changes within it is told once."""


class Pulse:
    """Watches agents and hand-overs from when it is made."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._timer: asyncio.TimerHandle | None = None
        self._told: dict[str, object] = {}
        parts.agents.watch(self._touch)
        parts.handovers.watch(lambda call_id: self._touch())
        parts.voice.watch = self._touch

    def _touch(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SETTLE_S, self._tell)

    def _tell(self) -> None:
        self._timer = None
        agents = self._parts.agents
        queues = [(queue.name, queue.waiting, queue.ready, queue.logged_in, queue.open) for queue in agents.queues()]
        seen = {CALLS: (self._parts.handovers.live(), queues), AGENTS: agents.standings(), VOICE: self._parts.voice.snapshot()}
        for kind, now in seen.items():
            if self._told.get(kind) != now:
                self._told[kind] = now
                for role in WATCHERS:
                    self._parts.hub.publish(f"*{role}", kind)
