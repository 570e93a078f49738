"""How a system of the demonstration government is declared: its operations, what they take and return, and what carries them out.

Routes (server.py) and OpenAPI documents (openapi.py) are made from the same declarations.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ivr.government.fields import FIELDS, Field

MAX_TEXT = 2000
"""Characters of one field."""
Answer = dict[str, str]


class Refused(Exception):
    """The system does not do that; the message is in Indonesian and carries no values."""


class Conflict(Refused):
    """It contradicts what was filed before."""


@dataclass(frozen=True, slots=True)
class Register:
    """What an operation works on: the database within one transaction, and the day it is."""

    connection: sqlite3.Connection
    today: date

    def all(self, query: str, *values: str) -> list[Answer]:
        """Rows by the names of their columns; NULL and numbers as text."""
        cursor = self.connection.execute(query, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, ("" if value is None else str(value) for value in row), strict=True)) for row in cursor]

    def one(self, query: str, *values: str) -> Answer | None:
        """The first row."""
        return next(iter(self.all(query, *values)), None)

    def add(self, table: str, row: Mapping[str, str | None]) -> None:
        """Names of tables and columns are ours, only the values are the caller's."""
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        self.connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values()))


Handler = Callable[[Register, Mapping[str, str]], Answer | None]
"""Given everything that it takes, with `tiket` where a number is given out; None: not found."""


@dataclass(frozen=True, slots=True)
class Operation:
    """`prefix`: the letters of the numbers it gives out."""

    system: str
    name: str
    title: str
    takes: Mapping[str, Field]
    optional: frozenset[str]
    returns: Mapping[str, Field]
    handler: Handler
    write: bool
    prefix: str

    def given(self, body: Mapping[str, object]) -> dict[str, str]:
        """The fields it takes, as text without blanks around; what it does not know is left out.

        Raises:
            Refused: one is missing, too long or not among the choices.
        """
        given = {name: _text(body.get(name)) for name in self.takes}
        for name, what in self.takes.items():
            if not given[name] and name not in self.optional:
                raise Refused(f"{name} kosong")
            if len(given[name]) > MAX_TEXT:
                raise Refused(f"{name} lebih dari {MAX_TEXT} huruf")
            if given[name] and what.choices and given[name] not in what.choices:
                raise Refused(f"{name} harus salah satu dari {', '.join(what.choices)}")
        return given


@dataclass(frozen=True, slots=True)
class System:
    """`tables`: the SQL that makes what it keeps."""

    name: str
    title: str
    about: str
    tables: str
    operations: dict[str, Operation] = field(default_factory=dict)

    def operation(
        self, title: str, takes: str, returns: str, *, optional: str = "", write: bool = False, prefix: str = "", **choices: tuple[str, ...]
    ) -> Callable[[Handler], Handler]:
        """Declare a function as the operation of its name. Fields are names in FIELDS; `choices` are the values one has here."""

        def declare(handler: Handler) -> Handler:
            name = handler.__name__
            self.operations[name] = Operation(
                system=self.name,
                name=name,
                title=title,
                takes=_fields(f"{takes} {optional}", choices),
                optional=frozenset(optional.split()),
                returns=_fields(returns, choices),
                handler=handler,
                write=write or bool(prefix),
                prefix=prefix,
            )
            return handler

        return declare


def _fields(names: str, choices: Mapping[str, tuple[str, ...]]) -> dict[str, Field]:
    return {name: FIELDS[name].among(choices.get(name, ())) for name in names.split()}


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""
