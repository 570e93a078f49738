"""Who works at the demonstration hotline. Their password is new at each start and shown there: nothing guessable ever listens."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.console.passwords import hashed, random_password
from ivr.records.store import Records

PEOPLE = (
    ("agen1", "Sari Wulandari", "agent", ("petugas", "kependudukan", "perizinan", "jawa")),
    ("agen2", "Bagus Pratama", "agent", ("petugas", "pengaduan", "pajak", "kepegawaian", "sunda")),
    ("pengawas", "Ratna Kusuma", "supervisor", ("petugas",)),
    ("admin", "Agus Setiawan", "admin", ()),
)
"""Login, name, role, queues."""


@dataclass(frozen=True, slots=True)
class DemonstrationUsers:
    """All of them sign in with `password`."""

    logins: tuple[str, ...]
    password: str


async def demonstration_users(records: Records) -> DemonstrationUsers:
    """Add them where they are not there yet, and give all of them one new password; who was signed in is signed out.

    Raises:
        RecordsError: they cannot be added.
    """
    password = random_password()
    stored = hashed(password)
    for login, name, role, queues in PEOPLE:
        if await records.user(login) is None:
            await records.add_user(login, name, role, stored, queues)
        else:
            await records.change_user(login, password=stored)
            await records.close_sessions_of(login)
    return DemonstrationUsers(tuple(login for login, *_ in PEOPLE), password)
