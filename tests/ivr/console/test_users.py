"""The page on which administrators keep users."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from visiting import House, Still, visiting

from ivr.records.models import UserRow

EVIL = "<script>alert(1)</script>\"'{{ 7*7 }}"
SAFE = "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;{{ 7*7 }}"


class Agents(Still):
    loads = 0

    async def load(self) -> None:
        self.loads += 1


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setattr("ivr.console.app.PAGES", ())
    async with visiting(tmp_path, agents=Agents()) as house:
        yield house


async def user(house: House, login: str) -> UserRow:
    row = await house.parts.records.user(login)
    assert row is not None
    return row


def password(page: str) -> str:
    found = re.search(r'class="kunci">([^<]+)<', page)
    assert found, page
    return found.group(1)


async def test_a_user_is_added_with_a_password_that_is_shown_once(house: House) -> None:
    admin = await house.visitor("admin1")
    status, page = await admin.post("/pengguna/baru", login="Siti.Rahayu", name=EVIL, role="agent", queues="pajak", extension="9")
    assert status == 200 and SAFE in page and "<script>" not in page
    row = await user(house, "siti.rahayu")
    assert (row.role, row.queues, row.extension, row.active) == ("agent", ["pajak"], 9, True)
    assert await (await house.visitor()).sign_in("siti.rahayu", password(page)) == 303
    for path in ("/pengguna", "/pengguna/siti.rahayu"):
        status, page = await admin.get(path)
        assert status == 200 and SAFE in page and "<script>alert" not in page
    assert house.parts.agents.loads == 1  # type: ignore[attr-defined]
    assert ("admin1", "add_user", "siti.rahayu") in [(row.login, row.action, row.about) for row in await house.parts.records.audit_rows(9)]


WRONG: tuple[tuple[dict[str, str], str], ...] = (
    ({"login": "agen1", "name": "Siti"}, "sudah dipakai"),
    ({"login": "baru", "name": "Siti"}, "Nama pengguna:"),
    ({"login": "../x", "name": "Siti"}, "Nama pengguna:"),
    ({"login": "siti", "name": ""}, "Nama: 1 sampai"),
    ({"login": "siti", "name": "S\x00"}, "Nama: 1 sampai"),
    ({"login": "siti", "name": "Siti", "extension": "21"}, "Nomor telepon: 1 sampai 20"),
    ({"login": "siti", "name": "Siti", "extension": "0x1"}, "Nomor telepon: 1 sampai 20"),
    ({"login": "siti", "name": "Siti", "extension": "1"}, "sudah dipakai"),
)


async def test_what_is_not_fit_is_told_and_nothing_is_lost(house: House) -> None:
    admin = await house.visitor("admin1")
    for fields, why in WRONG:
        status, page = await admin.post("/pengguna/baru", role="agent", queues="pajak", **fields)
        assert status == 422 and why in page, fields
        assert 'value="pajak" checked' in page
    assert await house.parts.records.user("siti") is None


async def test_another_role_signs_out_and_unknown_queues_are_none(house: House) -> None:
    admin, agent = await house.visitor("admin1"), await house.visitor("agen1")
    assert (await admin.post("/pengguna/agen1", name="Agen", role="agent", queues="tidakada", active="on")) == (303, "/pengguna")
    assert (await user(house, "agen1")).queues == [] and (await agent.get("/sandi"))[0] == 200
    assert (await admin.post("/pengguna/agen1", name="Agen", role="operator", active="on"))[0] == 303
    assert (await agent.get("/sandi"))[0] == 303
    assert (await admin.post("/pengguna/agen1", name="Agen", role="operator"))[0] == 303
    assert not (await user(house, "agen1")).active


async def test_nobody_shuts_themselves_out(house: House) -> None:
    admin = await house.visitor("admin1")
    for fields in ({"role": "admin"}, {"role": "agent", "active": "on"}):
        status, page = await admin.post("/pengguna/admin1", name="Saya", **fields)
        assert status == 422 and "admin lain" in page
    assert (await admin.post("/pengguna/admin1", name="Saya", role="admin", active="on"))[0] == 303
    assert (await user(house, "admin1")).name == "Saya"


async def test_a_forgotten_password_is_replaced(house: House) -> None:
    admin, agent = await house.visitor("admin1"), await house.visitor("agen1")
    _, page = await admin.post("/pengguna/agen1/sandi")
    assert (await agent.get("/sandi"))[0] == 303
    assert await (await house.visitor()).sign_in("agen1", password(page)) == 303
    assert (await admin.post("/pengguna/tidakada/sandi"))[0] == 404


async def test_who_signs_in_elsewhere_is_not_given_a_password(house: House) -> None:
    await house.parts.records.add_user("dewi", "Dewi", "agent", "", ())
    admin = await house.visitor("admin1")
    for login, offered in (("agen1", True), ("dewi", False)):
        assert ("Buat kata sandi baru" in (await admin.get(f"/pengguna/{login}"))[1]) is offered
    status, why = await admin.post("/pengguna/dewi/sandi")
    assert status == 422 and "akun instansi" in why and (await user(house, "dewi")).password == ""
