"""The `auth` of one system: where its secrets are. A secret that stands in the file itself is an error."""

from __future__ import annotations

import re
from pathlib import Path

from dialog.yaml_map import Problem, YamlMap
from ivr.backends.load_request import HEADER
from ivr.backends.schema import ApiKey, Auth, Basic, Hmac, Secret, Tls

_ENV = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
WAYS = ("bearer", "basic", "api_key", "hmac")


def load_auth(where: YamlMap, folder: Path) -> Auth:
    """Paths of files are relative to `folder`."""
    chosen = [way for way in WAYS if way in where]
    if len(chosen) > 1:
        where.problem(chosen[1], f"stands beside {chosen[0]}", "keep one of them; only mtls goes with others")
    basic, api_key, hmac, mtls = (where.child(name) for name in ("basic", "api_key", "hmac", "mtls"))
    bearer = _secret(where, "bearer", folder) if "bearer" in where else None
    return Auth(
        bearer=bearer,
        basic=Basic(basic.text("user"), _needed(basic, "password", folder)) if "basic" in where else None,
        api_key=ApiKey(_header(api_key), _needed(api_key, "secret", folder)) if "api_key" in where else None,
        hmac=Hmac(_id(hmac), _needed(hmac, "secret", folder)) if "hmac" in where else None,
        mtls=_tls(mtls, folder) if "mtls" in where else None,
    )


def _tls(where: YamlMap, folder: Path) -> Tls | None:
    found = {name: _secret(where, name, folder) for name in ("certificate", "key", "ca") if name in where}
    if ("certificate" in found) != ("key" in found):
        where.problem("", "needs certificate and key together", "add the other one")
    elif not found:
        where.problem("", "is empty", "add certificate and key, or ca")
        return None
    return Tls(**found)


def _header(where: YamlMap) -> str:
    name = where.text("header")
    if name and not HEADER.fullmatch(name):
        where.problem("header", f"{name!r} is no name of a header", "letters, digits and -")
    return name


def _id(where: YamlMap) -> str:
    name = where.text("id")
    if not name.isascii() or not name.isprintable():
        where.problem("id", "cannot stand in a header", "ASCII letters and digits")
    return name


def _needed(where: YamlMap, name: str, folder: Path) -> Secret:
    if name not in where:
        where.problem(name, "is missing", "write {env: NAME} or {file: PATH}")
    return _secret(where, name, folder)


def _secret(where: YamlMap, name: str, folder: Path) -> Secret:
    mark = where.values[name].start_mark if name in where else where.at
    place = Problem(Path(mark.name), mark.line + 1, where.where(name), "", mark.column + 1)
    if where.is_text(name):
        where.problem(name, "holds the secret itself: whoever reads this file could use it", "write {env: NAME} or {file: PATH}")
        return Secret(place)
    at = where.child(name)
    env, file = at.text("env"), at.text("file")
    if name in where and bool(env) == bool(file):
        at.problem("", "expected one of env and file", "write {env: NAME} or {file: PATH}")
    elif env and not _ENV.fullmatch(env):
        at.problem("env", "is no name of an environment variable", "capitals, digits and _; the secret itself must not stand here")
    return Secret(place, env, folder / file if file else Path())
