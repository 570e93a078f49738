"""An operation's arguments as an HTTP request. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Template

from dialog.templates import TemplateError, render
from ivr.backends.errors import BackendUnavailable, Rejected
from ivr.backends.schema import Operation, Whole

_ROUTES = frozenset({"", ".", ".."})
"""As a part of a path these would ask for something else."""


@dataclass(frozen=True, slots=True)
class Request:
    """`target` is the path and query behind the system's base URL, percent-encoded."""

    method: str
    target: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def given(operation: Operation, arguments: Mapping[str, str]) -> dict[str, str]:
    """Those that `operation` can be sent.

    Raises:
        Rejected: one that it needs is missing.
    """
    missing = operation.takes - arguments.keys()
    if missing:
        raise Rejected(f"{operation.full}: needs {', '.join(sorted(missing))}")
    return {name: value for name, value in arguments.items() if name in operation.arguments}


def request_of(operation: Operation, arguments: Mapping[str, str], key: str = "") -> Request:
    """What to send. Arguments that the operation does not name are left out; `key` is the idempotency key of a write.

    Raises:
        Rejected: an argument that is needed is missing, or can be no part of a path, or is no number where one is sent.
        BackendUnavailable: a template does not fit its values.
    """
    values = {**dict.fromkeys(operation.arguments, ""), **given(operation, arguments)}
    how = operation.request
    if any(values[name] in _ROUTES for name in how.path_names):
        raise Rejected(f"{operation.full}: an argument cannot be part of a path")
    try:
        path = render(how.path, {name: quote(value, safe="") for name, value in values.items()}) if how.path else f"/{operation.name}"
        query = {name: text for name, template in how.query.items() if (text := render(template, values))}
        headers = {name: "".join(filter(str.isprintable, render(template, values))) for name, template in how.headers.items()}
        target = f"{path}?{urlencode(query)}" if query else path
        content = _filled(how.body, values) if how.body is not None else None
        body = "" if content is None else urlencode(content) if how.form else json.dumps(content)
    except (TemplateError, UnicodeError):
        raise BackendUnavailable(f"{operation.full}: its request does not fit the arguments") from None
    except ValueError:
        raise Rejected(f"{operation.full}: an argument is no whole number") from None
    kind = "application/x-www-form-urlencoded" if how.form else "application/json"
    ours = {**({"Content-Type": kind} if body else {}), **({"Idempotency-Key": key} if key else {})}
    return Request(how.method, target, body.encode(), headers | ours)


def _filled(tree: Any, values: Mapping[str, str]) -> Any:
    match tree:
        case Template():
            return render(tree, values)
        case Whole(template):
            return int(render(template, values))
        case dict():
            return {name: _filled(inner, values) for name, inner in tree.items()}
        case list():
            return [_filled(inner, values) for inner in tree]
    return tree
