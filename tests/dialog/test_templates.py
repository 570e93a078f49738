"""Sentences with variable parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.templates import TemplateError, condition, fill, kelompok, opening, readable, render, sentence, tanggal


@pytest.mark.parametrize(
    ("value", "said"),
    [("2026-12-05", "5 Desember 2026"), ("2026-13-05", "2026-13-05"), ("besok", "besok"), ("", ""), ("2026-²-05", "2026-²-05")],
)
def test_dates(value: str, said: str) -> None:
    assert tanggal(value) == said


def test_numbers_are_read_in_groups() -> None:
    assert kelompok("3273014107900001") == "3273 0141 0790 0001"
    assert (readable("0812345678"), readable("12345"), readable("jalan 12")) == ("0812 3456 78", "12345", "jalan 12")


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
    assert fill("x{{ v }}x", v=value) == f"x{value}x"


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
