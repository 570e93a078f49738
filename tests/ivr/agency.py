"""A small real HTTP server that answers as it is told, and keeps what came. Tests of connectors ask it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from ssl import SSLContext
from types import TracebackType

from aiohttp import web

from ivr.backends.connectors import Connectors
from ivr.backends.load import load_backends

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Agency:
    """`answers` are given one after the other, the last one for ever; a number is a status with an empty object."""

    answers: list[object] = field(default_factory=lambda: [{}])
    asked: list[Asked] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    url: str = ""
    tls: SSLContext | None = None
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Agency:
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self.tls).start()
        self.url = f"http{'s' if self.tls else ''}://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    @property
    def open(self) -> int:
        """Connections that are not closed."""
        assert self._runner is not None and self._runner.server is not None
        return len(self._runner.server.connections)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(Asked(request.method, request.raw_path, dict(request.headers), await request.read()))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if callable(answer):
                response = await answer(request)
                assert isinstance(response, web.StreamResponse)
                return response
            return web.json_response({}, status=answer) if isinstance(answer, int) else web.json_response(answer)
        finally:
            self.at_once -= 1

    def connectors(self, folder: Path, operation: str = "{takes: [nik], returns: [nama]}", more: str = "") -> Connectors:
        """Its operation is `uji.satu`; `more` are further lines of the file."""
        text = f'base_url: "{{demonstration}}/api"\n{more}\noperations:\n  satu: {operation}\n'
        (folder / "uji.yaml").write_text(text, encoding="utf-8")
        return Connectors(load_backends(folder), base={"demonstration": self.url})


async def never(request: web.Request) -> web.StreamResponse:
    """For an hour: only for virtual time."""
    await asyncio.sleep(3600)
    return web.Response()


async def cut(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()
