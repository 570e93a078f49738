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
SENT_AN_HOUR = 6
"""To one telephone number, from whatever calls: its owner may be the victim of the caller."""
HOUR_S = 3600.0
MAX_CALLS = 10_000
"""Beyond it the oldest call's code is void, and the oldest number's count forgotten."""


class TooManyCodes(Exception):
    """This call has had SENT codes, or this number SENT_AN_HOUR."""


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
        self._numbers: dict[bytes, list[float]] = {}
        """When codes went to a number, which is kept as a hash too; the latest last."""

    def make(self, call_id: str, number: str, now_s: float) -> str:
        """A new code for telephone number `number`, which voids the one before it. Raises TooManyCodes."""
        code, owner = self._codes.setdefault(call_id, _Code()), self._digest("", number)
        times = [at for at in self._numbers.pop(owner, ()) if at > now_s - HOUR_S]
        self._numbers[owner] = times
        if code.sent >= SENT or len(times) >= SENT_AN_HOUR:
            raise TooManyCodes
        times.append(now_s)
        for kept in (self._codes, self._numbers):
            if len(kept) > MAX_CALLS:
                kept.pop(next(iter(kept)))  # type: ignore[call-overload]
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        code.digest, code.until_s, code.tries, code.sent = self._digest(call_id, digits), now_s + VALID_S, 0, code.sent + 1
        return digits

    def unsent(self, call_id: str, number: str) -> None:
        """The latest code of this call did not go out: it is void, and does not count."""
        code, times = self._codes.get(call_id), self._numbers.get(self._digest("", number))
        if code is not None and code.sent:
            code.digest, code.sent = b"", code.sent - 1
        if times:
            times.pop()

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
