"""Signing in by OpenID Connect, where the settings name an issuer."""

from __future__ import annotations

from aiohttp import web

from ivr.console.parts import Parts
from ivr.console.sessions import Sessions


def routes(parts: Parts, sessions: Sessions, url: str) -> list[web.RouteDef]:
    return []
