"""The hand-overs that are under way, as the console sees them, and what agents do with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dialog.events import TakenOver
from dialog.state import Phase
from ivr.briefing import Decision
from ivr.conversation import Conversation
from ivr.handover_view import LastLines, earlier_call, live_call, story
from ivr.in_order import InOrder
from ivr.journal import Journal
from ivr.records.store import Records
from ivr.standing import LiveCall, Story
from ivr.switchboard import Switchboard
from ivr.under_way import Staff, UnderWay
from ivr.ways import Way
from telephony.handoff import UNDER_WAY, Happening, Stage


class NotYours(Exception):
    """Another agent has this call, or it is over."""


class Handovers(UnderWay):
    """All that concerns one caller is by the id of their call, all that concerns an agent by their login."""

    def __init__(
        self,
        records: Records,
        journal: Journal,
        writing: InOrder,
        board: Switchboard,
        staff: Staff,
        calls: Callable[[], Mapping[str, Conversation]],
    ) -> None:
        super().__init__(records, journal, writing, board, staff, calls)
        self._lines = LastLines(self._changed)
        journal.watch(self._lines)

    def live(self) -> tuple[LiveCall, ...]:
        """Calls that are not over, oldest first; before them those of an earlier service that wait for an agent or have one."""
        calls = self._calls()
        earlier = [earlier_call(way) for way in self._ways.values() if way.call_id not in calls and way.stage in UNDER_WAY]
        return (*earlier, *(live_call(call, self._ways.get(call_id)) for call_id, call in calls.items()))

    def story(self, call_id: str) -> Story | None:
        way = self._ways.get(call_id)
        return story(way, self._lines.of(call_id)) if way else None

    def in_front_of(self, login: str) -> Story | None:
        """What this agent has on the screen: a caller who rings, whom they hear about, whom they have, or had last."""
        way = next((way for way in self._ways.values() if way.has(login)), None) or self._after.get(login)
        return story(way, self._lines.of(way.call_id)) if way else None

    async def accept(self, call_id: str, login: str) -> None:
        """Take the caller: at once in the briefing, and without it when the phone still rings. Raises NotYours."""
        way = self._of(call_id, login)
        if way.briefing is not None:
            way.briefing.decide(Decision.ACCEPTED)
        else:
            way.eager = True

    async def decline(self, call_id: str, login: str) -> None:
        """Leave the caller to the next agent. Raises NotYours, AmiUnavailable, AmiRefused, TimeoutError."""
        way = self._of(call_id, login)
        if way.briefing is not None:
            way.briefing.decide(Decision.DECLINED)
        elif way.channel:
            await self._board.stop_ringing(way.channel)

    async def send_back(self, call_id: str, login: str, intent: str) -> None:
        """Give the caller back, to go on with `intent` (empty: to be asked how it was). Raises as `decline`."""
        way = self._of(call_id, login)
        if way.stage is not Stage.JOINED:
            raise NotYours
        way.leaving = True
        try:
            await self._board.send_back(call_id, intent)
        except BaseException:
            way.leaving = False
            raise
        self._happens(way, Happening.SENT_BACK)

    async def take_over(self, call_id: str, login: str) -> None:
        """Ring this person for a caller whom Sapa has. Raises NotYours."""
        call, phone = self._calls().get(call_id), self._staff.phone_of(login)
        under_way = self._ways.get(call_id)
        gone = call is None or not call.carried or call.state.phase in (Phase.TRANSFERRING, Phase.ENDED)
        if call is None or gone or phone is None or (under_way is not None and under_way.stage in UNDER_WAY):
            raise NotYours
        call.taken_over_by = phone
        call.tell(TakenOver())

    def done(self, login: str) -> None:
        """What came of it is written down: the screen is free."""
        way = self._after.pop(login, None)
        if way is not None:
            self._changed(way.call_id)

    def _of(self, call_id: str, login: str) -> Way:
        way = self._ways.get(call_id)
        if way is None or not way.has(login):
            raise NotYours
        return way
