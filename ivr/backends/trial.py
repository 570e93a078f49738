"""One operation tried for an operator: what is sent, the shape of what comes back, what becomes of it.

Values are shown to who typed them, and nowhere else.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from rich.console import Console

from ivr.backends.connectors import Connectors
from ivr.backends.errors import IN_WORDS, NoAnswer
from ivr.backends.request import Request, request_of
from ivr.backends.schema import Operation, System
from ivr.government.server import DemonstrationGovernment
from ivr.settings import Settings

DEEPEST = 5


async def trial(
    systems: Mapping[str, System], operation: Operation, arguments: Mapping[str, str], out: Console, *, send: bool, settings: Settings
) -> bool:
    """Whether the system answered (or, without `send`, whether there is something to send). `out` gets lines in Indonesian.

    Raises:
        ConfigError: the system has no address or secret.
    """
    out.print(f"{operation.full}: {operation.title or operation.name}", markup=False)
    try:
        _show_request(systems[operation.system], request_of(operation, arguments), out)
    except NoAnswer as error:
        out.print(f"Tidak dapat dikirim: {error}. Beri datanya dengan --with nama=nilai.", markup=False)
        return False
    if not send:
        out.print("Tidak dikirim: operasi ini mengubah data. Tambahkan --write untuk sungguh mengirimnya.", markup=False)
        return True
    began = time.monotonic()
    async with AsyncExitStack() as stack:
        only = {operation.system: systems[operation.system]}
        base = await _demonstration(only[operation.system], stack)

        def watch(status: int, body: bytes) -> None:
            out.print(f"Jawaban: status {status}, {(time.monotonic() - began) * 1000:.0f} ms, {len(body)} bita", markup=False)
            out.print(f"  bentuknya {_shape_of(body)}", markup=False)

        connectors = await stack.enter_async_context(Connectors(only, base, watch))
        try:
            answer = await connectors.call(operation.full, arguments)
        except NoAnswer as error:
            out.print(f"Tidak ada hasil: {IN_WORDS[error.reason]} ({error}).", markup=False)
            return False
    out.print("Hasil:" if answer else "Diterima." if operation.write else "Hasil: kosong", markup=False)
    for name, value in answer.items():
        out.print(f"  {name} = {value or '(kosong)'}", markup=False)
    return True


async def _demonstration(system: System, stack: AsyncExitStack) -> dict[str, str]:
    """A fresh one, where the system is part of it."""
    if "{demonstration}" not in system.base_url:
        return {}
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="sapa-"))
    government = await stack.enter_async_context(DemonstrationGovernment(Path(folder) / "government.db"))
    return {"demonstration": government.url}


def _show_request(system: System, request: Request, out: Console) -> None:
    ways = ("bearer", "basic", "api_key", "hmac", "mtls")
    auth = " dan ".join(way for way in ways if getattr(system.auth, way) is not None) or "tanpa auth"
    out.print(f"Permintaan: {request.method} {system.base_url}{request.target} ({auth})", markup=False)
    for name, value in request.headers.items():
        out.print(f"  {name}: {value}", markup=False)
    if request.body:
        out.print(f"  {request.body.decode()}", markup=False)


def _shape_of(body: bytes) -> str:
    try:
        return _shape(json.loads(body), DEEPEST)
    except (ValueError, RecursionError):
        return "bukan JSON"


def _shape(value: Any, deep: int) -> str:
    match value:
        case dict() if deep:
            return "{" + ", ".join(f"{name}: {_shape(inner, deep - 1)}" for name, inner in value.items()) + "}"
        case list() if deep:
            return f"[{_shape(value[0], deep - 1)}, ...] ({len(value)})" if value else "[]"
        case dict() | list():
            return "..."
        case None:
            return "null"
        case bool():
            return "ya/tidak"
    return "angka" if isinstance(value, int | float) else "teks"
