"""A call's story: what is read out of its journal, and who may read it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from desk_house import CALL, EARLIER, ESCAPED, EVIL, NUMBER, OTHER, DeskHouse, desks, story

from dialog.effects import Chosen, Confidential, Effect, Fact, Say, Transfer
from dialog.events import Event, Heard, Hypothesis, Key, NoInput
from dialog.journal_codec import encode
from dialog.schema import Flows
from ivr.console.story import OPENED
from ivr.console.transcript import transcript
from ivr.records.models import JournalRow
from ivr.standing import Line
from telephony.handoff import Stage

SAID: tuple[Event | Effect, ...] = (
    Say("Selamat pagi."),
    Say("Apa yang bisa saya bantu?"),
    Heard(1, (Hypothesis("mau lapor lampu", 0.5), Hypothesis("mau lapor lampu mati", 0.4))),
    Chosen(1, 1),
    NoInput(2),
    *(Key(key) for key in "0812"),
    Heard(3, ()),
    Transfer("authority", "melaporkan masalah", (Fact("Isi laporan", EVIL, True),)),
)


@pytest.fixture
async def house(tmp_path: Path, flows: Flows) -> AsyncIterator[DeskHouse]:
    async with desks(tmp_path, flows) as house:
        for call in (EARLIER, CALL):
            await house.records.begin_call(call, NUMBER, "v1")
        await house.records.begin_call(OTHER, "0215550000", "v1")
        yield house


async def journalled(house: DeskHouse, call_id: str, *entries: Event | Effect) -> None:
    rows = [JournalRow(call_id=call_id, number=n, at_ms=1000 * n, payload=encode(entry)) for n, entry in enumerate(entries)]
    await house.records.append(rows)


async def reads(house: DeskHouse, login: str, call_id: str = CALL) -> bool:
    status, _ = await (await house.visitor(login)).get(f"/panggilan/{call_id}")
    assert status in (200, 404)
    return status == 200


def test_a_journal_reads_like_a_conversation() -> None:
    assert transcript([(1000 * n, encode(entry)) for n, entry in enumerate(SAID)]) == (
        Line("sapa", "Selamat pagi. Apa yang bisa saya bantu?", 0),
        Line("caller", "mau lapor lampu mati", 2000),
        Line("note", "Penelepon diam.", 4000),
        Line("caller", "Menekan: 0812", 5000),
        Line("caller", "(tidak jelas)", 9000),
        Line("note", "Diserahkan kepada petugas. Harus diputuskan petugas.", 10000),
    )


@pytest.mark.parametrize("mark", [encode(Confidential()), {"type": "Heard", "turn": 2, "confidential": True}])
def test_nothing_is_read_of_a_confidential_call_not_even_what_came_before(mark: dict[str, object]) -> None:
    (line,) = transcript([(0, encode(Heard(1, (Hypothesis("bos saya korupsi", 0.9),)))), (1, mark)])
    assert "dirahasiakan" in line.text and "korupsi" not in line.text


def test_odd_entries_break_nothing() -> None:
    odd: list[dict[str, object]] = [{}, {"type": "Heard"}, {"type": "Heard", "turn": 1, "hypotheses": []}, {"type": "note.x"}]
    odd.append({"type": "Chosen", "turn": 1, "hypothesis": 9})
    assert [line.text for line in transcript([(0, entry) for entry in odd])] == ["(tidak jelas)", "(tidak jelas)"]


async def test_who_never_had_a_call_does_not_learn_that_it_exists(house: DeskHouse) -> None:
    agent = await house.visitor("agen1")
    status, text = await agent.get(f"/panggilan/{CALL}")
    unknown = await agent.get(f"/panggilan/{uuid4()}")
    assert (status, text.replace(CALL, "")) == (404, unknown[1].replace(CALL, "")) and unknown[0] == 404
    for odd in ("x", CALL + "0", "..%2fmeja", CALL.replace("0", "%00", 1)):
        assert (await agent.get(f"/panggilan/{odd}"))[0] == 404
    assert not any(row.action == OPENED for row in await house.records.audit_rows(10))


async def test_who_spoke_to_the_caller_reads_it_later_and_who_was_only_offered_it_does_not(house: DeskHouse) -> None:
    row = await house.records.begin_handover(CALL, "petugas", "authority", {})
    await house.records.add_attempt(row, "agen2", "declined")
    await house.records.handover_at(row, "briefing", agent="agen1")
    assert not await reads(house, "agen2") and not await reads(house, "agen1")
    await house.records.handover_at(row, "joined", agent="agen1", joined_at="2026-11-30T10:00:00+07:00")
    assert await reads(house, "agen1") and not await reads(house, "agen2")


@pytest.mark.parametrize("call_id", [CALL, EARLIER])
async def test_an_offered_call_shows_neither_the_number_nor_what_colleagues_wrote(house: DeskHouse, call_id: str) -> None:
    await house.records.keep_note(call_id, "agen2", "mengaku sakit")
    await house.records.label(call_id, "status_ktp", "lapor", "agen2")
    ticket = await house.records.file(call_id, 1, "pengaduan.lapor", {"apa": "x"}, "PGD")
    agent = await house.visitor("agen1")
    for stage, all_of_it in ((Stage.RINGING, False), (Stage.BRIEFING, False), (Stage.JOINED, True), (Stage.OVER, True)):
        house.calls.shows("agen1", story(stage))
        status, page = await agent.get(f"/panggilan/{call_id}")
        assert status == 200 and "890" in page
        for text in ("0812-3456-7890", "mengaku sakit", "Salah maksud", ticket):
            assert (text in page) is all_of_it, (stage, text)
        assert NUMBER not in page


async def test_earlier_calls_of_a_number_only_while_it_is_in_front(house: DeskHouse) -> None:
    house.calls.shows("agen1", story(Stage.RINGING))
    assert await reads(house, "agen1", CALL) and await reads(house, "agen1", EARLIER)
    assert not await reads(house, "agen1", OTHER) and not await reads(house, "agen2", EARLIER)
    house.calls.shows("agen1", story(Stage.JOINED, confidential=True))
    assert not await reads(house, "agen1", EARLIER)
    house.calls.shows("agen1", story(Stage.JOINED, number=""))
    await house.records.begin_call("00000000-0000-4000-8000-000000000009", "", "v1")
    assert not await reads(house, "agen1", "00000000-0000-4000-8000-000000000009")
    house.calls.shows("agen1", None)
    assert not await reads(house, "agen1", EARLIER)


async def test_whose_promise_they_are_keeping(house: DeskHouse) -> None:
    ticket = await house.records.add_callback(CALL, NUMBER, "lampu", queue="petugas", due_at=house.clock() - 60)
    await house.house.parts.callbacks.begin(ticket, "agen1")
    assert await reads(house, "agen1") and not await reads(house, "agen2")
    house.clock.now += 3600
    assert not await reads(house, "agen1")


async def test_supervisors_read_all_and_it_is_written_down(house: DeskHouse) -> None:
    assert await reads(house, "pengawas1") and await reads(house, "admin1", OTHER)
    opened = [(row.login, row.about) for row in await house.records.audit_rows(10) if row.action == OPENED]
    assert sorted(opened) == [("admin1", OTHER), ("pengawas1", CALL)]


async def test_all_that_is_kept_is_shown_and_none_of_it_is_markup(house: DeskHouse) -> None:
    records = house.records
    await journalled(house, CALL, *SAID, Heard(9, (Hypothesis(EVIL, 0.9),)), Say(EVIL))
    told = {name: value for name, value in encode(SAID[-1]).items() if name != "type"}
    row = await records.begin_handover(CALL, "petugas", "authority", told)
    await records.add_attempt(row, "agen2", "declined")
    await records.handover_at(row, "joined", agent="agen1", joined_at="2026-11-30T10:00:00+07:00")
    await records.end_handover(row, "joined")
    await records.keep_note(CALL, "agen1", f"Sudah dikabari {EVIL}")
    await records.label(CALL, "status_ktp", "lapor", "agen1")
    await records.dispose(row, CALL, "agen1", "tiket")
    number = await records.file(CALL, 1, "pengaduan.lapor", {"apa": "x"}, "PGD")
    await records.change_user("agen2", name=EVIL)
    status, page = await (await house.visitor("agen1")).get(f"/panggilan/{CALL}")
    for text in ("mau lapor lampu mati", "Harus diputuskan petugas", "Agen1", "ditolak", "tersambung dengan petugas", "Sudah dikabari"):
        assert text in page, text
    assert number in page and "Dibuatkan tiket" in page and "0812-3456-7890" in page
    assert page.count(ESCAPED) >= 5 and "<script>alert" not in page and "<img src=x" not in page


async def test_a_confidential_call_tells_nobody_anything(house: DeskHouse) -> None:
    await journalled(house, CALL, Heard(1, (Hypothesis("bos saya korupsi", 0.9),)), Confidential())
    await house.records.begin_handover(CALL, "petugas", "requested", {"subject": "korupsi"})
    status, page = await (await house.visitor("admin1")).get(f"/panggilan/{CALL}")
    assert status == 200 and "dirahasiakan" in page
    assert "korupsi" not in page and NUMBER not in page and "0812-3456" not in page
