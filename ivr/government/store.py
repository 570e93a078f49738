"""The government's SQLite file: made and seeded once, and every request one transaction in it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from dialog.slots.ticket import number
from ivr.government.seed import rows
from ivr.government.system import Answer, Conflict, Operation, Register, System

T = TypeVar("T")
VERSION = 2
"""Of tables and seed: a file of another version is a demonstration of another day, and is begun anew."""
TABLES = """
CREATE TABLE berkas (urutan INTEGER PRIMARY KEY, operasi TEXT, nomor TEXT UNIQUE, isi TEXT, dibuat TEXT);
CREATE TABLE kunci (sistem TEXT, kunci TEXT, sidik TEXT, jawaban TEXT, PRIMARY KEY (sistem, kunci));
"""
"""`berkas`: everything that was filed, as it came, with its number if it has one. `kunci`: the answers given, by their Idempotency-Key."""
PRIVATE = 0o600
"""For this user alone, with the files that SQLite puts beside it: what callers report is in it, and codes that were sent."""
FIRST_OWN = 9001
"""Serial of the first number the government gives out itself in a month: far from those that come with `nomor`."""


@dataclass(frozen=True, slots=True)
class Filed:
    """One write that was carried out: its number, if it got one, and what came with it."""

    operation: str
    ticket: str
    fields: Mapping[str, str]


class Store:
    def __init__(self, path: Path, today: Callable[[], date]) -> None:
        self._path, self._today = path, today

    def prepare(self, systems: Iterable[System]) -> None:
        """Make the file, its folder, tables and people, where they are not there yet."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.touch()
        self._path.chmod(PRIVATE)
        with closing(self._connect()) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == VERSION:
            return
        self._path.unlink()
        self._path.touch(PRIVATE)
        with self._transaction() as register:
            for sql in (TABLES, *(system.tables for system in systems)):
                for statement in sql.split(";"):
                    register.connection.execute(statement)
            for table, seeded in rows(self._today()).items():
                for row in seeded:
                    register.add(table, row)
            register.connection.execute(f"PRAGMA user_version = {VERSION}")

    def read(self, look: Callable[[Register], T]) -> T:
        with closing(self._connect()) as connection:
            return look(Register(connection, self._today()))

    def write(self, operation: Operation, given: Mapping[str, str], nomor: str, key: str) -> Answer | None:
        """Carry it out once: the same key again gets the same answer. None (not found) files nothing and uses up no key.

        Raises:
            Conflict: the key came with something else before, or the number is somebody's already.
        """
        digest = hashlib.sha256(json.dumps([operation.name, nomor, given], sort_keys=True).encode()).hexdigest()
        with self._transaction() as register:
            before = register.one("SELECT sidik, jawaban FROM kunci WHERE sistem = ? AND kunci = ?", operation.system, key)
            if before is not None:
                if before["sidik"] != digest:
                    raise Conflict("kunci ini sudah dipakai untuk isi yang lain")
                answer: Answer = json.loads(before["jawaban"])
                return answer
            ticket = (nomor or _own_number(register, operation.prefix)) if operation.prefix else ""
            done = operation.handler(register, {**given, "tiket": ticket} if ticket else given)
            if done is not None:
                full, day = f"{operation.system}.{operation.name}", register.today.isoformat()
                register.add("berkas", {"operasi": full, "nomor": ticket or None, "isi": json.dumps(given), "dibuat": day})
                if key:
                    used = {"sistem": operation.system, "kunci": key, "sidik": digest, "jawaban": json.dumps(done)}
                    register.add("kunci", used)
            return done

    def filed(self, operation: str = "", ticket: str = "") -> list[Filed]:
        """Everything that was filed, oldest first; only of `operation` (`system.operation`), only under `ticket`."""
        query = "SELECT operasi, nomor, isi FROM berkas WHERE ? IN ('', operasi) AND ? IN ('', nomor) ORDER BY urutan"
        found = self.read(lambda register: register.all(query, operation, ticket))
        return [Filed(row["operasi"], row["nomor"], json.loads(row["isi"])) for row in found]

    @contextmanager
    def _transaction(self) -> Iterator[Register]:
        """All or nothing; one writer at a time."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                with connection:
                    yield Register(connection, self._today())
            except sqlite3.IntegrityError as error:
                raise Conflict("nomor ini sudah dipakai") from error

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=10, isolation_level=None)


def _own_number(register: Register, prefix: str) -> str:
    """The next number of this month, for what came without one."""
    mine = f"{prefix}-{register.today:%y%m}-{FIRST_OWN // 1000}%"
    (count,) = register.connection.execute("SELECT COUNT(*) FROM berkas WHERE nomor LIKE ?", (mine,)).fetchone()
    return number(prefix, register.today, FIRST_OWN + count)
