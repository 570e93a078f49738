"""A hotline with desks: callers who are handed over, agents who accept and decline by key, and what Asterisk tells of it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar

from pbx_service import Service, agent_account, level, until

from telephony.media import Dtmf, MediaConnection, MediaEvent
from telephony.pbx.render import PbxSettings
from telephony.phone import Account, SipPhone
from telephony.user_events import Announced, CodeDialled, News, RangInVain, Ringing

N = TypeVar("N", bound=News)
KEYS = {"1": "accepted", "2": "declined"}


class Desks:
    """`async with Desks(made, service, folder) as desks:` phones that are hung up at the end."""

    def __init__(self, made: PbxSettings, service: Service, folder: Path) -> None:
        self.made, self.service, self._folder = made, service, folder
        self.notices: list[Announced] = []
        self.dead = asyncio.Event()
        """The service takes no connections any more."""
        self._stack = AsyncExitStack()
        service.behave = self._behave

    async def __aenter__(self) -> Desks:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def agent(self, name: str, *queues: str, answers: bool = True) -> SipPhone:
        phone = await self._stack.enter_async_context(SipPhone(agent_account(self.made, name, answers=answers), self._folder / name))
        for queue in queues:
            await self.service.at_work(queue, name)
        return phone

    async def stranger(self, number: str) -> SipPhone:
        """Who calls from `number`."""
        phone = await self._stack.enter_async_context(SipPhone(Account(number, self.made.sip_port), self._folder / number))
        await phone.dial(self.made.hotline)
        return phone

    async def caller(self, number: str) -> tuple[SipPhone, Announced]:
        """Who calls from `number`, and has reached the service."""
        phone = await self.stranger(number)
        await until(lambda: any(a.number == number for a in self.service.announced))
        call = next(a for a in self.service.announced if a.number == number)
        await until(lambda: call.call_id in self.service.connections)
        return phone, call

    async def die(self) -> None:
        await self.service.server.stop(grace_s=0)
        self.dead.set()

    def told(self, kind: type[N], call: Announced | None = None, agent: str = "") -> list[N]:
        """What was told of this caller (or of this agent), of one kind."""
        return [
            news
            for news in self.service.news
            if isinstance(news, kind)
            and (call is None or (news.caller_id if isinstance(news, Announced) else news.call_id) == call.call_id)
            and (not agent or (isinstance(news, Announced | Ringing | RangInVain | CodeDialled) and news.agent == agent))
        ]

    async def first(self, kind: type[N], call: Announced | None = None, agent: str = "", *, wait_s: float = 15) -> N:
        await until(lambda: bool(self.told(kind, call, agent)), wait_s)
        return self.told(kind, call, agent)[0]

    async def back(self, call: Announced, wait_s: float = 15) -> Announced:
        """The caller's second arrival."""

        def arrivals() -> list[Announced]:
            return [a for a in self.told(Announced, call) if a.role == "caller"]

        await until(lambda: len(arrivals()) > 1, wait_s)
        return arrivals()[1]

    def shown(self, agent: str) -> set[str]:
        """Whom the telephones of this agent have named as the other side."""
        theirs = [h for _, h in self.service.events if h.get("Channel", "").startswith((f"PJSIP/{agent}-", f"PJSIP/{agent}w-"))]
        return {headers.get("ConnectedLineNum", "") for headers in theirs}

    def paused(self, agent: str) -> bool:
        last = [h["Paused"] for name, h in self.service.events if name == "QueueMemberPause" and h["MemberName"] == agent]
        return last[-1:] == ["1"]

    def pressed(self, agent: str) -> list[str]:
        """Keys of this agent that Asterisk told of."""
        ours = [h for name, h in self.service.events if name == "DTMFEnd" and h["Channel"].startswith(f"PJSIP/{agent}-")]
        return [h["Digit"] for h in ours if h["Direction"] == "Received"]

    async def _behave(self, connection: MediaConnection, announced: Announced) -> None:
        decided: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def take(event: MediaEvent) -> None:
            if isinstance(event, Dtmf) and event.key in KEYS and not decided.done():
                decided.set_result(KEYS[event.key])

        running = asyncio.create_task(connection.run(take))
        if announced.role == "briefing":
            waits: list[asyncio.Future[Any]] = [running, decided]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            if decided.done():
                await self.service.set(announced.channel, SAPA_BRIEFING=decided.result())
                connection.closing()
        elif announced.role == "notice":
            self.notices.append(announced)
            connection.closing()
        await running


async def hears(phone: SipPhone, hertz: float, wait_s: float = 15, loud: float = 3000) -> None:
    """Until the phone has heard a tone of `hertz`."""
    await until(lambda: level(phone.heard(), hertz).max(initial=0) > loud, wait_s)
