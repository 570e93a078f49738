"""Callers who want a person, through whole hotlines: what they hear, and what is stored (docs/handover.md). All at once: three hotlines
with their own PBXs, some twenty telephones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path

import pytest
import pytest_asyncio
from house import QUIET_MS, House, above_4_khz, longest_silence_ms, open_house, until
from persons_cut_off import a_killed_service, a_lost_link
from places import private

from ivr.standing import Status
from telephony.phone import SipPhone

pytestmark = [pytest.mark.calls, pytest.mark.timeout(300), pytest.mark.asyncio(loop_scope="module")]
PEOPLE = {1: ["satu"], 2: ["dua"], 3: ["dua"], 4: ["tiga"], 5: ["empat"], 6: ["lima"], 7: ["lima"], 8: ["enam"], 9: ["sembilan"]}


WIDER = 0.001
"""Share of power above 4.2 kHz; of sound that came by a narrow line it is less than a millionth."""
SAYS_NOTHING = "081200000003"
"""Is asked when to be called, and given the time to answer."""


async def somebody(house: House, extension: int, *, answers: bool = True, codec: str = "alaw") -> SipPhone:
    phone = f"petugas{extension}"
    return await house.desk(extension, house.hotline.phone_password(phone), house.hotline.sip_port, answers=answers, codec=codec)


async def calls(house: House, number: str, case: str = "", codec: str = "alaw") -> SipPhone:
    return await house.caller(number, house.hotline.sip_port, case, codec=codec)


async def who_accepts_has_the_caller_and_can_send_them_back(house: House) -> None:
    """Both with wideband telephones: everything but the music is wider than a narrow line's 4 kHz."""
    agent = await somebody(house, 1, codec="g722")
    caller = await calls(house, "081200000001", "satu", codec="g722")
    assert above_4_khz(caller) > WIDER, "Sapa"
    await house.handover("081200000001", "briefing")
    await until(lambda: len(agent.heard()) > 4 * agent.rate)
    assert above_4_khz(agent) > WIDER, "the briefing"
    story = house.hotline.handovers.in_front_of("p1")
    assert story is not None and story.number == "081200000001"
    agent.press("1")
    row = await house.handover("081200000001", "joined")
    assert row.agent == "p1"
    assert row.rang_at < row.joined_at
    for key in "*700":
        agent.press(key)
        await asyncio.sleep(0.2)
    await house.hears("081200000001", "kembali dengan Sapa")
    await agent.wait_closed(10)
    assert (await house.ended("081200000001")).outcome == "joined"
    assert (standing := house.hotline.agents.standing("p1")) is not None and standing.status is Status.WRAP_UP
    caller.hang_up()


async def who_declines_leaves_the_caller_to_the_next(house: House) -> None:
    agents = {f"p{number}": await somebody(house, number) for number in (2, 3)}
    caller = await calls(house, "081200000002", "dua")
    first = (await house.handover("081200000002", "briefing")).agent
    (second,) = set(agents) - {first}
    agents[first].press("2")
    await until(lambda: house.hotline.handovers.in_front_of(second) is not None)
    assert house.hotline.handovers.in_front_of(first) is None
    async with asyncio.timeout(20):
        while (await house.handover("081200000002", "briefing")).agent != second:
            await asyncio.sleep(0.1)
    agents[second].press("1")
    row = await house.handover("081200000002", "joined")
    assert [(one["agent"], one["result"]) for one in row.attempts] == [(first, "declined"), (second, "joined")]
    agents[second].hang_up()
    await caller.wait_closed(10)


async def nobody_answers_and_the_caller_is_called_back(house: House) -> None:
    await somebody(house, 4, answers=False)
    caller = await calls(house, SAYS_NOTHING, "tiga")
    await house.handover(SAYS_NOTHING, "gave_up")
    await house.hears(SAYS_NOTHING, "telepon kembali")
    caller.press("2")
    await asyncio.sleep(1)
    caller.press("1")  # to this number
    await house.hears(SAYS_NOTHING, "Apakah benar", timeout_s=60)  # twice no moment was said: as soon as possible
    caller.press("1")
    await house.hears(SAYS_NOTHING, "TLP")
    caller.press("2")  # nothing more
    await caller.wait_closed(30)
    (promise,) = await house.records.callbacks_of(SAYS_NOTHING)
    assert (promise.kind, promise.queue, promise.state) == ("callback", "tiga", "open")


async def who_hangs_up_while_waiting_is_listed(house: House) -> None:
    await somebody(house, 5, answers=False)
    caller = await calls(house, "081200000004", "empat")
    await house.handover("081200000004", "ringing")
    await asyncio.sleep(1)
    caller.hang_up()
    row = await house.handover("081200000004", "abandoned")
    async with asyncio.timeout(10):
        while not (missed := await house.records.callbacks_of("081200000004")):
            await asyncio.sleep(0.1)
    assert [(one.kind, one.queue) for one in missed] == [("missed", "empat")]
    assert row.joined_at == ""


async def who_hangs_up_in_the_briefing_leaves_the_caller_to_the_next(house: House) -> None:
    agents = {f"p{number}": await somebody(house, number) for number in (6, 7)}
    caller = await calls(house, "081200000005", "lima")
    first = (await house.handover("081200000005", "briefing")).agent
    (second,) = set(agents) - {first}
    agents[first].hang_up()
    async with asyncio.timeout(20):
        while (await house.handover("081200000005", "briefing")).agent != second:
            await asyncio.sleep(0.1)
    agents[second].press("1")
    row = await house.handover("081200000005", "joined")
    assert [(one["agent"], one["result"]) for one in row.attempts] == [(first, "hung_up"), (second, "joined")]
    caller.hang_up()
    assert (await house.ended("081200000005")).outcome == "joined"


async def a_phone_that_is_not_there_is_told_before_anything_else(house: House) -> None:
    caller = await calls(house, "081200000006", "enam")
    await house.hears("081200000006", "telepon kembali")
    assert await house.records.handovers_of(await house.call_of("081200000006")) == []
    caller.hang_up()


async def a_closed_office_is_told_before_anything_else(house: House) -> None:
    caller = await calls(house, "081200000007", "tujuh")
    await house.hears("081200000007", "tidak melayani", "telepon kembali")
    assert await house.records.handovers_of(await house.call_of("081200000007")) == []
    caller.hang_up()


async def a_holiday_is_told_with_its_name(house: House) -> None:
    caller = await calls(house, "081200000008", "delapan")
    await house.hears("081200000008", "hari uji coba", "telepon kembali")
    caller.hang_up()


async def a_full_queue_is_told_before_anything_else(house: House) -> None:
    await somebody(house, 9, answers=False)
    first = await calls(house, "081200000009", "sembilan")
    await house.handover("081200000009", "ringing")
    second = await calls(house, "081200000010", "sembilan")
    await house.hears("081200000010", "telepon kembali")
    assert await house.records.handovers_of(await house.call_of("081200000010")) == []
    for phone in (first, second):
        phone.hang_up()


CASES: tuple[Callable[[House], Awaitable[None]], ...] = (
    who_accepts_has_the_caller_and_can_send_them_back,
    who_declines_leaves_the_caller_to_the_next,
    nobody_answers_and_the_caller_is_called_back,
    who_hangs_up_while_waiting_is_listed,
    who_hangs_up_in_the_briefing_leaves_the_caller_to_the_next,
    a_phone_that_is_not_there_is_told_before_anything_else,
    a_closed_office_is_told_before_anything_else,
    a_holiday_is_told_with_its_name,
    a_full_queue_is_told_before_anything_else,
)


async def every_way_to_a_person(tmp_path: Path) -> None:
    async with open_house(private(tmp_path), PEOPLE, sembilan={"penuh": 1}, tiga={"dering_detik": 5, "tunggu_detik": 14}) as house:
        results = await asyncio.gather(*(case(house) for case in CASES), return_exceptions=True)
        failures = [f"{case.__name__}: {type(error).__name__}: {error}" for case, error in zip(CASES, results, strict=True) if error]
        assert not failures, "\n".join(failures)
        heard = {name: phone for name, phone in house.phones.items() if name.startswith("08") and name != SAYS_NOTHING}
        assert max(silent := {name: longest_silence_ms(phone) for name, phone in heard.items()}.values()) < QUIET_MS, silent


STORIES = {"every way to a person": every_way_to_a_person, "a lost link": a_lost_link, "a killed service": a_killed_service}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stories(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Mapping[str, asyncio.Task[None]]]:
    """All under way."""
    going = {name: asyncio.create_task(story(tmp_path_factory.mktemp("hotline"))) for name, story in STORIES.items()}
    yield going
    for task in going.values():
        task.cancel()
    await asyncio.gather(*going.values(), return_exceptions=True)


@pytest.mark.parametrize("name", STORIES)
async def test_it_goes_well(stories: Mapping[str, asyncio.Task[None]], name: str) -> None:
    await stories[name]
