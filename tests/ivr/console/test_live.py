"""What open pages are told: to whom, in bounded memory, and until when."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select
from virtual_time import run_virtually
from visiting import House, Visitor, visiting

from ivr.console import feed
from ivr.console.app import Console
from ivr.console.hub import MAX_PAGES, MAX_PENDING, Event, Hub
from ivr.console.origins import ConsoleError
from ivr.records.models import SessionRow
from ivr.settings import ConsoleSettings, Settings

DEADLINE_S = 5.0


@pytest.fixture(autouse=True)
def no_other_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.console.app.PAGES", ())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with visiting(tmp_path) as house:
        yield house


class Stream:
    """An open page."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def next(self) -> str:
        """The next event as `kind data`; "" at the end."""
        async with asyncio.timeout(DEADLINE_S):
            kind = data = ""
            while line := (await self._answer.content.readline()).decode():
                name, _, value = line.rstrip("\r\n").partition(": ")
                kind, data = (value, data) if name == "event" else (kind, value) if name == "data" else (kind, data)
                if not line.strip() and kind:
                    return f"{kind} {data}".strip()
            return ""


async def opened(house: House, visitor: Visitor) -> Stream:
    answer = await visitor.http.get(visitor.url + "/acara")
    house.stack.callback(answer.close)
    assert answer.status == 200 and answer.content_type == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    stream = Stream(answer)
    assert await stream.next() == "halo"
    return stream


async def test_each_page_is_told_what_is_for_its_person_and_role(house: House) -> None:
    agent, supervisor = await opened(house, await house.visitor("agen1")), await opened(house, await house.visitor("pengawas1"))
    hub = house.parts.hub
    hub.publish("agen1", "panggilan", "c1")
    hub.publish("agen2", "panggilan", "c2")
    hub.publish("*supervisor", "antrean")
    hub.publish("*", "selesai")
    assert [await agent.next() for _ in range(2)] == ["panggilan c1", "selesai"]
    assert [await supervisor.next() for _ in range(2)] == ["antrean", "selesai"]


async def test_pages_end_with_the_session(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "BEAT_S", 0.01)
    stream = await opened(house, await house.visitor("agen1"))
    house.clock.now += house.parts.settings.console.session_hours * 3600
    assert await stream.next() == feed.ENDED and await stream.next() == ""


async def test_an_open_page_keeps_its_session(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "BEAT_S", 0.01)
    visitor = await house.visitor("agen1")
    await opened(house, visitor)
    for _ in range(4):
        house.clock.now += 1200
        async with asyncio.timeout(DEADLINE_S):
            while not any(row.seen_at == house.clock.now for row in await sessions(house)):
                await asyncio.sleep(0.01)
    assert (await visitor.get("/sandi"))[0] == 200


class Reader:
    """Stands for a page that takes all that it is sent, and for its session, which has ended."""

    def __init__(self) -> None:
        self.heard: list[tuple[float, str]] = []

    async def send(self, data: str, *, event: str) -> None:
        self.heard.append((asyncio.get_running_loop().time(), event))

    async def lives(self, session: object) -> bool:
        return False


def test_a_session_ends_on_time_however_much_there_is_to_tell() -> None:
    async def scenario() -> list[tuple[float, str]]:
        hub, reader, start = Hub(), Reader(), asyncio.get_running_loop().time()
        with hub.subscribed("agen1", "agent") as page:
            following = asyncio.create_task(feed._follow(reader, page, reader, None))  # type: ignore[arg-type]
            for _ in range(60):
                hub.publish("agen1", "panggilan")
                await asyncio.sleep(1)
            page.drop()
            await following
        return [(at - start, kind) for at, kind in reader.heard]

    heard = run_virtually(scenario())
    assert heard[-1] == (feed.BEAT_S, feed.ENDED) and len(heard) > 10


async def test_a_page_that_makes_room_for_a_newer_one_is_told_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.console.hub.MAX_PAGES", 1)
    visitor = await house.visitor("agen1")
    first, second = await opened(house, visitor), await opened(house, visitor)
    assert [await first.next(), await first.next()] == [feed.CROWDED, ""]
    house.parts.hub.publish("agen1", "antrean")
    assert await second.next() == "antrean"


async def sessions(house: House) -> list[SessionRow]:
    async with house.parts.records._reads() as session:
        return list(await session.scalars(select(SessionRow)))


async def test_signing_out_ends_the_pages_of_that_session(house: House) -> None:
    visitor = await house.visitor("agen1")
    stream = await opened(house, visitor)
    await visitor.post("/keluar")
    assert await stream.next() == feed.ENDED
    assert (await visitor.get("/acara", script=True))[0] == 401


async def test_the_console_stops_though_pages_are_open(tmp_path: Path) -> None:
    async with visiting(tmp_path) as house:
        stream = await opened(house, await house.visitor("agen1"))
        began = asyncio.get_running_loop().time()
        await house.console.__aexit__(None, None, None)
        assert asyncio.get_running_loop().time() - began < 1.5
        assert await stream.next() == ""


async def test_another_port_is_taken_where_one_is_in_use(tmp_path: Path, house: House) -> None:
    taken = ConsoleSettings(port=house.console.port)
    parts = house.parts
    async with Console(replace(parts, settings=Settings(console=taken))) as second:
        assert second.port not in (0, house.console.port)
    public = replace(taken, public_url="https://sapa.example")
    with pytest.raises(ConsoleError, match="cannot listen"):
        await Console(replace(parts, settings=Settings(console=public))).__aenter__()


def test_the_same_twice_is_once_and_who_is_too_far_behind_is_dropped() -> None:
    async def main() -> None:
        hub = Hub()
        with hub.subscribed("agen1", "agent") as page:
            for _ in range(1000):
                hub.publish("agen1", "antrean")
            assert await page.take(60) == [Event("antrean")]
            began = asyncio.get_running_loop().time()
            assert await page.take(60) == [] and asyncio.get_running_loop().time() - began == 60
            for number in range(MAX_PENDING + 1):
                hub.publish("*agent", "panggilan", str(number))
            assert not page.open and await page.take(60) == []
        hub.publish("agen1", "antrean")

    run_virtually(main())


def test_one_person_has_so_many_pages_and_none_after_the_end() -> None:
    hub = Hub()
    with ExitStack() as stack:
        pages = [stack.enter_context(hub.subscribed("agen1", "agent")) for _ in range(MAX_PAGES + 1)]
        other = stack.enter_context(hub.subscribed("agen2", "agent"))
        assert [page.open for page in pages] == [False, *[True] * MAX_PAGES] and other.open
        hub.close()
        assert not any(page.open for page in [*pages, other])
        assert not stack.enter_context(hub.subscribed("agen1", "agent")).open
