"""What agents order by their telephones' keys: a code that they dial, answered by a sentence or a call; and `*7` in a conversation."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from dialog.effects import Say
from dialog.slots.phone import premium
from ivr import agent_sentences as sentences
from ivr.agent_codes import CallBack, SendBackKeys, Supervise, parse
from ivr.agent_orders import obey
from ivr.agents import Agents
from ivr.background import Background
from ivr.callbacks import Callbacks, Refused
from ivr.handovers import Handovers, NotYours
from ivr.mouth import Mouth
from ivr.queue_settings import Floor
from ivr.records.store import Records, RecordsError
from ivr.standing import Story
from ivr.switchboard import FAILURES, Switchboard
from ivr.voice import Voice
from telephony.handoff import UNDER_WAY, Stage
from telephony.media import ClipFinished, Drained, MediaConnection, MediaEvent
from telephony.user_events import CodeDialled

NOTICE, DIAL, SPY = "sapa-notice", "sapa-dial", "sapa-spy"
LONGEST_S = 20.0
"""Of a sentence."""
MAX_WAITING = 200
MAY_LISTEN = frozenset({"supervisor", "admin"})
log = logging.getLogger(__name__)


class PhoneCodes:
    """`in_front_of(login)`: what an agent has on the screen. `can_dial`: the PBX has a line for calls back. `listened_to(login, mode,
    channel)` is told of an agent whom a supervisor listens to from that channel."""

    def __init__(
        self,
        agents: Agents,
        callbacks: Callbacks,
        records: Records,
        floor: Callable[[], Floor],
        voice: Voice,
        in_front_of: Callable[[str], Story | None],
        *,
        can_dial: bool,
        listened_to: Callable[[str, str, str], None] = lambda login, mode, channel: None,
    ) -> None:
        self._agents, self._callbacks, self._records, self._floor, self._voice = agents, callbacks, records, floor, voice
        self._in_front_of, self._can_dial, self._listened_to = in_front_of, can_dial, listened_to
        self._sentences: OrderedDict[UUID, str] = OrderedDict()
        self._keys: OrderedDict[str, SendBackKeys] = OrderedDict()
        self._background = Background()

    def dialled(self, news: CodeDialled, board: Switchboard) -> None:
        """An agent's phone waits some seconds for what comes of it."""
        self._background.start("an agent's code", self._answer(news, board))

    async def notice(self, connection: MediaConnection) -> None:
        """Say the sentence that waits for this connection, and close it."""
        text = self._sentences.pop(connection.call_id, sentences.PBX_AWAY)
        async with asyncio.TaskGroup() as group:
            mouth = Mouth(connection.player, self._voice, group, connection.closing)
            mouth.say(Say(text))

            def take(event: MediaEvent) -> None:
                if isinstance(event, ClipFinished):
                    mouth.finished(event.clip)
                elif isinstance(event, Drained):
                    connection.closing()

            try:
                async with asyncio.timeout(LONGEST_S):
                    await connection.run(take)
            except TimeoutError:
                mouth.stop()

    def event(self, name: str, headers: Mapping[str, str], handovers: Handovers) -> None:
        """Every AMI event: keys of agents in a briefing or a conversation."""
        channel, key = headers.get("Channel", ""), headers.get("Digit", "")
        if name != "DTMFEnd" or headers.get("Direction") != "Received" or not (way := handovers.key(channel, key)):
            return
        keys = self._keys.setdefault(channel, SendBackKeys())
        if len(self._keys) > MAX_WAITING:
            self._keys.popitem(last=False)
        code = keys.feed(key, asyncio.get_running_loop().time())
        if code is not None and code in self._floor().send_back:
            back = self._send_back(handovers, way.call_id, way.agent, self._floor().send_back[code])
            self._background.start("sending a caller back", back)

    async def finish(self) -> None:
        await self._background.finish()

    async def _answer(self, news: CodeDialled, board: Switchboard) -> None:
        try:
            sentence = await self._order(news, board)
            if sentence:
                self._sentences[news.call_id] = sentence
                if len(self._sentences) > MAX_WAITING:
                    self._sentences.popitem(last=False)
                await board.redirect(news.channel, NOTICE)
        except FAILURES as error:
            log.error("an agent's code: the PBX could not be told (%s)", error or "no answer")  # it plays the busy tone by itself
        except (RecordsError, SQLAlchemyError, OSError) as error:
            log.error("an agent's code: the records failed: %s", type(error).__name__)

    async def _order(self, news: CodeDialled, board: Switchboard) -> str:
        """The sentence that answers it; empty where something else does."""
        login = self._agents.login_of(news.agent)
        if login is None:
            return sentences.NOT_AN_AGENT
        match parse(news.code):
            case None:
                return sentences.NO_SUCH_CODE
            case CallBack(short):
                return await self._call_back(news, board, login, short)
            case Supervise() as order:
                return await self._supervise(news, board, login, order)
            case order:
                return await obey(self._agents, self._floor(), login, order)

    async def _call_back(self, news: CodeDialled, board: Switchboard, login: str, short: str) -> str:
        user = await self._records.user(login)
        queues = () if user is None else None if user.role in MAY_LISTEN else user.queues
        row = await self._callbacks.by_code(short, login, queues)
        if row is None:
            return sentences.NO_SUCH_TICKET
        if premium(row.contact):
            return sentences.NOT_DIALLED
        if not self._can_dial:
            return sentences.CANNOT_DIAL
        try:
            attempt = await self._callbacks.begin(row.ticket, login)
        except Refused as refused:
            return sentences.NOT_NOW[refused.why]
        await board.redirect(news.channel, DIAL, SAPA_DIAL=attempt.number)
        return ""

    async def _supervise(self, news: CodeDialled, board: Switchboard, login: str, order: Supervise) -> str:
        user, whom = await self._records.user(login), self._agents.login_of(order.phone)
        if user is None or user.role not in MAY_LISTEN:
            return sentences.NOT_ALLOWED
        standing = self._agents.standing(whom) if whom is not None else None
        if standing is None or not standing.busy or whom == login:
            return sentences.NOBODY_THERE
        if not await self._may_be_heard(standing.login):
            return sentences.IN_SECRET
        await self._records.audit(login, order.mode.value, standing.login)
        await board.redirect(news.channel, SPY, SAPA_SPY=order.phone, SAPA_SPY_MODE=order.mode.value)
        if self._floor().listening_announced:
            self._listened_to(standing.login, order.mode.value, news.channel)
        return ""

    async def _may_be_heard(self, login: str) -> bool:
        """Whether this agent speaks with somebody of whom it is known that nothing is confidential. Whoever listens from the briefing on
        would go on listening when the two are joined."""
        front = self._in_front_of(login)
        if front is not None and front.stage in UNDER_WAY:
            return front.stage is Stage.JOINED and not front.confidential
        promise = await self._records.calls_back(login)
        return promise is not None and promise.call_id != ""

    async def _send_back(self, handovers: Handovers, call_id: str, login: str, intent: str) -> None:
        try:
            await handovers.send_back(call_id, login, intent)
        except NotYours:
            pass  # they have parted meanwhile
        except FAILURES as error:
            log.error("call %s: could not be sent back (%s)", call_id, error or "no answer")
