"""`*31`, `*32` and `*33` with an agent's number: only for supervisors, never on a confidential call, and always in the audit trail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ivr import agent_sentences as sentences
from ivr.phone_codes import NOTICE, SPY, PhoneCodes
from ivr.queue_settings import load_floor
from ivr.records.store import Records
from ivr.settings import ROOT
from ivr.standing import AgentStanding, Status, Story
from telephony.handoff import Stage
from telephony.user_events import CodeDialled

PHONES = {"petugas1": "ani", "petugas2": "ratna"}


class Agents:
    """Ani and Ratna, both in a call."""

    busy = True

    def login_of(self, phone: str) -> str | None:
        return PHONES.get(phone)

    def standing(self, login: str) -> AgentStanding:
        return AgentStanding(login, login.title(), "petugas1", ("petugas",), Status.READY, busy=self.busy)


class Board:
    """Remembers where channels were led."""

    def __init__(self) -> None:
        self.led: list[tuple[str, dict[str, str]]] = []

    async def redirect(self, channel: str, context: str, **variables: str) -> None:
        self.led.append((context, variables))


def story(stage: Stage, *, confidential: bool = False) -> Story:
    return Story("a", 1, stage, "petugas", "requested", "KTP", "", "", (), (), "", (), confidential)


class Room:
    def __init__(self, records: Records) -> None:
        self.records, self.agents, self.announced, self.heard = records, Agents(), True, list[tuple[str, ...]]()
        self.front: Story | None = story(Stage.JOINED)
        """What Ani has on the screen."""

    def in_front_of(self, login: str) -> Story | None:
        return self.front

    async def dialled(self, code: str, phone: str = "petugas2") -> str | dict[str, str]:
        """The sentence that is heard, or the variables of the call that begins."""
        floor = replace(load_floor(ROOT / "configs" / "antrean.yaml"), listening_announced=self.announced)
        led = Board()
        board: Any = led
        given: tuple[Any, ...] = (self.agents, None, self.records, lambda: floor, None, self.in_front_of)  # nobody calls back or speaks
        codes = PhoneCodes(*given, can_dial=False, listened_to=lambda *told: self.heard.append(told))
        news = CodeDialled(uuid4(), code, phone, f"PJSIP/{phone}-1")
        codes.dialled(news, board)
        await codes.finish()
        ((context, variables),) = led.led
        assert context == (NOTICE if news.call_id in codes._sentences else SPY)
        return codes._sentences.get(news.call_id, variables)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with Records(str(tmp_path / "records.db")) as records:
        await records.add_user("ani", "Ani", "agent", "", ["petugas"])
        await records.add_user("ratna", "Ratna", "supervisor", "", [])
        yield Room(records)


@pytest.mark.parametrize(("digit", "mode"), [("1", "listen"), ("2", "whisper"), ("3", "join")])
async def test_a_supervisor_takes_part_and_it_is_written_down_and_told(room: Room, digit: str, mode: str) -> None:
    assert await room.dialled(f"3{digit}1") == {"SAPA_SPY": "petugas1", "SAPA_SPY_MODE": mode}
    assert [(row.login, row.action, row.about) for row in await room.records.audit_rows(9)] == [("ratna", mode, "ani")]
    assert room.heard == [("ani", mode, "PJSIP/petugas2-1")]
    room.announced = False
    await room.dialled(f"3{digit}1")
    assert len(room.heard) == 1 and len(await room.records.audit_rows(9)) == 2, "nobody is told, yet it is written down"


async def test_who_may_not_listen_hears_why_and_nothing_begins(room: Room) -> None:
    assert await room.dialled("311", "petugas1") == sentences.NOT_ALLOWED
    assert await room.dialled("312") == sentences.NOBODY_THERE, "themselves"
    assert await room.dialled("313") == sentences.NOBODY_THERE, "no such telephone"
    room.agents.busy = False
    assert await room.dialled("311") == sentences.NOBODY_THERE
    assert await room.records.audit_rows(9) == [] and room.heard == []


async def test_only_what_is_known_not_to_be_confidential_is_heard(room: Room) -> None:
    """Who begins to listen while it rings, or during the briefing, would hear on when the two are joined."""
    secret = story(Stage.JOINED, confidential=True)
    before = [story(stage, confidential=kept) for stage in (Stage.RINGING, Stage.BRIEFING) for kept in (True, False)]
    for room.front in (secret, *before, None, story(Stage.OVER)):
        assert await room.dialled("311") == sentences.IN_SECRET, room.front
    assert await room.records.audit_rows(9) == [] and room.heard == []


async def test_a_call_back_is_heard_unless_it_was_promised_in_a_confidential_call(room: Room) -> None:
    for room.front in (None, story(Stage.OVER, confidential=True)):  # the caller whom they had before
        for call_id, heard in (("a", True), ("", False)):
            ticket = await room.records.add_callback(call_id, "081234567890", "")
            await room.records.lock_callback(ticket, "ani", 9e9, 0)
            attempt = await room.records.callback_attempt(ticket, "ani")
            assert (await room.dialled("311") != sentences.IN_SECRET) == heard
            await room.records.callback_outcome(attempt, "reached", None, "done")
            assert await room.dialled("311") == sentences.IN_SECRET, "that call is over"
    room.front = story(Stage.BRIEFING)
    ticket = await room.records.add_callback("b", "081234567890", "")
    await room.records.lock_callback(ticket, "ani", 9e9, 0)
    await room.records.callback_attempt(ticket, "ani")
    assert await room.dialled("311") == sentences.IN_SECRET, "an attempt of which nobody wrote down the end"
