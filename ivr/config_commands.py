"""`ivr config`: which versions of the dialog there are, how they differ, and back to one of them. Indonesian, as operators read it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from ivr.config_versions import Versions, versions_of
from ivr.settings import DEFAULT, load_settings
from ivr.terminal import Json, SettingsFile, err, out

PRESENT = "sekarang"
"""Names the operator's folder as it is."""
COLOURS = {"+": "green", "-": "red", "@": "cyan"}

config_app = typer.Typer(help="Versions of the dialog configuration.", no_args_is_help=True)
Version = Annotated[str, typer.Argument(help="A version of `ivr config list`, or how it begins; `sekarang`: the folder as it is.")]


@config_app.command("list")
def list_versions(as_json: Json = False, settings: SettingsFile = DEFAULT) -> None:
    """Show the versions that were taken, the latest first."""
    kept = versions_of(load_settings(settings)).kept()
    if as_json:
        for version in kept:
            row = {"version": version.name, "taken_at": version.taken_at.isoformat(timespec="seconds")}
            print(json.dumps(row | {"current": version.current, "valid": version.valid}))  # noqa: T201
        return
    for version in kept:
        mark = "dipakai panggilan baru" if version.current else "" if version.valid else "tidak sah"
        out.print(f"{version.name:16} {version.taken_at:%d-%m-%Y %H:%M:%S}  {mark}".rstrip(), markup=False)
    if not kept:
        out.print("Belum ada versi: jalankan `ivr serve` sekali.", markup=False)


@config_app.command()
def diff(before: Version, after: Version = PRESENT, settings: SettingsFile = DEFAULT) -> None:
    """Show what changed from one version to another, file by file."""
    versions = versions_of(load_settings(settings))
    lines = list(differences(_texts(versions, before), _texts(versions, after), before, after))
    for line in lines:
        out.print(Text(line, style=COLOURS.get(line[:1], "")))
    if not lines:
        out.print("Tidak ada perbedaan.")


@config_app.command()
def rollback(version: Version, settings: SettingsFile = DEFAULT) -> None:
    """Put the files of a version back into the dialog's folder; a running hotline takes them for its next calls."""
    versions = versions_of(load_settings(settings))
    restored, saved = versions.roll_back(version)
    out.print(f"Berkas di {versions.dialog} kembali ke versi {restored}.", markup=False)
    out.print(f"Keadaan sebelumnya tersimpan sebagai {saved} (`ivr config rollback {saved}` mengembalikannya).", markup=False)
    if saved.startswith("rusak-"):
        err.print("Keadaan sebelumnya itu tidak sah; perbaiki dahulu sebelum dipakai lagi.", style="yellow", markup=False)


def differences(before: dict[str, str], after: dict[str, str], of: str, to: str) -> Iterator[str]:
    """Lines to read: for each file that differs its name in words, then what went (-) and what came (+) with the lines around."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        yield f"{name}: " + ("berkas baru" if old is None else "berkas dihapus" if new is None else f"{of} → {to}")
        changed = difflib.unified_diff((old or "").splitlines(), (new or "").splitlines(), n=2, lineterm="")
        for line in list(changed)[2:]:
            yield f"@ baris {line.split()[2].lstrip('+').split(',')[0]}" if line.startswith("@@") else line


def _texts(versions: Versions, name: str) -> dict[str, str]:
    return versions.texts("" if name == PRESENT else name)
