"""Whom an identity provider's claims describe, as the settings say. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ivr.records.users import LOGIN, MAX_NAME
from ivr.settings import OidcSettings


@dataclass(frozen=True, slots=True)
class Person:
    login: str
    name: str
    role: str


def person_of(claims: Mapping[str, Any], settings: OidcSettings) -> Person | None:
    """None where they have no role here, or no login that could be one. Of several roles the highest counts."""
    login = _at(claims, settings.login_claim)
    if not isinstance(login, str) or not LOGIN.fullmatch(login.lower()):
        return None
    held = _at(claims, settings.role_claim)
    roles = {held} if isinstance(held, str) else {str(one) for one in held} if isinstance(held, list) else set()
    ours = {"admin": settings.admin, "supervisor": settings.supervisor, "operator": settings.operator, "agent": settings.agent}
    role = next((role for role, theirs in ours.items() if theirs and theirs in roles), None)
    if role is None:
        return None
    name = "".join(letter for letter in str(claims.get("name") or login) if letter.isprintable()).strip()[:MAX_NAME]
    return Person(login.lower(), name or login, role)


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """The claim of that name, or inside of others (`realm_access.roles`)."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
