"""The client against a small real manager on a loopback socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import pytest
from ami_manager import Manager
from waiting import until

from telephony.ami import client as module
from telephony.ami.actions import Hangup, InjectionError, Ping, Setvar
from telephony.ami.client import AmiClient, AmiError, AmiRefused, AmiUnavailable

WAIT_S = 10.0


class Seen:
    """What the client told its owner."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, str]]] = []
        self.syncs: list[dict[str, bool]] = []
        self.states: list[bool] = []
        self._changed = asyncio.Event()

    def event(self, name: str, headers: dict[str, str]) -> None:
        self.events.append((name, headers))
        self._changed.set()

    def sync(self, channels: Mapping[str, bool]) -> None:
        self.syncs.append(dict(channels))
        self._changed.set()

    def state(self, connected: bool) -> None:
        self.states.append(connected)
        self._changed.set()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(WAIT_S):
            while not true():
                self._changed.clear()
                await self._changed.wait()


@asynccontextmanager
async def connecting(manager: Manager, seen: Seen, secret: str = "rahasia") -> AsyncIterator[AmiClient]:
    client = AmiClient("127.0.0.1", manager.port, "sapa", secret, on_event=seen.event, on_sync=seen.sync, on_state=seen.state)
    running = asyncio.create_task(client.run())
    try:
        yield client
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert not client.connected


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BACKOFF_S", (0.0, 0.01))


@pytest.fixture
async def manager(quick: None) -> AsyncIterator[Manager]:
    manager = Manager()
    await manager.start()
    yield manager
    await manager.stop()


async def test_login_boot_resync_then_ready(manager: Manager) -> None:
    seen = Seen()
    async with connecting(manager, seen) as client:
        await client.wait_ready(WAIT_S)
        assert [a["Action"] for a in manager.seen] == ["Login", "CoreShowChannels"]
        assert seen.syncs == [{"PJSIP/warga-00000001": False}]
        assert (client.epoch, seen.states) == (1, [True])
        response = await client.send(Setvar("PJSIP/warga-00000001", "SAPA_RESULT", "done"))
        assert response.status == "Success"
        assert manager.seen[-1]["Variable"] == "SAPA_RESULT"
    assert seen.states == [True, False]


async def test_events_reach_the_owner(manager: Manager) -> None:
    seen = Seen()
    async with connecting(manager, seen) as client:
        await client.wait_ready(WAIT_S)
        manager.emit("Event: Hangup\r\nChannel: PJSIP/warga-00000001\r\nCause: 16\r\n\r\n")
        await seen.until(lambda: bool(seen.events))
    assert seen.events == [("Hangup", {"Channel": "PJSIP/warga-00000001", "Cause": "16"})]


async def test_a_cut_link_comes_back_under_a_new_epoch(manager: Manager) -> None:
    seen = Seen()
    async with connecting(manager, seen) as client:
        await client.wait_ready(WAIT_S)
        manager.channels = []
        manager.cut()
        await seen.until(lambda: len(seen.syncs) == 2)
        await client.wait_ready(WAIT_S)
        assert seen.syncs[1] == {}
        assert client.epoch == 2
        assert (await client.send(Ping())).keys["Ping"] == "Pong"
    assert seen.states == [True, False, True, False]


async def test_asterisk_may_be_away_and_return(manager: Manager) -> None:
    seen = Seen()
    async with connecting(manager, seen) as client:
        await client.wait_ready(WAIT_S)
        await manager.stop()
        await seen.until(lambda: seen.states == [True, False])
        with pytest.raises(AmiUnavailable):
            await client.send(Ping())
        await manager.start()
        await client.wait_ready(WAIT_S)
        assert client.epoch == 2


async def test_who_waits_when_the_link_is_cut_is_told_at_once(manager: Manager) -> None:
    seen = Seen()
    manager.mute = {"Setvar"}
    async with connecting(manager, seen) as client:
        await client.wait_ready(WAIT_S)
        asking = asyncio.create_task(client.send(Setvar("PJSIP/a", "X", "y"), timeout_s=WAIT_S))
        await until(lambda: manager.seen[-1]["Action"] == "Setvar")
        manager.cut()
        with pytest.raises(AmiUnavailable, match="lost"):
            await asking


async def test_an_unanswered_action_times_out_alone(manager: Manager) -> None:
    seen = Seen()
    manager.mute = {"Setvar"}
    async with connecting(manager, seen) as client:
        await client.wait_ready(WAIT_S)
        with pytest.raises(TimeoutError):
            await client.send(Setvar("PJSIP/a", "X", "y"), timeout_s=0.01)
        assert (await client.send(Ping())).keys["Ping"] == "Pong"


async def test_an_unanswered_ping_ends_the_link(manager: Manager, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PING_EVERY_S", 0.01)
    monkeypatch.setattr(module, "ANSWER_S", 0.2)
    seen = Seen()
    manager.mute = {"Ping"}
    async with connecting(manager, seen) as client:
        await seen.until(lambda: seen.states[:2] == [True, False])
        manager.mute = set()
        await client.wait_ready(WAIT_S)
        assert client.epoch >= 2


async def test_refusals_and_forgeries(manager: Manager) -> None:
    seen = Seen()
    async with connecting(manager, seen) as client:
        await client.wait_ready(WAIT_S)
        with pytest.raises(AmiRefused, match="No such channel"):
            await client.send(Hangup("PJSIP/nobody"))
        sent = len(manager.seen)
        with pytest.raises(InjectionError):
            await client.send(Setvar("PJSIP/a", "X", "y\r\nAction: Originate"))
        await client.send(Ping())
        assert [a["Action"] for a in manager.seen[sent:]] == ["Ping"]
        assert issubclass(AmiRefused, AmiError)


async def test_a_wrong_secret_is_said_and_is_not_in_the_log(manager: Manager, caplog: pytest.LogCaptureFixture) -> None:
    seen = Seen()
    async with connecting(manager, seen, secret="salah-sekali") as client:
        await until(lambda: "Authentication failed" in caplog.text)
        assert not client.connected
    assert "salah-sekali" not in caplog.text


async def test_a_channel_born_while_the_list_is_told_is_alive(manager: Manager) -> None:
    seen = Seen()
    manager.mute = {"CoreShowChannels"}
    async with connecting(manager, seen):
        await until(lambda: bool(manager.seen) and manager.seen[-1]["Action"] == "CoreShowChannels")
        asked = manager.seen[-1]
        manager.emit("Event: UserEvent\r\nChannel: PJSIP/warga-00000002\r\nUserEvent: SapaCall\r\n\r\n")
        manager.emit(manager._answer(asked))
        await seen.until(lambda: bool(seen.syncs))
    assert seen.syncs == [{"PJSIP/warga-00000001": False, "PJSIP/warga-00000002": False}]
