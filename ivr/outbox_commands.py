"""`ivr outbox`: what has not reached its government system yet, and what a person does about it. Indonesian, for operators."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

import typer

from ivr.outbox_report import as_dict, details, lines, name_of
from ivr.records.models import REFUSED, OutboxRow
from ivr.records.store import Records
from ivr.settings import DEFAULT, Settings, load_settings
from ivr.terminal import Json, SettingsFile, err, out, run

ALL = "semua"
outbox_app = typer.Typer(help="What is still to be written to government systems (docs/records.md).")
Number = Annotated[str, typer.Argument(help="As the list shows it.")]


@outbox_app.callback(invoke_without_command=True)
def outbox(
    context: typer.Context,
    again: Annotated[str, typer.Option(metavar="NUMBER", help=f"Let what was refused be sent again; {ALL}: all of it.")] = "",
    drop: Annotated[str, typer.Option(metavar="NUMBER", help="Never send what was refused, and forget what it says.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before dropping.")] = False,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Show what has not reached its government system yet: numbers, ages, tries and kinds of failure."""
    if context.invoked_subcommand is not None:
        return
    if again and drop:
        raise typer.BadParameter("--again or --drop, not both")
    loaded = load_settings(settings)
    if drop:
        run(_about(loaded, drop, lambda records, row: _drop(records, row, yes)))
    elif again == ALL:
        run(_send_all_again(loaded))
    elif again:
        run(_about(loaded, again, _send_again))
    else:
        run(_list(loaded, as_json))


@outbox_app.command("show")
def show(number: Number, settings: SettingsFile = DEFAULT) -> None:
    """Show one entry with what it says (of a confidential one only which data it has)."""
    run(_about(load_settings(settings), number, _show))


async def _list(settings: Settings, as_json: bool) -> None:
    async with Records(settings.records) as records:
        counts, rows = await records.outbox_counts(), await records.unsent()
    if as_json:
        for row in rows:
            print(json.dumps(as_dict(row)))  # noqa: T201
        return
    for line in lines(counts, rows, datetime.now().astimezone()):
        out.print(line, markup=False)


async def _about(settings: Settings, number: str, do: Callable[[Records, OutboxRow], Awaitable[None]]) -> None:
    async with Records(settings.records) as records:
        row = next((row for row in await records.unsent() if name_of(row).upper() == number.upper()), None)
        if row is None:
            err.print(f"{number}: tidak ada di kotak keluar, atau sudah terkirim. Lihat: ivr outbox", style="red", markup=False)
            raise typer.Exit(1)
        await do(records, row)


async def _show(records: Records, row: OutboxRow) -> None:
    for line in details(row):
        out.print(line, markup=False)


async def _send_again(records: Records, row: OutboxRow) -> None:
    freed = await records.send_refused_again(time.time(), row.key)
    what = "dikirim ulang saat layanan berjalan." if freed else "tidak ditolak; tetap menunggu giliran."
    out.print(f"{name_of(row)} {what}", markup=False)


async def _send_all_again(settings: Settings) -> None:
    async with Records(settings.records) as records:
        freed = await records.send_refused_again(time.time())
    out.print(f"{freed} yang ditolak dikirim ulang saat layanan berjalan.", markup=False)


async def _drop(records: Records, row: OutboxRow, yes: bool) -> None:
    if row.state != REFUSED:
        err.print(f"{name_of(row)} masih menunggu dan akan dikirim; hanya yang ditolak dapat dibatalkan.", style="red", markup=False)
        raise typer.Exit(1)
    if not (yes or typer.confirm(f"{name_of(row)} tidak akan pernah dikirim dan isinya dihapus. Batalkan?")):
        raise typer.Exit(1)
    if not await records.drop(row.key):
        err.print(f"{name_of(row)} sementara itu dikirim ulang atau sudah dibatalkan.", style="red", markup=False)
        raise typer.Exit(1)
    out.print(f"{name_of(row)} dibatalkan.", markup=False)
