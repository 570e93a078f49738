"""Promises to call back: whose they are, who calls, and what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from desk_house import CALL, ESCAPED, EVIL, NUMBER, OTHER, DeskHouse, desks

from dialog.schema import Flows

HOME = "/telepon-kembali"


@pytest.fixture
async def house(tmp_path: Path, flows: Flows) -> AsyncIterator[DeskHouse]:
    async with desks(tmp_path, flows) as house:
        await house.records.begin_call(CALL, NUMBER, "v1")
        yield house


async def promise(house: DeskHouse, subject: str = "lampu mati", *, late_s: float = 1200, queue: str = "petugas", **more: str) -> str:
    return await house.records.add_callback(CALL, NUMBER, subject, queue=queue, due_at=house.clock() - late_s, **more)


async def shown(house: DeskHouse, login: str = "agen1") -> str:
    status, text = await (await house.visitor(login)).get(f"{HOME}/bagian", script=True)
    assert status == 200
    return text


async def test_the_longest_due_comes_first_and_says_how_late_it_is(house: DeskHouse) -> None:
    for subject, late_s in (("nanti", -3600.0), ("baru", 10.0), ("lama", 1200.0)):
        await promise(house, subject, late_s=late_s)
    text = await shown(house)
    assert text.index("Lama") < text.index("Baru") < text.index("Nanti</h3>")
    assert text.count("terlambat") == 1 and "terlambat 20 menit" in text
    assert NUMBER not in text and "•890" in text and text.count("data-mulai") == 2


async def test_only_the_agents_own_queues_but_supervisors_see_all(house: DeskHouse) -> None:
    mine, other = await promise(house), await promise(house, "pajak", queue="pajak")
    assert mine in await shown(house) and other not in await shown(house)
    assert other in await shown(house, "pengawas1")
    agent = await house.visitor("agen1")
    for path in ("mulai", "batal", "hasil", "selesai"):
        assert (await agent.post(f"{HOME}/{other}/{path}", hasil="reached"))[0] == 404
        assert (await agent.post(f"{HOME}/TLP-0000-00000/{path}", hasil="reached"))[0] == 404
    row = await house.records.callback(other)
    assert row is not None and row.state == "open" and row.locked_by == ""


async def test_nothing_is_begun_without_the_sessions_token(house: DeskHouse) -> None:
    ticket = await promise(house)
    agent = await house.visitor("agen1")
    for path in ("mulai", "batal", "hasil", "selesai"):
        assert (await agent.post(f"{HOME}/{ticket}/{path}", token="x", hasil="reached"))[0] == 403
    assert await house.records.attempts(ticket) == []


async def test_one_agent_calls_and_the_other_cannot(house: DeskHouse) -> None:
    ticket = await promise(house)
    one, two = await house.visitor("agen1"), await house.visitor("agen2")
    assert (await one.post(f"{HOME}/{ticket}/mulai")) == (303, HOME)
    status, why = await two.post(f"{HOME}/{ticket}/mulai", script=True)
    assert status == 422 and "Petugas lain" in why
    assert (await two.post(f"{HOME}/{ticket}/hasil", hasil="reached"))[0] == 422
    text = await shown(house)
    assert "0812-3456-7890" in text and f"*8{ticket[-5:-1]}" in text and f'href="/panggilan/{CALL}"' in text
    others = await shown(house, "agen2")
    assert "Agen1" in others and "0812-3456" not in others and "data-mulai" not in others
    house.clock.now += 1801  # the lock is over
    assert (await two.post(f"{HOME}/{ticket}/mulai")) == (303, HOME)


async def test_one_number_at_a_time_and_who_does_not_call_gives_it_back(house: DeskHouse) -> None:
    first, second = await promise(house), await house.records.add_callback("", "081200000001", "x", queue="petugas", due_at=1.0)
    agent = await house.visitor("agen1")
    await agent.post(f"{HOME}/{first}/mulai")
    status, why = await agent.post(f"{HOME}/{second}/mulai", script=True)
    assert status == 422 and "batalkan dulu" in why and "0812-0000-0001" not in await shown(house)
    assert (await agent.post(f"{HOME}/{second}/batal", script=True))[0] == 422
    assert (await agent.post(f"{HOME}/{first}/batal"))[0] == 303
    row = await house.records.callback(first)
    assert row is not None and (row.attempts, row.locked_by) == (0, "") and "0812-3456-7890" not in await shown(house)
    assert (await agent.post(f"{HOME}/{second}/mulai"))[0] == 303


async def test_what_came_of_it_is_kept_with_the_note(house: DeskHouse) -> None:
    ticket = await promise(house)
    agent = await house.visitor("agen1")
    await agent.post(f"{HOME}/{ticket}/mulai")
    assert (await agent.post(f"{HOME}/{ticket}/hasil", hasil="apa saja"))[0] == 422
    status, news = await agent.post(f"{HOME}/{ticket}/hasil", script=True, hasil="no_answer", isi="tidak diangkat")
    assert status == 200 and "menunggu" in news
    text = await shown(house)
    assert "Sudah dicoba: tidak diangkat" in text and "Nanti" in text and "data-mulai" not in text
    house.clock.now += 1801  # the first pause of the plan, and what rounding adds
    assert (await agent.post(f"{HOME}/{ticket}/mulai")) == (303, HOME)
    await agent.post(f"{HOME}/{ticket}/hasil", hasil="reached", isi=EVIL)
    row = await house.records.callback(ticket)
    assert row is not None and (row.state, row.attempts) == ("done", 2)
    assert [note.text for note in await house.records.notes(CALL)] == ["tidak diangkat", EVIL]
    assert "Tidak ada janji yang menunggu" in await shown(house)


async def test_too_early_is_said_so(house: DeskHouse) -> None:
    ticket = await promise(house, late_s=-3600)
    status, why = await (await house.visitor("agen1")).post(f"{HOME}/{ticket}/mulai", script=True)
    assert status == 422 and "Belum waktunya" in why


async def test_a_message_is_read_and_done_without_a_call(house: DeskHouse) -> None:
    message = await promise(house, kind="message", message=EVIL)
    ticket = await promise(house, "telepon saja")
    text = await shown(house)
    assert ESCAPED in text and "<script>" not in text and "<img src=x" not in text
    agent = await house.visitor("agen1")
    assert (await agent.post(f"{HOME}/{ticket}/selesai"))[0] == 422
    assert (await agent.post(f"{HOME}/{message}/selesai"))[0] == 303
    row = await house.records.callback(message)
    assert row is not None and row.state == "done"


async def test_of_a_confidential_call_there_is_only_the_number(house: DeskHouse) -> None:
    ticket = await house.records.add_callback(OTHER, NUMBER, EVIL, queue="petugas", due_at=house.clock() - 60, confidential=True)
    agent = await house.visitor("agen1")
    await agent.post(f"{HOME}/{ticket}/mulai")
    text = await shown(house)
    assert "Panggilan rahasia" in text and "alert(1)" not in text and "<textarea" not in text and "/panggilan/" not in text
    await agent.post(f"{HOME}/{ticket}/hasil", hasil="reached", isi="siapa dia")
    assert await house.records.notes(OTHER) == [] and await house.records.notes("") == []


async def test_open_pages_of_all_desks_are_told(house: DeskHouse) -> None:
    ticket = await promise(house)
    agent = await house.visitor("agen1")
    with house.house.parts.hub.subscribed("agen2", "agent") as other:
        await agent.post(f"{HOME}/{ticket}/mulai")
        assert [event.kind for event in await other.take(1)] == ["janji"]
