"""`*31`, `*32` and `*33` with an agent's number: only for supervisors, never on a confidential call, and always in the audit trail."""

from __future__ import annotations

import asyncio
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
from ivr.standing import AgentStanding, Status
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


class Room:
    def __init__(self, records: Records) -> None:
        self.records, self.agents, self.announced, self.heard = records, Agents(), True, list[tuple[str, str]]()

    async def dialled(self, code: str, phone: str = "petugas2") -> str | dict[str, str]:
        """The sentence that is heard, or the variables of the call that begins."""
        floor = replace(load_floor(ROOT / "configs" / "antrean.yaml"), listening_announced=self.announced)
        led = Board()
        board: Any = led
        given: tuple[Any, ...] = (self.agents, None, self.records, lambda: floor, None)  # call-backs and the voice are not asked
        codes = PhoneCodes(*given, can_dial=False, listened_to=lambda login, mode: self.heard.append((login, mode)))
        news = CodeDialled(uuid4(), code, phone, f"PJSIP/{phone}-1")
        codes.dialled(news, board)
        await asyncio.gather(*codes._tasks)
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
    assert room.heard == [("ani", mode)]
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


async def test_a_confidential_conversation_is_heard_by_nobody_else(room: Room) -> None:
    await room.records.begin_call("a", "081234567890")
    way = await room.records.begin_handover("a", "petugas", "requested", {})
    await room.records.forget_caller("a")
    await room.records.handover_at(way, "joined", agent="ani", joined_at="2026-11-28T10:00:00.000+07:00")
    assert await room.dialled("311") == sentences.IN_SECRET
    assert await room.records.audit_rows(9) == []
