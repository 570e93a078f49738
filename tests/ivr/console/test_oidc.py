"""Signing in with the agency's accounts, against a provider that is a real server."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from visiting import House, Visitor, visiting

from ivr.console.oidc_client import OidcClient, OidcError
from ivr.console.oidc_person import Person, person_of
from ivr.settings import ConsoleSettings, OidcSettings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oidc_provider_mock import User, run_server_in_thread

pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")  # the provider's own, in its thread
PEOPLE = (
    User(sub="1", claims={"preferred_username": "dewi", "name": "Dewi <i>Lestari</i>", "roles": ["sapa-petugas", "sapa-pengawas"]}),
    User(sub="2", claims={"preferred_username": "agen1", "name": "Bukan Agen", "roles": ["sapa-admin"]}),
    User(sub="3", claims={"preferred_username": "tamu", "name": "Tamu", "roles": ["lain"]}),
)


@pytest.fixture(autouse=True)
def no_other_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.console.app.PAGES", ())


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def own(provider: str, tmp_path: Path) -> OidcSettings:
    secret = tmp_path / "secret"
    secret.write_text("rahasia\n", encoding="utf-8")
    return OidcSettings(issuer=provider, client_id="sapa", client_secret_file=str(secret))


def settings(own: OidcSettings, *, create: bool = False) -> ConsoleSettings:
    return ConsoleSettings(port=0, oidc=replace(own, create=create))


async def back_from(visitor: Visitor, sub: str, start: str = "/oidc/mulai") -> str:
    """Where the provider sends a browser that signs in there."""
    status, there = await visitor.get(start)
    assert status == 303
    async with aiohttp.ClientSession() as browser, browser.post(there, data={"sub": sub}, allow_redirects=False) as answer:
        assert answer.status == 302, await answer.text()
        return answer.headers["Location"].removeprefix(visitor.url)


async def role_of(house: House, login: str) -> str | None:
    row = await house.parts.records.user(login)
    return row and row.role


async def test_who_has_a_role_there_is_added_and_signed_in(own: OidcSettings, tmp_path: Path) -> None:
    async with visiting(tmp_path, settings(own, create=True)) as house:
        visitor = await house.visitor()
        assert "Masuk dengan akun instansi" in (await visitor.get("/masuk"))[1]
        _, where = await visitor.get("/oidc/mulai?ke=/sandi")
        asked = parse_qs(urlsplit(where).query)
        assert asked["code_challenge_method"] == ["S256"] and asked["code_challenge"] and asked["nonce"] and asked["state"]
        assert await visitor.get(await back_from(visitor, "1", "/oidc/mulai?ke=/sandi")) == (303, "/sandi")
        status, page = await visitor.get("/sandi")
        assert status == 200 and "Dewi &lt;i&gt;Lestari" in page and "<i>" not in page
        assert await role_of(house, "dewi") == "supervisor"


async def test_without_create_only_who_is_there_may_and_the_provider_says_the_role(own: OidcSettings, tmp_path: Path) -> None:
    async with visiting(tmp_path, settings(own)) as house:
        visitor = await house.visitor()
        assert (await visitor.get(await back_from(visitor, "1")))[0] == 403
        admin = await house.visitor("admin1")
        assert "tanpa kata sandi" in (await admin.get("/pengguna/baru"))[1]
        assert await admin.post("/pengguna/baru", login="dewi", name="Dewi", role="agent", elsewhere="on") == (303, "/pengguna")
        assert (await visitor.get(await back_from(visitor, "1")))[0] == 303
        assert await role_of(house, "dewi") == "supervisor"
        await house.parts.records.change_user("dewi", active=False)
        assert (await visitor.get(await back_from(visitor, "1")))[0] == 403


async def test_no_role_no_entry_and_nobody_takes_the_account_of_who_has_a_password(own: OidcSettings, tmp_path: Path) -> None:
    async with visiting(tmp_path, settings(own, create=True)) as house:
        visitor = await house.visitor()
        for sub in ("2", "3"):
            status, page = await visitor.get(await back_from(visitor, sub))
            assert status == 403 and "belum diizinkan" in page
        assert await role_of(house, "agen1") == "agent" and await role_of(house, "tamu") is None


async def test_only_the_browser_that_began_comes_back_and_only_once(own: OidcSettings, tmp_path: Path) -> None:
    async with visiting(tmp_path, settings(own, create=True)) as house:
        visitor, other = await house.visitor(), await house.visitor()
        back = await back_from(visitor, "1")
        assert (await other.get(back))[0] == 403
        await other.get("/oidc/mulai")
        assert (await other.get(back))[0] == 403, "another attempt's state"
        assert (await visitor.get(back))[0] == 303
        assert (await visitor.get(back))[0] == 403, "the attempt is used up"


async def test_a_token_for_another_attempt_client_or_issuer_does_not_hold(own: OidcSettings, tmp_path: Path) -> None:
    async with visiting(tmp_path, settings(own)) as house:
        chosen, redirect = house.parts.settings.console.oidc, house.console.url + "/oidc/kembali"

        async def code_for(client: OidcClient) -> tuple[object, str]:
            url, attempt = await client.begin("")
            async with aiohttp.ClientSession() as browser, browser.post(url, data={"sub": "1"}, allow_redirects=False) as answer:
                return attempt, parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]

        client = OidcClient(chosen, redirect)
        attempt, code = await code_for(client)
        with pytest.raises(OidcError, match="InvalidClaim"):
            await client.finish(replace(attempt, nonce="another"), code)  # type: ignore[type-var]
        attempt, code = await code_for(client)
        with pytest.raises(OidcError):
            await OidcClient(replace(chosen, client_id="somebody"), redirect).finish(attempt, code)  # type: ignore[arg-type]
        with pytest.raises(OidcError, match="IssuerMismatch"):
            await OidcClient(replace(chosen, issuer=own.issuer.replace("localhost", "LOCALHOST")), redirect).begin("")
        with pytest.raises(OidcError, match="ConnectError"):
            await OidcClient(replace(chosen, issuer="http://127.0.0.1:9"), redirect).begin("")


def test_claims_name_a_person() -> None:
    nested = OidcSettings(role_claim="realm_access.roles", login_claim="email_name")
    assert person_of({"email_name": "Budi", "realm_access": {"roles": ["x", "sapa-admin"]}}, nested) == Person("budi", "Budi", "admin")
    assert person_of({"preferred_username": "budi", "roles": "sapa-petugas", "name": "Budi\nS"}, OidcSettings()) == Person(
        "budi", "BudiS", "agent"
    )
    for claims in ({}, {"preferred_username": "budi"}, {"preferred_username": "../x", "roles": ["sapa-admin"]}, {"preferred_username": 3}):
        assert person_of(claims, OidcSettings()) is None
    assert person_of({"preferred_username": "budi", "roles": [""]}, OidcSettings(agent="")) is None, "an empty name is no role"
