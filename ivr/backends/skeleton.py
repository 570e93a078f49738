"""A draft of a connector as the YAML that an engineer then finishes. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from ivr.backends.openapi import OperationDraft, SystemDraft

LONGEST = 120


def skeleton(system: SystemDraft) -> str:
    """YAML text. Comments with TODO stand where a person must decide; nothing of the document can be more than a value or a comment."""
    lines = [
        f"# {_line(system.title)}. Kerangka dari dokumen OpenAPI: selesaikan setiap TODO, lalu jalankan `ivr check` dan",
        f"# `ivr backend test {system.name}.<operasi>` (docs/connectors.md).",
        f"system: {_flow(system.name)}",
        f"title: {_flow(_line(system.title))}",
        *(f"# TODO: {_line(todo)}" for todo in system.todo),
        f"base_url: {_flow(system.base_url)}",
        *([f"auth: {_flow(system.auth)}"] if system.auth else []),
        "operations:",
    ]
    return "\n".join((*lines, *(line for operation in system.operations for line in _operation(operation)))) + "\n"


def _operation(new: OperationDraft) -> Iterator[str]:
    yield from (f"  # TODO: {_line(todo)}" for todo in new.todo)
    yield f"  {_flow(new.name)}:"
    as_is = {name: "{{ " + name + " }}" for name in (*new.takes, *new.optional)}
    rows: dict[str, Any] = {
        "title": _line(new.title),
        "method": new.method if new.method != "POST" else "",
        "path": new.path,
        "takes": new.takes,
        "optional": new.optional,
        "query": new.query,
        "headers": new.headers,
        "body": new.body if new.body != as_is else {},
        "form": new.form,
        "write": new.write,
        "returns": list(new.fields) if all(name == path for name, path in new.fields.items()) else new.fields,
        "schema": new.schema,
    }
    for key, value in rows.items():
        yield from _row(key, value) if value else ()
    if new.sample:  # always in quotes: other programs would read digits as a number
        yield f"    sample: {{{', '.join(f'{_flow(name)}: {json.dumps(text, ensure_ascii=False)}' for name, text in new.sample.items())}}}"


def _row(key: str, value: object) -> Iterator[str]:
    if len(_flow(value)) <= LONGEST:
        yield f"    {key}: {_flow(value)}"
        return
    yield f"    {key}:"
    block: str = yaml.safe_dump(value, default_flow_style=None, allow_unicode=True, width=LONGEST, sort_keys=False)
    yield from (f"      {line}" for line in block.splitlines())


def _flow(value: object) -> str:
    """On one line."""
    text: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False)
    return text.removesuffix("...\n").strip()


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST]
