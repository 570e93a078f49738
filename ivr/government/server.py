"""The demonstration government: all systems in one HTTP server with its own database and clearly fictional people."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType

from aiohttp import web

from ivr.government import pages, sms
from ivr.government.answering import answer, asked
from ivr.government.catalogue import SYSTEMS
from ivr.government.faults import SLOW_MS, Fault, Faults
from ivr.government.guard import guard
from ivr.government.openapi import document
from ivr.government.store import Filed, Store
from ivr.government.system import Refused, System

MAX_BODY = 64 * 1024
LATEST = 8
"""Of what was filed, so much stands on the first page."""
STOP_S = 1.0
"""How long requests under way may take when the server stops."""


class PortInUse(Exception):
    """Another program listens there."""


class DemonstrationGovernment:
    """`async with DemonstrationGovernment(database) as government:` listens at `government.url`; can be entered again, at the same port.

    `faults` are there from the beginning; more with `fault(...)`. `today` is the day it is for the registers.
    """

    def __init__(
        self,
        database: Path,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        faults: Iterable[Fault] = (),
        today: Callable[[], date] = date.today,
    ) -> None:
        self._host, self._port = host, port
        self._store, self._faults = Store(database, today), Faults(SYSTEMS, faults)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Stays the same when it stops, so that a connector can find it again."""
        assert self._port, "not started"
        return f"http://{self._host}:{self._port}"

    async def __aenter__(self) -> DemonstrationGovernment:
        """
        Raises:
            PortInUse: another program listens there.
        """
        await asyncio.to_thread(self._store.prepare, SYSTEMS.values())
        app = web.Application(client_max_size=MAX_BODY, middlewares=[guard(self._host)])
        shown = {"/": self._index, "/sms": self._outbox, "/style.css": _style}
        app.add_routes([web.post("/faults", self._set_fault), *(web.get(path, page) for path, page in shown.items())])
        for system in SYSTEMS.values():
            app.router.add_get(f"/{system.name}/openapi.json", partial(_describe, system))
            for name, operation in system.operations.items():
                app.router.add_post(f"/{system.name}/{name}", partial(answer, self._store, self._faults, operation))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_S)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise PortInUse(f"{self._host}:{self._port}: cannot listen there: choose another port, or 0 for any free one") from error
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def fault(self, system: str, kind: str, *, ms: int = SLOW_MS, times: int = 0) -> None:
        """What `system` does wrong from now on, or to the next `times` requests; `none`: nothing more.

        Raises:
            FaultError: there is no such fault.
        """
        self._faults.set(Fault(system, kind, ms, times))

    def filed(self, operation: str = "", ticket: str = "") -> list[Filed]:
        """Everything that was filed, oldest first; only of `operation` (`system.operation`), only under `ticket`."""
        return self._store.filed(operation, ticket)

    async def _set_fault(self, request: web.Request) -> web.Response:
        """A JSON object: system, kind, and if wanted ms and times. The form of the page: the same, and back to the page."""
        form = request.content_type == "application/x-www-form-urlencoded"
        try:
            if form:
                chosen = await request.post()
                self.fault(str(chosen.get("system")), str(chosen.get("kind")), times=int(str(chosen.get("times"))))
            else:
                self._faults.set(Fault(**await asked(request)))  # type: ignore[arg-type]
        except (Refused, TypeError, ValueError) as error:
            return web.json_response({"pesan": str(error)}, status=422)
        return web.Response(status=303, headers={"Location": "/"}) if form else web.json_response({})

    async def _index(self, request: web.Request) -> web.Response:
        counts = await asyncio.to_thread(self._store.read, pages.count)
        filed = await asyncio.to_thread(self._store.filed)
        return _page(pages.index(self._faults, filed[: -LATEST - 1 : -1], counts))

    async def _outbox(self, request: web.Request) -> web.Response:
        messages, total = await asyncio.to_thread(self._store.read, lambda register: sms.newest(register, pages.SHOWN))
        return _page(pages.outbox(messages, total))


async def _style(request: web.Request) -> web.Response:
    return web.Response(text=pages.style(), content_type="text/css")


def _page(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html", headers=pages.HEADERS)


async def _describe(system: System, request: web.Request) -> web.Response:
    return web.json_response(document(system))
