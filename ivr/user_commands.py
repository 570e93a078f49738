"""`ivr user`: who may sign in to the console. Passwords are asked, or read from standard input; they are never an argument."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from ivr.console.guard import ROLES
from ivr.console.passwords import MAX_LENGTH, hashed, weakness
from ivr.records.models import UserRow
from ivr.records.store import Records
from ivr.settings import DEFAULT, Settings, load_settings
from ivr.terminal import SettingsFile, out, run

BY_TERMINAL = "ivr user"
"""Who did it, in the audit."""
T = TypeVar("T")
user_app = typer.Typer(help="Who may sign in to the console (docs/console.md).", no_args_is_help=True)
Login = Annotated[str, typer.Argument(help="For signing in: lower case letters and digits, such as siti.rahayu.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input instead of asking.")]
Without = Annotated[bool, typer.Option("--no-password", help="None: this user signs in by OpenID Connect alone.")]
Phone = Annotated[int | None, typer.Option(min=1, help="Their telephone: petugas7 is 7; by default the first free one.")]


@user_app.command("add")
def add(
    login: Login,
    name: Annotated[str, typer.Option(help='As others see it, such as "Siti Rahayu".')],
    role: Annotated[str, typer.Option(help=f"{', '.join(ROLES)}.")] = "agent",
    queue: Annotated[list[str] | None, typer.Option(help="A queue whose calls they take; can be repeated.")] = None,
    phone: Phone = None,
    from_stdin: FromStdin = False,
    without: Without = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Add a user."""
    loaded = load_settings(settings)
    queues, password = _queues(loaded, queue or []), "" if without else hashed(_asked(login, from_stdin))

    async def work(records: Records) -> UserRow:
        row = await records.add_user(login, name, role, password, queues, phone)
        await records.audit(BY_TERMINAL, "add_user", login)
        return row

    row = run(_with(loaded, work))
    out.print(f"{login} ditambahkan sebagai {ROLES[row.role]}" + _phone(loaded, row), markup=False)


@user_app.command("list")
def list_users(settings: SettingsFile = DEFAULT) -> None:
    """Show all users."""

    async def work(records: Records) -> list[UserRow]:
        return await records.users()

    loaded = load_settings(settings)
    for row in run(_with(loaded, work)):
        state = ("" if row.active else ", nonaktif") + ("" if row.password else ", tanpa kata sandi")
        queues = f", antrean {' '.join(row.queues)}" if row.queues else ""
        out.print(f"{row.login}  {row.name}  {ROLES[row.role]}{_phone(loaded, row)}{queues}{state}", markup=False)


@user_app.command("password")
def password(login: Login, from_stdin: FromStdin = False, without: Without = False, settings: SettingsFile = DEFAULT) -> None:
    """Set another password; whoever is signed in as this user is signed out."""
    new = "" if without else hashed(_asked(login, from_stdin))

    async def work(records: Records) -> None:
        await records.change_user(login, password=new)
        await records.close_sessions_of(login)
        await records.audit(BY_TERMINAL, "reset_password", login)

    run(_with(load_settings(settings), work))
    out.print(f"Kata sandi {login} {'dihapus' if without else 'diganti'}; sesinya ditutup.", markup=False)


@user_app.command("disable")
def disable(
    login: Login, back: Annotated[bool, typer.Option("--undo", help="They may sign in again.")] = False, settings: SettingsFile = DEFAULT
) -> None:
    """Let a user sign in no longer; what they did stays."""
    _change(load_settings(settings), login, "change_user", active=back)
    out.print(f"{login} {'boleh masuk lagi' if back else 'tidak boleh masuk lagi'}.", markup=False)


@user_app.command("queues")
def queues(
    login: Login,
    queue: Annotated[list[str] | None, typer.Argument(help="All queues whose calls they take from now on; none: no calls.")] = None,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Set whose calls a user takes. A running hotline knows it when it starts again; the console's page changes it at once."""
    loaded = load_settings(settings)
    chosen = _queues(loaded, queue or [])
    _change(loaded, login, "change_user", queues=chosen)
    out.print(f"Antrean {login}: {', '.join(chosen) or 'tidak ada'}.", markup=False)


@user_app.command("phone")
def phone(login: Login, number: Annotated[int, typer.Argument(min=1, help="petugas7 is 7.")], settings: SettingsFile = DEFAULT) -> None:
    """Give a user another telephone. A running hotline knows it when it starts again; the console's page changes it at once."""
    loaded = load_settings(settings)
    row = _change(loaded, login, "change_user", extension=number)
    out.print(f"{login}{_phone(loaded, row)}", markup=False)


async def _with(settings: Settings, work: Callable[[Records], Awaitable[T]]) -> T:
    async with Records(settings.records) as records:
        return await work(records)


def _asked(login: str, from_stdin: bool) -> str:
    if from_stdin:
        given = sys.stdin.readline(MAX_LENGTH + 2).rstrip("\r\n")
    else:
        given = str(typer.prompt("Kata sandi", hide_input=True, confirmation_prompt=True))
    if why := weakness(given, login):
        raise typer.BadParameter(why)
    return given


def _queues(settings: Settings, queues: list[str]) -> list[str]:
    from ivr.queue_settings import load_floor

    known = load_floor(settings.floor).queues
    if unknown := [name for name in queues if name not in known]:
        raise typer.BadParameter(f"{unknown[0]}: tidak ada antrean itu; yang ada: {', '.join(known)}")
    return queues


def _change(settings: Settings, login: str, action: str, **values: object) -> UserRow:
    async def work(records: Records) -> UserRow:
        row = await records.change_user(login, **values)
        await records.audit(BY_TERMINAL, action, login)
        return row

    return run(_with(settings, work))


def _phone(settings: Settings, row: UserRow) -> str:
    if row.extension is None:
        return ""
    beyond = f" (melebihi pbx.agents: {settings.pbx.agents})" if row.extension > settings.pbx.agents else ""
    return f", telepon petugas{row.extension}{beyond}"
