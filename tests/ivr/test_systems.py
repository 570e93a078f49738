"""Whole dialogs by keyboard with everything behind them: the shipped services and connectors, the records, the outbox, the demonstration
government."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from dialog.effects import Lookup
from dialog.events import LookupDone, LookupFailed
from dialog.schema import Flows
from dialog.state import YES_NO, Phase
from ivr.chat import Chat
from ivr.government.server import DemonstrationGovernment
from ivr.records.store import Records
from ivr.settings import load_settings
from ivr.systems import systems

NIP = "198507122010012003"
REPORT = {"apa": "tiang listrik miring", "lokasi": "jalan Kartini dekat balai kota", "sejak": "kemarin", "anonim": "tanpa nama"}
MOST_STEPS = 20


@dataclass
class Office:
    chat: Chat
    records: Records
    government: DemonstrationGovernment
    said: list[str]

    async def wants(self, wish: str, answers: Mapping[str, str]) -> None:
        """Says `wish`, agrees to everything, and answers each slot's question, until the wish is dealt with."""
        self.said += await self.chat.typed(wish)
        for _ in range(MOST_STEPS):
            state = self.chat.state
            if state.phase in (Phase.MORE, Phase.OFFER_SMS, Phase.OFFER_PERSON) or self.chat.over:
                return
            code = re.search(r"\d{6}", self.sms[-1]) if state.phase is Phase.CODE else None
            text = "ya" if state.phase in YES_NO else f"#{code[0]}" if code else answers[state.slot]
            self.said += await self.chat.typed(text)

    @property
    def sms(self) -> list[str]:
        return [filed.fields["isi"] for filed in self.government.filed("sms.kirim")]


@asynccontextmanager
async def office(flows: Flows, folder: Path) -> AsyncIterator[Office]:
    settings = replace(load_settings(), state=folder, records=str(folder / "records.db"))
    async with Records(settings.records) as records, systems(settings, records) as (lookups, government):

        async def answer(lookup: Lookup) -> LookupDone | LookupFailed:
            return await lookups.run("call", lookup)

        assert government is not None
        chat = Chat(flows, answer)
        yield Office(chat, records, government, await chat.begin())


async def test_a_code_by_sms_opens_a_personal_answer(shipped: Flows, tmp_path: Path) -> None:
    async with office(shipped, tmp_path) as here:
        await here.wants("kenaikan gaji berkala saya bagaimana", {"nip": f"#{NIP}"})
        assert here.chat.state.phase is Phase.MORE, here.said
        assert here.chat.state.verified
        assert len(here.sms) == 1
        assert "gaji berkala" in here.said[-2]


async def test_what_is_filed_while_the_system_is_down_arrives_later_and_once(shipped: Flows, tmp_path: Path) -> None:
    async with office(shipped, tmp_path) as here:
        here.government.fault("pengaduan", "down")
        await here.wants("mau lapor tiang listrik miring", {**REPORT, "kategori": "lainnya"})
        ticket = here.chat.state.ticket
        assert ticket
        assert any(ticket in line for line in here.said), "the caller hears the number"
        assert [row.number for row in await here.records.unsent()] == [ticket]
        assert here.government.filed("pengaduan.lapor") == []
        here.government.fault("pengaduan", "none")
        async with asyncio.timeout(20):
            while await here.records.unsent():
                await asyncio.sleep(0.05)
        (filed,) = here.government.filed("pengaduan.lapor")
        assert filed.ticket == ticket
        assert filed.fields["lokasi"]


async def test_a_system_that_is_down_is_told_and_a_person_offered(shipped: Flows, tmp_path: Path) -> None:
    async with office(shipped, tmp_path) as here:
        here.government.fault("perizinan", "down")
        await here.wants("cek status permohonan izin", {"tiket": "i zet en dua enam satu nol tujuh nol dua dua satu"})
        assert here.chat.state.phase is Phase.OFFER_PERSON
        assert shipped.prompts.lookup_failed in here.said
