"""The demonstration government: all systems in one HTTP server with its own database and clearly fictional people.

Every operation is `POST /<system>/<operation>` with a JSON object of texts, answered by one. 200: done or found; 404: nothing found;
409: it contradicts what was filed before; 422: the request cannot be carried out. A write sent again with the same `Idempotency-Key`
gets its first answer and files nothing.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType

from aiohttp import web

from ivr.government.catalogue import SYSTEMS
from ivr.government.faults import SLOW_MS, Fault, FaultError, Faults
from ivr.government.openapi import document
from ivr.government.store import Filed, Store
from ivr.government.system import Conflict, Operation, Refused, System

MAX_BODY = 64 * 1024
MAX_KEY = 200
STOP_S = 1.0
"""How long requests under way may take when the server stops."""


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
        await asyncio.to_thread(self._store.prepare, SYSTEMS.values())
        app = web.Application(client_max_size=MAX_BODY)
        app.add_routes([web.post("/faults", self._set_fault)])
        for system in SYSTEMS.values():
            app.add_routes([web.get(f"/{system.name}/openapi.json", partial(_describe, system))])
            app.add_routes([web.post(f"/{system.name}/{op.name}", partial(self._answer, op)) for op in system.operations.values()])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_S)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
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

    async def _answer(self, operation: Operation, request: web.Request) -> web.StreamResponse:
        fault = self._faults.take(operation.system)
        match fault:
            case Fault(kind="down"):
                return _hang_up(request)
            case Fault(kind="error"):
                return web.json_response({"pesan": "kesalahan server"}, status=500)
            case Fault(kind="slow", ms=ms):
                await asyncio.sleep(ms / 1000)
        answer = await self._carry_out(operation, request)
        match fault:
            case Fault(kind="lost_reply"):
                return _hang_up(request)
            case Fault(kind="malformed"):
                return web.Response(text=(answer.text or "")[:-1], status=answer.status, content_type="application/json")
            case Fault(kind="schema") if answer.status == 200:
                return web.json_response({"versi": 2, "hasil": [json.loads(answer.text or "{}")]})
        return answer

    async def _carry_out(self, operation: Operation, request: web.Request) -> web.Response:
        try:
            body = await _body(request)
            given = operation.given(body)
            if operation.write:
                key, nomor = request.headers.get("Idempotency-Key", ""), str(body.get("nomor") or "")
                if max(len(key), len(nomor)) > MAX_KEY:
                    raise Refused(f"kunci atau nomor lebih dari {MAX_KEY} huruf")
                answer = await asyncio.to_thread(self._store.write, operation, given, nomor, key)
            else:
                answer = await asyncio.to_thread(self._store.read, operation, given)
        except Refused as error:
            return web.json_response({"pesan": str(error)}, status=409 if isinstance(error, Conflict) else 422)
        return web.json_response({"pesan": "tidak ditemukan"}, status=404) if answer is None else web.json_response(answer)

    async def _set_fault(self, request: web.Request) -> web.Response:
        """Of a JSON object: system, kind, and if wanted ms and times."""
        try:
            self._faults.set(Fault(**await _body(request)))  # type: ignore[arg-type]
        except (Refused, FaultError, TypeError) as error:
            return web.json_response({"pesan": str(error)}, status=422)
        return web.json_response({})


async def _describe(system: System, request: web.Request) -> web.Response:
    return web.json_response(document(system))


async def _body(request: web.Request) -> dict[str, object]:
    """
    Raises:
        Refused: it is no JSON object.
    """
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused("bukan objek JSON")
    return body


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
