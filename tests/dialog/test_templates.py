"""Sentences with variable parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.marks import clean
from dialog.templates import (
    TemplateError,
    condition,
    eja,
    fill,
    kelompok,
    names,
    opening,
    render,
    rupiah,
    sentence,
    tanggal,
    whole_sentences,
)


@pytest.mark.parametrize(
    ("value", "said"),
    [("2026-12-05", "5 Desember 2026"), ("2026-13-05", "2026-13-05"), ("besok", "besok"), ("", ""), ("2026-²-05", "2026-²-05")],
)
def test_dates(value: str, said: str) -> None:
    assert tanggal(value) == said


def test_numbers_are_read_in_groups() -> None:
    assert kelompok("3273014107900001") == "3273 0141 0790 0001"


@pytest.mark.parametrize(
    ("value", "said"), [("1500000", "1.500.000 rupiah"), ("0", "0 rupiah"), ("gratis", "gratis"), ("", ""), ("9" * 30, "9" * 30)]
)
def test_money(value: str, said: str) -> None:
    assert rupiah(value) == said


def test_spelling() -> None:
    assert eja("adu-27 b") == "A, D, U, 2, 7, B"


def test_names_with_a_dot_are_one() -> None:
    assert names("{{ fakta.biaya | eja }} {% if a == 'x' %}{{ bersama.b }}{% endif %}") == {"fakta.biaya", "a", "bersama.b"}
    assert names("{{ wrong") == frozenset()
    assert fill("{{ nilai }}", nilai="x") == "x"
    with pytest.raises(TemplateError, match="unknown name fakta.tarif"):
        sentence("{{ fakta.tarif }}", frozenset({"fakta.biaya"}))


def test_conditions_and_sentences() -> None:
    known = frozenset({"status"})
    assert render(condition("status == 'siap'", known), {"status": "siap"}) == "ya"
    assert render(condition("status == 'siap'", known), {"status": "proses"}) == ""
    assert fill("Anda ingin {{judul}}, betul?", judul="melapor") == "Anda ingin melapor, betul?"


@pytest.mark.parametrize("source", ["{{ a", "{{ b }}", "{{ a | nothing }}", "{% if a %}"])
def test_wrong_templates(source: str) -> None:
    with pytest.raises(TemplateError):
        sentence(source, frozenset({"a"}))


@pytest.mark.parametrize(
    "source", ["{{ a }}", "{{ a.b.c }}", "{{ 1 // (a | default('0') | int) }}", "{{ ''.__class__.__mro__ }}", "{{ a + 1 }}"]
)
def test_what_cannot_be_rendered_is_a_template_error_without_values(source: str) -> None:
    with pytest.raises(TemplateError) as caught:
        render(sentence(source, frozenset({"a"})), {} if source == "{{ a }}" else {"a": "0"})
    assert "'0'" not in str(caught.value)


@given(st.text())
def test_values_are_no_templates(value: str) -> None:
    assert fill("x{{ v }}x", v=value) == f"x{clean(value)}x"


@pytest.mark.parametrize(
    ("source", "start"),
    [
        ("Saya ulangi, {{ label }} {{ nilai }}. Apakah benar?", "Saya ulangi,"),
        ("Saya catat. Laporan: {{ apa }}. Benar?", "Saya catat. Laporan:"),
        ("KTP atas nama {{ nama }} sudah siap.", ""),
        ("Tidak dipungut biaya.", ""),
        ("{{ nama }}, mohon tunggu.", ""),
        ("Biaya 1.500 {{ satuan }}.", ""),
    ],
)
def test_an_opening_ends_at_a_mark_before_the_first_variable_part(source: str, start: str) -> None:
    assert opening(source) == start


@pytest.mark.parametrize(
    ("source", "whole"),
    [
        ("KTP atas nama {{ nama }} sudah siap. Silakan ambil di kantor. Bawa {{ berkas }}.", ("Silakan ambil di kantor.",)),
        ("Sudah selesai. Nomornya {{ nomor }}, simpan baik-baik.", ("Sudah selesai.",)),
        ("{% if siap %}Sudah siap. Silakan ambil.{% endif %} Terima kasih.", ("Silakan ambil.",)),
        ("{{ nama }} dan {{ lain }}.", ()),
        ("Tetap sama.", ()),
    ],
)
def test_whole_sentences_hold_nothing_variable(source: str, whole: tuple[str, ...]) -> None:
    assert whole_sentences(source) == whole
