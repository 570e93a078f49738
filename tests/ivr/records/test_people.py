"""Users, signed-in browsers, what agents do, and what is to be answered for."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest

from ivr.records import agents, sessions
from ivr.records.store import Records, RecordsError


async def add(records: Records, login: str, role: str = "agent", extension: int | None = None) -> int | None:
    return (await records.add_user(login, "Siti Contoh", role, "$argon2id$x", ["petugas"], extension)).extension


async def test_who_takes_calls_gets_the_first_free_telephone(records: Records) -> None:
    given = [await add(records, *user) for user in (("a", "agent"), ("b", "admin", 3), ("c", "operator"), ("d", "supervisor"), ("e",))]
    assert given == [1, 3, None, 2, 4]
    assert (await records.change_user("c", role="agent")).extension == 5
    assert [user.login for user in await records.users()] == ["a", "b", "c", "d", "e"]
    user = await records.user("a")
    assert user is not None
    assert (user.role, user.queues, user.active, user.password) == ("agent", ["petugas"], True, "$argon2id$x")
    assert await records.user("unknown") is None


async def test_what_is_taken_or_not_fit_is_refused_without_telling_it(records: Records) -> None:
    await add(records, "ani", extension=1)
    for login, name, role, extension in (
        ("ani", "Ani", "agent", 7),
        ("budi", "Budi", "agent", 1),
        ("Budi", "Budi", "agent", 7),
        ("b,udi", "Budi", "agent", 7),
        ("", "Budi", "agent", 7),
        ("budi", "Budi\nSusilo", "agent", 7),
        ("budi", "", "agent", 7),
        ("budi", "Budi", "boss", 7),
        ("budi", "Budi", "agent", 0),
    ):
        with pytest.raises(RecordsError) as refused:
            await records.add_user(login, name, role, "", [], extension)
        assert "udi" not in str(refused.value)
    assert [user.login for user in await records.users()] == ["ani"]


async def test_two_who_are_added_at_once_never_share_a_telephone(records: Records, database: str) -> None:
    async with Records(database) as other:
        given = await asyncio.gather(*(add(r, f"{name}{n}") for n in range(4) for name, r in (("a", records), ("b", other))))
    assert sorted(n for n in given if n) == [1, 2, 3, 4, 5, 6, 7, 8]


async def test_a_user_is_changed_and_signed_out_when_not_active_any_more(records: Records) -> None:
    await add(records, "ani")
    await add(records, "budi")
    for login in ("ani", "budi"):
        await records.open_session(f"digest of {login}", login, "csrf", 100.0)
    changed = await records.change_user("ani", name="Ani Contoh", queues=("pajak",), active=False)
    assert (changed.name, changed.queues, changed.extension) == ("Ani Contoh", ["pajak"], 1)
    assert (await records.session("digest of ani"), (await records.session("digest of budi")) is not None) == (None, True)
    with pytest.raises(RecordsError, match="no such user"):
        await records.change_user("unknown", name="X")
    with pytest.raises(RecordsError, match="taken"):
        await records.change_user("ani", extension=2)
    with pytest.raises(TypeError, match="created_at"):
        await records.change_user("ani", created_at="")


async def test_a_session_ends_by_itself_or_is_ended(records: Records) -> None:
    for digest, login, began in (("a", "ani", 100.0), ("b", "ani", 200.0), ("c", "budi", 300.0), ("d", "budi", 300.0)):
        await records.open_session(digest, login, "csrf", began)
    await records.touch_session("c", 900.0)
    await records.forget_sessions(began_before=150.0, seen_before=301.0)
    assert [d for d in "abcd" if await records.session(d)] == ["c"]
    await records.open_session("e", "budi", "csrf", 900.0)
    await records.close_session("e")
    kept = await records.session("c")
    assert kept is not None
    assert (kept.login, kept.csrf, kept.began_at, kept.seen_at) == ("budi", "csrf", 300.0, 900.0)
    await records.close_sessions_of("budi")
    assert await records.session("c") is None


async def test_what_an_agent_does_lasts_and_since_when(records: Records, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = count()
    monkeypatch.setattr(agents, "now", lambda: f"second {next(seconds)}")
    for status, reason, until in (("ready", "", 0), ("ready", "", 0), ("paused", "rapat", 0), ("wrap_up", "", 9.0), ("wrap_up", "", 7.0)):
        kept = await records.keep_agent("ani", status, reason, until)
    assert (kept.status, kept.since, kept.until_s) == ("wrap_up", "second 2", 7.0)
    await records.keep_agent("ada", "out")
    async with Records(database) as again:
        states = [(row.login, row.status, row.since) for row in await again.agents()]
    assert states == [("ada", "out", "second 3"), ("ani", "wrap_up", "second 2")]


async def test_the_audit_trail_is_read_from_its_end(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "now", lambda: "now")
    for about in ("petugas1", "petugas2", "x" * 200):
        await records.audit("ani", "listen", about)
    rows = await records.audit_rows(2)
    assert [(row.login, row.action, len(row.about)) for row in rows] == [("ani", "listen", 80), ("ani", "listen", 8)]
    assert [row.about for row in await records.audit_rows(5, before=rows[-1].id)] == ["petugas1"]
