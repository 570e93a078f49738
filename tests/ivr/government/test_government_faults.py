"""Faults on demand: each kind, for so many requests, to one system only."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from dialog.slots.ticket import number
from ivr.government.faults import KINDS, Fault, FaultError, Faults

from .conftest import TODAY, Citizen

pytestmark = pytest.mark.asyncio(loop_scope="module")
TAXES = {"nop": "327301000100200340"}


async def raw(citizen: Citizen, operation: str = "pajak/pbb", body: object = TAXES, key: str = "") -> tuple[int, str]:
    async with citizen.session.post(
        f"{citizen.government.url}/{operation}", json=body, headers={"Idempotency-Key": key} if key else {}
    ) as answer:
        return answer.status, await answer.text()


async def test_each_kind_does_what_it_says_once(citizen: Citizen) -> None:
    good = await raw(citizen)
    for kind in KINDS:
        citizen.government.fault("pajak", kind, ms=1, times=1)
        other = await citizen.ask("janji.cek", tiket="483920")
        assert other[0] == 200, "other systems go on"
        if kind in ("down", "lost_reply"):
            with pytest.raises(aiohttp.ClientConnectionError):
                await raw(citizen)
        else:
            status, text = await raw(citizen)
            assert status == (500 if kind == "error" else 200)
            if kind == "malformed":
                with pytest.raises(ValueError, match="delimiter"):
                    json.loads(text)
            elif kind == "schema":
                assert not json.loads(text).keys() & json.loads(good[1]).keys()
            elif kind == "slow":
                assert (status, text) == good
        assert await raw(citizen) == good, "and then all is well"


@pytest.mark.parametrize(
    ("kind", "done"), [("down", False), ("error", False), ("lost_reply", True), ("malformed", True), ("schema", True), ("slow", True)]
)
async def test_what_was_filed_behind_a_fault_is_not_filed_again(citizen: Citizen, kind: str, done: bool) -> None:
    ours = number("PGD", TODAY, 100 + list(KINDS).index(kind))
    report = {"apa": "lubang", "lokasi": "Jalan Asia Afrika", "nomor": ours}
    citizen.government.fault("pengaduan", kind, ms=1, times=1)
    await asyncio.gather(raw(citizen, "pengaduan/lapor", report, kind), return_exceptions=True)
    assert bool(citizen.government.filed(ticket=ours)) is done
    assert await citizen.ask("pengaduan.lapor", kind, **report) == (200, {"tiket": ours})
    assert len(citizen.government.filed(ticket=ours)) == 1


async def test_faults_by_http(citizen: Citizen) -> None:
    assert await raw(citizen, "faults", {"system": "pajak", "kind": "error", "times": 2}) == (200, "{}")
    assert [(await raw(citizen))[0] for _ in range(3)] == [500, 500, 200]
    await raw(citizen, "faults", {"system": "pajak", "kind": "error"})
    assert [(await raw(citizen))[0] for _ in range(3)] == [500, 500, 500]
    await raw(citizen, "faults", {"system": "pajak", "kind": "none"})
    assert (await raw(citizen))[0] == 200
    for bad in ({}, [], {"system": "pajak"}, {"system": "x", "kind": "slow"}, {"system": "pajak", "kind": "slow", "ms": "x"}):
        assert (await raw(citizen, "faults", bad))[0] == 422


@pytest.mark.parametrize("fault", [Fault("x", "slow"), Fault("a", "x"), Fault("a", "slow", ms=-1), Fault("a", "slow", times=-1)])
async def test_a_fault_that_there_is_not(fault: Fault) -> None:
    with pytest.raises(FaultError, match="known are|0 to"):
        Faults(["a"], [fault])
