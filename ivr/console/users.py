"""`/pengguna`: who may sign in, as what, with which telephone and queues."""

from __future__ import annotations

from aiohttp import web

from ivr.console.parts import Parts
from ivr.console.passwords import Passwords
from ivr.console.sessions import Sessions


def routes(parts: Parts, sessions: Sessions, passwords: Passwords) -> list[web.RouteDef]:
    return []
