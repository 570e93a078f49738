"""Retries, breaker, cache, turns and deadlines, in virtual time: a real server, and seconds that pass when nothing else happens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from agency import Agency, cut, never
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st
from virtual_time import run_virtually

from dialog.load import ConfigError
from ivr.backends.breaker import Breaker
from ivr.backends.cache import Cache
from ivr.backends.connectors import Connectors
from ivr.backends.errors import BackendTimeout, BackendUnavailable, NoAnswer, NotFound
from ivr.backends.load import load_backends
from ivr.backends.schema import System

NIK = {"nik": "3273014107892415"}
SARI = {"nama": "Sari"}
READ = "{takes: [nik], returns: [nama], retries: 0}"


def virtually(
    folder: Path, answers: list[object], body: Callable[[Agency, Connectors], Awaitable[None]], operation: str = READ, more: str = ""
) -> None:
    async def main() -> None:
        async with Agency(answers) as agency, agency.connectors(folder, operation, more) as connectors:
            await body(agency, connectors)

    run_virtually(main())


async def ask(connectors: Connectors) -> str:
    """The name, or the reason why there is none."""
    try:
        return (await connectors.call("uji.satu", NIK))["nama"]
    except NoAnswer as error:
        return error.reason


@pytest.mark.parametrize("trouble", [503, 500, 429, cut])
def test_a_reading_is_tried_again(tmp_path: Path, trouble: object) -> None:
    async def body(agency: Agency, connectors: Connectors) -> None:
        assert await ask(connectors) == "Sari"
        assert len(agency.asked) == 3

    virtually(tmp_path, [trouble, trouble, SARI], body, READ.replace("0", "2"))


def test_it_is_tried_no_more_often_than_declared(tmp_path: Path) -> None:
    async def body(agency: Agency, connectors: Connectors) -> None:
        assert await ask(connectors) == "unavailable"
        assert len(agency.asked) == 3

    virtually(tmp_path, [503], body, READ.replace("0", "2"))


@pytest.mark.parametrize("answer", [404, 422, 400, 401, {"nama": []}])
def test_what_another_try_would_not_change_is_not_tried_again(tmp_path: Path, answer: object) -> None:
    async def body(agency: Agency, connectors: Connectors) -> None:
        await ask(connectors)
        assert len(agency.asked) == 1

    virtually(tmp_path, [answer, SARI], body, READ.replace("0", "3"))


def test_a_write_is_sent_once(tmp_path: Path) -> None:
    async def body(agency: Agency, connectors: Connectors) -> None:
        with pytest.raises(BackendUnavailable):
            await connectors.call("uji.satu", NIK, key="k")
        assert len(agency.asked) == 1

    virtually(tmp_path, [cut, {}], body, "{takes: [nik], write: true}")


def test_the_time_bounds_everything_together(tmp_path: Path) -> None:
    """Slow tries, the pauses and the tries after them end within timeout_ms."""

    async def body(agency: Agency, connectors: Connectors) -> None:
        began = asyncio.get_running_loop().time()
        with pytest.raises(BackendTimeout):
            await connectors.call("uji.satu", NIK)
        assert asyncio.get_running_loop().time() - began <= 1.5 + 1e-6

    async def slowly(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.7)
        return web.json_response({}, status=503)

    virtually(tmp_path, [slowly, never], body, READ.replace("0", "5, timeout_ms: 1500"))


def test_a_system_that_fails_is_left_alone_and_then_tried_once(tmp_path: Path) -> None:
    async def body(agency: Agency, connectors: Connectors) -> None:
        for _ in range(5):
            assert await ask(connectors) == "unavailable"
        assert len(agency.asked) == 3
        await asyncio.sleep(10.1)
        assert await ask(connectors) == "unavailable"
        assert await ask(connectors) == "unavailable"
        assert len(agency.asked) == 4, "one try, which failed"
        agency.answers = [SARI]
        await asyncio.sleep(10.1)
        assert [await ask(connectors), await ask(connectors)] == ["Sari", "Sari"]

    virtually(tmp_path, [500], body, more="breaker: {failures: 3, rest_s: 10}")


def test_while_it_is_tried_nobody_else_is_sent_there(tmp_path: Path) -> None:
    async def body(agency: Agency, connectors: Connectors) -> None:
        await ask(connectors)
        await asyncio.sleep(10.1)
        assert sorted(await asyncio.gather(*(ask(connectors) for _ in range(4)))) == ["timeout", *["unavailable"] * 3]
        assert len(agency.asked) == 2

    virtually(tmp_path, [500, never], body, more="breaker: {failures: 1, rest_s: 10}")


def test_answers_that_say_no_are_answers(tmp_path: Path) -> None:
    async def body(agency: Agency, connectors: Connectors) -> None:
        for _ in range(4):
            with pytest.raises(NotFound):
                await connectors.call("uji.satu", NIK)
        assert len(agency.asked) == 4

    virtually(tmp_path, [404], body, more="breaker: {failures: 1, rest_s: 10}")


def test_a_caller_who_hangs_up_decides_nothing_and_gives_the_turn_back(tmp_path: Path) -> None:
    async def body(agency: Agency, connectors: Connectors) -> None:
        await ask(connectors)
        await asyncio.sleep(10.1)
        leaving = asyncio.create_task(ask(connectors))
        while len(agency.asked) < 2:
            await asyncio.sleep(0.001)
        leaving.cancel()
        with suppress(asyncio.CancelledError):
            await leaving
        agency.answers = [SARI]
        assert await ask(connectors) == "Sari"

    virtually(tmp_path, [500, never], body, more="breaker: {failures: 1, rest_s: 10}\nconcurrency: 1")


def test_an_answer_is_kept_for_its_age_and_a_failure_is_not(tmp_path: Path) -> None:
    async def body(agency: Agency, connectors: Connectors) -> None:
        assert await ask(connectors) == "unavailable"
        assert await ask(connectors) == "Sari"
        await asyncio.sleep(59)
        assert await ask(connectors) == "Sari"
        assert await connectors.call("uji.satu", {"nik": "0"}) == {"nama": "Budi"}
        await asyncio.sleep(1.5)
        assert await ask(connectors) == "Budi"

    virtually(tmp_path, [500, SARI, {"nama": "Budi"}], body, READ.replace("0", "0, cache_s: 60"))


def test_only_so_many_are_asked_at_once_and_only_so_many_wait(tmp_path: Path) -> None:
    async def slowly(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(1)
        return web.json_response(SARI)

    async def body(agency: Agency, connectors: Connectors) -> None:
        found = await asyncio.gather(*(ask(connectors) for _ in range(7)))
        assert sorted(found) == ["Sari"] * 5 + ["unavailable"] * 2
        assert agency.most_at_once == 2
        assert await ask(connectors) == "Sari"

    virtually(tmp_path, [slowly], body, more="concurrency: 2\nwaiting: 3")


def test_a_turn_that_does_not_come_is_a_timeout(tmp_path: Path) -> None:
    async def body(agency: Agency, connectors: Connectors) -> None:
        assert await asyncio.gather(ask(connectors), ask(connectors)) == ["timeout", "timeout"]
        assert len(agency.asked) == 1

    virtually(tmp_path, [never], body, more="concurrency: 1")


def test_the_cache_forgets_by_itself_and_is_bounded() -> None:
    async def main() -> None:
        cache = Cache(60, most=3)
        for n in range(5):
            cache.put({"nik": str(n)}, {"nama": str(n)})
            await asyncio.sleep(1)
        assert [cache.get({"nik": str(n)}) for n in range(5)] == [None, None, {"nama": "2"}, {"nama": "3"}, {"nama": "4"}]
        await asyncio.sleep(57)
        assert len(cache) == 2, "nobody had to look"
        await asyncio.sleep(5)
        assert len(cache) == 0
        assert NIK["nik"] not in repr(vars(cache))

    run_virtually(main())


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=60), st.integers(1, 4))
@settings(deadline=None, max_examples=60)
def test_a_breaker_never_lets_more_failures_through_than_it_may(steps: list[tuple[int, bool]], most: int) -> None:
    """Whatever comes: in any ten seconds without an answer no more than `most` tries fail."""
    breaker, now, failed = Breaker(most, 10), 0.0, list[float]()
    for wait, good in steps:
        now += wait
        if not breaker.allows(now):
            continue
        if good:
            breaker.answered()
            failed = []
        else:
            breaker.failed(now)
            failed.append(now)
    assert all(later - earlier >= 10 for earlier, later in zip(failed[most - 1 :], failed[most:], strict=False))


def test_new_declarations_hold_from_the_next_request_on_and_cut_nothing_off(tmp_path: Path) -> None:
    async def slowly(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(1)
        return web.json_response(SARI)

    async def body(agency: Agency, connectors: Connectors) -> None:
        under_way = asyncio.create_task(ask(connectors))
        while not agency.asked:
            await asyncio.sleep(0.001)
        renamed = (tmp_path / "uji.yaml").read_text(encoding="utf-8").replace("satu:", "dua:")
        (tmp_path / "uji.yaml").write_text(renamed, encoding="utf-8")
        await connectors.take(load_backends(tmp_path))
        assert list(connectors.operations) == ["uji.dua"]
        assert await connectors.call("uji.dua", NIK) == SARI
        assert await under_way == "Sari"
        assert [asked.path for asked in agency.asked] == ["/api/satu", "/api/dua"]

    virtually(tmp_path, [slowly], body)


def changed(folder: Path, old: str, new: str) -> Mapping[str, System]:
    file = folder / "uji.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return load_backends(folder)


def test_a_system_that_did_not_change_is_still_left_alone(tmp_path: Path) -> None:
    async def body(agency: Agency, connectors: Connectors) -> None:
        await ask(connectors)
        (tmp_path / "lain.yaml").write_text('base_url: "{demonstration}"\noperations: {satu: {takes: [nik], returns: [nama]}}\n')
        await connectors.take(changed(tmp_path, "operations:", "# catatan\n\noperations:"))
        assert await ask(connectors) == "unavailable"
        assert len(agency.asked) == 1
        await connectors.take(changed(tmp_path, "failures: 1", "failures: 2"))
        assert await ask(connectors) == "Sari"

    virtually(tmp_path, [500, SARI], body, more="breaker: {failures: 1, rest_s: 10}")


def test_a_connection_that_is_over_is_closed_and_keeps_no_answer(tmp_path: Path) -> None:
    async def slowly(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(1)
        return web.json_response(SARI)

    async def body(agency: Agency, connectors: Connectors) -> None:
        under_way = asyncio.create_task(ask(connectors))
        while not agency.asked:
            await asyncio.sleep(0.001)
        await connectors.take(changed(tmp_path, "cache_s: 60", "cache_s: 30"))
        assert agency.open == 1
        assert await under_way == "Sari"
        await asyncio.sleep(0.1)
        assert agency.open == 0
        assert await ask(connectors) == "Sari"
        assert len(agency.asked) == 2, "the old answer is not the new system's"

    virtually(tmp_path, [slowly], body, READ.replace("0", "0, cache_s: 60"))


def test_declarations_without_their_secret_change_nothing(tmp_path: Path) -> None:
    async def body(agency: Agency, connectors: Connectors) -> None:
        with (tmp_path / "uji.yaml").open("a", encoding="utf-8") as file:
            file.write("auth: {bearer: {env: UJI_TIDAK_ADA}}\n")
        with pytest.raises(ConfigError, match="UJI_TIDAK_ADA is not set"):
            await connectors.take(load_backends(tmp_path))
        assert await ask(connectors) == "Sari"

    virtually(tmp_path, [SARI], body)
