"""Makes the members of Asterisk's queues what they ought to be, over the AMI link of the moment."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence

from ivr.agent_members import Agent, differences, done, wanted
from telephony.ami.actions import Action, ExtensionStateList, QueueStatus
from telephony.ami.client import AmiError
from telephony.queues import Queues

ANSWER_S = 4.0
LIST_S = 10.0
RETRY_S = 15.0
"""After something was refused or not answered, Asterisk is asked anew and it is tried again."""
log = logging.getLogger(__name__)

Send = Callable[[Action], Awaitable[object]]


class AgentsLink:
    """Used by one task at a time. What is refused or lost loses nothing: what is wanted is compared with what there is, again and again."""

    def __init__(self, queues: Queues) -> None:
        self._queues = queues
        self._send: Send | None = None
        self._epoch = 0
        """Counts links."""
        self._fresh = False
        """The members are known as they are on this link."""
        self._failed: set[Action] = set()
        self._retry_at = 0.0
        self._listed = asyncio.Event()

    def change(self, send: Send | None) -> None:
        """A new link, or none."""
        self._send, self._fresh, self._retry_at = send, False, 0.0
        self._epoch += 1
        self._queues.lose()
        self._listed.set()  # the answer of a link that is gone does not come

    def listed(self) -> None:
        """The answer to `QueueStatus` is complete."""
        self._listed.set()

    async def agree(self, agents: Sequence[Agent], queues: Collection[str]) -> float | None:
        """Make the members of `queues` as `agents` would have them, or only ask what there is, where that is not known. Seconds after which
        to call it again though nothing has changed; None where that is not needed: all is well, or there is no link."""
        send, epoch, clock = self._send, self._epoch, asyncio.get_running_loop().time
        if send is None:
            return None
        if self._failed and clock() >= self._retry_at:
            self._fresh = False
        if not self._fresh and clock() >= self._retry_at:
            self._failed.clear()
            if await self._list(send):
                return 0.0  # the list may say what agents have to be told first
            if self._epoch == epoch:
                self._retry_at = clock() + RETRY_S
        if self._fresh:
            await self._act(send, differences(wanted(agents, queues), self._queues.all_members(), queues))
        return max(0.0, self._retry_at - clock()) if self._failed or not self._fresh else None

    async def _act(self, send: Send, actions: Sequence[Action]) -> None:
        epoch = self._epoch
        for action in actions:
            if action in self._failed:
                continue
            accepted = await self._do(send, action)
            if self._epoch != epoch:
                return  # what the next link has must be asked first
            if accepted:
                for (queue, interface), member in done(action, self._queues.all_members()):
                    self._queues.drop(queue, interface) if member is None else self._queues.assume(member)
            else:
                self._failed.add(action)
                self._retry_at = asyncio.get_running_loop().time() + RETRY_S

    async def _list(self, send: Send) -> bool:
        epoch = self._epoch
        self._listed.clear()
        self._queues.begin()
        if not await self._do(send, QueueStatus()):
            return False
        await self._do(send, ExtensionStateList())  # without it the desks do not see whose phone is registered; calls go on
        try:
            async with asyncio.timeout(LIST_S):
                await self._listed.wait()
        except TimeoutError:
            log.error("the PBX does not say who is in its queues")
            return False
        self._fresh = self._epoch == epoch
        return self._fresh

    async def _do(self, send: Send, action: Action) -> bool:
        try:
            async with asyncio.timeout(ANSWER_S):
                await send(action)
        except (AmiError, TimeoutError, ValueError) as error:
            log.warning("%s for the agents' queues failed, and is tried again: %s", action.name, error or "no answer")
            return False
        return True
