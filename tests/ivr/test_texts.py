"""The commands without sound: chat, check, understand."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from dialog.effects import Lookup
from dialog.events import LookupDone, LookupFailed
from dialog.schema import Flows
from ivr.chat import Chat, converse
from ivr.check import check
from ivr.understand import understand

NIK = "3273014107892415"


async def siap(lookup: Lookup) -> LookupDone | LookupFailed:
    if lookup.arguments.get("nik") != NIK:
        return LookupFailed(lookup.request, "not_found")
    return LookupDone(lookup.request, {"nama": "Sari Contoh", "status": "siap", "kantor": "Coblong", "perkiraan": ""})


async def test_chat_by_words_and_keys(flows: Flows) -> None:
    chat = Chat(flows, siap)
    assert "Selamat datang" in " ".join(await chat.begin())
    await chat.typed("cek status ktp saya")
    said = " ".join(await chat.typed(f"#{NIK}"))
    if "Sari Contoh" not in said:
        said = " ".join(await chat.typed("ya"))
    assert "Sari Contoh" in said
    assert (await chat.typed("tidak, terima kasih"))[-1] == "[selesai: answered]"
    assert chat.over


async def test_chat_silence_three_times_brings_a_person(flows: Flows) -> None:
    chat = Chat(flows, siap)
    await chat.begin()
    said = [line for _ in range(3) for line in await chat.typed("")]
    assert chat.over
    assert said[-1].startswith("[disambungkan ke petugas")


@pytest.mark.parametrize(("typed", "last"), [("petugas\nlagi\n", "disambungkan ke petugas"), ("", "Anda: ")])
async def test_a_conversation_ends_with_the_dialog_or_the_input(
    flows: Flows, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, last: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    await converse(Chat(flows, siap))
    assert last in capsys.readouterr().out.splitlines()[-1]


def test_check_says_every_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "services").mkdir()
    (tmp_path / "hotline.yaml").write_text("titel: x\n", encoding="utf-8")
    assert check(tmp_path, date(2026, 11, 24)) == 1
    assert "hotline.yaml:1" in capsys.readouterr().out


def test_understand(flows: Flows) -> None:
    known = understand(flows, f"cek status ktp saya nik {' '.join(NIK)}")
    assert known["intent"] == "status_ktp"
    assert known["slots"] == {"nik": NIK}
    unknown = understand(flows, "gajah menari di bulan")
    assert (unknown["intent"], unknown["slots"]) == (None, {})
    assert understand(flows, "")["intent"] is None
