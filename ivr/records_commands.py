"""`ivr records`: what the records hold and need not any more. Indonesian, for operators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from ivr.records.store import Records
from ivr.retention import CALLER_DAYS, forget, old
from ivr.settings import DEFAULT, Settings, load_settings
from ivr.terminal import SettingsFile, out, run

LABELS = {
    "calls": "panggilan",
    "journal": "catatan panggilan",
    "outbox": "kiriman yang selesai",
    "tickets": "nomor tiket",
    "ratings": "penilaian",
    "callbacks": "janji telepon yang sudah ditepati",
}
records_app = typer.Typer(help="What is kept (docs/records.md).", no_args_is_help=True)


@records_app.callback()
def records() -> None:
    """What is kept (docs/records.md)."""


@records_app.command("forget")
def forget_command(
    older: Annotated[int, typer.Option(min=1, metavar="DAYS", help="What is older than so many days.")],
    really: Annotated[bool, typer.Option("--yes", help="Really forget it; without, only count.")] = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Count what is older, or forget it for good. What waits for somebody stays."""
    run(_forget(load_settings(settings), older, really))


async def _forget(settings: Settings, days: int, really: bool) -> None:
    now = datetime.now().astimezone()
    async with Records(settings.records) as records:
        counts = await old(records, days, now)
        if really:
            await forget(records, days, now)
    out.print(f"Lebih dari {days} hari: " + ", ".join(f"{counts[table]} {label}" for table, label in LABELS.items()), markup=False)
    out.print(f"Lebih dari {min(days, CALLER_DAYS)} hari: nomor penelepon dari {counts['callers']} panggilan", markup=False)
    out.print("Sudah dihapus." if really else "Belum dihapus. Tambahkan --yes untuk menghapusnya.", markup=False)
