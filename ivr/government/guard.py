"""Who may ask: no page of another site, through the browser of somebody who has the demonstration government running."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from yarl import URL

from ivr.backends.address import is_loopback


def guard(own: str) -> Middleware:
    """Lets in what is asked of this machine or of `own`, the address that is listened at, and comes from no other site.

    The host keeps out a name of theirs that they point at us ("DNS rebinding"), the origin a form or script of theirs.
    """

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        if not _is_ours(host, own) or origin not in (None, f"http://{host}"):
            return web.json_response({"pesan": "hanya dari halaman dan program di mesin ini"}, status=403)
        return await handler(request)

    return guarded


def _is_ours(host: str, own: str) -> bool:
    try:
        name = URL(f"http://{host}").host or ""
    except ValueError:
        return False
    return name == own or is_loopback(name)
