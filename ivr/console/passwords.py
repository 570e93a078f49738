"""Passwords: argon2id in threads of their own, a bounded number at a time, and as slow for a login that does not exist."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 2
MAX_WAITING = 16
MIN_LENGTH, MAX_LENGTH = 10, 200
WORDS = 3
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters that look alike."""


class TooMany(Exception):
    """More passwords wait to be checked than this machine should do at once."""


class Passwords:
    """`hasher`: another one than argon2's recommended parameters, for tests."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._waiting = 0
        self._nobody = ""

    async def prepare(self) -> None:
        """Make what the password of a login that is not there is compared with. Takes a moment."""
        self._nobody = await self.hash(secrets.token_urlsafe())

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def hash(self, password: str) -> str:
        """
        Raises:
            TooMany: too much waits already.
        """
        return await self._in_thread(self._hash, password)

    async def verify(self, stored: str, password: str) -> tuple[bool, str]:
        """Whether it is right, and a new hash to store where the parameters have changed since, else "". An empty `stored` takes as long.

        Raises:
            TooMany: too much waits already.
        """
        good, renewed = await self._in_thread(self._verify, stored or self._nobody, password[:MAX_LENGTH])
        return (True, renewed) if good and stored else (False, "")

    def _hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def _verify(self, stored: str, password: str) -> tuple[bool, str]:
        try:
            self._hasher.verify(stored, password)
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False, ""
        return True, self._hasher.hash(password) if self._hasher.check_needs_rehash(stored) else ""

    async def _in_thread(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        if self._waiting >= MAX_WAITING:
            raise TooMany
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *arguments, **named))
        finally:
            self._waiting -= 1


def weakness(password: str, login: str) -> str:
    """What is wrong with a password, in Indonesian for who chose it; empty when it will do."""
    if len(password) < MIN_LENGTH:
        return f"Kata sandi paling sedikit {MIN_LENGTH} karakter."
    if len(password) > MAX_LENGTH:
        return f"Kata sandi paling banyak {MAX_LENGTH} karakter."
    if login.casefold() in password.casefold() or len(set(password)) < 5:
        return "Kata sandi ini terlalu mudah ditebak."
    return ""


def hashed(password: str) -> str:
    """For a command of its own; takes a tenth of a second."""
    return PasswordHasher().hash(password)


def random_password() -> str:
    """One that can be read out and typed: 59 bits in three groups of four."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(WORDS))
