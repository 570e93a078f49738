"""Answers kept for a while, in memory. What is over its age is gone then, not when somebody next looks: it may be personal."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections.abc import Mapping

MOST = 1000


class Cache:
    """Of one operation: at most `most` answers, each for `age_s` seconds of the running loop.

    Arguments are kept only as a hash with a key that never leaves this object, so nobody can find them by trying.
    """

    def __init__(self, age_s: float, most: int = MOST) -> None:
        self._age, self._most, self._salt = age_s, most, secrets.token_bytes(32)
        self._kept: dict[bytes, tuple[dict[str, str], asyncio.TimerHandle]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, arguments: Mapping[str, str]) -> dict[str, str] | None:
        kept = self._kept.get(self._key(arguments))
        return dict(kept[0]) if kept else None

    def put(self, arguments: Mapping[str, str], answer: Mapping[str, str]) -> None:
        """The oldest makes room."""
        if self._age <= 0:
            return
        key = self._key(arguments)
        for old in [key] if key in self._kept else list(self._kept)[: max(0, len(self._kept) - self._most + 1)]:
            self._drop(old)
        self._kept[key] = dict(answer), asyncio.get_running_loop().call_later(self._age, self._drop, key)

    def clear(self) -> None:
        for key in list(self._kept):
            self._drop(key)

    def _drop(self, key: bytes) -> None:
        self._kept.pop(key)[1].cancel()

    def _key(self, arguments: Mapping[str, str]) -> bytes:
        return hashlib.blake2b(json.dumps(dict(arguments), sort_keys=True).encode(), key=self._salt).digest()
