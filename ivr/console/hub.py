"""Who is told what: events for the open pages of a person or of a role. In memory; a page that was away reads its state anew."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MAX_PENDING = 64
"""Different events that a page may be behind; one further behind is dropped, reconnects, and reads everything anew."""
MAX_PAGES = 20
"""Open pages of one person; the oldest makes room for one more, and is told so: it would come back at once, and have another make room."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something has changed. `data` is short (a call's id), never what a caller said: pages fetch what they show."""

    kind: str
    data: str = ""


class Subscription:
    """One open page: takes events until it is dropped."""

    def __init__(self, login: str, role: str) -> None:
        self.login, self.role = login, role
        self._pending: dict[Event, None] = {}
        self._wake = asyncio.Event()
        self._open = True
        self.crowded = False
        """Dropped for a newer page of the same person."""

    def put(self, event: Event) -> None:
        """The same event twice is once. Drops the page when it is too far behind."""
        self._pending[event] = None
        if len(self._pending) > MAX_PENDING:
            self.drop()
        self._wake.set()

    def drop(self) -> None:
        self._open = False
        self._pending.clear()
        self._wake.set()

    @property
    def open(self) -> bool:
        return self._open

    async def take(self, within_s: float) -> list[Event]:
        """What is new, as soon as there is something; nothing once dropped, or after so many seconds."""
        if self._open and not self._pending:
            try:
                async with asyncio.timeout(within_s):
                    await self._wake.wait()
            except TimeoutError:
                return []
        events = list(self._pending)
        self._pending.clear()
        if self._open:
            self._wake.clear()
        return events


class Hub:
    """`publish("agen1", "panggilan", call_id)`, `publish("*supervisor", "antrean")`, `publish("*", "antrean")`."""

    def __init__(self) -> None:
        self._pages: list[Subscription] = []
        self._closed = False

    def publish(self, to: str, kind: str, data: str = "") -> None:
        """To all pages of one login, of one role (`*role`), or of all (`*`). Never waits."""
        event = Event(kind, data)
        for page in self._pages:
            if to in ("*", page.login, f"*{page.role}"):
                page.put(event)

    @contextmanager
    def subscribed(self, login: str, role: str) -> Iterator[Subscription]:
        """A page that is open as long as the context is."""
        page = Subscription(login, role)
        own = [known for known in self._pages if known.login == login and known.open]
        if len(own) >= MAX_PAGES:
            own[0].crowded = True
            own[0].drop()
        if self._closed:
            page.drop()
        self._pages.append(page)
        try:
            yield page
        finally:
            self._pages.remove(page)

    def drop(self, login: str) -> None:
        """End all pages of a login: they reconnect, if they may."""
        for page in self._pages:
            if page.login == login:
                page.drop()

    def close(self) -> None:
        """End all pages, now and from now on."""
        self._closed = True
        for page in self._pages:
            page.drop()
