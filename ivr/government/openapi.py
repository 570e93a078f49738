"""The OpenAPI 3.1 document of one system, made from the declarations that also make its routes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ivr.government.fields import FIELDS, Field
from ivr.government.system import MAX_TEXT, Operation, System

ERROR = "#/components/schemas/Kesalahan"


def document(system: System) -> dict[str, Any]:
    """An OpenAPI 3.1 document: JSON data."""
    return {
        "openapi": "3.1.0",
        "info": {"title": system.title, "description": f"{system.about} Semua data rekaan.", "version": "1.0.0"},
        "servers": [{"url": "/"}],
        "paths": {f"/{system.name}/{operation.name}": {"post": _operation(operation)} for operation in system.operations.values()},
        "components": {"schemas": {"Kesalahan": _object({"pesan": Field("apa yang salah", "tidak ditemukan")}, ("pesan",))}},
    }


def _operation(operation: Operation) -> dict[str, Any]:
    takes = {**operation.takes, **({"nomor": FIELDS["nomor"]} if operation.prefix else {})}
    required = [name for name in operation.takes if name not in operation.optional]
    described: dict[str, Any] = {
        "operationId": f"{operation.system}.{operation.name}",
        "summary": operation.title,
        "requestBody": {"required": True, "content": _json(_object(takes, required, longest=MAX_TEXT))},
        "responses": {
            "200": _answer("dikerjakan" if operation.write else "ditemukan", _object(operation.returns, operation.returns, empty=True)),
            "404": _answer("tidak ditemukan", {"$ref": ERROR}),
            "422": _answer("permintaan tidak dapat dikerjakan", {"$ref": ERROR}),
        },
    }
    if operation.write:
        described["parameters"] = [_KEY]
        described["responses"]["409"] = _answer("bertentangan dengan yang sudah dicatat", {"$ref": ERROR})
    return described


_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Kunci yang sama dengan isi yang sama mendapat jawaban pertama; tidak ada yang dicatat dua kali.",
    "schema": {"type": "string", "maxLength": 200},
}


def _object(fields: Mapping[str, Field], required: Iterable[str], *, empty: bool = False, longest: int = 0) -> dict[str, Any]:
    needed = list(required)
    properties = {name: _text(field, empty or name not in needed, longest) for name, field in fields.items()}
    return {"type": "object", "properties": properties, "required": needed}


def _text(field: Field, empty: bool, longest: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "description": field.title, "examples": [field.example]}
    if field.choices:
        schema["enum"] = [*field.choices, *([""] if empty else [])]
    elif not empty:
        schema["minLength"] = 1
    return {**schema, **({"maxLength": longest} if longest else {})}


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _answer(description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": _json(schema)}
