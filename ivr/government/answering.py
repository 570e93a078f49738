"""What a request to a system is answered: what the operation says, or what its fault does to it.

Every operation is `POST /<system>/<operation>` with a JSON object of texts, answered by one. 200: done or found; 404: nothing found;
409: it contradicts what was filed before; 422: the request cannot be carried out. A write sent again with the same `Idempotency-Key`
gets its first answer and files nothing.
"""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from ivr.government.faults import Fault, Faults
from ivr.government.store import Store
from ivr.government.system import Conflict, Operation, Refused

MAX_KEY = 200


async def answer(store: Store, faults: Faults, operation: Operation, request: web.Request) -> web.StreamResponse:
    fault = faults.take(operation.system)
    match fault:
        case Fault(kind="down"):
            return _hang_up(request)
        case Fault(kind="error"):
            return web.json_response({"pesan": "kesalahan server"}, status=500)
        case Fault(kind="slow", ms=ms):
            await asyncio.sleep(ms / 1000)
    reply = await _carry_out(store, operation, request)
    match fault:
        case Fault(kind="lost_reply"):
            return _hang_up(request)
        case Fault(kind="malformed"):
            return web.Response(text=(reply.text or "")[:-1], status=reply.status, content_type="application/json")
        case Fault(kind="schema") if reply.status == 200:
            return web.json_response({"versi": 2, "hasil": [json.loads(reply.text or "{}")]})
    return reply


async def _carry_out(store: Store, operation: Operation, request: web.Request) -> web.Response:
    try:
        body = await asked(request)
        given = operation.given(body)
        if operation.write:
            key, nomor = request.headers.get("Idempotency-Key", ""), str(body.get("nomor") or "")
            if max(len(key), len(nomor)) > MAX_KEY or not (key + nomor).isprintable():
                raise Refused(f"kunci atau nomor lebih dari {MAX_KEY} huruf, atau bukan teks")
            found = await asyncio.to_thread(store.write, operation, given, nomor, key)
        else:
            found = await asyncio.to_thread(store.read, lambda register: operation.handler(register, given))
    except Refused as error:
        return web.json_response({"pesan": str(error)}, status=409 if isinstance(error, Conflict) else 422)
    return web.json_response({"pesan": "tidak ditemukan"}, status=404) if found is None else web.json_response(found)


async def asked(request: web.Request) -> dict[str, object]:
    """
    Raises:
        Refused: it is no JSON object.
    """
    try:
        body = await request.json()
        json.dumps(body, ensure_ascii=False).encode()  # JSON can spell half a character, which no database takes
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Refused("bukan objek JSON")
    return body


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
