"""How a page is written: Jinja2 templates that escape everything and know no undefined names; who is signed in; the way about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web
from markupsafe import Markup

from ivr.console.filters import FILTERS
from ivr.console.guard import ROLES, csrf_of

FOLDER = Path(__file__).resolve().parent
TEMPLATES, STATIC = FOLDER / "templates", FOLDER / "static"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail: `icon` is the id of a symbol in static/ikon.svg; shown to `roles` only."""

    path: str
    title: str
    icon: str
    roles: tuple[str, ...]


PLACES = (
    Place("/meja", "Meja", "meja", ("agent", "supervisor", "admin")),
    Place("/telepon-kembali", "Telepon kembali", "telepon", ("agent", "supervisor", "admin")),
    Place("/pengawas", "Pengawas", "pengawas", ("supervisor", "admin")),
    Place("/pengguna", "Pengguna", "pengguna", ("admin",)),
)

_environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update(FILTERS)


def html(request: web.Request, name: str, /, **values: Any) -> Markup:
    """A template's text, which another one may show as it is. Templates also know `user` (or nothing), `ends_at` (of the session), `csrf`,
    `path`, `places` (those that this person may go to) and `role_title`."""
    user, session = request.get("user"), request.get("session")
    ends_at = session.ends_at if session is not None else 0.0
    known = {"user": user, "ends_at": ends_at, "csrf": csrf_of(request), "path": request.path}
    known |= {"places": places(request), "role_title": ROLES}
    return Markup(_environment.get_template(name).render(known | values))


def render(request: web.Request, name: str, /, **values: Any) -> web.Response:
    """A page, or a fragment of one, as an answer. The status is 200; `set_status` for another."""
    return web.Response(text=html(request, name, **values), content_type="text/html", charset="utf-8")


def places(request: web.Request) -> Sequence[Place]:
    """Where the signed-in person can go, of what is there."""
    user, known = request.get("user"), {resource.canonical for resource in request.app.router.resources()}
    return [place for place in PLACES if user is not None and user.role in place.roles and place.path in known]


def wants_page(request: web.Request) -> bool:
    """Whether a person's browser asks for a page to show, and not our script for a part of one."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and "text/html" in request.headers.get("Accept", "")


def done(request: web.Request, path: str, news: str = "") -> web.Response:
    """The answer to a form that did what it should: the browser goes to `path`; our script shows `news` and stays."""
    if wants_page(request):
        raise web.HTTPSeeOther(path)
    return web.Response(text=news)


def refused(request: web.Request, why: str) -> web.Response:
    """The answer to a form that cannot be done, in a sentence for who sent it."""
    raise web.HTTPUnprocessableEntity(text=why)
