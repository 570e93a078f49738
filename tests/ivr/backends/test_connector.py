"""The connector against a real HTTP server that misbehaves in every known way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from ivr.backends.connector import BackendTimeout, BackendUnavailable, Connector, NoAnswer, NotFound, Rejected

SECRET = "3273014107892415"


class Server:
    """`asked` holds what came: path with query, and body."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, object]] = []
        self.url = ""
        self.done = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path_qs, await request.json()))
        match request.match_info["what"]:
            case "good":
                return web.json_response({"nama": "Sari", "umur": 3, "catatan": None})
            case "slow":
                await self.done.wait()
                return web.json_response({})
            case "page":
                return web.Response(text="<html>", content_type="text/html")
            case "list":
                return web.json_response([1])
            case "huge":
                return web.json_response({"a": "x" * 300_000})
            case "pieces":
                answer = web.StreamResponse()
                await answer.prepare(request)
                for piece in (b'{"nama": ', b'"Sa', b'ri"}'):
                    await answer.write(piece)
                    await asyncio.sleep(0)
                return answer
            case "cut":
                assert request.transport is not None
                request.transport.close()
                return web.Response()
            case status:
                return web.json_response({"nik": SECRET}, status=int(status))


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    app.add_routes([web.post("/api/sistem/{what}", server.handle)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    yield server
    server.done.set()
    await runner.cleanup()


async def test_an_answer_is_texts_and_nothing_personal_is_in_the_address(server: Server) -> None:
    async with Connector(server.url) as connector:
        assert await connector.call("sistem.good", {"nik": SECRET}) == {"nama": "Sari", "umur": "3", "catatan": ""}
    assert server.asked == [("/api/sistem/good", {"nik": SECRET})]


async def test_an_answer_may_come_in_pieces(server: Server) -> None:
    async with Connector(server.url) as connector:
        assert await connector.call("sistem.pieces", {}) == {"nama": "Sari"}


@pytest.mark.parametrize(
    ("what", "error", "reason"),
    [
        ("404", NotFound, "not_found"),
        ("422", Rejected, "rejected"),
        ("500", BackendUnavailable, "unavailable"),
        ("302", BackendUnavailable, "unavailable"),
        ("page", BackendUnavailable, "unavailable"),
        ("list", BackendUnavailable, "unavailable"),
        ("huge", BackendUnavailable, "unavailable"),
        ("cut", BackendUnavailable, "unavailable"),
        ("slow", BackendTimeout, "timeout"),
    ],
)
async def test_what_goes_wrong_has_a_reason_and_tells_no_secret(server: Server, what: str, error: type[NoAnswer], reason: str) -> None:
    async with Connector(server.url, timeout_s=0.2 if what == "slow" else 5.0) as connector:
        with pytest.raises(error) as caught:
            await connector.call(f"sistem.{what}", {"nik": SECRET})
    assert caught.value.reason == reason
    assert SECRET not in str(caught.value)


async def test_nobody_listens() -> None:
    async with Connector("http://127.0.0.1:1") as connector:
        with pytest.raises(BackendUnavailable):
            await connector.call("sistem.good", {})
