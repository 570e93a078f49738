"""One government system, asked with patience: in turn, within the time, again where that helps, and not at all while it is down."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from ivr.backends.answer import answer_of
from ivr.backends.breaker import Breaker
from ivr.backends.cache import Cache
from ivr.backends.errors import BackendFailing, BackendTimeout, BackendUnavailable, NoAnswer
from ivr.backends.request import Request, request_of
from ivr.backends.schema import Operation, System
from ivr.backends.secrets import Access

MAX_ANSWER = 256 * 1024
log = logging.getLogger(__name__)
Watch = Callable[[int, bytes], None]
FIRST_PAUSE_S = 0.2
"""The longest pause before the first further try; it doubles. The real one is drawn from 0 to it ("full jitter": M. Brooker,
Exponential Backoff And Jitter, AWS Architecture Blog, 2015), so that callers who failed together do not come back together."""


class Connection:
    """Connections, breaker, queue and kept answers of one system, while the service runs."""

    def __init__(self, system: System, way: Access, watch: Watch) -> None:
        self.system, self._way, self._watch = system, way, watch
        self._path = urlsplit(way.base_url).path
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=system.concurrency, ssl=way.tls),
            timeout=aiohttp.ClientTimeout(),  # ours is around all of a call
            cookie_jar=aiohttp.DummyCookieJar(),  # a session of one caller is not the next one's
        )
        self._breaker = Breaker(system.failures, system.rest_s)
        self._turns, self._waiting, self._under_way, self._retired = asyncio.Semaphore(system.concurrency), 0, 0, False
        self._caches = {name: Cache(operation.cache_s) for name, operation in system.operations.items() if operation.cache_s}

    @property
    def busy(self) -> bool:
        """Whether a request is under way or waits for its turn."""
        return self._under_way > 0

    async def retire(self) -> None:
        """Close, and with it forget what is kept, as soon as nothing is under way; no more is asked."""
        self._retired = True
        await self._close_if_over()

    async def close(self) -> None:
        for cache in self._caches.values():
            cache.clear()
        await self._session.close()

    async def call(self, operation: Operation, arguments: Mapping[str, str], key: str) -> dict[str, str]:
        cache = self._caches.get(operation.name)
        kept = cache.get(arguments) if cache is not None else None
        if kept is not None:
            return kept
        request = request_of(operation, arguments, key)
        self._under_way += 1
        try:
            answer = await self._in_turn(operation, request, asyncio.get_running_loop().time() + operation.timeout_ms / 1000)
            if cache is not None:
                cache.put(arguments, answer)
            return answer
        finally:
            self._under_way -= 1
            await self._close_if_over()

    async def _close_if_over(self) -> None:
        if self._retired and not self.busy:
            await self.close()

    async def _in_turn(self, operation: Operation, request: Request, deadline: float) -> dict[str, str]:
        """When fewer than `concurrency` others are under way; the wait is bounded in number and in time."""
        if self._turns.locked() and self._waiting >= self.system.waiting:
            raise BackendUnavailable(f"{operation.full}: too many wait for this system")
        self._waiting += 1
        try:
            async with asyncio.timeout_at(deadline):
                await self._turns.acquire()
        except TimeoutError:
            raise BackendTimeout(f"{operation.full}: its turn did not come within {operation.timeout_ms} ms") from None
        finally:
            self._waiting -= 1
        try:
            return await self._with_retries(operation, request, deadline)
        finally:
            self._turns.release()

    async def _with_retries(self, operation: Operation, request: Request, deadline: float) -> dict[str, str]:
        for doubled in range(operation.retries):
            try:
                return await self._guarded(operation, request, deadline)
            except BackendFailing:
                pause = random.uniform(0, FIRST_PAUSE_S * 2**doubled)
                if asyncio.get_running_loop().time() + pause >= deadline:
                    raise
                await asyncio.sleep(pause)
        return await self._guarded(operation, request, deadline)

    async def _guarded(self, operation: Operation, request: Request, deadline: float) -> dict[str, str]:
        """One try, if the breaker allows it."""
        loop = asyncio.get_running_loop()
        if not self._breaker.allows(loop.time()):
            raise BackendUnavailable(f"{operation.full}: the system failed {self.system.failures} times in a row and is left alone")
        try:
            async with asyncio.timeout_at(deadline):
                answer = answer_of(operation, *await self._exchange(operation, request))
        except TimeoutError:
            self._failed(loop.time())
            raise BackendTimeout(f"{operation.full}: no answer within {operation.timeout_ms} ms") from None
        except BackendFailing:
            self._failed(loop.time())
            raise
        except NoAnswer:
            self._breaker.answered()
            raise
        except BaseException:
            self._breaker.undecided()
            raise
        self._breaker.answered()
        return answer

    def _failed(self, now: float) -> None:
        if self._breaker.failed(now):
            log.warning(
                "%s failed %d times in a row and is left alone for %d s", self.system.name, self.system.failures, self.system.rest_s
            )

    async def _exchange(self, operation: Operation, request: Request) -> tuple[int, bytes]:
        """Status and body. Redirects are not followed: they would carry the body and our secret elsewhere."""
        url = URL(self._way.base_url + request.target, encoded=True)
        signed = self._way.sign(request, self._path + request.target, int(time.time()))
        try:
            async with self._session.request(
                request.method, url, data=request.body or None, headers={**request.headers, **signed}, allow_redirects=False
            ) as answer:
                body = await _body(answer, operation.full)
                self._watch(answer.status, body)
                return answer.status, body
        except (aiohttp.ClientError, OSError) as error:
            if isinstance(error, TimeoutError):
                raise
            raise BackendFailing(f"{operation.full}: {type(error).__name__}") from None


async def _body(answer: aiohttp.ClientResponse, operation: str) -> bytes:
    """All of it, however many pieces it comes in, up to MAX_ANSWER bytes."""
    body = bytearray()
    async for piece in answer.content.iter_any():
        body += piece
        if len(body) > MAX_ANSWER:
            raise BackendUnavailable(f"{operation}: the answer is longer than {MAX_ANSWER} bytes")
    return bytes(body)
