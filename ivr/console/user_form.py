"""The form for a user, read and checked. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from multidict import MultiMapping

from ivr.console.guard import ROLES
from ivr.records.models import UserRow
from ivr.records.users import LOGIN, MAX_NAME, WITH_PHONE

RESERVED = "baru"
"""The path of the form for a new one."""


@dataclass(frozen=True, slots=True)
class UserForm:
    """`extension` is None for the first free telephone, and for who has none. `elsewhere`: signs in by OpenID Connect alone."""

    login: str = ""
    name: str = ""
    role: str = "agent"
    queues: tuple[str, ...] = ()
    extension: int | None = None
    active: bool = True
    elsewhere: bool = False

    @classmethod
    def of(cls, row: UserRow) -> UserForm:
        return cls(row.login, row.name, row.role, tuple(row.queues), row.extension, row.active)


def read(sent: MultiMapping[Any], queues: Collection[str], phones: int, *, login: str = "") -> tuple[UserForm, str]:
    """What was sent, and what is wrong with it in Indonesian ("": nothing). `login` of one who is there already cannot change."""
    values = {name: str(sent.get(name, "")).strip() for name in ("login", "name", "role", "extension")}
    chosen = tuple(str(value) for value in sent.getall("queues", []))
    role = values["role"] if values["role"] in ROLES else "agent"
    number = values["extension"]
    extension = int(number) if number.isascii() and number.isdigit() and len(number) < 6 and role in WITH_PHONE else None
    active = not login or "active" in sent
    kept, name, own = tuple(queue for queue in queues if queue in chosen), values["name"], login or values["login"].lower()
    form = UserForm(own, name, role, kept, extension, active, "elsewhere" in sent)
    return form, _problem(form, phones, bool(number) and role in WITH_PHONE)


def _problem(form: UserForm, phones: int, numbered: bool) -> str:
    if not LOGIN.fullmatch(form.login) or form.login == RESERVED:
        return "Nama pengguna: huruf kecil, angka, titik, garis; diawali huruf; paling banyak 40."
    if not 0 < len(form.name) <= MAX_NAME or not form.name.isprintable():
        return f"Nama: 1 sampai {MAX_NAME} karakter."
    if numbered and (form.extension is None or not 1 <= form.extension <= phones):
        return f"Nomor telepon: 1 sampai {phones}."
    return ""
