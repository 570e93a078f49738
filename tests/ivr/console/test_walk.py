"""Every route of the console, whoever wrote its page: nothing without a session, nothing without a role, no change without the token."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web
from visiting import USERS, House, visiting

from ivr.console.guard import ROLES, is_marked_open, roles_of
from ivr.console.pages import STATIC, TEMPLATES

OPEN = {"/masuk", "/oidc/mulai", "/oidc/kembali", "/sehat"}
"""The last tells machines whether the voices work: names and counts of engines, nothing of a call."""
"""All that is there for who has not signed in, besides files."""
VALUES = {"call_id": "00000000-0000-4000-8000-000000000001", "login": "agen1", "part": "keadaan", "ticket": "TLP-2611-000001"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with visiting(tmp_path, phone_key="k", websocket_url="ws://127.0.0.1:1/ws") as house:
        yield house


def routes(house: House) -> list[tuple[str, str, object]]:
    """Method, a path, handler."""
    app: web.Application = house.console.application(1)
    return [
        (route.method, _path(route.resource), route.handler)
        for route in app.router.routes()
        if route.method != "HEAD" and not _files(route.resource)
    ]


def _files(resource: object) -> bool:
    return isinstance(resource, web.StaticResource)


def _path(resource: web.AbstractResource | None) -> str:
    assert resource is not None
    path = resource.canonical
    for name, value in VALUES.items():
        path = path.replace("{" + name + "}", value)
    return path.replace("{", "").replace("}", "")


def changing(house: House) -> Iterator[tuple[str, object]]:
    for method, path, handler in routes(house):
        assert method in ("GET", "POST"), f"{method} {path}: forms and our script send POST alone"
        if method == "POST":
            yield path, handler


async def test_every_handler_says_whom_it_is_for(house: House) -> None:
    for method, path, handler in routes(house):
        assert roles_of(handler) or is_marked_open(handler), f"{method} {path}: add @allowed(...) to its handler"
        assert not is_marked_open(handler) or path in OPEN, f"{method} {path}: is open to everybody"


async def test_without_a_session_there_is_only_the_way_to_sign_in(house: House) -> None:
    stranger = await house.visitor()
    for method, path, _ in routes(house):
        if path in OPEN:
            continue
        ask = stranger.post if method == "POST" else stranger.get
        status, where = await ask(path)
        assert status == 303 and where.startswith("/masuk"), f"{method} {path}: {status}"
        status, text = await ask(path, script=True)
        assert status == 401 and len(text) < 100, f"{method} {path}: {status}"
    assert (await stranger.get("/tidak/ada"))[0] == 303, "what is not there looks like what is"


async def test_no_page_serves_who_has_another_role(house: House) -> None:
    visitors = {role: await house.visitor(login) for login, role in USERS.items()}
    for method, path, handler in routes(house):
        for role in set(ROLES) - roles_of(handler) if roles_of(handler) else ():
            status, _ = await (visitors[role].post if method == "POST" else visitors[role].get)(path)
            assert status == 403, f"{method} {path} as {role}: {status}"


async def test_nothing_changes_without_the_sessions_token_or_from_elsewhere(house: House) -> None:
    visitors, other = {role: await house.visitor(login) for login, role in USERS.items()}, await house.visitor("agen2")
    for path, handler in changing(house):
        for role in sorted(roles_of(handler))[:1]:
            visitor = visitors[role]
            for token in ("", "x", other.token):
                assert (await visitor.post(path, token=token))[0] == 403, f"{path}: token {token!r}"
            for headers in (
                {"Origin": "https://lain.example"},
                {"Origin": "null"},
                {"Sec-Fetch-Site": "cross-site"},
                {"Sec-Fetch-Site": "same-site"},
            ):
                sent = {"X-CSRF-Token": visitor.token} | headers
                async with visitor.http.post(visitor.url + path, headers=sent, allow_redirects=False) as answer:
                    assert answer.status == 403, f"{path}: {headers}"
            async with visitor.http.post(visitor.url + path, json={"csrf": visitor.token}, allow_redirects=False) as answer:
                assert answer.status == 403, f"{path}: a token in JSON is none"


async def test_every_answer_forbids_what_we_do_not_need(house: House) -> None:
    agent = await house.visitor("agen1")
    for path in ("/masuk", "/sandi", "/tidak/ada", "/pengguna", "/static/app.js", "/acara"):
        async with agent.http.get(agent.url + path, allow_redirects=False) as answer:
            held = answer.headers
            policy = held["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy and "unsafe" not in policy
            assert held["X-Content-Type-Options"] == "nosniff" and held["Referrer-Policy"] == "same-origin"
            assert "microphone=(self)" in held["Permissions-Policy"]
            assert held["Cache-Control"] == ("no-cache" if "static" in path else "no-store")


async def test_another_name_for_this_address_gets_nothing(house: House) -> None:
    visitor = await house.visitor()
    assert (await visitor.get("/masuk", Host="lain.example"))[0] == 421
    assert (await visitor.get("/masuk", Host=f"localhost:{house.console.url.rsplit(':')[-1]}"))[0] == 200


def test_pages_hold_nothing_that_the_browser_would_have_to_trust() -> None:
    forbidden = re.compile(r"\|\s*safe\b|autoescape|\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:", re.IGNORECASE)
    for path in TEMPLATES.glob("*.html"):
        assert not (found := forbidden.search(path.read_text(encoding="utf-8"))), f"{path.name}: {found.group()}"
    trusting = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|setAttribute\(.(on|style))")
    for path in STATIC.glob("*.js"):
        assert not (found := trusting.search(path.read_text(encoding="utf-8"))), f"{path.name}: {found.group()}"
