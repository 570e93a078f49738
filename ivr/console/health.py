"""`/sehat`: how the service is, for whoever watches machines. Counts and names of voices alone: it is open to all who reach the console."""

from __future__ import annotations

from aiohttp import web

from ivr.console.guard import anyone
from ivr.console.parts import Parts

PATH = "/sehat"


def routes(parts: Parts) -> list[web.RouteDef]:
    @anyone
    async def health(request: web.Request) -> web.Response:
        """503 where no engine of the voice works."""
        return web.json_response({"voice": parts.voice.snapshot()}, status=503 if parts.voice.mute else 200)

    return [web.get(PATH, health)]
