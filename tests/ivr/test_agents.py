"""Agents sign on, pause, write and go; the PBX's queues follow, through lost links and restarts of either side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from app_queue import AppQueue
from virtual_time import run_virtually
from waiting import until

from dialog.calendar import Calendar, Calendars
from ivr.agents import Agents, UnknownAgent
from ivr.queue_settings import Floor, QueueSettings
from ivr.records.database import RecordsError
from ivr.records.models import AgentRow, UserRow
from ivr.records.store import Records
from ivr.standing import Finding, Status
from telephony.ami.actions import QueueAdd, QueuePause, QueueRemove, QueueStatus

WIB = timezone(timedelta(hours=7))
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=WIB)
QUEUES = ("petugas", "pajak", "jawa")
SITI, BUDI = "Local/petugas1@sapa-agent/n", "Local/petugas2@sapa-agent/n"
FLOOR = Floor("petugas", {name: QueueSettings(name, name.title(), max_waiting=2) for name in QUEUES}, ("Istirahat", "Salat"), {}, {}, {})


def user(login: str, extension: int | None, *queues: str, active: bool = True) -> UserRow:
    return UserRow(
        login=login, name=login.title(), role="agent", password="", extension=extension, queues=list(queues), active=active, created_at=""
    )


class Memory:
    """The records, in memory; by the loop's clock."""

    def __init__(self, *people: UserRow) -> None:
        self.people, self.rows = list(people), dict[str, AgentRow]()
        self.broken = False
        self.meanwhile: Callable[[], None] = lambda: None
        """Happens while a state is written down."""

    async def users(self) -> list[UserRow]:
        return self.people

    async def agents(self) -> list[AgentRow]:
        return list(self.rows.values())

    async def keep_agent(self, login: str, status: str, reason: str, until_s: float) -> AgentRow:
        await asyncio.sleep(0)
        self.meanwhile()
        if self.broken:
            raise RecordsError("the records hold no more")
        row = AgentRow(login=login, status=str(status), reason=reason, since=clock().isoformat(), until_s=until_s)
        self.rows[login] = row
        return row


def clock() -> datetime:
    return MONDAY + timedelta(seconds=asyncio.get_running_loop().time())


class Floors:
    """Agents at work, with their records and their PBX."""

    def __init__(self, calendars: Calendars | None = None) -> None:
        self.records = Memory(user("siti", 1, "pajak", "petugas"), user("budi", 2, "petugas", "tidak_ada"), user("rini", None, "pajak"))
        self.pbx = AppQueue(*QUEUES)
        self.floor, self.calendars, self.changes = FLOOR, calendars, 0
        self.agents = self.start()

    def start(self) -> Agents:
        """A new service on the same records and PBX."""
        self.agents = Agents(self.records, lambda: self.floor, lambda: self.calendars, clock)
        self.agents.watch(self.changed)
        self.pbx.event = self.agents.event
        return self.agents

    def changed(self) -> None:
        self.changes += 1

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Agents]:
        await self.agents.load()
        task = asyncio.create_task(self.agents.run())
        try:
            yield self.agents
        finally:
            task.cancel()
            await asyncio.wait([task])


def virtually(main: Callable[[Floors], Awaitable[None]]) -> None:
    async def whole() -> None:
        await main(Floors())

    run_virtually(whole())


async def settled() -> None:
    """All that needs no time has happened."""
    await asyncio.sleep(0.001)


def test_a_person_signs_on_and_is_rung_for_their_queues_in_their_order() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await agents.sign_on("budi")
            await settled()
            assert floors.pbx.summary() == {("pajak", "siti"): "0", ("petugas", "siti"): "1", ("petugas", "budi"): "0"}
            assert floors.pbx.members["pajak", SITI]["StateInterface"] == "hint:petugas1@sapa-phones"
            await agents.sign_off("siti")
            await settled()
            assert floors.pbx.summary() == {("petugas", "budi"): "0"}
            assert floors.records.rows["siti"].status == "out"

    virtually(main)


def test_a_break_is_one_action_for_all_queues_and_ends_with_ready() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await settled()
            floors.pbx.seen.clear()
            await agents.pause("siti", "  Salat\r\nAction: Originate ")
            await settled()
            assert floors.pbx.seen == [QueuePause(SITI, True, "Salat Action: Originate")]
            standing = agents.standing("siti")
            assert standing is not None
            assert (standing.status, standing.reason) == (Status.PAUSED, "Salat Action: Originate")
            await agents.sign_on("siti")
            assert agents.standing("siti") == standing, "at work already"
            await agents.ready("siti")
            await settled()
            assert floors.pbx.seen[1:] == [QueuePause(SITI, False)]
            await agents.pause("siti", "panjang é " * 30)
            await settled()
            assert len(floors.pbx.members["pajak", SITI]["PausedReason"].encode()) <= 72

    virtually(main)


def test_wrap_up_ends_by_itself_or_by_ready() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await agents.wrap_up("siti", "pajak")
            await settled()
            assert floors.pbx.summary()["pajak", "siti"] == "0 mencatat"
            await asyncio.sleep(29.9)
            assert floors.pbx.summary()["pajak", "siti"] == "0 mencatat"
            await asyncio.sleep(0.2)
            assert floors.pbx.summary()["pajak", "siti"] == "0"
            await agents.wrap_up("siti", "pajak")
            await settled()
            await agents.ready("siti")
            await settled()
            assert floors.pbx.summary()["pajak", "siti"] == "0"
            await agents.pause("siti", "Salat")
            await agents.wrap_up("siti", "pajak")
            assert floors.records.rows["siti"].status == "paused", "a break that began during the call goes on"

    virtually(main)


def test_no_wrap_up_where_the_queue_has_none() -> None:
    async def main(floors: Floors) -> None:
        floors.floor = replace(FLOOR, queues={"petugas": QueueSettings("petugas", "Petugas", wrap_up_s=0)})
        async with floors.running() as agents:
            await agents.sign_on("siti")
            await agents.wrap_up("siti", "petugas")
            assert floors.records.rows["siti"].status == "ready"

    virtually(main)


def test_who_lets_the_phone_ring_in_vain_is_on_a_break_in_our_records_too() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await settled()
            floors.pbx.pause(SITI, True, "Auto-Pause", queue="petugas", at=str(clock().timestamp()))
            await settled()
            assert (floors.records.rows["siti"].status, floors.records.rows["siti"].reason) == ("paused", "tidak menjawab")
            assert floors.pbx.summary() == {("pajak", "siti"): "0 tidak menjawab", ("petugas", "siti"): "1 tidak menjawab"}
            await agents.ready("siti")
            await settled()
            assert floors.pbx.summary() == {("pajak", "siti"): "0", ("petugas", "siti"): "1"}

    virtually(main)


def test_two_who_miss_calls_at_once_are_both_left_alone() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await agents.sign_on("budi")
            await settled()

            def miss(interface: str) -> None:
                floors.records.meanwhile = lambda: None
                floors.pbx.pause(interface, True, "Auto-Pause", at=str(clock().timestamp()))

            floors.records.meanwhile = lambda: miss(BUDI)
            floors.pbx.pause(SITI, True, "Auto-Pause", at=str(clock().timestamp()))
            await settled()
            assert {row.reason for row in floors.records.rows.values()} == {"tidak menjawab"}
            assert QueuePause(BUDI, False) not in floors.pbx.seen

    virtually(main)


@pytest.mark.parametrize(("later_s", "restarted", "status"), [(5, False, "paused"), (-5, False, "ready"), (5, True, "ready")])
def test_a_call_missed_while_the_link_was_lost_counts_unless_they_may_have_said_ready_since(
    later_s: int, restarted: bool, status: str
) -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await settled()
            agents.link(None)
            floors.pbx.event = lambda name, headers: None
            at = str(int(clock().timestamp()) + later_s)
            floors.pbx.pause(SITI, True, "Auto-Pause", at=at)
            for member in floors.pbx.members.values():
                member["LoginTime"] = at if restarted else "0"  # as app_queue has it of members that it kept over a restart
            floors.pbx.event = agents.event
            agents.link(floors.pbx.send)
            await settled()
            assert floors.records.rows["siti"].status == status
            assert (QueuePause(SITI, False) in floors.pbx.seen) == (status == "ready"), "who is not there is not rung even for a moment"
            assert floors.pbx.summary()["pajak", "siti"] == ("0 tidak menjawab" if status == "paused" else "0")

    virtually(main)


def test_what_is_said_while_the_link_is_lost_holds_when_it_is_back() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await settled()
            agents.link(None)
            await agents.pause("siti", "Salat")
            await agents.sign_on("budi")
            await settled()
            assert agents.find("petugas").finding is Finding.UNKNOWN
            agents.link(floors.pbx.send)
            await settled()
            assert floors.pbx.summary() == {("pajak", "siti"): "0 Salat", ("petugas", "siti"): "1 Salat", ("petugas", "budi"): "0"}

    virtually(main)


def test_a_restart_of_the_pbx_brings_all_members_back() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await agents.pause("budi", "Istirahat")
            await settled()
            before = floors.pbx.summary()
            agents.link(None)
            floors.pbx.members.clear()
            agents.link(floors.pbx.send)
            await settled()
            assert floors.pbx.summary() == before == {("pajak", "siti"): "0", ("petugas", "siti"): "1", ("petugas", "budi"): "0 Istirahat"}

    virtually(main)


def test_a_restart_of_the_service_leaves_members_alone_and_ends_wrap_up_in_time() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await agents.pause("budi", "Salat")
            await agents.wrap_up("siti", "pajak")
            await settled()
        before = floors.pbx.summary()
        await asyncio.sleep(10)
        floors.start()
        async with floors.running() as agents:
            floors.pbx.seen.clear()
            agents.link(floors.pbx.send)
            await settled()
            assert floors.pbx.summary() == before
            assert [action.name for action in floors.pbx.seen] == ["QueueStatus", "ExtensionStateList"]
            await asyncio.sleep(20)
            assert floors.pbx.summary()["pajak", "siti"] == "0"
        await agents.wrap_up("siti", "pajak")
        await asyncio.sleep(100)
        floors.start()
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await settled()
            assert floors.records.rows["siti"].status == "ready", "its end passed while the service was away"

    virtually(main)


def test_state_is_really_in_the_records(tmp_path: Path) -> None:
    async def main() -> None:
        url, pbx = str(tmp_path / "records.db"), AppQueue(*QUEUES)
        for again in (False, True):
            async with Records(url) as records:
                agents = Agents(records, lambda: FLOOR, lambda: None, lambda: datetime.now().astimezone())
                pbx.event = agents.event
                if not again:
                    await records.add_user("siti", "Siti", "agent", "$argon2id$x", ["pajak"])
                await agents.load()
                running = asyncio.create_task(agents.run())
                agents.link(pbx.send)
                if not again:
                    await agents.pause("siti", "Salat")
                await until(lambda: pbx.summary() == {("pajak", "siti"): "0 Salat"})
                standing = agents.standing("siti")
                assert standing is not None
                assert (standing.status, standing.reason, standing.phone) == (Status.PAUSED, "Salat", "petugas1")
                running.cancel()
                await asyncio.wait([running])
            pbx.members.clear()

    asyncio.run(main())


def test_members_that_nobody_knows_are_removed_and_those_of_the_configuration_stay() -> None:
    async def main(floors: Floors) -> None:
        await floors.pbx.send(QueueAdd("petugas", "Local/petugas9@sapa-agent/n", "hantu", "hint:petugas9@sapa-phones"))
        await floors.pbx.send(QueueAdd("petugas", SITI, "nama_lama", "hint:petugas1@sapa-phones", penalty=5))
        await floors.pbx.send(QueueAdd("jawa", "PJSIP/meja", "tetap", "PJSIP/meja"))
        floors.pbx.members["jawa", "PJSIP/meja"]["Membership"] = "static"
        floors.pbx.queues = (*QUEUES, "milik_orang_lain")
        await floors.pbx.send(QueueAdd("milik_orang_lain", "PJSIP/lain", "lain", "PJSIP/lain"))
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await settled()
            assert floors.pbx.summary() == {
                ("jawa", "tetap"): "0",
                ("milik_orang_lain", "lain"): "0",
                ("pajak", "siti"): "0",
                ("petugas", "siti"): "1",
            }

    virtually(main)


def test_users_that_change_change_the_queues() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await agents.sign_on("budi")
            await settled()
            floors.records.people = [user("siti", 1, "petugas", "jawa"), user("budi", 2, "petugas", active=False)]
            await agents.load()
            await settled()
            assert floors.pbx.summary() == {("petugas", "siti"): "0", ("jawa", "siti"): "1"}
            assert floors.records.rows["budi"].status == "out", "who comes back is not at work at once"
            with pytest.raises(UnknownAgent):
                await agents.ready("budi")

    virtually(main)


def test_what_is_refused_is_tried_again_and_keeps_nobody_else() -> None:
    async def main(floors: Floors) -> None:
        floors.floor = replace(FLOOR, queues={**FLOOR.queues, "tidak_ada": QueueSettings("tidak_ada", "Tidak ada")})
        floors.records.people = [user("budi", 2, "tidak_ada", "petugas"), user("siti", 1, "pajak")]
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("budi")
            await agents.sign_on("siti")
            await settled()
            assert floors.pbx.summary() == {("petugas", "budi"): "1", ("pajak", "siti"): "0"}
            tries = len(floors.pbx.seen)
            for _ in range(50):
                floors.pbx.ring("petugas1", "2")
                floors.pbx.ring("petugas1", "0")
                await settled()
            assert len(floors.pbx.seen) == tries, "not with everything that happens"
            floors.pbx.queues = (*QUEUES, "tidak_ada")
            await asyncio.sleep(15.1)
            assert floors.pbx.summary()["tidak_ada", "budi"] == "0"

    virtually(main)


def test_an_unanswered_action_does_not_lose_the_state() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await settled()
            floors.pbx.mute = {"QueueAdd"}
            await agents.sign_on("budi")
            assert floors.records.rows["budi"].status == "ready"
            await asyncio.sleep(5)
            floors.pbx.mute = set()
            await agents.pause("budi", "Salat")
            await settled()
            assert floors.pbx.summary() == {("petugas", "budi"): "0 Salat"}

    virtually(main)


def test_a_pbx_that_does_not_tell_its_queues_is_asked_again() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            floors.pbx.refused = {"QueueStatus"}
            agents.link(floors.pbx.send)
            await agents.sign_on("budi")
            await settled()
            assert agents.find("petugas").finding is Finding.UNKNOWN
            assert floors.pbx.seen == [QueueStatus()]
            floors.pbx.refused = {"ExtensionStateList"}
            await asyncio.sleep(15.1)
            assert floors.pbx.summary() == {("petugas", "budi"): "0"}

    virtually(main)


def test_a_link_lost_in_the_midst_of_the_work_is_no_failure() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            floors.pbx.mute = {"QueueAdd"}
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await settled()
            other = AppQueue(*QUEUES)
            other.event = agents.event
            agents.link(None)
            floors.pbx.down = True
            agents.link(other.send)
            await asyncio.sleep(4.1)
            assert other.summary() == {("pajak", "siti"): "0", ("petugas", "siti"): "1"}

    virtually(main)


def test_a_list_that_never_ends_keeps_nobody_from_the_next_link() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            floors.pbx.silent, send = True, floors.pbx.send
            agents.link(send)
            await agents.sign_on("budi")
            await settled()
            floors.pbx.silent = False
            agents.link(None)
            agents.link(send)
            await settled()
            assert floors.pbx.summary() == {("petugas", "budi"): "0"}
            assert agents.find("petugas").finding is Finding.NOBODY, "known, and nobody's telephone is there"
            floors.pbx.silent = True
            agents.link(floors.pbx.send)
            await asyncio.sleep(11)
            assert agents.find("petugas").finding is Finding.UNKNOWN
            floors.pbx.silent = False
            await asyncio.sleep(15)
            assert agents.find("petugas").finding is Finding.NOBODY

    virtually(main)


def test_members_taken_away_by_hand_are_put_back() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("budi")
            await settled()
            await floors.pbx.send(QueueRemove("petugas", BUDI))
            await settled()
            assert floors.pbx.summary() == {("petugas", "budi"): "0"}
            floors.pbx.pause(BUDI, True, "seseorang di konsol")
            await settled()
            assert floors.pbx.summary() == {("petugas", "budi"): "0"}

    virtually(main)


def test_what_cannot_be_recorded_does_not_hold() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            agents.link(floors.pbx.send)
            await agents.sign_on("siti")
            await settled()
            floors.records.broken = True
            with pytest.raises(RecordsError):
                await agents.pause("siti", "Salat")
            assert agents.standings()[0].status is Status.READY
            floors.pbx.pause(SITI, True, "Auto-Pause", at=str(clock().timestamp()))
            await settled()
            assert floors.pbx.summary()["pajak", "siti"] == "0 Auto-Pause", "who is not there is not rung because the records are away"
            floors.records.broken = False
            await asyncio.sleep(15.1)
            assert floors.records.rows["siti"].reason == "tidak menjawab"

    virtually(main)


def test_telephones_and_standings() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            assert [agents.login_of(phone) for phone in ("petugas1", "petugas1w", "petugas9", "", "w")] == [
                "siti",
                "siti",
                None,
                None,
                None,
            ]
            assert (agents.phone_of("budi"), agents.phone_of("rini"), agents.phone_of("x")) == ("petugas2", None, None)
            assert agents.standing("rini") is None
            assert [standing.login for standing in agents.standings()] == ["siti", "budi"]
            floors.pbx.phones = {"petugas1": "0", "petugas2": "4"}
            agents.link(floors.pbx.send)
            await settled()
            assert [(s.reachable, s.busy) for s in agents.standings()] == [(True, False), (False, False)]
            changes = floors.changes
            floors.pbx.ring("petugas1", "2")
            assert [(s.reachable, s.busy) for s in agents.standings()] == [(True, True), (False, False)]
            assert floors.changes > changes
            agents.link(None)
            assert [(s.reachable, s.busy) for s in agents.standings()] == [(False, False), (False, False)]
            with pytest.raises(UnknownAgent):
                await agents.sign_on("tidak_ada")

    virtually(main)


def join(unique: str, queue: str = "petugas") -> tuple[str, dict[str, str]]:
    return "QueueCallerJoin", {"Queue": queue, "Uniqueid": unique}


def test_how_a_caller_stands() -> None:
    async def main(floors: Floors) -> None:
        async with floors.running() as agents:
            floors.pbx.phones = {"petugas1": "0", "petugas2": "4"}
            agents.link(floors.pbx.send)
            await settled()
            assert agents.find("petugas").finding is Finding.NOBODY
            await agents.sign_on("budi")
            await settled()
            assert agents.find("petugas").finding is Finding.NOBODY, "signed on without a telephone"
            await agents.sign_on("siti")
            await settled()
            assert agents.find("petugas").finding is agents.find("").finding is agents.find("tidak_ada").finding is Finding.FREE
            assert agents.find("jawa").finding is Finding.NOBODY
            floors.pbx.ring("petugas2", "0")
            agents.event(*join("1.0"))
            agents.event("AgentCalled", {"Queue": "petugas", "Uniqueid": "1.0", "Interface": SITI})
            floors.pbx.ring("petugas1", "2")
            assert agents.find("petugas").finding is Finding.FREE, "the one who is briefed takes nobody else's agent"
            floors.pbx.ring("petugas2", "2")
            found = agents.find("petugas")
            assert (found.finding, found.position, found.wait_s) == (Finding.BUSY, 2, 120), "(180 + 30) s with two agents"
            agents.event(*join("2.0"))
            assert agents.find("petugas").finding is Finding.FULL
            standing = agents.queues()[0]
            assert (standing.name, standing.waiting, standing.ready, standing.logged_in, standing.open) == ("petugas", 2, 2, 2, True)
            for unique in ("1.0", "2.0"):
                agents.event("QueueCallerLeave", {"Queue": "petugas", "Uniqueid": unique})
            await agents.pause("budi", "Salat")
            await agents.wrap_up("siti", "petugas")
            await settled()
            found = agents.find("petugas")
            assert (found.finding, found.position, found.wait_s) == (Finding.BUSY, 1, 210), "who writes comes back soon"
            await agents.pause("siti", "Salat")
            await settled()
            assert agents.find("petugas").finding is Finding.NOBODY, "all are on a break"

    virtually(main)


def test_a_closed_office_says_when_it_opens_with_or_without_the_pbx() -> None:
    office = Calendar(week={day: ((8 * 60, 15 * 60),) for day in range(5)})
    late = Calendar(week={day: ((8 * 60, 22 * 60),) for day in range(7)})

    async def main(floors: Floors) -> None:
        floors.calendars = Calendars(office, {"malam": late})
        floors.floor = replace(FLOOR, queues={**FLOOR.queues, "pajak": QueueSettings("pajak", "Pajak", calendar="malam")})
        async with floors.running() as agents:
            assert agents.find("petugas").finding is Finding.UNKNOWN
            await asyncio.sleep(7 * 3600)
            found = agents.find("petugas")
            assert (found.finding, found.opens) == (Finding.CLOSED, "2026-12-01T08:00+07:00")
            assert agents.find("pajak").finding is Finding.UNKNOWN
            assert [standing.open for standing in agents.queues()] == [False, True, False]
            agents.link(floors.pbx.send)
            await settled()
            found = agents.find("pajak")
            assert (found.finding, found.opens) == (Finding.NOBODY, "2026-12-01T08:00+07:00")

    virtually(main)
