"""The engine of call-backs on real records, with a clock that is set by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from dialog.calendar import ZONES, Calendar, Calendars
from ivr.callbacks import Callbacks
from ivr.queue_settings import Floor, QueueSettings
from ivr.records.store import Records

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZONES["WIB"])
CALENDARS = Calendars(Calendar(week={day: ((480, 960),) for day in range(5)}), {"malam": Calendar(always=True)})
QUEUES = {"petugas": QueueSettings("petugas", "Petugas"), "darurat": QueueSettings("darurat", "Darurat", calendar="malam")}
FLOOR = Floor("petugas", QUEUES, ("Istirahat",), {"selesai": "Selesai"}, {}, {})
MOBILE, LANDLINE = "081234567890", "0223456789"


class Office:
    """The engine on real records, with a clock that is set by hand."""

    def __init__(self, path: Path) -> None:
        self.path, self.now, self.floor, self.nudged = path, MONDAY, FLOOR, 0

    async def __aenter__(self) -> Office:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.records.__aexit__(None, None, None)

    async def open(self) -> None:
        self.records = await Records(str(self.path)).__aenter__()
        self.callbacks = Callbacks(self.records, lambda: CALENDARS, lambda: self.floor, lambda: self.now, self._nudge)

    async def restart(self) -> None:
        await self.__aexit__()
        await self.open()

    async def promised(self, contact: str = MOBILE, **arguments: str) -> str:
        call = f"call {len(await self.records.open_callbacks())}"
        return (await self.callbacks.promise(call, {"contact": contact, "subject": "KTP hilang", **arguments}, False))["ticket"]

    async def sms(self) -> list[str]:
        return [f"{row.arguments['ke']}: {row.arguments['isi']}" for row in await self.records.due(4e9, 99)]

    async def due(self) -> list[str]:
        return [row.ticket for row in await self.callbacks.due()]

    async def in_vain(self, ticket: str, login: str = "siti", outcome: str = "no_answer") -> str:
        return await self.callbacks.outcome(await self.callbacks.begin(ticket, login), outcome)

    def _nudge(self) -> None:
        self.nudged += 1
