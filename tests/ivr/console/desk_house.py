"""A console with a desk to sit at: real records, call-backs and queues; who is at work and which call is in front of whom is said by the
test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from visiting import Clock, House, visiting

from dialog.effects import Fact
from dialog.schema import Flows
from ivr.backends.schema import Operation
from ivr.callbacks import Callbacks
from ivr.handovers import NotYours
from ivr.queue_settings import load_floor
from ivr.records.store import Records
from ivr.settings import ROOT
from ivr.standing import AgentStanding, Line, LiveCall, QueueStanding, Status, Story
from telephony.handoff import Stage

CALL, OTHER, EARLIER = (f"00000000-0000-4000-8000-{number:012d}" for number in (1, 2, 3))
NUMBER = "081234567890"
SINCE = datetime.fromtimestamp(Clock().now - 42).astimezone().isoformat()
"""Since when whoever has a call has it."""
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{ 7*7 }}"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
FILES = {
    "pengaduan.lapor": Operation(
        "pengaduan", "lapor", write=True, ticket="PGD", takes=frozenset({"apa", "lokasi", "sejak"}), title="laporan baru"
    )
}


def story(stage: Stage, call_id: str = CALL, **values: Any) -> Story:
    facts = (Fact("Isi laporan", "lampu jalan mati", True, False, 0.97), Fact("Lokasi", "Jalan Kartini nomor 5", False, True, 0.58))
    lines = (Line("sapa", "Apa yang bisa saya bantu?", 0), Line("caller", "mau lapor lampu mati", 4000))
    said = Story(
        call_id, 1, stage, "petugas", "authority", "melaporkan masalah", "lapor", "", facts, ("NIK dan tanggal lahir",), NUMBER, lines
    )
    return replace(said, **values)


@dataclass
class Staff:
    """Stands for `ivr.agents.Agents`."""

    at_work: dict[str, AgentStanding] = field(default_factory=dict)
    lines: tuple[QueueStanding, ...] = ()
    watchers: list[Callable[[], None]] = field(default_factory=list)

    def standing(self, login: str) -> AgentStanding | None:
        return self.at_work.get(login)

    def standings(self) -> tuple[AgentStanding, ...]:
        return tuple(self.at_work.values())

    def queues(self) -> tuple[QueueStanding, ...]:
        return self.lines

    def watch(self, watcher: Callable[[], None]) -> None:
        self.watchers.append(watcher)

    async def sign_on(self, login: str) -> None:
        self.becomes(login, Status.READY)

    async def sign_off(self, login: str) -> None:
        self.becomes(login, Status.OUT)

    async def ready(self, login: str) -> None:
        self.becomes(login, Status.READY)

    async def pause(self, login: str, reason: str) -> None:
        self.becomes(login, Status.PAUSED, reason)

    def becomes(self, login: str, status: Status, reason: str = "") -> None:
        self.at_work[login] = replace(self.at_work[login], status=status, reason=reason)
        for watcher in self.watchers:
            watcher()


@dataclass
class Calls:
    """Stands for `ivr.handovers.Handovers`."""

    front: dict[str, Story] = field(default_factory=dict)
    did: list[tuple[str, ...]] = field(default_factory=list)
    watchers: list[Callable[[str], None]] = field(default_factory=list)
    fails: Exception | None = None

    def in_front_of(self, login: str) -> Story | None:
        return self.front.get(login)

    def live(self) -> tuple[LiveCall, ...]:
        return tuple(
            LiveCall(told.call_id, told.number, SINCE, "agent", SINCE, told.subject, told.queue, login, told.stage, told.confidential)
            for login, told in self.front.items()
            if told.stage in (Stage.RINGING, Stage.BRIEFING, Stage.JOINED)
        )

    def watch(self, watcher: Callable[[str], None]) -> None:
        self.watchers.append(watcher)

    async def accept(self, call_id: str, login: str) -> None:
        self._do("accept", call_id, login)

    async def decline(self, call_id: str, login: str) -> None:
        self._do("decline", call_id, login)

    async def send_back(self, call_id: str, login: str, intent: str) -> None:
        self._do("send_back", call_id, login, intent)

    def done(self, login: str) -> None:
        self.front.pop(login, None)
        self.did.append(("done", login))

    def _do(self, what: str, call_id: str, login: str, *more: str) -> None:
        if self.fails is not None:
            raise self.fails
        told = self.front.get(login)
        if told is None or told.call_id != call_id:
            raise NotYours
        self.did.append((what, call_id, login, *more))

    def shows(self, login: str, told: Story | None) -> None:
        before = self.front.pop(login, None)
        if told is not None:
            self.front[login] = told
        for watcher in self.watchers:
            watcher((told or before or story(Stage.OVER)).call_id)


@dataclass
class DeskHouse:
    house: House
    staff: Staff
    calls: Calls
    records: Records
    clock: Clock
    ears: list[tuple[str, str, str]]
    """Who is listened to: login, call, how."""

    async def visitor(self, login: str) -> Any:
        return await self.house.visitor(login)


@asynccontextmanager
async def desks(folder: Path, flows: Flows, operations: Mapping[str, Operation] = FILES) -> AsyncIterator[DeskHouse]:
    """Two agents of the queue `petugas` with telephones, signed on."""
    floor = load_floor(ROOT / "configs" / "antrean.yaml")
    clock = Clock()
    queues = ("petugas",)
    since = datetime.fromtimestamp(clock()).astimezone().isoformat()
    staff = Staff(
        {
            login: AgentStanding(login, login.capitalize(), f"petugas{number}", queues, Status.READY, "", since, reachable=True)
            for number, login in enumerate(("agen1", "agen2"), 1)
        },
        (QueueStanding("petugas", "Petugas umum", 2, 75.0, 1, 2, True), QueueStanding("pajak", "Pajak daerah", 0, 0.0, 0, 0, False)),
    )
    calls = Calls()
    async with Records(str(folder / "desk.db")) as records:
        moment = lambda: datetime.fromtimestamp(clock()).astimezone()  # noqa: E731
        callbacks = Callbacks(records, lambda: None, lambda: floor, moment)
        given = {"agents": staff, "handovers": calls, "callbacks": callbacks, "floor": lambda: floor, "calendars": lambda: None}
        given |= {"flows": lambda: flows, "operations": lambda: operations, "records": records, "clock": clock}
        ears: list[tuple[str, str, str]] = []
        given["listened"] = lambda login, call: tuple(ear[2] for ear in ears if ear[:2] == (login, call))
        async with visiting(folder, **given, phone_key="k" * 32, websocket_url="") as house:
            yield DeskHouse(house, staff, calls, records, clock, ears)
