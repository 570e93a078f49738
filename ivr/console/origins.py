"""Where a request comes from: only our own pages may ask, and only the configured proxy may say for whom it does."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

from ivr.settings import ConsoleSettings


class ConsoleError(Exception):
    """The console cannot be served as configured: what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Origins:
    """`accepted` are the origins (`https://sapa.example.go.id`) under which browsers see the console."""

    accepted: frozenset[str]
    proxies: frozenset[str]

    def check(self, request: web.Request) -> None:
        """
        Raises:
            HTTPMisdirectedRequest: for a host that we are not (another name may have been pointed at this address).
            HTTPForbidden: another site's page asks.
        """
        if request.host not in {urlsplit(origin).netloc for origin in self.accepted}:
            raise web.HTTPMisdirectedRequest(text="Alamat ini tidak dikenal di sini.")
        origin = request.headers.get("Origin")
        changes = request.method not in ("GET", "HEAD")
        socket = request.headers.get("Upgrade", "").lower() == "websocket"
        if origin is not None and origin not in self.accepted or socket and origin is None:
            raise web.HTTPForbidden(text="Permintaan dari situs lain ditolak.")
        if (changes or socket) and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise web.HTTPForbidden(text="Permintaan dari situs lain ditolak.")

    def address(self, request: web.Request) -> str:
        """The address of who asks: behind the proxy the last one of `X-Forwarded-For`, which the proxy itself has added."""
        peer = request.remote or ""
        if peer not in self.proxies:
            return peer
        for hop in reversed(",".join(request.headers.getall("X-Forwarded-For", [])).split(",")):
            if hop.strip() not in self.proxies:
                return _plain(hop.strip()) or peer
        return peer


def _plain(address: str) -> str:
    """An address as it is written in one way only; empty for what is none. Of IPv6 the network, of which one house has many."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))


def origins_of(settings: ConsoleSettings, port: int) -> Origins:
    """
    Raises:
        ConsoleError: the address that browsers use is not known, or is not safe.
    """
    if settings.public_url:
        parts = urlsplit(settings.public_url)
        if parts.scheme != "https" or not parts.netloc or parts.path.strip("/") or parts.query:
            raise ConsoleError("console.public_url: must be an https origin such as https://sapa.example.go.id")
        return Origins(frozenset({f"https://{parts.netloc}"}), frozenset(settings.proxy.replace(",", " ").split()))
    if settings.host not in ("127.0.0.1", "localhost"):
        raise ConsoleError("console.host: other machines reach the console by HTTPS only: set console.public_url too (docs/console.md)")
    return Origins(frozenset(f"http://{host}:{port}" for host in ("127.0.0.1", "localhost")), frozenset())
