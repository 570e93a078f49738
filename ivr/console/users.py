"""`/pengguna`: who may sign in, as what, with which telephone and queues. For administrators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from ivr.console.guard import allowed, user_of
from ivr.console.pages import refused, render
from ivr.console.parts import Parts
from ivr.console.passwords import Passwords, TooMany, random_password
from ivr.console.sessions import Sessions
from ivr.console.user_form import UserForm, read
from ivr.records.models import UserRow
from ivr.records.store import RecordsError

PATH = "/pengguna"
TAKEN = "Nama pengguna atau nomor telepon ini sudah dipakai."
BUSY = "Sedang sibuk. Coba lagi sebentar."
ELSEWHERE = "Akun ini masuk tanpa kata sandi, dengan akun instansi. Kata sandi hanya dapat diberikan lewat perintah di server."


@dataclass(frozen=True, slots=True)
class UserPages:
    """The handlers, with what they need."""

    parts: Parts
    sessions: Sessions
    passwords: Passwords

    @allowed("admin")
    async def index(self, request: web.Request) -> web.StreamResponse:
        values = {"queues": self._queues(), "phones": self.parts.settings.pbx.agents}
        return render(request, "users.html", users=await self.parts.records.users(), **values)

    @allowed("admin")
    async def new(self, request: web.Request) -> web.StreamResponse:
        return self._form(request, UserForm())

    @allowed("admin")
    async def add(self, request: web.Request) -> web.StreamResponse:
        """A random password, shown this once; none for who signs in elsewhere."""
        form, error = read(await request.post(), self._queues(), self.parts.settings.pbx.agents)
        if error:
            return self._form(request, form, error)
        password = random_password()
        try:
            hashed = "" if form.elsewhere else await self.passwords.hash(password)
            await self.parts.records.add_user(form.login, form.name, form.role, hashed, form.queues, form.extension)
        except TooMany:
            return self._form(request, form, BUSY)
        except RecordsError:
            return self._form(request, form, TAKEN)
        await self._changed(request, "add_user", form.login)
        if form.elsewhere:
            raise web.HTTPSeeOther(PATH)
        return render(request, "users_password.html", login=form.login, name=form.name, password=password, added=True)

    @allowed("admin")
    async def show(self, request: web.Request) -> web.StreamResponse:
        row = await self._row(request)
        return self._form(request, UserForm.of(row), row=row)

    @allowed("admin")
    async def change(self, request: web.Request) -> web.StreamResponse:
        """Who gets another role, or may not sign in any more, is signed out. Nobody shuts themselves out."""
        row = await self._row(request)
        form, error = read(await request.post(), self._queues(), self.parts.settings.pbx.agents, login=row.login)
        if row.login == user_of(request).login and (form.role != row.role or not form.active):
            error = "Peran Anda sendiri hanya dapat diubah oleh admin lain."
        if error:
            return self._form(request, form, error, row=row)
        values = {"name": form.name, "role": form.role, "queues": form.queues, "extension": form.extension, "active": form.active}
        try:
            await self.parts.records.change_user(row.login, **values)
        except RecordsError:
            return self._form(request, form, TAKEN, row=row)
        if form.role != row.role or not form.active:
            await self._sign_out(row.login)
        await self._changed(request, "change_user", row.login)
        raise web.HTTPSeeOther(PATH)

    @allowed("admin")
    async def reset(self, request: web.Request) -> web.StreamResponse:
        """Another random password, shown this once; who had signed in with the old one is signed out. Who signs in by OpenID Connect gets
        none here: with one they could not sign in there any more."""
        row, password = await self._row(request), random_password()
        if not row.password:
            return refused(request, ELSEWHERE)
        try:
            hashed = await self.passwords.hash(password)
        except TooMany:
            return refused(request, BUSY)
        await self.parts.records.change_user(row.login, password=hashed)
        await self._sign_out(row.login)
        await self.parts.records.audit(user_of(request).login, "reset_password", row.login)
        return render(request, "users_password.html", login=row.login, name=row.name, password=password, added=False)

    async def _row(self, request: web.Request) -> UserRow:
        row = await self.parts.records.user(request.match_info["login"])
        if row is None:
            raise web.HTTPNotFound(text="Tidak ada pengguna dengan nama itu.")
        return row

    async def _sign_out(self, login: str) -> None:
        await self.sessions.close_all(login)
        self.parts.hub.drop(login)

    async def _changed(self, request: web.Request, action: str, login: str) -> None:
        await self.parts.records.audit(user_of(request).login, action, login)
        await self.parts.agents.load()

    def _queues(self) -> Mapping[str, str]:
        return {queue.name: queue.title for queue in self.parts.floor().queues.values()}

    def _form(self, request: web.Request, form: UserForm, error: str = "", *, row: UserRow | None = None) -> web.Response:
        phones = self.parts.settings.pbx.agents
        oidc = self.parts.settings.console.oidc
        values = {"form": form, "error": error, "row": row, "queues": self._queues(), "phones": phones}
        values["elsewhere"] = oidc.title if oidc.issuer else ""
        response = render(request, "users_form.html", **values)
        response.set_status(422 if error else 200)
        return response


def routes(parts: Parts, sessions: Sessions, passwords: Passwords) -> list[web.RouteDef]:
    users = UserPages(parts, sessions, passwords)
    return [
        web.get(PATH, users.index),
        web.get(PATH + "/baru", users.new),
        web.post(PATH + "/baru", users.add),
        web.get(PATH + "/{login}", users.show),
        web.post(PATH + "/{login}", users.change),
        web.post(PATH + "/{login}/sandi", users.reset),
    ]
