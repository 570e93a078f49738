"""A whole hotline with its people: callers with real phones, agents with real phones, each case in a queue of its own."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import yaml

from ivr.app import Hotline, hotline
from ivr.caller.report import spans
from ivr.journal import Payload
from ivr.records.models import HandoverRow
from ivr.records.store import Records
from ivr.settings import ROOT, Settings
from speech.pcm import TELEPHONE_RATE, from_float, resample, to_float
from telephony.phone import Account, SipPhone

CASES = "satu dua tiga empat lima enam tujuh delapan sembilan".split()
"""A wish for each, chosen by its number on the keypad, with a queue of that name."""
WIB = timezone(timedelta(hours=7))
QUIET_MS = 4000
"""A caller who hears nothing for longer than this thinks that the line is dead."""


def dialog(folder: Path) -> Path:
    """The tests' dialog, with a wish for each case; `tujuh` is closed, `delapan` has a holiday today."""
    shutil.copytree(ROOT / "tests" / "data" / "hotline", folder)
    wishes = {
        name: {
            "title": f"urusan {name}",
            "queue": name,
            "examples": [f"{how} {name}" for how in ("urusan", "mau urusan", "saya ada urusan", "tolong urusan", "tanya urusan")],
            "slots": {"cerita": {"type": "text", "label": "cerita", "ask": "Ceritakan urusannya."}},
            "answer": "Baik.",
        }
        for name in CASES
    }
    service = {"service": "uji", "title": "Uji", "owner": "uji", "intents": wishes}
    (folder / "services" / "uji.yaml").write_text(yaml.safe_dump(service, allow_unicode=True), encoding="utf-8")
    path = folder / "hotline.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("menu:")]
    path.write_text("\n".join([*kept, f"menu: [{', '.join(CASES)}]"]) + "\n", encoding="utf-8")
    (folder / "kalender.yaml").write_text(yaml.safe_dump(calendar(datetime.now(WIB).date())), encoding="utf-8")
    return folder


DAYS = "senin selasa rabu kamis jumat sabtu minggu".split()


def calendar(today: date) -> dict[str, object]:
    """Always open, but for two cases."""
    all_day = {day: "00:00-24:00" for day in DAYS}
    shut = {day: "00:00-00:01" for day in DAYS}
    special = {"selalu": False, "libur_nasional": False}
    holiday = special | {"jam": all_day, "tutup": {today.isoformat(): "hari uji coba"}}
    return {"zona": "WIB", "selalu": True, "antrean": {"tujuh": special | {"jam": shut}, "delapan": holiday}}


def floor(path: Path, **queues: Mapping[str, object]) -> Path:
    """`antrean.yaml` with a queue for each case; `queues` says what is special about one."""
    common = {"dering_detik": 40, "tunggu_detik": 120, "catat_detik": 5, "jeda_bila_tak_dijawab": "tidak", "umumkan_detik": 0}
    declared = {name: {"judul": f"Urusan {name}", **queues.get(name, {})} for name in ("petugas", *CASES)}
    content = {"bawaan": "petugas", "umum": common, "antrean": declared, "hasil": {"selesai": "Selesai"}, "jeda": ["Istirahat"]}
    path.write_text(yaml.safe_dump(content | {"kembali": {"00": {"judul": "Penilaian"}}}), encoding="utf-8")
    return path


@dataclass
class House:
    """`service` is None while none runs in this process."""

    settings: Settings
    records: Records
    folder: Path
    stack: AsyncExitStack
    service: Hotline | None = None
    phones: dict[str, SipPhone] = field(default_factory=dict)

    @property
    def hotline(self) -> Hotline:
        assert self.service is not None
        return self.service

    async def phone(self, account: Account) -> SipPhone:
        phone = await self.stack.enter_async_context(SipPhone(account, self.folder / account.user))
        self.phones[account.user] = phone
        return phone

    async def desk(self, extension: int, password: str, port: int, *, answers: bool = True, codec: str = "alaw") -> SipPhone:
        return await self.phone(Account(f"petugas{extension}", port, password, codec=codec, answers=answers))

    async def caller(self, number: str, port: int, case: str = "", *, ask: bool = True, codec: str = "alaw") -> SipPhone:
        """Somebody who calls and asks for a person: about `case`, or before saying what it is about; or does not `ask` yet."""
        phone = await self.phone(Account(number, port, codec=codec))
        await phone.dial("500")
        await self.hears(number, "Apa yang bisa saya bantu")
        await asyncio.sleep(0.5)
        for key in (*([str(CASES.index(case) + 1)] if case else []), *(["0"] if ask else [])):
            phone.press(key)
            await asyncio.sleep(0.4)
        return phone

    async def call_of(self, number: str) -> str:
        async with asyncio.timeout(20):
            while (call := await self.records.last_call(number, "2000")) is None:
                await asyncio.sleep(0.05)
        return call.call_id

    async def handover(self, number: str, stage: str, timeout_s: float = 40.0) -> HandoverRow:
        """The latest hand-over of that caller, once it has come to `stage` or has ended so."""
        call_id = await self.call_of(number)
        try:
            async with asyncio.timeout(timeout_s):
                while True:
                    rows = await self.records.handovers_of(call_id)
                    if rows and stage in (rows[-1].stage, rows[-1].outcome):
                        return rows[-1]
                    await asyncio.sleep(0.05)
        except TimeoutError:
            seen = [(row.stage, row.outcome) for row in rows]
            raise AssertionError(f"{number}: no hand-over came to {stage}: {seen}; {await self.said(number)}") from None

    async def ended(self, number: str) -> HandoverRow:
        """The latest hand-over of that caller, once it is over."""
        call_id = await self.call_of(number)
        async with asyncio.timeout(20):
            while not (row := (await self.records.handovers_of(call_id))[-1]).outcome:
                await asyncio.sleep(0.05)
        return row

    async def said(self, number: str) -> list[str]:
        """All that Sapa said to that caller."""
        return [str(entry["text"]) for entry in await self.journal(number) if entry["type"] == "Say"]

    async def journal(self, number: str) -> list[Payload]:
        rows = await self.records.journal(await self.call_of(number))
        return [{**row.payload, "at_ms": row.at_ms} for row in rows]

    async def hears(self, number: str, *words: str, timeout_s: float = 40.0) -> None:
        """Until Sapa has begun to say to that caller a sentence with each of `words`."""
        try:
            async with asyncio.timeout(timeout_s):
                while not _holds(await self.said(number), words):
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"{number} never heard {words}: {await self.said(number)}") from None


def _holds(said: Sequence[str], words: Sequence[str]) -> bool:
    return all(word in " ".join(said) for word in words)


async def until(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    async with asyncio.timeout(timeout_s):
        while not condition():
            await asyncio.sleep(0.02)


def longest_silence_ms(phone: SipPhone) -> int:
    """Between the first and the last sound that a caller heard."""
    heard = phone.heard() if phone.rate == TELEPHONE_RATE else from_float(resample(to_float(phone.heard()), phone.rate, TELEPHONE_RATE))
    sounds = spans(heard, join_ms=0)
    return max((after[0] - before[1] for before, after in zip(sounds, sounds[1:], strict=False)), default=0)


def above_4_khz(phone: SipPhone) -> float:
    """The share of what a wideband phone heard that a narrow line cannot carry, by power."""
    power = np.abs(np.fft.rfft(to_float(phone.heard()))) ** 2
    return float(power[round(len(power) * 4200 / (phone.rate / 2)) :].sum() / power.sum())


async def at_work(records: Records, extension: int, queues: Sequence[str], role: str = "agent") -> str:
    """Somebody who is ready for calls; their login."""
    login = f"p{extension}"
    await records.add_user(login, f"Petugas {extension}", role, "", queues, extension=extension)
    await records.keep_agent(login, "ready", "", 0.0)
    return login


@asynccontextmanager
async def house(settings: Settings, people: Mapping[int, Sequence[str]], **queues: Mapping[str, object]) -> AsyncIterator[House]:
    """The people of `people` (by extension, with their queues) are at work; no service runs yet."""
    folder = settings.state.parent
    changed = replace(settings, dialog=dialog(folder / "dialog"), floor=floor(folder / "antrean.yaml", **queues))
    async with AsyncExitStack() as stack:
        records = await stack.enter_async_context(Records(changed.records))
        for extension, own in people.items():
            await at_work(records, extension, own)
        yield House(changed, records, folder, stack)


@asynccontextmanager
async def open_house(settings: Settings, people: Mapping[int, Sequence[str]], **queues: Mapping[str, object]) -> AsyncIterator[House]:
    """With the service."""
    async with house(settings, people, **queues) as made, hotline(made.settings) as service:
        made.service = service
        yield made
