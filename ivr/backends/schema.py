"""`configs/backends/*.yaml` as frozen objects. `ivr.backends.load` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Template
from jmespath.parser import ParsedResult
from jsonschema.protocols import Validator

from dialog.yaml_map import Problem

NUMBER = "nomor"
"""The argument of a write in which our own ticket number travels."""
TICKET = "tiket"
"""What a write with a ticket number is answered with, before it is sent."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is, never the secret: an environment variable or a file. `place` says where it is declared."""

    place: Problem
    env: str = ""
    file: Path = Path()


@dataclass(frozen=True, slots=True)
class Basic:
    user: str
    password: Secret


@dataclass(frozen=True, slots=True)
class ApiKey:
    header: str
    secret: Secret


@dataclass(frozen=True, slots=True)
class Hmac:
    """See `ivr.backends.signing` for what is signed."""

    id: str
    secret: Secret


@dataclass(frozen=True, slots=True)
class Tls:
    """PEM files: our certificate and its key (both or none), and whom we trust instead of the system's authorities (or None)."""

    certificate: Secret | None = None
    key: Secret | None = None
    ca: Secret | None = None


@dataclass(frozen=True, slots=True)
class Auth:
    """At most one of the first four; `mtls` besides."""

    bearer: Secret | None = None
    basic: Basic | None = None
    api_key: ApiKey | None = None
    hmac: Hmac | None = None
    mtls: Tls | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A value of the body that is sent as a whole number."""

    template: Template


@dataclass(frozen=True, slots=True)
class RequestMap:
    """How arguments become an HTTP request. `body` is a tree of dicts, lists, constants, templates and `Whole`; None: no body."""

    method: str = "POST"
    path: Template | None = None
    path_names: frozenset[str] = frozenset()
    """The arguments that the path holds."""
    query: Mapping[str, Template] = field(default_factory=dict)
    headers: Mapping[str, Template] = field(default_factory=dict)
    body: Any = None
    form: bool = False
    """The body as a web form instead of JSON."""


@dataclass(frozen=True, slots=True)
class AnswerMap:
    """How a JSON answer becomes texts: a JMESPath expression a field, its codes in our words, what says that nothing was found."""

    fields: Mapping[str, ParsedResult] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    validator: Validator | None = None
    not_found: ParsedResult | None = None
    statuses: Mapping[int, str] = field(default_factory=dict)
    """What a status means that means something else elsewhere: `not_found`, `rejected` or `unavailable`."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a system does. `takes` must be given, `optional` may be missing (sent as ""); other arguments are not sent.

    `write`: changes something there, so it is stored first and sent by the outbox, with an idempotency key; `ticket` are the letters of
    the number that it gets ("" for none). `timeout_ms` bounds all of a call: waiting for its turn, every try, the pauses in between.
    """

    system: str
    name: str
    write: bool = False
    ticket: str = ""
    takes: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    returns: frozenset[str] = frozenset()
    request: RequestMap = RequestMap()
    answer: AnswerMap = AnswerMap()
    timeout_ms: int = 5000
    retries: int = 0
    cache_s: int = 0
    verified: bool = False
    """The answer is personal: only for callers who proved who they are."""
    title: str = ""
    sample: Mapping[str, str] = field(default_factory=dict)

    @property
    def full(self) -> str:
        return f"{self.system}.{self.name}"

    @property
    def arguments(self) -> frozenset[str]:
        """All that can be sent."""
        return self.takes | self.optional | ({NUMBER} if self.ticket else frozenset())


@dataclass(frozen=True, slots=True)
class System:
    """One government system. `base_url` still has its `{demonstration}` and `${NAME}`.

    `concurrency` requests at once, and `waiting` more that wait for their turn. After `failures` in a row nothing is sent for `rest_s`.
    """

    name: str
    title: str
    base_url: str
    place: Problem
    auth: Auth = Auth()
    operations: Mapping[str, Operation] = field(default_factory=dict)
    concurrency: int = 8
    waiting: int = 32
    failures: int = 5
    rest_s: int = 30
    source: str = field(default="", repr=False)
    """What declares it, with its includes and without marks and comments: two of the same source are the same."""
