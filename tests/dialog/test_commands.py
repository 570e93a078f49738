"""What is a command, and what only has its words in it."""

from __future__ import annotations

import pytest

from dialog.commands import command_in
from dialog.schema import Flows


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("Petugas!", "petugas"),
        ("saya mau bicara sama petugas", "petugas"),
        ("tolong hubungkan ke petugas dong pak", "petugas"),
        ("mau bicara dengan orang saja", "petugas"),
        ("halo bisa minta operator", "petugas"),
        ("tolong diulang", "ulangi"),
        ("bisa diulang pak", "ulangi"),
        ("batal saja", "batal"),
        ("nggak jadi", "batal"),
        ("sudah selesai", "selesai"),
        ("petugasnya tidak ada di tempat", ""),
        ("petugasnya belum datang", ""),
        ("jangan petugas", ""),
        ("tidak usah petugas", ""),
        ("ktp saya sudah selesai belum", ""),
        ("airnya tidak ada lagi", ""),
        ("ktp saya nggak jadi jadi", ""),
        ("ulang tahun", ""),
        ("", ""),
    ],
)
def test_commands(flows: Flows, said: str, command: str) -> None:
    assert command_in(flows, said, strict=False) == command


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("petugas", "petugas"),
        ("minta petugas saja", "petugas"),
        ("saya mau bicara dengan petugas", "petugas"),
        ("sambungkan saya dengan petugas sekarang", "petugas"),
        ("petugas minta uang", ""),
        ("petugasnya kasar", ""),
        ("di depan kantor petugas", ""),
        ("operator crane menabrak rumah", ""),
        ("batal", "batal"),
        ("proyeknya batal", ""),
    ],
)
def test_commands_while_a_free_answer_is_due(flows: Flows, said: str, command: str) -> None:
    assert command_in(flows, said, strict=True) == command
