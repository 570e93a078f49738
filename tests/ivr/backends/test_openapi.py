"""From an OpenAPI document to a connector's skeleton: nested bodies, references, secrets, and documents that mean harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.yaml_text import compose
from ivr.backends.load import load_all
from ivr.backends.openapi import OpenApiError, draft, slug
from ivr.backends.schema import Operation
from ivr.backends.skeleton import skeleton

DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Perpustakaan Kota"},
    "servers": [{"url": "https://perpus.example.go.id/v1/"}],
    "components": {
        "securitySchemes": {"kunci": {"type": "apiKey", "in": "header", "name": "X-API-Key"}},
        "schemas": {
            "Pinjaman": {
                "type": "object",
                "required": ["judulBuku"],
                "properties": {"judulBuku": {"type": "string"}, "jatuhTempo": {"type": "string", "nullable": True}},
            },
            "Sampul": {
                "allOf": [
                    {"type": "object", "properties": {"kode": {"type": "integer"}}, "required": ["kode"]},
                    {"properties": {"data": {"$ref": "#/components/schemas/Pinjaman"}}},
                ]
            },
            "Putaran": {"type": "object", "properties": {"anak": {"$ref": "#/components/schemas/Putaran"}, "nama": {"type": "string"}}},
        },
    },
    "paths": {
        "/buku/{isbn}": {
            "get": {
                "operationId": "cariBuku",
                "summary": "Mencari\nbuku",
                "parameters": [{"name": "isbn", "in": "path"}, {"name": "cabang", "in": "query", "schema": {"type": "string"}}],
                "responses": {
                    "200": {
                        "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pinjaman"}}}}
                    }
                },
            }
        },
        "/pinjaman": {
            "post": {
                "operationId": "pinjaman",
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["kartu"],
                                "properties": {
                                    "kartu": {
                                        "type": "object",
                                        "required": ["nomorKartu"],
                                        "properties": {"nomorKartu": {"type": "string", "example": "0012"}},
                                    },
                                    "halaman": {"type": "integer", "example": 1},
                                },
                            }
                        }
                    }
                },
                "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Sampul"}}}}},
            },
            "put": {"operationId": "perpanjang", "responses": {}},
        },
    },
}


def made(folder: Path, document: dict[str, Any]) -> tuple[dict[str, Operation], str]:
    text = skeleton(draft(document, "perpus"))
    (folder / "x.yaml").write_text(text, encoding="utf-8")
    systems, problems = load_all(folder)
    assert problems == [], text
    return dict(systems["perpus"].operations), text


def test_what_the_document_says_is_in_the_connector(tmp_path: Path) -> None:
    operations, text = made(tmp_path, DOCUMENT)
    find, loan = operations["cari_buku"], operations["pinjaman"]
    assert (find.request.method, find.takes, find.optional) == ("GET", {"isbn"}, {"cabang"})
    assert (loan.takes, loan.optional, loan.sample) == ({"nomor_kartu"}, {"halaman"}, {"nomor_kartu": "0012", "halaman": "1"})
    assert loan.returns == {"kode", "judul_buku", "jatuh_tempo"}
    assert loan.answer.fields["judul_buku"].search({"data": {"judulBuku": "Laskar"}}) == "Laskar"
    assert loan.answer.validator is not None
    assert loan.answer.validator.is_valid({"kode": 1, "data": {"judulBuku": "x", "jatuhTempo": None}})
    assert not loan.answer.validator.is_valid({"kode": 1, "data": {"judulBuku": 3}})
    assert operations["perpanjang"].write
    assert "base_url: https://perpus.example.go.id/v1\n" in text
    assert "auth: {api_key: {header: X-API-Key, secret: {env: PERPUS_RAHASIA}}}" in text


def test_what_a_person_must_decide_is_written_down() -> None:
    todo = {operation.name: " ".join(operation.todo) for operation in draft(DOCUMENT).operations}
    assert "mengubah data" in todo["pinjaman"]
    assert "hanya yang pertama dari daftar" in todo["cari_buku"]
    assert "ticket" in todo["perpanjang"]


def test_personal_data_in_the_address_is_told_and_refused(tmp_path: Path) -> None:
    document = {**DOCUMENT, "paths": {"/warga/{nik}": {"get": {"parameters": [{"name": "nik", "in": "path"}]}}}}
    new = draft(document)
    assert "nik adalah data pribadi" in " ".join(new.operations[0].todo)
    (tmp_path / "x.yaml").write_text(skeleton(new), encoding="utf-8")
    assert any("which is personal, into the address" in problem.message for problem in load_all(tmp_path)[1])


def test_a_schema_that_refers_to_itself_ends(tmp_path: Path) -> None:
    schema = {"application/json": {"schema": {"$ref": "#/components/schemas/Putaran"}}}
    document = {**DOCUMENT, "paths": {"/x": {"get": {"responses": {"200": {"content": schema}}}}}}
    operations, _ = made(tmp_path, document)
    assert "nama" in operations["x"].returns


@pytest.mark.parametrize("document", [None, [], {}, {"swagger": "2.0"}, {"openapi": "3.1.0"}, {"openapi": "3.1.0", "paths": {"/x": 1}}])
def test_what_is_no_such_document_is_refused(document: object) -> None:
    with pytest.raises(OpenApiError):
        draft(document)


@pytest.mark.parametrize("word", ["no", "on", "null", "true", "y"])
def test_words_that_yaml_takes_for_something_else_stay_names(word: str) -> None:
    operation = {"operationId": word, "parameters": [{"name": word, "in": "query", "example": "1"}]}
    read = yaml.safe_load(skeleton(draft({**DOCUMENT, "paths": {"/x": {"get": operation}}}, word)))
    assert (read["system"], list(read["operations"])) == (word, [word])
    assert read["operations"][word]["sample"] == {word: "1"}


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=20))
@settings(deadline=None, max_examples=60)
def test_no_text_of_a_document_becomes_yaml_of_ours(title: str, summary: str, name: str) -> None:
    """Titles, summaries and names may hold anything; the result is one mapping with our keys."""
    operation = {"summary": summary, "operationId": name, "parameters": [{"name": name, "in": "query"}]}
    document = {"openapi": "3.0.0", "info": {"title": title}, "paths": {f"/{name}": {"post": operation}}}
    node, problems = compose(Path("x.yaml"), skeleton(draft(document)))
    assert problems == [] and node is not None
    assert [key.value for key, _ in node.value] == ["system", "title", "base_url", "operations"]


@pytest.mark.parametrize(
    ("told", "ours"),
    [("nomorKK", "nomor_kk"), ("Status-KTP", "status_ktp"), ("1abc", "abc"), ("_x_", "x"), ("é", ""), ("getByNIK", "get_by_nik")],
)
def test_names_become_ours(told: str, ours: str) -> None:
    assert slug(told) == ours
