"""`Console`: the pages, served. Those of `PAGES` stand in modules of this package that export `routes(parts) -> list[web.RouteDef]`."""

from __future__ import annotations

import errno
import socket
from importlib import import_module
from types import TracebackType

from aiohttp import web

from ivr.console import feed, login, oidc, own_password, users
from ivr.console.failed import Failed
from ivr.console.guard import SESSIONS, guard
from ivr.console.headers import headers
from ivr.console.limits import Limits
from ivr.console.origins import ConsoleError, origins_of
from ivr.console.pages import STATIC
from ivr.console.parts import Parts
from ivr.console.passwords import Passwords
from ivr.console.sessions import Sessions

PAGES: tuple[str, ...] = ("phone", "desk", "story", "callbacks_page", "supervisor", "supervisor_audit", "health")
MAX_BODY = 64 * 1024
STOP_S = 2.0
"""How long requests under way may take when the console stops."""


class Console:
    """`async with Console(parts) as console:` serves at `console.url` until it is left. Open pages reconnect when it is back."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._settings = parts, parts.settings.console
        self._passwords = Passwords()
        self._port = 0
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """What people open."""
        return self._settings.public_url.rstrip("/") or f"http://{self._settings.host}:{self._port}"

    @property
    def port(self) -> int:
        """Where it listens: what a proxy asks."""
        return self._port

    async def __aenter__(self) -> Console:
        """
        Raises:
            ConsoleError: it cannot listen there, or how browsers reach it is not safe.
        """
        await self._passwords.prepare()
        listener = _listener(self._settings.host, self._settings.port, any_other=not self._settings.public_url)
        self._port = listener.getsockname()[1]
        try:
            self._runner = web.AppRunner(self.application(self._port), access_log=None, shutdown_timeout=STOP_S)
            await self._runner.setup()
            await web.SockSite(self._runner, listener).start()
        except BaseException:
            listener.close()
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        self._passwords.close()

    def application(self, port: int) -> web.Application:
        """All routes behind the guard, for a console that listens at `port`.

        Raises:
            ConsoleError: how browsers reach it is not safe.
        """
        parts, origins = self._parts, origins_of(self._settings, port)
        sessions = Sessions(parts.records, self._settings, parts.clock)
        limits, failed = Limits(parts.clock), Failed(parts.records, parts.clock)
        secure = bool(self._settings.public_url)
        app = web.Application(middlewares=[headers(secure=secure), guard(sessions, origins)], client_max_size=MAX_BODY)
        app[SESSIONS] = sessions
        app.router.add_static("/static", STATIC)
        app.add_routes(feed.routes(parts.hub, sessions))
        app.add_routes(login.routes(parts, sessions, self._passwords, limits, origins, failed))
        app.add_routes(own_password.routes(parts, sessions, self._passwords, limits, origins))
        app.add_routes(oidc.routes(parts, sessions, limits, origins, self.url))
        app.add_routes(users.routes(parts, sessions, self._passwords))
        for page in PAGES:
            app.add_routes(import_module(f"{__package__}.{page}").routes(parts))

        async def end_streams(app: web.Application) -> None:
            parts.hub.close()

        async def write_the_rest(app: web.Application) -> None:
            await failed.written()

        app.on_shutdown.append(end_streams)
        app.on_cleanup.append(write_the_rest)
        return app


def _listener(host: str, port: int, *, any_other: bool) -> socket.socket:
    """A socket that listens there; at another free port if it may, where this one is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE and any_other and port:
            return socket.create_server((host, 0), family=family)
        raise ConsoleError(f"console: cannot listen at {host}:{port} ({error.strerror}): change console.port in the settings") from error
