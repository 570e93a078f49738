"""The web phone's account, library and line, over real HTTP; Asterisk's side of the line is a WebSocket of the test's own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError, web
from console.test_phone_line import CALL, REGISTER, RINGING
from console.visiting import House, Visitor, visiting
from waiting import until

from ivr.console import phone
from ivr.console.assets import FOLDER, library_name
from ivr.settings import ConsoleSettings, Settings
from telephony.pbx.phones import phone_password

KEY = "a key of the test's own, long enough"


def sip(text: str, number: int = 1) -> str:
    return text.replace("petugas7w", f"petugas{number}w").replace("\n", "\r\n")


@dataclass
class Asterisk:
    """Its WebSocket: what it was told, and by how many lines."""

    url: str = ""
    heard: list[str] = field(default_factory=list)
    lines: list[web.WebSocketResponse] = field(default_factory=list)

    async def line(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse(protocols=("sip",))
        await line.prepare(request)
        self.lines.append(line)
        async for message in line:
            self.heard.append(message.data)
        self.lines.remove(line)
        return line


@pytest.fixture
async def asterisk() -> AsyncIterator[Asterisk]:
    known = Asterisk()
    app = web.Application()
    app.router.add_get("/ws", known.line)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    known.url = f"ws://127.0.0.1:{runner.addresses[0][1]}/ws"
    yield known
    await runner.cleanup()


@pytest.fixture(autouse=True)
def this_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.console.app.PAGES", ("phone",))


@pytest.fixture
async def house(asterisk: Asterisk, tmp_path: Path) -> AsyncIterator[House]:
    async with visiting(tmp_path, phone_key=KEY, websocket_url=asterisk.url) as house:
        yield house


def call(visitor: Visitor, **headers: str) -> Any:
    """A line of that browser's."""
    return visitor.http.ws_connect(f"{visitor.url}/telepon/ws", protocols=("sip",), headers={"Origin": visitor.url} | headers)


async def refused(visitor: Visitor, **headers: str) -> int:
    with pytest.raises(WSServerHandshakeError) as error:
        await call(visitor, **headers)
    return error.value.status


async def closed(line: ClientWebSocketResponse) -> int | None:
    async with asyncio.timeout(5):
        assert (await line.receive()).type in (WSMsgType.CLOSE, WSMsgType.CLOSED)
    return line.close_code


async def test_the_line_goes_both_ways_and_ends_with_the_browser(house: House, asterisk: Asterisk) -> None:
    agent = await house.visitor("agen1")
    async with call(agent) as line:
        assert line.protocol == "sip"
        await line.send_str(sip(REGISTER))
        await until(lambda: asterisk.heard == [sip(REGISTER)])
        await asterisk.lines[0].send_str(sip(RINGING))
        assert await line.receive_str(timeout=5) == sip(RINGING)
    await until(lambda: not asterisk.lines)


async def test_an_account_is_the_agents_own_and_kept_by_nobody(house: House) -> None:
    agent = await house.visitor("agen2")
    async with agent.http.get(f"{agent.url}/telepon/akun") as answer:
        account = await answer.json()
        assert answer.headers["Cache-Control"] == "no-store"
    del account["library"]  # whether it is there, another test tells
    assert account == {"name": "Agen2", "uri": "sip:petugas2w@sapa.invalid", "password": phone_password(KEY, "petugas2w")}


async def test_without_a_session_a_number_or_our_own_page_there_is_no_line(house: House, asterisk: Asterisk) -> None:
    stranger, operator, agent = await house.visitor(), await house.visitor("operator1"), await house.visitor("agen1")
    assert await refused(stranger) == 401
    assert (await stranger.get("/telepon/akun", script=True))[0] == 401
    assert await refused(operator) == 403
    assert (await operator.get("/telepon/akun", script=True))[0] == 403
    assert await refused(agent, Origin="https://jahat.example") == 403
    assert not asterisk.heard


async def test_who_speaks_for_another_phone_is_cut_off(house: House, asterisk: Asterisk) -> None:
    agent = await house.visitor("agen1")
    async with call(agent) as line:
        await line.send_str(sip(REGISTER, number=2))
        assert await closed(line) == 1008
    async with call(agent) as line:
        await line.send_str(sip(CALL).replace("v=0", "x" * 20_000))
        assert await closed(line) == 1009
    assert asterisk.heard == []


async def test_a_phone_switched_on_elsewhere_takes_the_line(house: House, asterisk: Asterisk) -> None:
    here, there, other = await house.visitor("agen1"), await house.visitor("agen1"), await house.visitor("agen2")
    async with call(other) as others, call(here) as first, call(there) as second:
        assert await closed(first) == phone.REPLACED
        await second.send_str(sip(REGISTER))
        await others.send_str(sip(REGISTER, number=2))
        await until(lambda: len(asterisk.heard) == 2 and len(asterisk.lines) == 2)


@pytest.mark.parametrize("change", [{"extension": 9}, {"active": False}, {"role": "operator"}])
async def test_the_line_ends_with_the_session_or_the_number(
    house: House, asterisk: Asterisk, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    monkeypatch.setattr(phone, "LOOK_S", 0.02)
    agent = await house.visitor("agen1")
    async with call(agent) as line:
        await house.parts.records.change_user("agen1", **change)
        assert await closed(line) == phone.ENDED
    await until(lambda: not asterisk.lines)


async def test_a_session_that_runs_out_ends_the_line_after_the_conversation(
    house: House, asterisk: Asterisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone, "LOOK_S", 0.02)
    busy = SimpleNamespace(busy=True)
    monkeypatch.setattr(type(house.parts.agents), "standing", lambda self, login: busy, raising=False)
    agent = await house.visitor("agen1")
    async with call(agent) as line:
        ended = asyncio.create_task(closed(line))
        house.clock.now += 13 * 3600
        await asyncio.sleep(0.1)
        assert not ended.done() and asterisk.lines
        busy.busy = False
        assert await ended == phone.ENDED
    await until(lambda: not asterisk.lines)


async def test_asterisk_away_is_said_and_asterisk_gone_ends_the_line(house: House, asterisk: Asterisk) -> None:
    agent = await house.visitor("agen1")
    async with call(agent) as line:
        await until(lambda: len(asterisk.lines) == 1)
        await asterisk.lines[0].close()
        assert await closed(line) == 1001


async def test_without_asterisks_websocket_there_is_none(tmp_path: Path) -> None:
    async with visiting(tmp_path, phone_key=KEY, websocket_url="ws://127.0.0.1:1/ws") as house:
        assert await refused(await house.visitor("agen1")) == 503


async def test_the_library_is_served_to_be_kept_and_only_under_its_name(tmp_path: Path) -> None:
    made = tmp_path / "cache" / FOLDER / library_name()
    made.parent.mkdir(parents=True)
    made.write_text("export default {}", encoding="utf-8")
    settings = Settings(console=ConsoleSettings(port=0), cache=tmp_path / "cache")
    async with visiting(tmp_path, settings=settings, phone_key=KEY, websocket_url="ws://127.0.0.1:1/ws") as house:
        agent = await house.visitor("agen1")
        _, account = await agent.get("/telepon/akun", script=True)
        path = json.loads(account)["library"]
        async with agent.http.get(agent.url + path) as answer:
            assert (await answer.text(), answer.content_type) == ("export default {}", "text/javascript")
            assert "immutable" in answer.headers["Cache-Control"]
        assert (await agent.get("/telepon/pustaka/phone-lib-0.js", script=True))[0] == 404
        assert (await (await house.visitor()).get(path, script=True))[0] == 401
        made.unlink()
        assert '"library": ""' in (await agent.get("/telepon/akun", script=True))[1]
