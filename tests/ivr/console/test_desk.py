"""An agent's desk: what it shows at each stage of a call, and what can be done there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from desk_house import CALL, EARLIER, ESCAPED, EVIL, NUMBER, OTHER, SINCE, DeskHouse, desks, story

from dialog.effects import Fact
from dialog.events import Heard, Hypothesis
from dialog.journal_codec import encode
from dialog.schema import Flows
from ivr.records.models import JournalRow
from ivr.standing import Line, Status
from telephony.ami.client import AmiUnavailable
from telephony.handoff import Stage

PARTS = ("keadaan", "panggilan", "kerja")


@pytest.fixture
async def house(tmp_path: Path, flows: Flows) -> AsyncIterator[DeskHouse]:
    async with desks(tmp_path, flows) as house:
        for call in (EARLIER, CALL):
            await house.records.begin_call(call, NUMBER, "v1")
        yield house


async def part(visitor: object, name: str) -> str:
    status, text = await visitor.get(f"/meja/bagian/{name}", script=True)  # type: ignore[attr-defined]
    assert status == 200
    return text


async def test_who_takes_no_calls_has_no_desk(house: DeskHouse) -> None:
    operator, stranger = await house.visitor("operator1"), await house.visitor("")
    for path in ("/meja", *(f"/meja/bagian/{name}" for name in PARTS), "/meja/formulir", f"/panggilan/{CALL}", "/telepon-kembali"):
        assert (await operator.get(path))[0] == 403
        assert (await stranger.get(path)) == (303, f"/masuk?ke={path}")
        assert (await stranger.get(path, script=True))[0] == 401


async def test_nothing_is_done_without_the_sessions_token(house: DeskHouse) -> None:
    house.calls.shows("agen1", story(Stage.JOINED))
    agent = await house.visitor("agen1")
    for path in ("keadaan", "terima", "tolak", "catatan", "salah-maksud", "tiket", "kembalikan", "hasil"):
        status, _ = await agent.post(f"/meja/{path}", token="x", panggilan=CALL, aksi="keluar", isi="a", ke="00", kode="selesai")
        assert status == 403, path
    assert house.calls.did == [] and house.staff.at_work["agen1"].status is Status.READY
    assert await house.records.notes(CALL) == []


async def test_an_agent_says_what_they_do(house: DeskHouse) -> None:
    agent = await house.visitor("agen1")
    for fields, status, shown in (
        ({"aksi": "jeda", "alasan": "Salat"}, Status.PAUSED, "Jeda: Salat"),
        ({"aksi": "siap"}, Status.READY, "Siap menerima"),
        ({"aksi": "keluar"}, Status.OUT, "Di luar antrean"),
        ({"aksi": "masuk"}, Status.READY, "Siap menerima"),
    ):
        assert (await agent.post("/meja/keadaan", **fields)) == (303, "/meja")
        assert house.staff.at_work["agen1"].status is status
        assert shown in await part(agent, "keadaan")
    assert (await agent.post("/meja/keadaan", aksi="jeda", alasan=EVIL))[0] == 422
    assert house.staff.at_work["agen1"].status is Status.READY


async def test_who_has_no_telephone_is_told_so(house: DeskHouse) -> None:
    supervisor = await house.visitor("pengawas1")
    assert "tidak punya nomor telepon" in await part(supervisor, "keadaan")
    assert (await supervisor.post("/meja/keadaan", aksi="masuk"))[0] == 422


async def test_the_desk_shows_only_the_agents_own_queues(house: DeskHouse) -> None:
    shown = await part(await house.visitor("agen1"), "keadaan")
    assert "Petugas umum" in shown and "terlama 1:15" in shown and "Pajak daerah" not in shown


async def test_the_call_is_there_while_it_rings_with_a_masked_number(house: DeskHouse) -> None:
    house.calls.shows("agen1", story(Stage.RINGING, briefing="Lampu mati, Ibu Siti."))
    agent = await house.visitor("agen1")
    shown = await part(agent, "panggilan")
    for text in (
        "Telepon berdering",
        "Lampu mati, Ibu Siti.",
        "Harus diputuskan petugas",
        "NIK dan tanggal lahir",
        "mau lapor lampu mati",
        "•890",
    ):
        assert text in shown
    assert "✓ dipastikan" in shown and "? belum dipastikan" in shown and "⌨ ditekan" in shown and "58%" in shown
    assert NUMBER not in shown and "0812-3456" not in shown
    assert f'href="/panggilan/{EARLIER}"' in shown and f'href="/panggilan/{CALL}"' not in shown.split("Riwayat")[1]
    assert await part(agent, "kerja") == ""
    assert "Belum ada panggilan" in await part(await house.visitor("agen2"), "panggilan")


async def test_each_stage_is_said_in_words(house: DeskHouse) -> None:
    agent = await house.visitor("agen1")
    for stage, step, words in (
        (Stage.RINGING, 1, "Telepon berdering"),
        (Stage.BRIEFING, 2, "Ringkasan dibacakan"),
        (Stage.JOINED, 3, "Sedang berbicara"),
        (Stage.OVER, 4, "Catat hasilnya"),
        (Stage.RETURNED, 4, "kembali ke Sapa"),
    ):
        house.calls.shows("agen1", story(stage))
        shown = await part(agent, "panggilan")
        assert words in shown and f'data-tahap="{step}"' in shown and shown.count("aria-current") == 1
        assert ('action="/meja/terima"' in shown) is (step < 3)
        assert ("0812-3456-7890" in shown) is (step >= 3)
        work = await part(agent, "kerja")
        assert ('action="/meja/hasil"' in work) is (step == 4) and ('action="/meja/kembalikan"' in work) is (step == 3)


async def test_what_was_said_can_still_be_read_while_the_result_is_written(house: DeskHouse) -> None:
    said = encode(Heard(1, (Hypothesis("lampunya mati", 0.9),)))
    await house.records.append([JournalRow(call_id=CALL, number=0, at_ms=0, payload=said)])
    house.calls.shows("agen1", story(Stage.OVER, lines=()))
    agent = await house.visitor("agen1")
    assert "lampunya mati" in await part(agent, "panggilan")
    house.calls.shows("agen1", story(Stage.OVER, lines=(), confidential=True))
    assert "lampunya mati" not in await part(agent, "panggilan")


async def test_a_caller_is_accepted_declined_and_given_back(house: DeskHouse) -> None:
    house.calls.shows("agen1", story(Stage.BRIEFING))
    agent = await house.visitor("agen1")
    assert (await agent.post("/meja/terima", script=True, panggilan=CALL))[0] == 200
    assert (await agent.post("/meja/tolak", script=True, panggilan=CALL))[0] == 200
    assert (await agent.post("/meja/kembalikan", script=True, panggilan=CALL, ke="01"))[0] == 200
    assert (await agent.post("/meja/kembalikan", script=True, panggilan=CALL, ke="99"))[0] == 422
    assert house.calls.did == [("accept", CALL, "agen1"), ("decline", CALL, "agen1"), ("send_back", CALL, "agen1", "status_ktp")]


async def test_a_silent_pbx_is_told_in_a_sentence(house: DeskHouse) -> None:
    house.calls.shows("agen1", story(Stage.JOINED))
    house.calls.fails = AmiUnavailable("gone")
    agent = await house.visitor("agen1")
    for path in ("tolak", "kembalikan"):
        status, text = await agent.post(f"/meja/{path}", script=True, panggilan=CALL, ke="00")
        assert status == 422 and "Sentral telepon" in text


async def test_nobody_touches_anothers_call(house: DeskHouse) -> None:
    house.calls.shows("agen1", story(Stage.JOINED))
    house.calls.shows("agen2", story(Stage.JOINED, OTHER))
    agent = await house.visitor("agen2")
    for path in ("terima", "tolak", "catatan", "salah-maksud", "tiket", "kembalikan", "hasil"):
        status, text = await agent.post(f"/meja/{path}", script=True, panggilan=CALL, isi="x", ke="00", kode="selesai", keperluan="lapor")
        assert (status, "tidak lagi di meja Anda" in text) == (422, True), path
    assert (await agent.get(f"/meja/formulir?panggilan={CALL}&keperluan=lapor", script=True))[0] == 422
    assert house.calls.did == [] and await house.records.notes(CALL) == [] and await house.records.labels() == []
    assert await house.records.dispositions_of(CALL) == []


async def test_a_note_replaces_itself_and_outlives_the_call(house: DeskHouse) -> None:
    row = await house.records.begin_handover(CALL, "petugas", "requested", {})
    await house.records.handover_at(row, "joined", agent="agen1", joined_at="2026-11-30T10:00:00+07:00")
    house.calls.shows("agen1", story(Stage.JOINED))
    agent = await house.visitor("agen1")
    for text in ("Min", "Minta dikabari", f"Minta dikabari\nlewat SMS {EVIL}"):
        assert (await agent.post("/meja/catatan", script=True, panggilan=CALL, isi=text))[0] == 200
    assert [note.text for note in await house.records.notes(CALL)] == [f"Minta dikabari\nlewat SMS {EVIL}"]
    shown = await part(agent, "kerja")
    assert ESCAPED in shown and "<script>" not in shown
    house.calls.shows("agen1", None)  # the screen is another's, a late key stroke is still saved
    assert (await agent.post("/meja/catatan", script=True, panggilan=CALL, isi="terlambat"))[0] == 200
    assert [note.text for note in await house.records.notes(CALL)] == ["terlambat"]
    assert (await agent.post("/meja/catatan", script=True, panggilan=CALL, isi=" "))[0] == 200
    assert await house.records.notes(CALL) == []


async def test_wrong_intent_in_one_click_then_the_right_one(house: DeskHouse) -> None:
    house.calls.shows("agen1", story(Stage.JOINED, intent="status_ktp"))
    agent = await house.visitor("agen1")
    await agent.post("/meja/salah-maksud", panggilan=CALL)
    assert "Ditandai salah maksud" in await part(agent, "kerja")
    await agent.post("/meja/salah-maksud", panggilan=CALL, benar="lapor")
    assert (await agent.post("/meja/salah-maksud", panggilan=CALL, benar="tidak_ada"))[0] == 422
    assert [(label.wrong, label.right, label.login) for label in await house.records.labels()] == [("status_ktp", "lapor", "agen1")]


async def test_what_came_of_it_is_kept_and_the_next_may_come(house: DeskHouse) -> None:
    house.calls.shows("agen1", story(Stage.OVER, handover=7))
    house.staff.becomes("agen1", Status.WRAP_UP)
    agent = await house.visitor("agen1")
    assert (await agent.post("/meja/hasil", panggilan=CALL, kode="apa saja"))[0] == 422
    assert house.calls.in_front_of("agen1") is not None
    assert (await agent.post("/meja/hasil", panggilan=CALL, kode="selesai", isi="beres", lanjut="siap")) == (303, "/meja")
    assert [(row.handover, row.code, row.login) for row in await house.records.dispositions_of(CALL)] == [(7, "selesai", "agen1")]
    assert [note.text for note in await house.records.notes(CALL)] == ["beres"]
    assert house.calls.did == [("done", "agen1")] and house.staff.at_work["agen1"].status is Status.READY


async def test_the_state_is_that_of_the_call_while_there_is_one(house: DeskHouse) -> None:
    agent = await house.visitor("agen1")
    for stage, words in ((Stage.RINGING, "Telepon berdering"), (Stage.BRIEFING, "Ringkasan dibacakan"), (Stage.JOINED, "Sedang berbicara")):
        house.calls.shows("agen1", story(stage))
        shown = await part(agent, "keadaan")
        assert f"<b>{words}</b>" in shown and "Siap menerima" not in shown and f'data-sejak="{SINCE[:19]}' in shown
    house.calls.shows("agen1", story(Stage.OVER))
    house.staff.becomes("agen1", Status.WRAP_UP)
    assert "<b>Mencatat hasil</b>" in (shown := await part(agent, "keadaan"))
    assert 'value="siap"' not in shown, "there the result is saved first"
    house.calls.shows("agen1", None)
    assert 'value="siap"' in await part(agent, "keadaan")


async def test_a_call_without_a_result_can_still_be_given_one_and_found_again(house: DeskHouse) -> None:
    rows = [await house.records.begin_handover(call, "petugas", "requested", {"subject": "lampu"}) for call in (CALL, EARLIER)]
    today = house.house.parts.now().isoformat()
    for row, login in zip(rows, ("agen1", "agen2"), strict=True):
        await house.records.handover_at(row, "joined", agent=login, joined_at=today)
        await house.records.end_handover(row, "joined")
    agent = await house.visitor("agen1")
    house.calls.shows("agen1", story(Stage.OVER, handover=rows[0]))
    for fields in ({"penyerahan": str(rows[0])}, {"penyerahan": str(rows[1])}, {"penyerahan": "x"}):
        assert (await agent.post("/meja/susulan", script=True, kode="selesai", **fields))[0] == 422
    house.calls.shows("agen1", None)  # the next call had the screen
    shown = await part(agent, "panggilan")
    assert "Belum diberi hasil" in shown and f"/panggilan/{CALL}" in shown and EARLIER not in shown
    assert (await agent.post("/meja/susulan", script=True, kode="apa saja", penyerahan=str(rows[0])))[0] == 422
    assert (await agent.post("/meja/susulan", script=True, kode="selesai", penyerahan=str(rows[0])))[0] == 200
    assert [(row.handover, row.login) for row in await house.records.dispositions_of(CALL)] == [(rows[0], "agen1")]
    shown = await part(agent, "panggilan")
    assert "Belum diberi hasil" not in shown and "Panggilan saya hari ini" in shown and f"/panggilan/{CALL}" in shown


async def test_who_is_listened_to_sees_so_as_long_as_it_lasts(house: DeskHouse) -> None:
    agent = await house.visitor("agen1")
    for stage, shown in ((Stage.JOINED, True), (Stage.OVER, False)):
        house.calls.shows("agen1", story(stage))
        assert ("Pengawas mendengarkan percakapan Anda." in await part(agent, "panggilan")) is False
        house.ears.append(("agen1", CALL, "listen"))
        assert ("Pengawas mendengarkan percakapan Anda." in await part(agent, "panggilan")) is shown
        house.ears.clear()


async def test_a_message_is_no_call_that_is_due(house: DeskHouse) -> None:
    for kind in ("callback", "message"):
        await house.records.add_callback("", NUMBER, "", kind=kind, queue="petugas", message="", due_at=house.clock() - 60)
    shown = await part(await house.visitor("agen1"), "keadaan")
    assert '<b class="meja-besar">1</b> sudah waktunya, <b>1</b> pesan' in shown


async def test_after_it_a_pause_or_home(house: DeskHouse) -> None:
    agent = await house.visitor("agen1")
    for before, then, after in ((Status.WRAP_UP, "Rapat", Status.PAUSED), (Status.OUT, "siap", Status.OUT)):
        house.calls.shows("agen1", story(Stage.OVER))
        house.staff.becomes("agen1", before)
        await agent.post("/meja/hasil", panggilan=CALL, kode="selesai", lanjut=then)
        assert house.staff.at_work["agen1"].status is after


async def test_a_confidential_call_shows_only_that_it_is(house: DeskHouse) -> None:
    await house.records.begin_call(OTHER, NUMBER, "v1")
    secret = story(Stage.JOINED, confidential=True, briefing="Korupsi.", subject="Korupsi")  # though somebody forgot to leave it out
    house.calls.shows("agen1", secret)
    agent = await house.visitor("agen1")
    shown = await part(agent, "panggilan") + await part(agent, "kerja")
    assert "Panggilan rahasia" in shown
    house.calls.shows("agen1", replace(secret, stage=Stage.BRIEFING))
    offered = await part(agent, "panggilan")
    assert offered.index("Jangan menanyakan identitasnya") < offered.index('id="terima"'), "said before it is accepted"
    house.calls.shows("agen1", secret)
    for text in ("Korupsi", "lampu", "Kartini", "890", "NIK", OTHER, "<textarea", "salah-maksud", "/meja/formulir", "Harus diputuskan"):
        assert text not in shown, text
    for path, fields in (("salah-maksud", {}), ("tiket", {"keperluan": "lapor"})):
        assert (await agent.post(f"/meja/{path}", script=True, panggilan=CALL, **fields))[0] == 422
    await house.records.forget_caller(CALL)
    assert (await agent.post("/meja/catatan", script=True, panggilan=CALL, isi="siapa dia"))[0] == 422
    house.calls.shows("agen1", replace(secret, stage=Stage.OVER))
    await agent.post("/meja/hasil", panggilan=CALL, kode="selesai", isi="siapa dia")
    assert await house.records.notes(CALL) == [] and len(await house.records.dispositions_of(CALL)) == 1


async def test_what_callers_say_never_becomes_markup(house: DeskHouse) -> None:
    evil = story(
        Stage.JOINED,
        subject=EVIL,
        briefing=EVIL,
        facts=(Fact(EVIL, EVIL, True),),
        verified=(EVIL,),
        lines=(Line("caller", EVIL, 0),),
        number=EVIL,
    )
    house.calls.shows("agen1", replace(evil, intent=EVIL, queue="petugas"))
    house.staff.becomes("agen1", Status.PAUSED, EVIL)
    agent = await house.visitor("agen1")
    for shown in [await part(agent, name) for name in PARTS] + [(await agent.get("/meja"))[1]]:
        for markup in ("<script>alert", "<img src=x", 'alert(1)>"'):
            assert markup not in shown
    assert ESCAPED in await part(agent, "panggilan") and "{{ 7*7 }}" in await part(agent, "panggilan")


async def test_only_the_agent_concerned_is_told_of_a_call(house: DeskHouse) -> None:
    hub = house.house.parts.hub
    with hub.subscribed("agen1", "agent") as one, hub.subscribed("agen2", "agent") as two:
        house.calls.shows("agen1", story(Stage.RINGING))
        assert [(event.kind, event.data) for event in await one.take(1)] == [("panggilan", CALL)]
        house.calls.shows("agen1", None)
        assert [(event.kind, event.data) for event in await one.take(1)] == [("panggilan", "")]
        house.staff.becomes("agen2", Status.PAUSED)
        assert [event.kind for event in await one.take(1)] == ["keadaan"]
        assert [event.kind for event in await two.take(1)] == ["keadaan"]
