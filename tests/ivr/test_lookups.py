"""Lookups: what the service does itself, what is written, what is asked of systems; every failure is an event, never an exception."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from dialog.effects import Lookup, Rated
from dialog.events import LookupDone, LookupFailed
from ivr.backends.connectors import Connectors
from ivr.backends.load import load_backends
from ivr.codes import SENT, SENT_AN_HOUR
from ivr.lookups import Lookups, in_time
from ivr.records.database import WAIT_S
from ivr.records.store import Records

NIK, PHONE = "3273014107892415", "081234567890"
SYSTEMS = {
    "kependudukan": "telepon: {takes: [nik], returns: [telepon]}",
    "sms": "kirim: {takes: [ke, isi], write: true}",
    "pengaduan": "lapor: {takes: [apa], optional: [nama], write: true, ticket: PGD}\n  dukung: {takes: [tiket], write: true}"
    "\n  status: {takes: [tiket], returns: [telepon]}",
}


@dataclass
class City:
    """Systems that answer `telepon` and take SMS; `status` is theirs otherwise."""

    telepon: str = PHONE
    status: int = 200
    gateway: int = 200
    """The status of the SMS gateway."""
    sms: list[tuple[dict[str, str], str]] | None = None

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.json()
        if request.path == "/sms/kirim":
            if self.gateway != 200:
                return web.Response(status=self.gateway)
            self.sms = [*(self.sms or ()), (body, request.headers["Idempotency-Key"])]
        return web.json_response({"telepon": self.telepon}, status=self.status)

    @property
    def code(self) -> str:
        """The one in the latest SMS."""
        assert self.sms
        found = re.search(r"\b\d{6}\b", self.sms[-1][0]["isi"])
        assert found
        return found[0]


@asynccontextmanager
async def office(folder: Path, city: City) -> AsyncIterator[tuple[Lookups, Records, list[None]]]:
    for system, operations in SYSTEMS.items():
        (folder / f"{system}.yaml").write_text(f'base_url: "{{demonstration}}/{system}"\noperations:\n  {operations}\n', encoding="utf-8")
    app, nudged = web.Application(), list[None]()
    app.router.add_post("/{system}/{operation}", city.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = {"demonstration": f"http://127.0.0.1:{runner.addresses[0][1]}"}
    try:
        async with Connectors(load_backends(folder), base) as connectors, Records(str(folder / "r.db")) as records:
            lookups = Lookups(connectors, records, lambda: nudged.append(None))
            yield lookups, records, nudged
            await lookups.finish()
    finally:
        await runner.cleanup()


def send_code(request: int = 1) -> Lookup:
    return Lookup(request, "sapa.kirim_kode", {"nik": NIK, "melalui": "kependudukan.telepon", "isi": "Kode Kota: {kode}. Jangan dibagi."})


def check(code: str, request: int = 2) -> Lookup:
    return Lookup(request, "sapa.periksa_kode", {"kode": code})


async def test_a_code_goes_to_the_registered_number_and_opens_the_call_it_was_sent_in(tmp_path: Path) -> None:
    async with office(tmp_path, city := City()) as (lookups, records, nudged):
        assert await lookups.run("a", send_code()) == LookupDone(1, {"akhiran": PHONE[-3:]})
        assert city.sms and city.sms[0][0] == {"ke": PHONE, "isi": f"Kode Kota: {city.code}. Jangan dibagi."}
        assert await lookups.run("b", check(city.code)) == LookupDone(2, {"cocok": "tidak"})
        assert await lookups.run("a", check(f"{(int(city.code) + 1) % 10**6:06}")) == LookupDone(2, {"cocok": "tidak"})
        assert await lookups.run("a", check(city.code, 3)) == LookupDone(3, {"cocok": "ya"})
        assert (await records.unsent(), nudged) == ([], []), "sent at once: a code that comes tomorrow is none"


async def send_again_from_other_calls(lookups: Lookups) -> None:
    answers = [await lookups.run(f"call {n}", send_code()) for n in range(SENT_AN_HOUR - SENT + 1)]
    assert answers[-2:] == [LookupDone(1, {"akhiran": PHONE[-3:]}), LookupFailed(1, "rejected")]


async def test_a_code_that_did_not_go_out_does_not_count_and_words_without_it_are_not_sent(tmp_path: Path) -> None:
    async with office(tmp_path, city := City(gateway=409)) as (lookups, _, _):
        for request in range(SENT + 1):
            assert await lookups.run("a", send_code(request)) == LookupFailed(request, "rejected")
        city.gateway = 200
        assert isinstance(await lookups.run("a", send_code(9)), LookupDone)
        bare = replace(send_code(10), arguments={**send_code().arguments, "isi": "Kode Kota."})
        assert await lookups.run("a", bare) == LookupFailed(10, "rejected")
        assert city.sms and len(city.sms) == 1


async def test_three_codes_a_call_and_none_after_its_end(tmp_path: Path) -> None:
    async with office(tmp_path, city := City()) as (lookups, _, _):
        answers = [await lookups.run("a", send_code(request)) for request in (1, 2, 3, 4)]
        assert [type(answer) for answer in answers] == [LookupDone] * 3 + [LookupFailed]
        assert answers[-1] == LookupFailed(4, "rejected")
        assert city.sms and len(city.sms) == len({key for _, key in city.sms}) == 3
        await send_again_from_other_calls(lookups)
        lookups.over("a")
        assert await lookups.run("a", check(city.code)) == LookupDone(2, {"cocok": "tidak"})


@pytest.mark.parametrize(
    ("city", "reason"), [(City(telepon=""), "not_found"), (City(status=404), "not_found"), (City(status=500), "unavailable")]
)
async def test_a_code_that_cannot_be_sent(tmp_path: Path, city: City, reason: str) -> None:
    async with office(tmp_path, city) as (lookups, _, _):
        assert await lookups.run("a", send_code()) == LookupFailed(1, reason)


async def test_what_is_written_gets_our_number_while_the_system_is_down(tmp_path: Path) -> None:
    async with office(tmp_path, city := City(status=500)) as (lookups, records, nudged):
        report = Lookup(1, "pengaduan.lapor", {"apa": "jalan rusak", "nik": NIK})
        filed = await lookups.run("a", report)
        assert isinstance(filed, LookupDone)
        assert re.fullmatch(r"PGD-\d{4}-\d{5}", filed.data["tiket"])
        assert await lookups.run("a", report) == filed, "asked again, it is the same"
        assert await lookups.run("a", Lookup(2, "pengaduan.dukung", {"tiket": filed.data["tiket"]})) == LookupDone(2)
        waiting = await records.unsent()
        assert [(row.operation, row.number) for row in waiting] == [("pengaduan.lapor", filed.data["tiket"]), ("pengaduan.dukung", "")]
        assert waiting[0].arguments == {"apa": "jalan rusak", "nomor": filed.data["tiket"]}, "no more than is needed"
        assert len(nudged) == 3
        assert city.sms is None


async def test_a_caller_who_hangs_up_has_filed_all_the_same(tmp_path: Path) -> None:
    async with office(tmp_path, City()) as (lookups, records, _):
        filing = asyncio.create_task(lookups.run("a", Lookup(1, "pengaduan.lapor", {"apa": "jalan rusak"})))
        await asyncio.sleep(0)
        filing.cancel()
        await asyncio.wait([filing])
        await lookups.finish()
        assert filing.cancelled()
        assert [row.operation for row in await records.tickets_of("a")] == ["pengaduan.lapor"]


async def test_nothing_is_filed_that_the_system_cannot_take(tmp_path: Path) -> None:
    async with office(tmp_path, City()) as (lookups, records, _):
        assert await lookups.run("a", Lookup(1, "pengaduan.lapor", {"nama": "Sari"})) == LookupFailed(1, "rejected")
        assert await records.unsent() == []


async def test_call_backs_ratings_and_what_is_not_declared(tmp_path: Path) -> None:
    async with office(tmp_path, City()) as (lookups, records, _):

        async def promise(call_id: str, lookup: Lookup) -> dict[str, str]:
            return {"ticket": await records.add_callback(call_id, lookup.arguments["contact"], lookup.arguments["subject"])}

        lookups.own["sapa.callback"] = promise
        promised = await lookups.run("a", Lookup(6, "sapa.callback", {"contact": PHONE, "subject": "KTP"}))
        assert isinstance(promised, LookupDone)
        assert [(r.ticket, r.contact, r.subject) for r in await records.open_callbacks()] == [(promised.data["ticket"], PHONE, "KTP")]
        lookups.rate("a", Rated("kepuasan", "puas", "5"))
        lookups.rate("a", Rated("kepuasan", "lain", "puas"))
        await lookups.finish()
        assert [(r.call_id, r.question, r.value) for r in await records.ratings()] == [("a", "puas", 5)]
        assert await lookups.run("a", Lookup(7, "pajak.pbb", {})) == LookupFailed(7, "unavailable")


async def test_a_write_that_was_stored_too_late_is_the_same_when_the_caller_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office(tmp_path, City()) as (lookups, records, _):
        held, file = asyncio.Event(), records.file

        async def slow(*filed: Any) -> str:
            await held.wait()
            return await file(*filed)

        monkeypatch.setattr(records, "file", slow)
        lookup = Lookup(1, "pengaduan.lapor", {"apa": "jalan rusak"}, deadline_ms=1)
        assert await in_time(lookup, lookups.run("a", lookup), lambda slow: None) == LookupFailed(1, "timeout")
        held.set()
        again = await lookups.run("a", Lookup(2, "pengaduan.lapor", {"apa": "jalan rusak"}))
        await lookups.finish()
        assert [LookupDone(2, {"tiket": row.number}) for row in await records.tickets_of("a")] == [again]
        assert len(await records.unsent()) == 1


async def test_what_is_written_is_given_more_time_than_the_database_has(tmp_path: Path) -> None:
    async with office(tmp_path, City()) as (lookups, _, _):
        for operation in ("pengaduan.lapor", "sapa.callback"):
            assert lookups.least_ms(Lookup(1, operation)) > 1000 * WAIT_S
        for operation in ("kependudukan.telepon", "sapa.kirim_kode", "tidak.ada"):
            assert lookups.least_ms(Lookup(1, operation)) == 0


async def test_what_its_system_does_not_know_yet_is_not_called_unknown(tmp_path: Path) -> None:
    async with office(tmp_path, City(status=404)) as (lookups, records, _):
        number = await records.file("a", 1, "pengaduan.lapor", {"apa": "jalan rusak"}, "PGD")
        ask = Lookup(2, "pengaduan.status", {"tiket": number})
        assert await lookups.run("b", ask) == LookupFailed(2, "unavailable")
        assert await lookups.run("b", Lookup(2, "pengaduan.status", {"tiket": "PGD-2611-99990"})) == LookupFailed(2, "not_found")
        await records.failed(number, "rejected", None)
        assert await lookups.run("b", ask) == LookupFailed(2, "unavailable"), "a person will see to it"
        await records.sent(number)
        assert await lookups.run("b", ask) == LookupFailed(2, "not_found")


async def test_an_error_that_nobody_thought_of_is_a_failed_lookup_and_tells_its_kind_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with office(tmp_path, City()) as (lookups, _, _):

        async def broken(operation: str, arguments: Mapping[str, str], key: str = "") -> dict[str, str]:
            raise ValueError(f"{PHONE}\n is no header")

        monkeypatch.setattr(lookups._connectors, "call", broken)
        assert await lookups.run("a", Lookup(1, "pengaduan.status", {"tiket": "x"})) == LookupFailed(1, "unavailable")
        assert "pengaduan.status: ValueError" in caplog.text and PHONE not in caplog.text


async def test_a_confidential_lookup_that_fails_names_no_call_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with office(tmp_path, City(status=500)) as (lookups, _, _):
        asked = Lookup(1, "pengaduan.status", {"tiket": "x"}, confidential=True)
        assert await lookups.run("call-7", asked) == LookupFailed(1, "unavailable")
        assert "pengaduan.status" in caplog.text and "call-7" not in caplog.text


async def test_records_that_are_broken_are_told_without_what_was_to_be_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with office(tmp_path, City()) as (lookups, _, _):
        engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'r.db'}")
        async with engine.begin() as connection:
            for table in ("callbacks", "tickets", "ratings"):
                await connection.execute(text(f"DROP TABLE {table}"))
        await engine.dispose()
        with caplog.at_level(logging.WARNING):
            assert await lookups.run("a", Lookup(2, "sapa.callback", {"contact": PHONE})) == LookupFailed(2, "unavailable")
            assert await lookups.run("a", Lookup(3, "pengaduan.lapor", {"apa": "jalan rusak"})) == LookupFailed(3, "unavailable")
            lookups.rate("a", Rated("kepuasan", "puas", "5"))
            await lookups.finish()
        assert "records" in caplog.text
        assert PHONE not in caplog.text and "jalan rusak" not in caplog.text
