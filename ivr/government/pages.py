"""The pages for people: which systems there are and what is wrong with them, and what would have been sent by SMS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from dialog.slots.long_number import in_groups
from ivr.government.catalogue import OPERATIONS, SYSTEMS
from ivr.government.faults import KINDS, Faults
from ivr.government.store import Filed
from ivr.government.system import Answer, Register

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
SHOWN = 100
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


def moment(written: str) -> str:
    """`2026-11-24 18:47:02` as people read it."""
    when = datetime.fromisoformat(written)
    return f"{when.day} {MONTHS[when.month - 1]} {when:%Y, %H.%M}"


_PAGES = Environment(loader=PackageLoader("ivr.government", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
_PAGES.filters |= {"phone": lambda number: in_groups(number, 4), "moment": moment}


def style() -> str:
    return _PAGES.get_template("style.css").render()


def index(faults: Faults, filed: Sequence[Filed], counts: Mapping[str, int]) -> str:
    """`filed`: the latest writes, of which only the numbers are shown; `counts`: see `count`."""
    titles = {name: operation.title for name, operation in OPERATIONS.items()}
    return _render("index", systems=list(SYSTEMS.values()), kinds=KINDS, faults=faults, filed=filed, titles=titles, **counts)


def outbox(messages: Sequence[Answer], total: int) -> str:
    """`messages`: rows of `sms`, newest first; `total`: how many there are."""
    return _render("sms", messages=messages, total=total)


def count(register: Register) -> dict[str, int]:
    """How much stands in the registers."""
    tables = {"residents": "penduduk", "complaints": "aduan", "permits": "izin"}
    return {name: register.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for name, table in tables.items()}


def _render(page: str, **values: Any) -> str:
    return _PAGES.get_template(f"{page}.html").render(page=page, **values)
