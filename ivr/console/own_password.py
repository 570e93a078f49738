"""`/sandi`: the page on which everybody changes their own password."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from ivr.console.guard import ROLES, allowed, user_of
from ivr.console.limits import Limits
from ivr.console.origins import Origins
from ivr.console.pages import render
from ivr.console.parts import Parts
from ivr.console.passwords import Passwords, TooMany, weakness
from ivr.console.sessions import Sessions

PATH = "/sandi"
OFTEN = "Terlalu sering mencoba. Coba lagi beberapa menit lagi."
BUSY = "Sedang sibuk. Coba lagi sebentar."


@dataclass(frozen=True, slots=True)
class OwnPassword:
    """The handlers, with what they need."""

    parts: Parts
    sessions: Sessions
    passwords: Passwords
    limits: Limits
    origins: Origins

    @allowed(*ROLES)
    async def form(self, request: web.Request) -> web.StreamResponse:
        return _form(request)

    @allowed(*ROLES)
    async def change(self, request: web.Request) -> web.StreamResponse:
        """All sessions of this user end, this one too; the browser gets a new one."""
        sent, user = await request.post(), user_of(request)
        old, new, again = (str(sent.get(name, "")) for name in ("old", "new", "again"))
        address = self.origins.address(request)
        if self.limits.take(user.login, address):
            return _form(request, OFTEN, 429)
        try:
            good, _ = await self.passwords.verify(user.password, old)
            if good:
                self.limits.give_back(user.login, address)
            if why := _why_not(good, old, new, again, user.login):
                return _form(request, why, 422)
            hashed = await self.passwords.hash(new)
        except TooMany:
            return _form(request, BUSY, 503)
        await self.parts.records.change_user(user.login, password=hashed)
        await self.sessions.close_all(user.login)
        response = web.Response(status=303, headers={"Location": f"{PATH}?tersimpan=ya"})
        self.sessions.give(response, await self.sessions.open(user.login))
        await self.parts.records.audit(user.login, "change_password", user.login)
        self.parts.hub.drop(user.login)
        return response


def routes(parts: Parts, sessions: Sessions, passwords: Passwords, limits: Limits, origins: Origins) -> list[web.RouteDef]:
    own = OwnPassword(parts, sessions, passwords, limits, origins)
    return [web.get(PATH, own.form), web.post(PATH, own.change)]


def _form(request: web.Request, error: str = "", status: int = 200) -> web.Response:
    has_one = bool(user_of(request).password)
    response = render(request, "login_password.html", error=error, saved="tersimpan" in request.query, own=has_one)
    response.set_status(status)
    return response


def _why_not(good: bool, old: str, new: str, again: str, login: str) -> str:
    if not good:
        return "Kata sandi yang sekarang salah."
    if new != again:
        return "Kedua kata sandi baru tidak sama."
    if new == old:
        return "Kata sandi baru harus lain dari yang lama."
    return weakness(new, login)
