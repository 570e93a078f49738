"""The web phone's way to Asterisk: its account, its library, and its SIP, which goes through this console by WebSocket, so that the browser
talks to one origin and Asterisk's own WebSocket listens on this machine alone. The sound goes straight to Asterisk, encrypted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWebSocketResponse, ClientWSTimeout, WSCloseCode, WSMsgType, web

from ivr.console.assets import library, library_name
from ivr.console.guard import allowed, session_of, still_signed_in, user_of
from ivr.console.headers import add_headers
from ivr.console.parts import Parts
from ivr.console.sip_line import fault
from ivr.records.users import WITH_PHONE
from telephony.pbx.phones import phone_password

MAX_MESSAGE = 16 * 1024
"""Bytes of one SIP message; a browser's offer has about 3 KB."""
CONNECT_S = 5.0
CLOSE_S = 2.0
BEAT_S, LOOK_S = 20.0, 20.0
"""So often the browser is asked whether it is there, and its session is looked at again."""
REPLACED, ENDED = 4001, 4002
"""Close codes of ours: the phone was switched on elsewhere; the session is over, or the phone is somebody else's now."""
DOMAIN = "sapa.invalid"
FOR_EVER = "private, max-age=31536000, immutable"
log = logging.getLogger(__name__)


def routes(parts: Parts) -> list[web.RouteDef]:
    lines: dict[str, web.WebSocketResponse] = {}
    """The open line of each telephone."""

    @allowed(*WITH_PHONE)
    async def account(request: web.Request) -> web.Response:
        phone = _phone(request)
        values = {
            "name": user_of(request).name,
            "uri": f"sip:{phone}@{DOMAIN}",
            "password": phone_password(parts.phone_key, phone),
            "library": f"/telepon/pustaka/{library_name()}" if parts.websocket_url and library(parts.settings.cache) else "",
        }
        return web.json_response(values, headers={"Cache-Control": "no-store"})

    @allowed(*WITH_PHONE)
    async def bundle(request: web.Request) -> web.StreamResponse:
        path = library(parts.settings.cache)
        if path is None or request.match_info["name"] != path.name:
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Cache-Control": FOR_EVER, "Content-Type": "text/javascript; charset=utf-8"})

    @allowed(*WITH_PHONE)
    async def line(request: web.Request) -> web.StreamResponse:
        phone = _phone(request)

        async def holds() -> bool:
            user = await parts.records.user(user_of(request).login)
            if user is None or not user.active or user.extension != user_of(request).extension:
                return False
            return await still_signed_in(request) or mid_call()

        def mid_call() -> bool:
            """A session that has lasted as long as it may does not take a conversation with it."""
            if parts.clock() < session_of(request).ends_at:
                return False
            standing = parts.agents.standing(user_of(request).login)
            return standing is not None and standing.busy

        browser = web.WebSocketResponse(protocols=("sip",), max_msg_size=MAX_MESSAGE, heartbeat=BEAT_S, timeout=CLOSE_S, compress=False)
        add_headers(request, browser)
        async with ClientSession(timeout=ClientTimeout(total=None, sock_connect=CONNECT_S)) as session:
            try:
                async with asyncio.timeout(CONNECT_S):
                    asterisk = await session.ws_connect(
                        parts.websocket_url, protocols=("sip",), max_msg_size=4 * MAX_MESSAGE, timeout=ClientWSTimeout(ws_close=CLOSE_S)
                    )
            except (ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError; ValueError: no URL is known
                log.warning("web phone: Asterisk's WebSocket cannot be reached (%s)", type(error).__name__)
                raise web.HTTPServiceUnavailable(text="Telepon web tidak dapat dihubungi.") from error
            async with asterisk:
                await browser.prepare(request)
                earlier, lines[phone] = lines.get(phone), browser
                if earlier is not None:
                    await earlier.close(code=REPLACED)
                try:
                    await _relay(browser, asterisk, phone, holds)
                finally:
                    if lines.get(phone) is browser:
                        del lines[phone]
        return browser

    return [web.get("/telepon/akun", account), web.get("/telepon/pustaka/{name}", bundle), web.get("/telepon/ws", line)]


def _phone(request: web.Request) -> str:
    extension = user_of(request).extension
    if extension is None:
        raise web.HTTPNotFound(text="Anda belum memiliki nomor telepon petugas.")
    return f"petugas{extension}w"


async def _relay(
    browser: web.WebSocketResponse, asterisk: ClientWebSocketResponse, phone: str, holds: Callable[[], Awaitable[bool]]
) -> None:
    """Both ways until either side closes, the browser says what it must not, or the session ends; then both are closed."""
    ways = [asyncio.create_task(way) for way in (_outward(browser, asterisk, phone), _inward(asterisk, browser), _while(holds))]
    code = int(WSCloseCode.GOING_AWAY)
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        code = max(way.result() for way in done)
    except ConnectionError:  # either side is gone in the middle of a message
        pass
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        await browser.close(code=code)


async def _outward(browser: web.WebSocketResponse, asterisk: ClientWebSocketResponse, phone: str) -> int:
    async for message in browser:
        if message.type is not WSMsgType.TEXT:
            return int(WSCloseCode.UNSUPPORTED_DATA)
        reason = fault(message.data, phone)
        if reason:
            log.warning("web phone %s: %s; its line is closed", phone, reason)
            return int(WSCloseCode.POLICY_VIOLATION)
        await asterisk.send_str(message.data)
    return int(WSCloseCode.OK)


async def _inward(asterisk: ClientWebSocketResponse, browser: web.WebSocketResponse) -> int:
    async for message in asterisk:
        if message.type is WSMsgType.TEXT:
            await browser.send_str(message.data)
        elif message.type is WSMsgType.BINARY:
            await browser.send_bytes(message.data)
    return int(WSCloseCode.GOING_AWAY)


async def _while(holds: Callable[[], Awaitable[bool]]) -> int:
    while await holds():
        await asyncio.sleep(LOOK_S)
    return ENDED
