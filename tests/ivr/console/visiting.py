"""A console to visit in tests: real records and real HTTP; what a page needs besides is handed in.

async with visiting(tmp_path, agents=..., handovers=...) as house:
    agent = await house.visitor("agen1")              # signed in by the form
    status, text = await agent.get("/meja")
    status, text = await agent.post("/meja/jeda", alasan="salat")     # with the session's token and our own origin
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import aiohttp
from argon2 import PasswordHasher

from ivr.console.app import Console
from ivr.console.parts import Parts
from ivr.console.passwords import Passwords
from ivr.queue_settings import load_floor
from ivr.records.store import Records
from ivr.settings import ROOT, ConsoleSettings, Settings

PASSWORD = "kunci-rahasia-uji"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASHED = CHEAP.hash(PASSWORD)
USERS = {"agen1": "agent", "agen2": "agent", "operator1": "operator", "pengawas1": "supervisor", "admin1": "admin"}
PAGE = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate"}
SCRIPT = {"Accept": "*/*", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}


class Still:
    """Stands for who is at work, for calls and for call-backs, where nothing happens."""

    def watch(self, watcher: object) -> None: ...

    async def load(self) -> None: ...


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Visitor:
    """A browser. `token` is the session's CSRF token, as the pages show it."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http, self.url, self.token = http, url, ""

    async def get(self, path: str, *, script: bool = False, **headers: str) -> tuple[int, str]:
        """Follows no redirect: the text of one is where it leads."""
        async with self.http.get(self.url + path, headers=(SCRIPT if script else PAGE) | headers, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location") or await answer.text()

    async def post(self, path: str, *, token: str | None = None, script: bool = False, **fields: str) -> tuple[int, str]:
        headers = (SCRIPT if script else PAGE) | {"Origin": self.url}
        data = fields | {"csrf": self.token if token is None else token}
        async with self.http.post(self.url + path, data=data, headers=headers, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location") or await answer.text()

    async def sign_in(self, login: str, password: str = PASSWORD) -> int:
        _, form = await self.get("/masuk")
        status, _ = await self.post("/masuk", token=_token(form), login=login, password=password)
        if status == 303:
            _, page = await self.get("/sandi")
            self.token = _token(page)
        return status


@dataclasses.dataclass
class House:
    console: Console
    parts: Parts
    clock: Clock
    stack: AsyncExitStack

    async def visitor(self, login: str = "") -> Visitor:
        """A browser of its own; signed in with `login`."""
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=[self.console.url])
        http = await self.stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        visitor = Visitor(http, self.console.url)
        if login:
            assert await visitor.sign_in(login) == 303, f"{login} cannot sign in"
        return visitor


@asynccontextmanager
async def visiting(folder: Path, console: ConsoleSettings | None = None, **parts: Any) -> AsyncIterator[House]:
    """`parts`: what of `Parts` the pages under test need; the rest is None, or still. Users: `USERS`, all with `PASSWORD`."""
    settings = Settings(console=console or ConsoleSettings(port=0), records=str(folder / "console.db"), state=folder)
    clock = Clock()
    async with AsyncExitStack() as stack:
        records = parts.pop("records", None) or await stack.enter_async_context(Records(settings.records))
        for login, role in USERS.items():
            await records.add_user(login, login.capitalize(), role, HASHED, ["petugas"])
        names = {field.name for field in dataclasses.fields(Parts)} - {"hub", "clock", "listened", "voice"}
        parts = {"agents": Still(), "handovers": Still(), "callbacks": Still()} | parts
        parts.setdefault("floor", lambda: load_floor(ROOT / "configs" / "antrean.yaml"))
        given = {name: None for name in names} | {"settings": settings, "records": records, "clock": clock} | parts
        made = Parts(**given)
        with patch("ivr.console.app.Passwords", lambda: Passwords(CHEAP)):
            house = await stack.enter_async_context(Console(made))
        yield House(house, made, clock, stack)


def _token(page: str) -> str:
    found = re.search(r'name="csrf" (?:value|content)="([^"]+)"', page)
    return found.group(1) if found else ""
