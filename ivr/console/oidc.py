"""Signing in by OpenID Connect, where the settings name an issuer: `/oidc/mulai` leaves for the provider, `/oidc/kembali` comes back."""

from __future__ import annotations

import json
import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass

from aiohttp import web

from ivr.console.guard import anyone, same, session_of
from ivr.console.limits import Limits
from ivr.console.login import after, back_of
from ivr.console.oidc_client import Attempt, OidcClient, OidcError
from ivr.console.oidc_person import Person, person_of
from ivr.console.origins import Origins
from ivr.console.parts import Parts
from ivr.console.sessions import Sessions
from ivr.records.models import UserRow
from ivr.records.store import RecordsError

COOKIE = "__Host-sapa-oidc"
LASTS_S = 600
BACK = "/oidc/kembali"
AWAY = "Akun instansi sedang tidak dapat dihubungi. Coba lagi sebentar."
STALE = "Proses masuk ini sudah tidak berlaku. Silakan mulai lagi."
UNKNOWN = "Akun Anda belum diizinkan memakai Sapa. Hubungi admin."
OFTEN = "Terlalu sering mencoba. Coba lagi beberapa menit lagi."
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Oidc:
    """The handlers, with what they need."""

    parts: Parts
    sessions: Sessions
    limits: Limits
    origins: Origins
    client: OidcClient

    @anyone
    async def begin(self, request: web.Request) -> web.StreamResponse:
        """What is remembered stands in a cookie of this browser alone: who brings another's `state` back gets nowhere."""
        try:
            url, attempt = await self.client.begin(back_of(request))
        except OidcError as error:
            raise self._failed(error) from None
        response = web.Response(status=303, headers={"Location": url})
        kept = urlsafe_b64encode(json.dumps(asdict(attempt)).encode()).decode()
        response.set_cookie(COOKIE, kept, max_age=LASTS_S, path="/", secure=True, httponly=True, samesite="Lax")
        return response

    @anyone
    async def finish(self, request: web.Request) -> web.StreamResponse:
        attempt = _kept(request.cookies.get(COOKIE, ""))
        if attempt is None or not same(request.query.get("state", ""), attempt.state):
            raise web.HTTPForbidden(text=STALE)
        address = self.origins.address(request)
        if self.limits.take("", address):
            raise web.HTTPTooManyRequests(text=OFTEN)
        if not request.query.get("code"):
            raise web.HTTPForbidden(text=STALE)
        try:
            claims = await self.client.finish(attempt, request.query["code"])
        except OidcError as error:
            raise self._failed(error) from None
        person = person_of(claims, self.parts.settings.console.oidc)
        user = await self._user(person) if person is not None else None
        if user is None:
            raise web.HTTPForbidden(text=UNKNOWN)
        self.limits.give_back("", address)
        if "session" in request:
            await self.sessions.close(session_of(request))
        response = web.Response(status=303, headers={"Location": attempt.back or after(request, user)})
        self.sessions.give(response, await self.sessions.open(user.login))
        response.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Lax")
        await self.parts.records.audit(user.login, "sign_in_oidc", user.login)
        return response

    async def _user(self, person: Person) -> UserRow | None:
        """Their user here, with the role that the provider says; None where they may not sign in. A user with a password here is another
        person's, as far as we know: one signs in by one way only."""
        records = self.parts.records
        user = await records.user(person.login)
        try:
            if user is None and self.parts.settings.console.oidc.create:
                user = await records.add_user(person.login, person.name, person.role, "", ())
                await records.audit(person.login, "add_user_oidc", person.login)
                await self.parts.agents.load()
            if user is None or not user.active or user.password:
                return None
            if user.role != person.role:
                user = await records.change_user(person.login, role=person.role)
                await self.sessions.close_all(person.login)
                await records.audit(person.login, "change_role_oidc", person.login)
                await self.parts.agents.load()
        except RecordsError:
            log.warning("console: a user of the identity provider cannot be kept")
            return None
        return user

    def _failed(self, error: OidcError) -> web.HTTPException:
        log.warning("console: signing in by OpenID Connect failed: %s", error)
        return web.HTTPServiceUnavailable(text=AWAY)


def routes(parts: Parts, sessions: Sessions, limits: Limits, origins: Origins, url: str) -> list[web.RouteDef]:
    """None without an issuer. `url` is where browsers see the console.

    Raises:
        ConsoleError: the file with the client's secret cannot be read.
    """
    settings = parts.settings.console.oidc
    if not settings.issuer:
        return []
    oidc = Oidc(parts, sessions, limits, origins, OidcClient(settings, url + BACK))
    return [web.get("/oidc/mulai", oidc.begin), web.get(BACK, oidc.finish)]


def _kept(cookie: str) -> Attempt | None:
    try:
        return Attempt(**json.loads(urlsafe_b64decode(cookie)))
    except (ValueError, TypeError):
        return None
