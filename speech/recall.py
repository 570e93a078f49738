"""Clauses of sentences with variable parts, in memory alone: what is said again is not made again. Pure: it is told the time."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from weakref import WeakSet

MOST_BYTES = 32 * 1024 * 1024
"""About 17 minutes of speech at 16 kHz."""
LONGEST_S = 900.0


class Owner:
    """A call that clauses are made for."""


@dataclass(frozen=True, slots=True)
class _Clause:
    pcm: bytes
    owner: Owner
    made: float


class Recall:
    """What may hold personal data: never on disk, gone after LONGEST_S, under keys that do not show the text. For one thread."""

    def __init__(self, most_bytes: int = MOST_BYTES, longest_s: float = LONGEST_S) -> None:
        self._most, self._longest = most_bytes, longest_s
        self._clauses: OrderedDict[bytes, _Clause] = OrderedDict()
        self._bytes = 0
        self._forgotten: WeakSet[Owner] = WeakSet()
        self._secret = secrets.token_bytes(32)

    def get(self, key: Hashable, now: float) -> bytes | None:
        digest = self._digest(key)
        clause = self._clauses.get(digest)
        if clause is None:
            return None
        if now - clause.made > self._longest:
            self._drop(digest)
            return None
        self._clauses.move_to_end(digest)
        return clause.pcm

    def put(self, key: Hashable, pcm: bytes, owner: Owner, now: float) -> None:
        """`owner`: the call that it was made for; nothing where it is forgotten. What is old goes, then what was used least recently."""
        if owner in self._forgotten:
            return
        digest = self._digest(key)
        self._drop(digest)
        self._clauses[digest] = _Clause(pcm, owner, now)
        self._bytes += len(pcm)
        for other in [name for name, clause in self._clauses.items() if now - clause.made > self._longest]:
            self._drop(other)
        while self._bytes > self._most:
            self._drop(next(iter(self._clauses)))

    def forget(self, owner: Owner) -> None:
        """Whatever was made for `owner`, such as a call that has become confidential, or is being made."""
        self._forgotten.add(owner)
        for digest in [name for name, clause in self._clauses.items() if clause.owner is owner]:
            self._drop(digest)

    def __len__(self) -> int:
        return len(self._clauses)

    def _drop(self, digest: bytes) -> None:
        clause = self._clauses.pop(digest, None)
        self._bytes -= len(clause.pcm) if clause else 0

    def _digest(self, key: Hashable) -> bytes:
        return hashlib.blake2b(repr(key).encode(), key=self._secret, digest_size=16).digest()
