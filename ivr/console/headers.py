"""What every answer of the console carries, and how errors look. The outermost layer."""

from __future__ import annotations

import logging
from types import TracebackType

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from ivr.console.pages import render, wants_page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; media-src 'self' blob:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with that a browser hides where our own forms come from (`Origin: null`). Nothing goes to other sites either way.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TITLES = {
    400: "Permintaan tidak dapat dibaca",
    401: "Silakan masuk lagi",
    403: "Tidak diizinkan",
    404: "Halaman tidak ditemukan",
    405: "Tidak dapat dilakukan",
    408: "Permintaan tidak lengkap",
    413: "Terlalu besar",
    421: "Alamat tidak dikenal",
    429: "Terlalu sering",
    500: "Ada yang salah di sini",
    503: "Sedang sibuk",
}
log = logging.getLogger(__name__)


def headers(*, secure: bool) -> Middleware:
    """Add the headers; errors become a page or, for scripts, one sentence. `secure`: browsers reach us by HTTPS only."""

    @web.middleware
    async def headed(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            response = await handler(request)
        except web.HTTPRedirection as redirection:
            _complete(request, redirection, secure=secure)
            raise
        except web.HTTPException as error:
            response = _shown(request, error.status, error.text or "", error.headers.get("Retry-After", ""))
        except Exception as error:  # noqa: BLE001 what went wrong is logged, and never shown: it may hold what a caller said
            log.error("console: %s %s: %s", request.method, _route(request), type(error).__name__, exc_info=_without_values(error))
            response = _shown(request, 500, "Silakan coba lagi. Bila tetap terjadi, beri tahu admin.")
        if not response.prepared:
            _complete(request, response, secure=secure)
        return response

    return headed


def _complete(request: web.Request, response: web.StreamResponse, *, secure: bool) -> None:
    response.headers.update(HEADERS)
    files = isinstance(request.match_info.route.resource, web.StaticResource)
    response.headers.setdefault("Cache-Control", "no-cache" if files else "no-store")
    if secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"


def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """For a response that is prepared by its handler (a stream)."""
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = "no-store"


def _shown(request: web.Request, status: int, text: str, retry_after: str = "") -> web.Response:
    own = text if not text.startswith(f"{status}: ") else ""  # aiohttp's own texts are English
    if wants_page(request):
        response = render(request, "error.html", status=status, title=TITLES.get(status, TITLES[500]), text=own)
        response.set_status(status)
    else:
        response = web.Response(status=status, text=own or TITLES.get(status, TITLES[500]))
    if retry_after:
        response.headers["Retry-After"] = retry_after
    return response


def _route(request: web.Request) -> str:
    """The route, without what its path names."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "?"


def _without_values(error: BaseException) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    """The trace of an error without its message, which may quote what somebody said."""
    return (RuntimeError, RuntimeError(type(error).__name__), error.__traceback__)
