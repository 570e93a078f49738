"""The pages to sign in and to sign out."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from aiohttp import web

from ivr.console.failed import Failed
from ivr.console.guard import FIELD, ROLES, SIGN_IN, allowed, anyone, same, session_of, user_of
from ivr.console.limits import Limits
from ivr.console.origins import Origins
from ivr.console.pages import render
from ivr.console.parts import Parts
from ivr.console.passwords import Passwords, TooMany
from ivr.console.sessions import Sessions
from ivr.records.models import UserRow

FORM_COOKIE = "__Host-sapa-masuk"
"""Ties the form to the browser that it was shown in, before there is a session."""
FORM_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
PATH = re.compile(r"/[a-z0-9][A-Za-z0-9/_-]{0,100}")
HOMES = {"agent": "/meja", "operator": "/sandi", "supervisor": "/meja", "admin": "/pengguna"}
WRONG = "Nama pengguna atau kata sandi salah."
BUSY = "Sedang banyak yang masuk. Coba lagi sebentar."
STALE = "Formulir ini sudah tidak berlaku. Silakan coba lagi."


@dataclass(frozen=True, slots=True)
class Login:
    """The handlers, with what they need."""

    parts: Parts
    sessions: Sessions
    passwords: Passwords
    limits: Limits
    origins: Origins
    failed: Failed

    @anyone
    async def form(self, request: web.Request) -> web.StreamResponse:
        if request.get("user") is not None:
            raise web.HTTPSeeOther(after(request, user_of(request)))
        return self._form(request)

    @anyone
    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        """Always with a new session; the one that the browser had is closed."""
        sent = await request.post()
        token, login, password = (str(sent.get(name, "")) for name in (FIELD, "login", "password"))
        known = _form_token(request)
        login = login.strip().lower()[:40]
        if not known or not same(token, known):
            return self._form(request, login, STALE, 403)
        address = self.origins.address(request)
        wait_s = self.limits.take(login, address)
        if wait_s:
            self.failed.note(login, address)
            response = self._form(request, login, f"Terlalu sering mencoba. Coba lagi dalam {_minutes(wait_s)} menit.", 429)
            response.headers["Retry-After"] = str(int(wait_s) + 1)
            return response
        try:
            user = await self._checked(login, password)
        except TooMany:
            self.limits.give_back(login, address)
            return self._form(request, login, BUSY, 503)
        if user is None:
            self.failed.note(login, address)
            return self._form(request, login, WRONG, 401)
        self.limits.give_back(login, address)
        if "session" in request:
            await self.sessions.close(session_of(request))
        response = web.Response(status=303, headers={"Location": after(request, user)})
        self.sessions.give(response, await self.sessions.open(user.login))
        response.del_cookie(FORM_COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
        await self.parts.records.audit(user.login, "sign_in", user.login)
        return response

    @allowed(*ROLES)
    async def sign_out(self, request: web.Request) -> web.StreamResponse:
        await self.sessions.close(session_of(request))
        self.parts.hub.drop(user_of(request).login)
        response = web.Response(status=303, headers={"Location": SIGN_IN})
        self.sessions.take(response)
        return response

    @allowed(*ROLES)
    async def home(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPSeeOther(after(request, user_of(request)))

    async def _checked(self, login: str, password: str) -> UserRow | None:
        """Takes as long for a login that is not there, or may not sign in, as for a wrong password."""
        user = await self.parts.records.user(login)
        good, renewed = await self.passwords.verify(user.password if user is not None and user.active else "", password)
        if user is None or not good:
            return None
        if renewed:
            await self.parts.records.change_user(login, password=renewed)
        return user

    def _form(self, request: web.Request, login: str = "", error: str = "", status: int = 200) -> web.Response:
        token = _form_token(request) or secrets.token_urlsafe(32)
        oidc = self.parts.settings.console.oidc
        values = {"token": token, "login": login, "error": error, "back": back_of(request), "oidc": oidc.title if oidc.issuer else ""}
        response = render(request, "login.html", **values)
        response.set_status(status)
        response.set_cookie(FORM_COOKIE, token, path="/", secure=True, httponly=True, samesite="Strict")
        return response


def routes(parts: Parts, sessions: Sessions, passwords: Passwords, limits: Limits, origins: Origins, failed: Failed) -> list[web.RouteDef]:
    login = Login(parts, sessions, passwords, limits, origins, failed)
    return [
        web.get("/", login.home),
        web.get(SIGN_IN, login.form),
        web.post(SIGN_IN, login.sign_in),
        web.post("/keluar", login.sign_out),
    ]


def after(request: web.Request, user: UserRow) -> str:
    """Where somebody goes who has signed in: to the page that they had asked for, if it is one of ours."""
    return back_of(request) or HOMES[user.role]


def back_of(request: web.Request) -> str:
    path = request.query.get("ke", "")
    return path if PATH.fullmatch(path) and "//" not in path else ""


def _form_token(request: web.Request) -> str:
    """The form's token that this browser was given; empty for what is none of ours."""
    token = request.cookies.get(FORM_COOKIE, "")
    return token if FORM_TOKEN.fullmatch(token) else ""


def _minutes(seconds: float) -> int:
    return int(seconds // 60) + 1
