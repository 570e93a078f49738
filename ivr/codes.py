"""One-time codes by SMS: six digits that belong to one call. Kept in memory alone, and of each only a hash. No I/O."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

DIGITS = 6
VALID_S = 300.0
TRIES = 3
"""For each code."""
SENT = 3
"""In one call."""
MAX_CALLS = 10_000
"""Beyond it the oldest call's code is void."""


class TooManyCodes(Exception):
    """This call has had SENT codes."""


@dataclass(slots=True)
class _Code:
    digest: bytes = b""
    until_s: float = 0.0
    tries: int = 0
    sent: int = 0


class Codes:
    """`now_s` is any clock that only goes forward."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._codes: dict[str, _Code] = {}

    def make(self, call_id: str, now_s: float) -> str:
        """A new code, which voids the one before it. Raises TooManyCodes."""
        code = self._codes.setdefault(call_id, _Code())
        if code.sent >= SENT:
            raise TooManyCodes
        if len(self._codes) > MAX_CALLS:
            self._codes.pop(next(iter(self._codes)))
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        code.digest, code.until_s, code.tries, code.sent = self._digest(call_id, digits), now_s + VALID_S, 0, code.sent + 1
        return digits

    def check(self, call_id: str, digits: str, now_s: float) -> bool:
        """Whether it is this call's code. A code opens once; after TRIES wrong ones it is void."""
        code = self._codes.get(call_id)
        if code is None or not code.digest or now_s > code.until_s or code.tries >= TRIES:
            return False
        code.tries += 1
        right = hmac.compare_digest(code.digest, self._digest(call_id, digits))
        if right:
            code.digest = b""
        return right

    def forget(self, call_id: str) -> None:
        self._codes.pop(call_id, None)

    def _digest(self, call_id: str, digits: str) -> bytes:
        return hmac.digest(self._key, f"{call_id} {digits}".encode(), hashlib.sha256)
