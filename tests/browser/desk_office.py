"""A whole office: the service with its PBX and its pages, two agents and a supervisor, and phones to call them from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from console.visiting import HASHED, PASSWORD
from places import private

from ivr.app import Hotline, hotline
from ivr.console.assets import library
from ivr.records.store import Records
from telephony.phone import Account, SipPhone

__all__ = ["CITIZEN", "PASSWORD", "Hotline", "office"]
CITIZEN = "petugas9"
"""Whom every call-back reaches here: a phone that answers by itself."""
STAFF = (
    ("dewi", "Dewi Lestari", "agent", ("petugas", "kependudukan", "pengaduan"), 1),
    ("bagus", "Bagus Santoso", "agent", ("petugas",), 2),
    ("ratna", "Ratna Sari", "supervisor", ("petugas",), 3),
    ("admin", "Admin Kota", "admin", (), 4),
)


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Hotline]:
    """Everybody's password is PASSWORD."""
    settings = private(folder)
    assert library(settings.cache), "the web phone's library is missing: run `make setup`"
    settings = replace(settings, pbx=replace(settings.pbx, outbound_dial=f"PJSIP/{CITIZEN}"))
    async with Records(settings.records) as records:
        for login, name, role, queues, extension in STAFF:
            await records.add_user(login, name, role, HASHED, queues, extension)
    async with hotline(settings) as service:
        yield service


def caller(service: Hotline, folder: Path, number: str, background: bytes) -> SipPhone:
    """A citizen who hums `background` all the time."""
    return SipPhone(Account(number, service.sip_port), folder, background)


def citizen(service: Hotline, folder: Path, background: bytes) -> SipPhone:
    """Who is called back; answers by themselves."""
    return SipPhone(Account(CITIZEN, service.sip_port, service.phone_password(CITIZEN)), folder, background)
