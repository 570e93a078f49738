"""The headers that say who we are. Pure: it is told the secret and the time."""

from __future__ import annotations

import base64
import hashlib
import hmac

from ivr.backends.request import Request


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def basic(user: str, password: str) -> dict[str, str]:
    """RFC 7617, as UTF-8."""
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}


def signed(client: str, secret: str, request: Request, path: str, now: int) -> dict[str, str]:
    """HMAC-SHA256 over five lines, joined by a line feed without one at the end.

    They are: the method in capitals; the path with its query, percent-encoded, exactly as sent; the time in whole seconds since 1970;
    the idempotency key, or nothing; the SHA-256 of the body in small hexadecimal digits. The signature is in small hexadecimal digits.
    """
    key = request.headers.get("Idempotency-Key", "")
    lines = (request.method, path, str(now), key, hashlib.sha256(request.body).hexdigest())
    signature = hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()
    return {"X-Client-Id": client, "X-Timestamp": str(now), "X-Signature": signature}
