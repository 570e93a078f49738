"""From where a secret is declared to the secret itself, and from a declared base URL to the real one: once, when the service starts."""

from __future__ import annotations

import logging
import os
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from dialog.load import ConfigError
from dialog.yaml_map import Problem, Severity
from ivr.backends import signing
from ivr.backends.address import PLACE, fault_of
from ivr.backends.request import Request
from ivr.backends.schema import Auth, Secret, System, Tls

log = logging.getLogger(__name__)
Sign = Callable[[Request, str, int], Mapping[str, str]]
"""Headers for a request whose full path is the second, at the time that is the third (seconds since 1970)."""


@dataclass(frozen=True, slots=True, repr=False)
class Access:
    """How a system is really reached."""

    base_url: str
    sign: Sign
    tls: ssl.SSLContext | bool


def all_access(systems: Mapping[str, System], base: Mapping[str, str]) -> dict[str, Access]:
    """Of every system, by name. Raises ConfigError with all that is missing."""
    found, problems = dict[str, Access](), list[Problem]()
    for name, system in systems.items():
        try:
            found[name] = access(system, base)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return found


def access(system: System, base: Mapping[str, str]) -> Access:
    """`base` has the addresses that start with the service, such as the demonstration government's.

    Raises:
        ConfigError: an environment variable or a file is missing; says which, never what is in it.
    """
    return Access(_base_url(system, base), _signer(system.auth), _tls(system.auth.mtls))


def read(secret: Secret) -> str:
    """Without the blanks and line feeds around it that files and variables often end with. Raises ConfigError."""
    if secret.env:
        value, where, how = os.environ.get(secret.env, ""), f"the environment variable {secret.env}", "set it before the service starts"
        if not value:
            raise _wrong(secret.place, f"{where} is not set", how)
    else:
        where, how = str(secret.file), "give the service its file"
        try:
            value = secret.file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise _wrong(secret.place, f"{where} cannot be read ({type(error).__name__})", how) from None
    value = value.strip()
    if not value or not value.isprintable():
        raise _wrong(secret.place, f"{where} is {'no single line of text' if value else 'empty'}", how)
    return value


def _base_url(system: System, base: Mapping[str, str]) -> str:
    def real(found: re.Match[str]) -> str:
        value = (base.get(found[1] or "", "") or os.environ.get(found[2] or "", "")).strip()
        if not value:
            what = f"the environment variable {found[2]} is not set" if found[2] else f"{found[0]} is not running here"
            raise _wrong(system.place, what, "set it before the service starts, or write the address")
        return value

    url = PLACE.sub(real, system.base_url).rstrip("/")
    if fault := fault_of(url):
        what, how, severity = fault
        if severity is Severity.ERROR:
            raise _wrong(system.place, f"{what} once its variables are filled in", how)
        log.warning("%s: base_url %s", system.name, what)
    return url


def _signer(auth: Auth) -> Sign:
    fixed: Mapping[str, str] = {}
    if auth.bearer is not None:
        fixed = signing.bearer(_for_header(auth.bearer))
    elif auth.basic is not None:
        fixed = signing.basic(auth.basic.user, read(auth.basic.password))
    elif auth.api_key is not None:
        fixed = {auth.api_key.header: _for_header(auth.api_key.secret)}
    elif auth.hmac is not None:
        return partial(signing.signed, auth.hmac.id, read(auth.hmac.secret))
    return lambda request, path, now: fixed


def _for_header(secret: Secret) -> str:
    value = read(secret)
    if not value.isascii():
        raise _wrong(secret.place, "the secret has signs that no header may have", "ask the agency for one of ASCII letters and digits")
    return value


def _tls(tls: Tls | None) -> ssl.SSLContext | bool:
    """True: the system's own authorities."""
    if tls is None:
        return True
    place = next(secret.place for secret in (tls.ca, tls.certificate, tls.key) if secret is not None)
    try:
        context = ssl.create_default_context(cafile=_path(tls.ca) if tls.ca else None)
        if tls.certificate is not None and tls.key is not None:
            context.load_cert_chain(_path(tls.certificate), _path(tls.key))
        return context
    except (OSError, ssl.SSLError) as error:
        raise _wrong(place, f"a certificate or key cannot be used ({type(error).__name__})", "expected PEM files, key and all") from None


def _path(secret: Secret) -> str:
    """The file itself, or the one that the environment variable names."""
    return read(secret) if secret.env else str(secret.file)


def _wrong(place: Problem, message: str, how: str) -> ConfigError:
    return ConfigError([replace(place, message=message, how=how)])
