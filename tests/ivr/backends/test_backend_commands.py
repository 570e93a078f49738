"""`ivr backend`: what an operator sees, and what it ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ivr.backends.errors import IN_WORDS, BackendTimeout, BackendUnavailable, NotFound, Rejected
from ivr.cli import app
from ivr.government.catalogue import SYSTEMS
from ivr.government.openapi import document


def ivr(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["backend", *words])
    return result.exit_code, result.output


def test_list_shows_what_each_system_takes_and_returns() -> None:
    status, said = ivr("list")
    assert status == 0
    assert "pbb: nop → denda, jatuh_tempo, jumlah, status, tahun" in said
    assert "menulis, tiket PGD" in said
    status, said = ivr("list", "--json")
    rows = {row["operation"]: row for row in map(json.loads, said.splitlines())}
    assert rows["pengaduan.lapor"]["write"] is True and rows["kependudukan.jadwal_keliling"]["cache_s"] == 300


def test_trying_shows_request_shape_and_result() -> None:
    status, said = ivr("test", "pajak.pbb")
    assert status == 0
    assert '{"nop": "327301000100200340"}' in said
    assert "status 200" in said and "jumlah: teks" in said and "jumlah = 1250000" in said


def test_trying_with_other_data() -> None:
    status, said = ivr("test", "pajak.pbb", "--with", "nop=000000000000000000")
    assert status == 1 and "tidak ditemukan di sistem tujuan" in said


def test_a_write_is_sent_only_when_that_is_asked() -> None:
    status, said = ivr("test", "pengaduan.lapor")
    assert status == 0 and "Tidak dikirim" in said and "Jawaban" not in said
    status, said = ivr("test", "pengaduan.lapor", "--write")
    assert status == 0 and "Diterima." in said


def test_every_reason_has_words() -> None:
    assert {one.reason for one in (BackendTimeout, BackendUnavailable, NotFound, Rejected)} == IN_WORDS.keys()


@pytest.mark.parametrize("words", [["pajak.tidak_ada"], ["pajak.pbb", "--with", "nik=1"], ["pajak.pbb", "--with", "nop"]])
def test_what_cannot_be_tried_is_a_mistake(words: list[str]) -> None:
    assert ivr("test", *words)[0] == 2


def test_a_skeleton_is_printed_or_written_once(tmp_path: Path) -> None:
    file, new = tmp_path / "openapi.json", tmp_path / "pajak.yaml"
    file.write_text(json.dumps(document(SYSTEMS["pajak"])), encoding="utf-8")
    status, said = ivr("from-openapi", str(file), "--system", "pajak")
    assert status == 0 and "system: pajak\n" in said and "# TODO:" in said
    assert ivr("from-openapi", str(file), "-o", str(new))[0] == 0
    assert new.read_text(encoding="utf-8").startswith("# Pajak")
    assert ivr("from-openapi", str(file), "-o", str(new))[0] == 2, "what an engineer has finished is not written over"


@pytest.mark.parametrize("text", ["{", "a: [", "[1]", '{"swagger": "2.0"}', "\0"])
def test_no_openapi_document(tmp_path: Path, text: str) -> None:
    (tmp_path / "x").write_text(text, encoding="utf-8")
    assert ivr("from-openapi", str(tmp_path / "x"))[0] == 2
    assert ivr("from-openapi", str(tmp_path / "none"))[0] == 2
