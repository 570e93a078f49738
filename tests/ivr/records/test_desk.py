"""What agents write down, what a number called about before; nothing of it for a confidential call."""

from __future__ import annotations

from itertools import count

import pytest
from databases import everything_in

from ivr.records import calls, desk, tickets
from ivr.records.store import Records, RecordsError

PHONE, SECRET = "081234567890", "rahasia sekali"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each moment that is asked for is a second later."""
    seconds = count()
    for module in (calls, desk, tickets):
        monkeypatch.setattr(module, "now", lambda: f"2026-11-24T10:00:{next(seconds):02}.000+07:00")


async def test_notes_labels_and_what_came_of_it(records: Records) -> None:
    for login, said in (("ani", " KTP "), ("budi", "x" * 5000), ("eko", "lupa"), ("ani", "  KTP\0 hilang \n di pasar "), ("eko", " ")):
        await records.keep_note("a", login, said)
    assert [(row.login, row.text[:24]) for row in await records.notes("a")] == [("ani", "KTP hilang \n di pasar"), ("budi", "x" * 24)]
    assert len((await records.notes("a"))[1].text) == desk.MAX_NOTE
    added = await records.add_note("a", "ani", " Ditelepon kembali")
    assert [(row.login, row.text) for row in await records.notes("a") if row.id == added.id] == [("ani", "Ditelepon kembali")]
    with pytest.raises(RecordsError, match="empty"):
        await records.add_note("a", "ani", " ")
    for wrong, right, login in (("syarat_ktp", "", "ani"), ("lapor", "status_ktp", "ani"), ("syarat_ktp", "ktp_hilang", "budi")):
        await records.label("a", wrong, right, login)
    assert [(r.wrong, r.right, r.login) for r in await records.labels()] == [
        ("lapor", "status_ktp", "ani"),
        ("syarat_ktp", "ktp_hilang", "budi"),
    ]
    assert [r.wrong for r in await records.labels((await records.labels())[1].at)] == ["syarat_ktp"]
    await records.label("b", "lapor", "", "ani")
    assert [r.wrong for r in await records.labels_of("a")] == ["lapor", "syarat_ktp"]
    for code in ("selesai", "diteruskan"):
        await records.dispose(7, "a", "ani", code)
    assert [(r.handover, r.code) for r in await records.dispositions_of("a")] == [(7, "diteruskan")]


async def test_what_a_number_called_about_before(records: Records) -> None:
    for call_id, caller in (("a", PHONE), ("b", PHONE), ("c", "0813"), ("d", PHONE), ("e", "")):
        await records.begin_call(call_id, caller)
    numbers = [await records.file(call_id, 1, "pengaduan.lapor", {}, "PGD") for call_id in "abc"]
    await records.file("d", 1, "pengaduan.lapor", {}, "PGD", confidential=True)
    assert [call.call_id for call in await records.calls_from(PHONE, but="b")] == ["a"]
    assert [call.call_id for call in await records.calls_from(PHONE, but="", count=1)] == ["b"]
    assert [row.number for row in await records.tickets_from(PHONE)] == [numbers[1], numbers[0]]
    assert (await records.calls_from("", but=""), await records.tickets_from("")) == ([], [])


async def test_of_a_confidential_call_agents_keep_nothing(records: Records, database: str) -> None:
    await records.begin_call("a", PHONE)
    await records.begin_handover("a", "petugas", "requested", {"subject": SECRET, "number": PHONE})
    await records.keep_note("a", "ani", SECRET)
    await records.label("a", SECRET, "", "ani")
    promised = await records.add_callback("a", "0813", "KTP")
    await records.forget_caller("a")
    await records.begin_handover("a", "petugas", "requested", {"subject": SECRET})
    for written in (records.keep_note("a", "ani", SECRET), records.add_note("a", "ani", SECRET), records.label("a", SECRET, "", "ani")):
        with pytest.raises(RecordsError, match="confidential") as refused:
            await written
        assert SECRET not in str(refused.value)
    for contact in ("0814", "0815"):
        await records.add_callback("a", contact, SECRET, kind="message", message=SECRET, confidential=contact == "0815")
    assert [(r.contact, r.call_id, r.message) for r in await records.open_callbacks()] == [(n, "", "") for n in ("0813", "0814", "0815")]
    kept = await everything_in(database)
    assert promised in kept and SECRET not in kept and PHONE not in kept
