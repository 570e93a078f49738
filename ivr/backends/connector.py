"""One government system reached over HTTP: `POST base/system/operation` with a JSON object, answered by a JSON object of texts.

The answer's status says what happened: 200 an answer, 404 nothing found, 422 the request was refused. Personal data goes in
the body, never in the URL.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import TracebackType

import aiohttp

from ivr.backends.errors import BackendTimeout, BackendUnavailable, NoAnswer, NotFound, Rejected

__all__ = ["BackendTimeout", "BackendUnavailable", "Connector", "NoAnswer", "NotFound", "Rejected"]

TIMEOUT_S = 5.0
MAX_ANSWER = 256 * 1024


class Connector:
    """`async with Connector(base_url) as government:`; one connection pool for all calls."""

    def __init__(self, base_url: str, timeout_s: float = TIMEOUT_S) -> None:
        self._base, self._timeout = base_url.rstrip("/"), aiohttp.ClientTimeout(total=timeout_s)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Connector:
        self._session = aiohttp.ClientSession(timeout=self._timeout)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._session is not None:
            await self._session.close()

    async def call(self, operation: str, arguments: Mapping[str, str]) -> dict[str, str]:
        """Ask `system.operation`. Messages never carry the arguments.

        Raises:
            BackendTimeout, BackendUnavailable, NotFound, Rejected: no answer, and why.
        """
        assert self._session is not None, "use `async with`"
        try:
            async with self._session.post(f"{self._base}/{operation.replace('.', '/')}", json=dict(arguments)) as answer:
                if answer.status == 404:
                    raise NotFound(f"{operation}: nothing found")
                if answer.status == 422:
                    raise Rejected(f"{operation}: refused by the system")
                if answer.status != 200:
                    raise BackendUnavailable(f"{operation}: HTTP status {answer.status}")
                data = json.loads(await _body(answer, operation))
        except TimeoutError as error:
            raise BackendTimeout(f"{operation}: no answer within {self._timeout.total} s") from error
        except aiohttp.ClientError as error:
            raise BackendUnavailable(f"{operation}: {type(error).__name__}") from None
        except ValueError as error:
            raise BackendUnavailable(f"{operation}: the answer is not JSON") from error
        if not isinstance(data, dict):
            raise BackendUnavailable(f"{operation}: the answer is not a JSON object")
        return {str(key): "" if value is None else str(value) for key, value in data.items()}


async def _body(answer: aiohttp.ClientResponse, operation: str) -> bytes:
    """All of it, however many pieces it comes in, up to MAX_ANSWER bytes."""
    body = bytearray()
    async for piece in answer.content.iter_any():
        body += piece
        if len(body) > MAX_ANSWER:
            raise BackendUnavailable(f"{operation}: the answer is longer than {MAX_ANSWER} bytes")
    return bytes(body)
