"""Persons: the agents at work, the promises to call back, the codes of their telephones, and the pages that they work in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import datetime

from dialog.calendar import Calendars
from dialog.effects import Lookup
from dialog.schema import Flows
from ivr.agents import Agents
from ivr.callbacks import Callbacks
from ivr.console.app import Console
from ivr.console.hub import Hub
from ivr.console.parts import Parts
from ivr.handovers import Handovers
from ivr.listened import Ear, Listened
from ivr.lookups import Lookups
from ivr.phone_codes import PhoneCodes
from ivr.queue_settings import Floor
from ivr.records.store import Records
from ivr.settings import Settings
from ivr.standing import Story
from ivr.stranded import Stranded
from ivr.voice import Voice
from ivr.voice_health import VoiceHealth
from telephony.ami.actions import Action
from telephony.pbx.render import PbxSettings

CALLBACK = "sapa.callback"
LISTENED_TO = "didengarkan"


class Staff:
    """Made once by the service. `nudge` tells the outbox that there is something to send."""

    def __init__(
        self,
        records: Records,
        floor: Callable[[], Floor],
        calendars: Callable[[], Calendars | None],
        clock: Callable[[], datetime],
        nudge: Callable[[], None],
    ) -> None:
        self._records, self.floor, self._calendars = records, floor, calendars
        self._hub = Hub()
        self._listened = Listened(lambda login: self._hub.publish(login, LISTENED_TO))
        self.agents = Agents(records, floor, calendars, clock)
        self.stranded = Stranded(self.agents.working)
        self.callbacks = Callbacks(records, calendars, floor, clock, nudge)

    @property
    def default_queue(self) -> str:
        return self.floor().default

    def login_of(self, phone: str) -> str | None:
        return self.agents.login_of(phone)

    def phone_of(self, login: str) -> str | None:
        return self.agents.phone_of(login)

    async def wrap_up(self, login: str, queue: str) -> None:
        await self.agents.wrap_up(login, queue)

    def event(self, name: str, headers: Mapping[str, str]) -> None:
        self.agents.event(name, headers)
        self.stranded.event(name, headers)
        self._listened.event(name, headers)

    def link(self, send: Callable[[Action], Awaitable[object]] | None) -> None:
        self.stranded.link(send)
        self.agents.link(send)

    async def promise(self, call_id: str, lookup: Lookup) -> Mapping[str, str]:
        """Answers `sapa.callback`."""
        return await self.callbacks.promise(call_id, lookup.arguments, lookup.confidential)

    async def spoken_to(self, number: str) -> None:
        """An agent has the caller from that number: whoever promised to call them need not any more."""
        await self.callbacks.called_again(number)

    def codes(self, voice: Voice, in_front_of: Callable[[str], Story | None], *, can_dial: bool) -> PhoneCodes:
        def listened_to(login: str, mode: str, channel: str) -> None:
            front = in_front_of(login)
            self._listened.began(channel, Ear(login, front.call_id if front is not None else "", mode))

        known = (self.agents, self.callbacks, self._records, self.floor, voice, in_front_of)
        return PhoneCodes(*known, can_dial=can_dial, listened_to=listened_to)

    async def console(
        self,
        stack: AsyncExitStack,
        settings: Settings,
        handovers: Handovers,
        flows: Callable[[], Flows],
        lookups: Lookups,
        pbx: PbxSettings,
        voice: VoiceHealth,
    ) -> str:
        """Serve the pages until `stack` is left; where they are, empty when the settings want none.

        Raises:
            ConsoleError: they cannot be served there.
        """
        if not settings.console.enabled:
            return ""
        parts = Parts(
            settings=settings,
            records=self._records,
            agents=self.agents,
            handovers=handovers,
            callbacks=self.callbacks,
            floor=self.floor,
            calendars=self._calendars,
            flows=flows,
            operations=lambda: lookups.operations,
            phone_key=pbx.phone_key,
            websocket_url=f"ws://{'127.0.0.1' if settings.pbx.mode == 'embedded' else pbx.host}:{pbx.http_port}/ws",
            hub=self._hub,
            listened=self._listened.modes,
            voice=voice,
        )
        console = await stack.enter_async_context(Console(parts))
        return console.url
