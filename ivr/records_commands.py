"""`ivr records`: what the records hold and need not any more. Indonesian, for operators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from ivr.records.store import Records
from ivr.retention import CALLER_DAYS, forget, old
from ivr.settings import DEFAULT, Settings, load_settings
from ivr.terminal import SettingsFile, out, run
from telephony.user_events import national

LABELS = {
    "calls": "panggilan",
    "journal": "catatan panggilan",
    "outbox": "kiriman yang selesai",
    "tickets": "nomor tiket",
    "ratings": "penilaian",
    "callbacks": "janji telepon yang selesai",
    "callback_attempts": "percobaan menelepon",
    "handovers": "penyambungan ke petugas",
    "notes": "catatan petugas",
    "labels": "label salah maksud",
    "dispositions": "hasil percakapan",
    "sessions": "sesi masuk",
    "audit": "baris jejak audit",
}
OF_NUMBER = {
    "calls": "panggilan",
    "journal": "catatan panggilan",
    "handovers": "cerita untuk petugas",
    "notes": "catatan petugas",
    "callbacks": "janji telepon atau pesan",
}
records_app = typer.Typer(help="What is kept (docs/records.md).", no_args_is_help=True)


@records_app.callback()
def records() -> None:
    """What is kept (docs/records.md)."""


@records_app.command("forget")
def forget_command(
    number: Annotated[str, typer.Argument(metavar="[NUMBER]", help="All that is known of who calls from this number.")] = "",
    older: Annotated[int, typer.Option(min=0, metavar="DAYS", help="What is older than so many days.")] = 0,
    really: Annotated[bool, typer.Option("--yes", help="Really forget it; without, only count.")] = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Count what is older, or all of one number, or forget it for good. What is older and waits for somebody stays."""
    if bool(number) == bool(older):
        raise typer.BadParameter("sebutkan satu nomor telepon, atau --older HARI")
    if older:
        run(_forget(load_settings(settings), older, really))
    elif known := national(number):
        run(_forget_number(load_settings(settings), known, really))
    else:
        raise typer.BadParameter("bukan nomor telepon Indonesia; tulis seperti 081234567890")


async def _forget(settings: Settings, days: int, really: bool) -> None:
    now = datetime.now().astimezone()
    async with Records(settings.records) as records:
        counts = await old(records, days, now)
        if really:
            await forget(records, days, now)
    out.print(f"Lebih dari {days} hari: " + ", ".join(f"{counts[table]} {label}" for table, label in LABELS.items()), markup=False)
    out.print(f"Lebih dari {min(days, CALLER_DAYS)} hari: nomor penelepon dari {counts['callers']} panggilan", markup=False)
    _tell(really)


async def _forget_number(settings: Settings, number: str, really: bool) -> None:
    async with Records(settings.records) as records:
        counts = await records.of_number(number)
        if really:
            await records.forget_number(number)
    out.print("Dari nomor ini: " + ", ".join(f"{counts[name]} {label}" for name, label in OF_NUMBER.items()), markup=False)
    if counts["outbox"]:
        left = f"{counts['outbox']} kiriman masih menunggu sistem tujuannya dan tidak ikut dihapus; lihat `ivr outbox`"
        out.print(left, markup=False)
    _tell(really)


def _tell(really: bool) -> None:
    out.print("Sudah dihapus." if really else "Belum dihapus. Tambahkan --yes untuk menghapusnya.", markup=False)
