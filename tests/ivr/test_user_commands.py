"""`ivr user` as an operator runs it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from typer.testing import CliRunner, Result

from ivr.cli import app
from ivr.console import passwords
from ivr.console.demo_users import PEOPLE, demonstration_users
from ivr.records.models import UserRow
from ivr.records.store import Records, RecordsError

PASSWORD = "tiga-kata-acak"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PasswordHasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "settings.yaml").write_text(f"state: {tmp_path / 'var'}\nrecords: {tmp_path / 'r.db'}\n", encoding="utf-8")
    return tmp_path


def ivr(place: Path, *command: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["user", *command, "--settings", str(place / "settings.yaml")], input=typed)


def user(place: Path, login: str) -> UserRow | None:
    async def look() -> UserRow | None:
        async with Records(str(place / "r.db")) as records:
            return await records.user(login)

    return asyncio.run(look())


def test_a_user_from_first_to_last(place: Path) -> None:
    added = ivr(place, "add", "siti", "--name", "Siti Rahayu", "--queue", "pajak", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert added.exit_code == 0 and "siti ditambahkan sebagai Petugas, telepon petugas1" in added.output
    assert PASSWORD not in added.output
    row = user(place, "siti")
    assert row is not None and row.queues == ["pajak"] and row.password.startswith("$argon2id$")
    PasswordHasher().verify(row.password, PASSWORD)
    assert ivr(place, "password", "siti", "--password-stdin", typed="kata-yang-lain\n").exit_code == 0
    assert ivr(place, "queues", "siti", "petugas", "jawa").exit_code == 0
    assert ivr(place, "phone", "siti", "25").output.strip() == "siti, telepon petugas25 (melebihi pbx.agents: 20)"
    assert ivr(place, "disable", "siti").exit_code == 0
    assert ivr(place, "list").output.strip() == (
        "siti  Siti Rahayu  Petugas, telepon petugas25 (melebihi pbx.agents: 20), antrean petugas jawa, nonaktif"
    )
    row = user(place, "siti")
    assert row is not None
    PasswordHasher().verify(row.password, "kata-yang-lain")


def test_what_is_not_fit_is_refused(place: Path) -> None:
    weak = ivr(place, "add", "siti", "--name", "Siti", "--password-stdin", typed="pendek\n")
    assert weak.exit_code == 2 and "paling sedikit 10" in weak.output
    assert ivr(place, "add", "siti", "--name", "Siti", "--queue", "tidakada", "--password-stdin", typed=PASSWORD).exit_code == 2
    assert isinstance(ivr(place, "add", "Siti R", "--name", "Siti", "--password-stdin", typed=PASSWORD).exception, RecordsError)
    assert isinstance(ivr(place, "password", "siti", "--password-stdin", typed=PASSWORD).exception, RecordsError)
    assert user(place, "siti") is None


def test_who_signs_in_elsewhere_has_no_password(place: Path) -> None:
    assert ivr(place, "add", "dewi", "--name", "Dewi", "--role", "operator", "--no-password").exit_code == 0
    row = user(place, "dewi")
    assert row is not None and row.password == "" and row.extension is None


async def test_demonstration_users_get_another_password_at_each_start(tmp_path: Path) -> None:
    async with Records(str(tmp_path / "r.db")) as records:
        first = await demonstration_users(records)
        await records.open_session("d" * 64, "agen1", "c", 0.0)
        second = await demonstration_users(records)
        assert first.password != second.password and second.logins == tuple(login for login, *_ in PEOPLE)
        assert await records.session("d" * 64) is None
        row = await records.user("agen1")
        assert row is not None and PasswordHasher().verify(row.password, second.password)
        assert {user.role for user in await records.users()} == {"agent", "supervisor", "admin"}
