"""`*8` and four digits on an agent's telephone: only what is theirs, due, and open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from callback_office import MOBILE, MONDAY, Office

from ivr import agent_sentences as sentences
from ivr.callbacks import Why, code_of
from ivr.phone_codes import DIAL, NOTICE, PhoneCodes
from telephony.user_events import CodeDialled


class Agents:
    """petugas7 is whoever has signed in there."""

    def __init__(self, login: str) -> None:
        self.login = login

    def login_of(self, phone: str) -> str | None:
        return self.login or None


class Board:
    """Remembers where channels were led."""

    def __init__(self) -> None:
        self.led: list[tuple[str, dict[str, str]]] = []

    async def redirect(self, channel: str, context: str, **variables: str) -> None:
        self.led.append((context, variables))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with Office(tmp_path / "records.db") as opened:
        for login, role, queues in (("siti", "agent", ["petugas"]), ("budi", "agent", ["darurat"]), ("ratna", "supervisor", [])):
            await opened.records.add_user(login, login.title(), role, "", queues)
        yield opened


async def dialled(office: Office, code: str, login: str = "siti", *, can_dial: bool = True) -> str | dict[str, str]:
    """The sentence that the agent hears, or the variables of the call that begins."""
    led = Board()
    board: Any = led
    agents: Any = Agents(login)
    voice: Any = None  # the sentence is only put ready
    codes = PhoneCodes(agents, office.callbacks, office.records, lambda: office.floor, voice, lambda login: None, can_dial=can_dial)
    news = CodeDialled(uuid4(), code, "petugas7", "PJSIP/petugas7-1")
    codes.dialled(news, board)
    await codes.finish()
    ((context, variables),) = led.led
    assert context == (NOTICE if news.call_id in codes._sentences else DIAL)
    return codes._sentences.get(news.call_id, variables)


async def test_the_number_is_dialled_and_locked(office: Office) -> None:
    ticket = await office.promised()
    assert await dialled(office, f"8{code_of(ticket)}") == {"SAPA_DIAL": MOBILE}
    assert await office.callbacks.attempt_of(ticket, "siti") is not None
    assert await dialled(office, f"8{code_of(ticket)}", "ratna") == sentences.NOT_NOW[Why.LOCKED]


async def test_a_premium_service_is_not_dialled(office: Office) -> None:
    """Promised by an earlier version."""
    ticket = await office.records.add_callback("b", "0809123456", "", queue="petugas", due_at=MONDAY.timestamp())
    assert await dialled(office, f"8{code_of(ticket)}") == sentences.NOT_DIALLED
    assert await office.callbacks.attempt_of(ticket, "siti") is None


async def test_what_the_agent_may_not_call_now(office: Office) -> None:
    ticket = await office.promised(when="2026-11-23T15:00:00")
    code = f"8{code_of(ticket)}"
    assert await dialled(office, code) == sentences.NOT_NOW[Why.EARLY]
    office.now = MONDAY.replace(hour=20)
    assert await dialled(office, code) == sentences.NOT_NOW[Why.CLOSED]
    office.now = MONDAY.replace(hour=15)
    assert await dialled(office, code, "budi") == sentences.NO_SUCH_TICKET, "another queue's"
    assert await dialled(office, code, "") == sentences.NOT_AN_AGENT
    assert await dialled(office, code, can_dial=False) == sentences.CANNOT_DIAL
    assert await dialled(office, "89999") == sentences.NO_SUCH_TICKET
    assert await dialled(office, code, "ratna") == {"SAPA_DIAL": MOBILE}
