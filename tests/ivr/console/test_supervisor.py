"""The supervisor's page: what it shows to whom, what it tells open pages of, and taking a call over."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from desk_house import CALL, EARLIER, ESCAPED, EVIL, NUMBER, OTHER, Calls, Staff
from visiting import Clock, House, visiting

from ivr.console import pulse
from ivr.handovers import NotYours
from ivr.queue_settings import load_floor
from ivr.records.models import HandoverRow
from ivr.settings import ROOT
from ivr.standing import AgentStanding, LiveCall, QueueStanding, Status
from ivr.voice_health import Rescue
from speech.faults import Fault
from telephony.handoff import Stage

PARTS = ("antrean", "panggilan", "keadaan", "telepon", "suara")
FLOOR = load_floor(ROOT / "configs" / "antrean.yaml")
NOW = datetime.fromtimestamp(Clock()()).astimezone()


def ago(seconds: float) -> str:
    return (NOW - timedelta(seconds=seconds)).isoformat(timespec="milliseconds")


SAPA = LiveCall(CALL, NUMBER, ago(65), "sapa", ago(65), "Status KTP")
WAITING = LiveCall(OTHER, NUMBER, ago(300), "queue", ago(9), "", "petugas", "", Stage.HOLDING)
TALKING = LiveCall(EARLIER, NUMBER, ago(900), "agent", ago(125), "", "petugas", "agen1", Stage.JOINED)


@dataclass
class Floor(Calls):
    """Stands for `ivr.handovers.Handovers`, with calls that are under way."""

    calls: tuple[LiveCall, ...] = ()

    def live(self) -> tuple[LiveCall, ...]:  # type: ignore[override]
        return self.calls

    async def take_over(self, call_id: str, login: str) -> None:
        if self.fails is not None:
            raise self.fails
        self.did.append(("take_over", call_id, login))


def agent(login: str, number: int, **values: object) -> AgentStanding:
    known = AgentStanding(login, login.capitalize(), f"petugas{number}", ("petugas",), Status.READY, "", ago(60), reachable=True)
    return replace(known, **values)


@dataclass
class Room:
    house: House
    staff: Staff
    floor: Floor


@asynccontextmanager
async def room(folder: Path, *calls: LiveCall, announced: bool = True) -> AsyncIterator[Room]:
    lines = (QueueStanding("petugas", "Petugas umum", 1, 291.0, 1, 2, True), QueueStanding("pajak", "Pajak daerah", 0, 0.0, 0, 0, False))
    staff = Staff({who.login: who for who in (agent("agen1", 7, busy=True), agent("pengawas1", 9))}, lines)
    floor = Floor(calls=calls)
    settings = replace(FLOOR, listening_announced=announced)
    async with visiting(folder, agents=staff, handovers=floor, floor=lambda: settings, phone_key="k", websocket_url="") as house:
        yield Room(house, staff, floor)


async def test_it_is_for_supervisors_and_administrators_alone(tmp_path: Path) -> None:
    async with room(tmp_path, SAPA) as here:
        for login in ("agen1", "operator1"):
            visitor = await here.house.visitor(login)
            for path in ("", "/catatan", *(f"/bagian/{part}" for part in PARTS)):
                status, text = await visitor.get(f"/pengawas{path}")
                assert (status, NUMBER[-3:] in text) == (403, False)
            assert (await visitor.post("/pengawas/ambil", panggilan=CALL))[0] == 403
        assert (await (await here.house.visitor()).get("/pengawas")) == (303, "/masuk?ke=/pengawas")
        assert (await (await here.house.visitor("admin1")).get("/pengawas"))[0] == 200
        assert here.floor.did == []


async def test_calls_are_shown_with_hidden_numbers_who_waits_first(tmp_path: Path) -> None:
    secret = LiveCall("00000000-0000-4000-8000-000000000004", "", ago(30), "sapa", ago(30), confidential=True)
    async with room(tmp_path, SAPA, TALKING, secret, WAITING) as here:
        async with here.house.parts.records._changes.begin() as session:
            session.add(handover(300, call_id=OTHER))
        visitor = await here.house.visitor("pengawas1")
        _, page = await visitor.get("/pengawas")
        _, calls = await visitor.get("/pengawas/bagian/panggilan")
    assert NUMBER not in page and "•890" in page
    assert re.findall(r"/panggilan/(\S+)\"", calls) == [OTHER, EARLIER, CALL, secret.call_id]
    assert re.findall(r">(\d+:\d\d|\d+ detik)<", calls) == ["5:00", "2:05", "1:05", "30 detik"], "who waits: since they entered the queue"
    assert "nomor dirahasiakan" in calls and "Status KTP" in calls
    assert re.findall(r'data-kode="([^"]+)"', calls) == ["*317", "*327", "*337"]
    assert re.findall(r'name="panggilan" value="([^"]+)"', calls) == [CALL], "nothing of a confidential call is taken from Sapa unasked"


async def test_nobody_listens_to_a_confidential_call_or_to_themselves(tmp_path: Path) -> None:
    async with room(tmp_path, replace(TALKING, confidential=True), replace(TALKING, call_id=OTHER, agent="pengawas1")) as here:
        _, calls = await (await here.house.visitor("pengawas1")).get("/pengawas/bagian/panggilan")
        assert "data-kode" not in calls
        _, calls = await (await here.house.visitor("admin1")).get("/pengawas/bagian/panggilan")
        assert "*319" in calls and "*317" not in calls


async def test_what_people_wrote_is_shown_as_text(tmp_path: Path) -> None:
    async with room(tmp_path, replace(SAPA, intent=EVIL, number=EVIL)) as here:
        here.staff.at_work["agen1"] = agent("agen1", 7, name=EVIL, status=Status.PAUSED, reason=EVIL)
        await here.house.parts.records.add_callback(CALL, NUMBER, EVIL, queue="petugas", message=EVIL, due_at=1.0)
        await here.house.parts.records.audit(EVIL, "listen", EVIL)
        visitor = await here.house.visitor("pengawas1")
        for path in ("/pengawas", "/pengawas/catatan"):
            _, page = await visitor.get(path)
            assert ESCAPED in page and "<img" not in page.replace('<img src="/static/sapa.svg"', "") and "49" not in page


def handover(entered_ago: float, waited: float = 0.0, outcome: str = "", queue: str = "petugas", call_id: str = "x") -> HandoverRow:
    """Who is `joined` has talked for a minute; without an outcome they still wait."""
    entered, out = ago(entered_ago), ago(entered_ago - waited)
    moments = {"": {}, "joined": {"joined_at": out, "ended_at": ago(entered_ago - waited - 60)}}.get(outcome, {"ended_at": out})
    begun = {"requested_at": entered, "entered_at": entered}
    return HandoverRow(call_id=call_id, queue=queue, reason="requested", stage="holding", outcome=outcome, **begun, **moments)


async def test_queues_with_what_they_achieved_today(tmp_path: Path) -> None:
    async with room(tmp_path, WAITING) as here:
        async with here.house.parts.records._changes.begin() as session:
            waits = [(10, "joined"), (15, "joined"), (50, "joined"), (4, "abandoned"), (40, "abandoned")]
            session.add_all([handover(600, waited, outcome) for waited, outcome in waits])
            session.add_all([handover(600, 100, "gave_up", "pajak"), handover(90_000, 10, "joined")])
        supervisor = await here.house.visitor("pengawas1")
        _, shown = await supervisor.get("/pengawas/bagian/antrean")
        _, numbers = await supervisor.get("/pengawas/bagian/angka")
    cells = [re.sub(r"<[^>]+>|\s+", " ", row).split() for row in re.findall(r"<tr role=\"row\".*?</tr>", shown, re.S)]
    assert " ".join(cells[1]) == "Petugas umum 1 4:51 1 dari 2 50% ! di bawah 80% 25% 25 detik 1:00"
    assert " ".join(cells[2]).startswith("Pajak daerah tutup 0 – tidak ada 0 dari 0 0% ! di bawah 80% 0% –")
    assert re.sub(r"<[^>]+>|\s+", " ", numbers).count("40%") == 1, "of all queues together"


async def test_agents_with_what_they_do_and_since_when(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        here.staff.at_work |= {who.login: who for who in (agent("budi", 3, status=Status.PAUSED, reason="Salat", reachable=False),)}
        here.staff.at_work["pengawas1"] = agent("pengawas1", 9, status=Status.OUT)
        _, shown = await (await here.house.visitor("pengawas1")).get("/pengawas/bagian/keadaan")
    assert "Jeda: Salat" in shown and "Telepon belum terdaftar" in shown and "Telepon dipakai" in shown
    assert "Di luar antrean (1)" in shown and shown.index("Budi") < shown.index("Pengawas1")


async def test_call_backs_that_are_due_and_late(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        records, now = here.house.parts.records, here.house.clock()
        for number, due in enumerate((now - 3600, now - 60, now - 30, now + 600, now + 700)):
            await records.add_callback("a", f"0812345670{number}", "KTP", queue="petugas", due_at=due)
        await records.add_callback("a", "08123456799", "KTP", kind="message", message="tolong", due_at=now - 9999)
        await records.lock_callback((await records.open_callbacks())[-4].ticket, "agen1", now + 60, now)
        _, shown = await (await here.house.visitor("pengawas1")).get("/pengawas/bagian/telepon")
    text = re.sub(r"<[^>]+>|\s+", " ", shown)
    assert "3 sudah waktunya" in " ".join(text.split()) and "1 terlambat" in text and "2 menyusul" in text and "1 pesan" in text
    assert text.count("sedang ditelepon") == 1 and "0812345" not in text and "tolong" not in text


@pytest.mark.parametrize("announced", [True, False])
async def test_whether_listening_is_announced_is_told(tmp_path: Path, announced: bool) -> None:
    async with room(tmp_path, announced=announced) as here:
        _, page = await (await here.house.visitor("admin1")).get("/pengawas")
    assert ("<b>tidak</b> diberi tahu" in page) is not announced


async def test_a_call_is_taken_over_from_sapa_and_audited(tmp_path: Path) -> None:
    async with room(tmp_path, SAPA) as here:
        visitor = await here.house.visitor("pengawas1")
        assert await visitor.post("/pengawas/ambil", panggilan=CALL) == (303, "/meja")
        assert await visitor.post("/pengawas/ambil", panggilan=CALL, script=True) == (200, "")
        assert here.floor.did == [("take_over", CALL, "pengawas1")] * 2
        rows = await here.house.parts.records.audit_rows(2)
        assert [(row.login, row.action, row.about) for row in rows] == [("pengawas1", "ambil_alih", CALL)] * 2


async def test_what_cannot_be_taken_over_is_refused_in_words(tmp_path: Path) -> None:
    async with room(tmp_path, SAPA, WAITING, TALKING) as here:
        visitor = await here.house.visitor("pengawas1")
        assert (await visitor.post("/pengawas/ambil", token="wrong", panggilan=CALL))[0] == 403
        for call_id in (OTHER, EARLIER, "", "unknown"):
            status, text = await visitor.post("/pengawas/ambil", panggilan=call_id, script=True)
            assert (status, text) == (422, "Panggilan ini sudah tidak dilayani Sapa.")
        here.floor.calls = (replace(SAPA, confidential=True),)
        assert (await visitor.post("/pengawas/ambil", panggilan=CALL, script=True))[0] == 422
        here.floor.calls, here.floor.fails = (SAPA,), NotYours()
        assert (await visitor.post("/pengawas/ambil", panggilan=CALL, script=True))[0] == 422
        here.floor.fails = None
        for standing, why in (({"reachable": False}, "belum terdaftar"), ({"busy": True}, "sedang dipakai")):
            here.staff.at_work["pengawas1"] = agent("pengawas1", 9, **standing)
            status, text = await visitor.post("/pengawas/ambil", panggilan=CALL, script=True)
            assert (status, why in text) == (422, True)
        del here.staff.at_work["pengawas1"]
        assert "tidak punya nomor telepon" in (await visitor.post("/pengawas/ambil", panggilan=CALL, script=True))[1]
        assert here.floor.did == []


async def test_open_pages_are_told_once_of_what_changed_and_not_of_every_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "SETTLE_S", 0.0)

    async def settled() -> None:
        for _ in range(3):
            await asyncio.sleep(0)

    async with room(tmp_path, SAPA) as here:
        changed = [watcher for watcher in here.floor.watchers if "Pulse" in watcher.__qualname__]
        with here.house.parts.hub.subscribed("pengawas1", "supervisor") as page:

            async def told() -> list[str]:
                await settled()
                return sorted({event.kind for event in await page.take(0.01)} & {pulse.CALLS, pulse.AGENTS})

            for watcher in changed:
                watcher(CALL)
            assert await told() == ["langsung", "petugas"], "the first time, all"
            for watcher in changed:
                watcher(CALL)
            assert await told() == [], "a word more is no change"
            here.floor.calls = (replace(SAPA, place="queue"),)
            for _ in range(3):
                changed[0](CALL)
            assert await told() == ["langsung"]
            here.staff.becomes("agen1", Status.PAUSED, "Salat")
            assert await told() == ["petugas"]


async def test_the_audit_trail_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.console.supervisor_audit.AT_ONCE", 3)
    async with room(tmp_path) as here:
        records = here.house.parts.records
        visitor = await here.house.visitor("pengawas1")  # which is written down as well
        await records.audit("admin1", "change_user", "agen1")
        for action, about in (("listen", "agen1"), ("ambil_alih", CALL)):
            await records.audit("pengawas1", action, about)
        _, newest = await visitor.get("/pengawas/catatan")
        assert "Mengambil alih panggilan" in newest and f'href="/panggilan/{CALL}"' in newest and "Mendengarkan percakapan" in newest
        (older,) = re.findall(r"\?sebelum=(\d+)", newest)
        _, page = await visitor.get(f"/pengawas/catatan?sebelum={older}")
        assert "Masuk ke konsol" in page and "Mengubah pengguna" not in page and "Lebih lama" not in page
        for odd in ("x", "-1", "9" * 40, "²"):
            assert (await visitor.get(f"/pengawas/catatan?sebelum={odd}"))[1] == newest


async def test_who_speaks_is_shown_as_speaking(tmp_path: Path) -> None:
    async with room(tmp_path, replace(TALKING, stage=Stage.JOINED)) as here:
        _, shown = await (await here.house.visitor("pengawas1")).get("/pengawas/bagian/keadaan")
    speaking = shown[shown.index("Agen1") :].split("</li>")[0]
    assert "Sedang berbicara" in speaking and "Siap menerima" not in speaking


async def test_queues_where_nothing_happens_are_folded_away(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        _, shown = await (await here.house.visitor("pengawas1")).get("/pengawas/bagian/antrean")
    table, quiet = shown.split("awasan-sepi", 1)
    assert "Petugas umum" in table and "Pajak daerah" not in table
    assert "1 antrean sepi" in quiet and "Pajak daerah" in quiet


async def test_how_the_voice_is_can_be_seen_by_supervisors_and_by_machines(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        health, works = here.house.parts.voice, [True, True]
        health.voices = lambda: [("kokoro:jm_kumo", works[0]), ("espeak:<b>", works[1])]
        visitor, machine = await here.house.visitor("pengawas1"), await here.house.visitor()
        assert "Belum pernah gagal" in (await visitor.get("/pengawas/bagian/suara"))[1]
        assert (await machine.get("/sehat"))[0] == 200
        health.fell("kokoro:jm_kumo", Fault.NAN)
        health.rescued(Rescue.FALLBACK)
        health.prepared(10, 900)
        works[0] = False
        _, text = await visitor.get("/pengawas/bagian/suara")
        assert all(words in text for words in ("keluaran rusak", "diganti suara cadangan", "tidak dipakai dulu", "10</b> dari 900"))
        assert "<b>&" not in text and "espeak:&lt;b&gt;" in text
        works[1] = False
        assert "hanya rekaman" in (await visitor.get("/pengawas/bagian/suara"))[1]
        status, told = await machine.get("/sehat")
        assert (status, json.loads(told)["voice"]["faults"]) == (503, {"kokoro:jm_kumo: nan": 1})
