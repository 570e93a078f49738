"""When an agent may write about the call in front of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_house import CALL, NUMBER, desks, story

from dialog.schema import Flows
from ivr.console.desk_ticket import serial
from telephony.handoff import Stage

FILED = {"keperluan": "lapor", "apa": "lampu jalan mati", "lokasi": "Jalan Kartini", "sejak": "tiga hari"}


@pytest.mark.parametrize(
    ("stage", "writes", "ends"),
    [
        (Stage.RINGING, False, False),
        (Stage.BRIEFING, False, False),
        (Stage.JOINED, True, False),
        (Stage.OVER, True, True),
        (Stage.RETURNED, True, True),
    ],
)
async def test_only_once_it_is_theirs(tmp_path: Path, flows: Flows, stage: Stage, writes: bool, ends: bool) -> None:
    async with desks(tmp_path, flows) as house:
        await house.records.begin_call(CALL, NUMBER, "v1")
        house.calls.shows("agen1", story(stage))
        agent = await house.visitor("agen1")
        forms = (("catatan", {"isi": "x"}), ("salah-maksud", {}), ("tiket", FILED | {"formulir": serial()}))
        for path, fields in forms:
            status, _ = await agent.post(f"/meja/{path}", script=True, panggilan=CALL, **fields)
            assert (status == 200) is writes, path
        shown, _ = await agent.get(f"/meja/formulir?panggilan={CALL}&keperluan=lapor", script=True)
        assert (shown == 200) is writes
        kept = (await house.records.notes(CALL), await house.records.labels(), await house.records.tickets_of(CALL))
        assert [len(rows) for rows in kept] == [int(writes)] * 3
        await agent.post("/meja/hasil", script=True, panggilan=CALL, kode="selesai")
        assert len(await house.records.dispositions_of(CALL)) == int(ends)
        assert (house.calls.in_front_of("agen1") is None) is ends, "who rings is not taken off the screen"
