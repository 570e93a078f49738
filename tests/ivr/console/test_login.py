"""Signing in and out, how long a session lasts, how often one may try, and one's own password."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from visiting import CHEAP, PASSWORD, House, Visitor, visiting

from ivr.console.limits import ADDRESS, ANYWHERE, LOGIN, Limits
from ivr.console.origins import ConsoleError, origins_of
from ivr.console.passwords import MAX_WAITING, Passwords, TooMany, weakness
from ivr.settings import ConsoleSettings

NEW = "empat-kata-acak-baru"


@pytest.fixture(autouse=True)
def no_other_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.console.app.PAGES", ())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with visiting(tmp_path) as house:
        yield house


async def signed_in(visitor: Visitor) -> bool:
    return (await visitor.get("/sandi"))[0] == 200


def cookie(visitor: Visitor, name: str) -> str:
    return next((held.value for held in visitor.http.cookie_jar if held.key == name), "")


async def test_the_cookie_is_for_this_host_alone_and_new_at_each_sign_in(house: House) -> None:
    visitor = await house.visitor()
    _, form = await visitor.get("/masuk")
    token = form.split('name="csrf" value="')[1].split('"')[0]
    fields = {"csrf": token, "login": "AGEN1 ", "password": PASSWORD}
    async with visitor.http.post(visitor.url + "/masuk?ke=/sandi", data=fields, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/sandi")
        given = next(line for line in answer.headers.getall("Set-Cookie") if line.startswith("__Host-sapa="))
    assert all(part in given for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/")) and "Domain" not in given
    first = cookie(visitor, "__Host-sapa")
    assert await house.parts.records.session(first) is None, "the records hold no cookie"
    visitor.http.cookie_jar.update_cookies({"__Host-sapa-masuk": token})  # a form that was open in another tab
    assert (await visitor.post("/masuk", token=token, login="agen1", password=PASSWORD))[0] == 303
    assert cookie(visitor, "__Host-sapa") not in (first, "")
    visitor.http.cookie_jar.clear()
    visitor.http.cookie_jar.update_cookies({"__Host-sapa": first})
    assert not await signed_in(visitor), "the session before is closed"


async def test_a_form_of_another_browser_is_refused(house: House) -> None:
    visitor, other = await house.visitor(), await house.visitor()
    _, form = await other.get("/masuk")
    token = form.split('name="csrf" value="')[1].split('"')[0]
    for given in (token, ""):
        await visitor.get("/masuk")
        status, page = await visitor.post("/masuk", token=given, login="agen1", password=PASSWORD)
        assert status == 403 and "tidak berlaku" in page
    assert not await signed_in(visitor)


async def test_sign_in_leads_only_to_our_own_pages(house: House) -> None:
    visitor = await house.visitor("agen1")
    for there in ("//lain.example", "https://lain.example", "/\\lain.example", "/a//b", "/a?b=c", "javascript:alert(1)", ""):
        assert await visitor.get(f"/?ke={there}") == (303, "/meja")
    assert await visitor.get("/masuk?ke=/panggilan/1-2") == (303, "/panggilan/1-2")


async def test_wrong_is_wrong_whatever_is_wrong(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    compared, verify = [], Passwords._verify
    monkeypatch.setattr(Passwords, "_verify", lambda self, stored, given: (compared.append(stored), verify(self, stored, given))[1])
    await house.parts.records.change_user("agen2", active=False)
    await house.parts.records.add_user("dewi", "Dewi", "agent", "", ())
    visitor = await house.visitor()
    pages = set()
    for login, password in (
        ("agen1", "salah"),
        ("tidakada", PASSWORD),
        ("agen2", PASSWORD),
        ("dewi", ""),
        ("", ""),
        ("a" * 500, "b" * 5000),
    ):
        _, form = await visitor.get("/masuk")
        token = form.split('name="csrf" value="')[1].split('"')[0]
        status, page = await visitor.post("/masuk", token=token, login=login, password=password)
        assert status == 401 and "Nama pengguna atau kata sandi salah." in page
        pages.add(page.replace(f'value="{login[:40]}"', 'value=""').replace(" autofocus", ""))
    assert len(pages) == 1, "nothing tells which logins there are"
    assert len(compared) == 6 and all(stored.startswith("$argon2id$") for stored in compared), "nor does the time that it takes"


async def test_who_guesses_is_made_to_wait_and_a_right_password_does_not_count(house: House) -> None:
    visitor = await house.visitor()
    for _ in range(LOGIN.tries + 2):
        await house.visitor("agen1")
    for _ in range(LOGIN.tries):
        assert await visitor.sign_in("agen2", "salah-terus") == 401
    assert await visitor.sign_in("agen2") == 429
    await house.visitor("agen1")  # others may
    house.clock.now += LOGIN.refill_s + 1
    assert await visitor.sign_in("agen2") == 303


async def test_failed_sign_ins_leave_a_trace(house: House, caplog: pytest.LogCaptureFixture) -> None:
    async def failures() -> list[tuple[str, str]]:
        return [(row.login, row.about) for row in await house.parts.records.audit_rows(99) if row.action == "sign_in_failed"]

    async def settled(count: int) -> None:
        async with asyncio.timeout(5):
            while len(await failures()) != count:
                await asyncio.sleep(0.01)

    visitor = await house.visitor()
    for login in ("agen1", "agen1", "rahasia123-salah-ketik", "agen1"):
        assert await visitor.sign_in(login, "salah") == 401
    await settled(1)
    house.clock.now += 61
    for _ in range(LOGIN.tries + 1):
        await visitor.sign_in("agen2", "salah")
    assert await visitor.sign_in("agen1", "salah") == 401
    await settled(3)
    assert await failures() == [("agen1", "127.0.0.1"), ("agen2", "127.0.0.1"), ("agen1", "127.0.0.1")]
    logged = [record.message for record in caplog.records if "failed sign-ins" in record.message]
    assert logged == ["console: failed sign-ins: 1", "console: failed sign-ins: 4"]


def test_limits_hold_for_one_address_and_keep_little() -> None:
    now = [0.0]
    limits = Limits(lambda: now[0], max_keys=100)
    assert [limits.take(f"u{number}", "10.0.0.1") for number in range(ADDRESS.tries)] == [0.0] * ADDRESS.tries
    assert limits.take("another", "10.0.0.1") == ADDRESS.refill_s
    assert limits.take("another", "10.0.0.2") == 0.0
    for number in range(1000):
        limits.take(f"x{number}", f"10.1.0.{number}")
    assert len(limits._full_at) <= 100
    now[0] += ADDRESS.refill_s * ADDRESS.tries
    assert limits.take("another", "10.0.0.1") == 0.0


def test_strangers_cannot_use_up_the_tries_of_who_signs_in_elsewhere() -> None:
    limits = Limits(lambda: 0.0)
    assert [limits.take("", "10.0.0.1") for _ in range(ADDRESS.tries)] == [0.0] * ADDRESS.tries
    assert limits.take("", "10.0.0.1") == ADDRESS.refill_s
    for number in range(2 * ANYWHERE.tries):
        assert limits.take("", f"10.1.0.{number}") == 0.0


async def test_a_session_ends_after_its_hours_and_when_no_page_was_open(house: House) -> None:
    idle, busy = await house.visitor("agen1"), await house.visitor("agen2")
    settings = house.parts.settings.console
    for _ in range(settings.session_hours * 2 - 1):
        house.clock.now += 1800
        assert await signed_in(busy)
    assert not await signed_in(idle)
    house.clock.now += 1800
    assert not await signed_in(busy)
    assert (await busy.get("/acara", script=True))[0] == 401


async def test_signing_out_ends_the_session_itself(house: House) -> None:
    visitor = await house.visitor("agen1")
    held = cookie(visitor, "__Host-sapa")
    assert await visitor.post("/keluar") == (303, "/masuk")
    assert cookie(visitor, "__Host-sapa") == ""
    visitor.http.cookie_jar.update_cookies({"__Host-sapa": held})
    assert not await signed_in(visitor)


async def test_who_may_no_longer_sign_in_is_out_at_once(house: House) -> None:
    visitor = await house.visitor("agen1")
    await house.parts.records.change_user("agen1", active=False)
    assert not await signed_in(visitor)


async def test_another_password_ends_all_other_sessions(house: House) -> None:
    here, there = await house.visitor("agen1"), await house.visitor("agen1")
    for fields, why in (
        ({"old": "salah", "new": NEW, "again": NEW}, "yang sekarang salah"),
        ({"old": PASSWORD, "new": NEW, "again": "lain"}, "tidak sama"),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "harus lain"),
        ({"old": PASSWORD, "new": "pendek", "again": "pendek"}, "paling sedikit"),
    ):
        status, page = await here.post("/sandi", **fields)
        assert status == 422 and why in page
    assert await here.post("/sandi", old=PASSWORD, new=NEW, again=NEW) == (303, "/sandi?tersimpan=ya")
    assert await signed_in(here) and not await signed_in(there)
    assert await (await house.visitor()).sign_in("agen1", PASSWORD) == 401
    assert await (await house.visitor()).sign_in("agen1", NEW) == 303


async def test_an_old_hash_is_renewed_when_its_password_is_given(house: House) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    await house.parts.records.change_user("agen1", password=old)
    await house.visitor("agen1")
    row = await house.parts.records.user("agen1")
    assert row is not None and row.password != old and not CHEAP.check_needs_rehash(row.password)


async def test_only_so_many_passwords_are_checked_at_once() -> None:
    passwords = Passwords(CHEAP)
    await passwords.prepare()
    results = await asyncio.gather(*(passwords.verify("", "x") for _ in range(MAX_WAITING + 3)), return_exceptions=True)
    passwords.close()
    assert sum(isinstance(result, TooMany) for result in results) == 3


async def test_the_proxy_alone_says_who_asks(tmp_path: Path) -> None:
    settings = ConsoleSettings(port=0, public_url="https://sapa.example.go.id")
    async with visiting(tmp_path, settings) as house:
        visitor = await house.visitor()
        visitor.url = f"http://127.0.0.1:{house.console.port}"
        assert (await visitor.get("/masuk"))[0] == 421
        async with visitor.http.get(visitor.url + "/masuk", headers={"Host": "sapa.example.go.id"}) as answer:
            assert answer.status == 200 and "max-age" in answer.headers["Strict-Transport-Security"]
            token = answer.cookies["__Host-sapa-masuk"].value

        async def guess(sender: str, origin: str) -> int:
            headers = {"Host": "sapa.example.go.id", "Origin": origin, "X-Forwarded-For": f"6.6.6.6, {sender}"}
            fields, cookies = {"csrf": token, "login": "agen1", "password": "salah"}, {"__Host-sapa-masuk": token}
            async with visitor.http.post(visitor.url + "/masuk", data=fields, headers=headers, cookies=cookies) as answer:
                return answer.status

        assert await guess("198.51.100.1", visitor.url) == 403, "only the public origin is ours"
        assert {await guess("198.51.100.1", "https://sapa.example.go.id") for _ in range(LOGIN.tries)} == {401}
        assert await guess("198.51.100.1", "https://sapa.example.go.id") == 429
        assert await guess("198.51.100.2", "https://sapa.example.go.id") == 401


def test_an_address_that_is_not_safe_is_refused() -> None:
    assert not origins_of(ConsoleSettings(), 8080).proxies, "without a proxy none is believed"
    for settings in (
        ConsoleSettings(host="0.0.0.0"),
        ConsoleSettings(public_url="http://sapa.example"),
        ConsoleSettings(public_url="https://a/b"),
    ):
        with pytest.raises(ConsoleError, match="console.(host|public_url)"):
            origins_of(settings, 8080)


def test_weak_passwords_are_told() -> None:
    assert weakness("pendek", "siti") and weakness("siti.rahayu1", "siti") and weakness("aaaaaaaaaaaa", "budi") and weakness("x" * 201, "b")
    assert weakness("kuda-baterai-staples", "siti") == ""


@pytest.mark.parametrize("cookie", [b"__Host-sapa=\xff\xfe", b"__Host-sapa-masuk=\xff", b"__Host-sapa-masuk=x"])
async def test_odd_bytes_are_no_cookie(house: House, cookie: bytes) -> None:
    head = f"GET /masuk HTTP/1.1\r\nHost: 127.0.0.1:{house.console.port}\r\nConnection: close\r\nCookie: ".encode()
    answer = await raw(house, head + cookie + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ") and re.search(rb"__Host-sapa-masuk=[\w-]{43};", answer)


async def test_a_form_in_odd_bytes_is_refused(house: House) -> None:
    for kind, body in (
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n\xff\r\n--x--\r\n'),
        ("multipart/form-data", b"x"),
        ("application/x-www-form-urlencoded; charset=tidakada", b"login=a"),
    ):
        head = f"POST /masuk HTTP/1.1\r\nHost: 127.0.0.1:{house.console.port}\r\nConnection: close\r\n"
        answer = await raw(house, f"{head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        assert answer.startswith(b"HTTP/1.1 400 "), (kind, answer[:30])


async def raw(house: House, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.console.port)
    writer.write(request)
    async with asyncio.timeout(5):
        answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


async def test_a_form_that_does_not_come_or_never_ends_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.console.guard.READ_S", 0.05)
    host = f"127.0.0.1:{house.console.port}"
    reader, writer = await asyncio.open_connection("127.0.0.1", house.console.port)
    head = f"POST /masuk HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nlogin=a"
    writer.write(head.encode())
    async with asyncio.timeout(5):
        assert b" 408 " in await reader.readline()
    writer.close()
    visitor = await house.visitor()
    assert (await visitor.post("/masuk", login="a" * 100_000))[0] == 413
