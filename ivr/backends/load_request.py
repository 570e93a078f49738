"""The request of one operation: templates over its arguments, with nothing personal in the address."""

from __future__ import annotations

import re
from typing import Any

import yaml
from jinja2 import Template

from dialog.templates import TemplateError, is_variable, names, sentence
from dialog.yaml_map import YamlMap
from ivr.backends.personal import is_personal
from ivr.backends.schema import RequestMap, Whole

_BODILESS = ("GET", "DELETE")
_WHOLE = re.compile(r"(\{\{[^{}]*)\|\s*int\s*\}\}")
"""Only such a value is sent as a number. What stands before the filter is read as one: the filter would make 0 of nonsense."""
_PATH = re.compile(r"(?:\{\{.*?\}\}|[!-\"$->@-~])*")
"""Templates, and printable ASCII without # and ?."""
HEADER = re.compile(r"[A-Za-z0-9-]+", re.ASCII)
_SECRET = re.compile(r"authorization|cookie|token|secret|api[-_]?key|password|sandi", re.IGNORECASE)


def load_request(where: YamlMap, name: str, known: frozenset[str]) -> RequestMap:
    """`known` are the operation's arguments, with the ticket number of a write."""
    method = where.one_of("method", "POST").upper()
    path = where.text("path", f"/{name}")
    if not path.startswith("/") or not _PATH.fullmatch(path):
        where.problem("path", "must begin with / and have no parameters or blanks", "parameters go into query")
    query, headers = where.child("query"), where.child("headers")
    _check_address(where, "path", path)
    for key in query.values:
        _check_address(query, key, query.text(key))
    for key in headers.values:
        if not HEADER.fullmatch(key):
            headers.problem(key, "is no name of a header", "letters, digits and -")
        elif _SECRET.search(key):
            headers.problem(key, "looks like a secret", "secrets go into auth, as {env: NAME} or {file: PATH}")
    form = where.flag("form")
    body = _body(where, method, form, known)
    if "body" in where or method in _BODILESS:
        _check_used(where, known, path, query, headers)
    return RequestMap(
        method=method,
        path=_template(where, "path", path, known),
        path_names=names(path),
        query=_templates(query, known),
        headers=_templates(headers, known),
        body=body,
        form=form,
    )


def plain(node: yaml.Node) -> Any:
    """A YAML tree as plain data, with numbers and truth values. Raises ValueError."""
    try:
        return yaml.constructor.SafeConstructor().construct_document(node)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise ValueError(f"a value cannot be read ({type(error).__name__})") from None


def _check_address(where: YamlMap, key: str, text: str) -> None:
    personal = sorted(filter(is_personal, names(text)))
    if personal:
        where.problem(key, f"puts {', '.join(personal)}, which is personal, into the address", "send it in the body of a POST")


def _check_used(where: YamlMap, known: frozenset[str], path: str, query: YamlMap, headers: YamlMap) -> None:
    texts = [path, *_texts(where.values.get("body")), *(_ for at in (query, headers) for key in at.values for _ in _texts(at.values[key]))]
    for name in sorted(known - {used for text in texts for used in names(text)}):
        where.problem("", f"takes {name}, which nothing in its request uses", "use it in body, query or path, or do not take it")


def _texts(node: yaml.Node | None) -> list[str]:
    match node:
        case yaml.ScalarNode():
            return [node.value]
        case yaml.SequenceNode():
            return [text for item in node.value for text in _texts(item)]
        case yaml.MappingNode():
            return [text for _, item in node.value for text in _texts(item)]
    return []


def _templates(where: YamlMap, known: frozenset[str]) -> dict[str, Template]:
    found = {key: _template(where, key, where.text(key), known) for key in where.values}
    return {key: template for key, template in found.items() if template is not None}


def _template(where: YamlMap, key: str, text: str, known: frozenset[str]) -> Template | None:
    try:
        return sentence(text, known)
    except TemplateError as error:
        where.problem(key, str(error), "a request may use what the operation takes")
        return None


def _body(where: YamlMap, method: str, form: bool, known: frozenset[str]) -> Any:
    """What is declared, else every argument by its own name; None for methods without a body."""
    if "body" not in where:
        return {name: sentence("{{ " + name + " }}", known) for name in sorted(known)} if method not in _BODILESS else None
    if method in _BODILESS:
        where.problem("body", f"cannot go with {method}", "use POST")
    node = where.values["body"]
    if not isinstance(node, yaml.MappingNode):
        where.problem("body", "expected names and values")
        return None
    if form and any(not isinstance(value, yaml.ScalarNode) for _, value in node.value):
        where.problem("body", "a form has no values inside values", "write one text for each name")
    return _tree(where, node, where.where("body"), known)


def _tree(where: YamlMap, node: yaml.Node, path: str, known: frozenset[str]) -> Any:
    match node:
        case yaml.MappingNode():
            return {key.value: _tree(where, value, f"{path}.{key.value}", known) for key, value in node.value}
        case yaml.SequenceNode():
            return [_tree(where, item, f"{path}[{i}]", known) for i, item in enumerate(node.value)]
    try:
        if not is_variable(node.value):
            return plain(node)
        whole = _WHOLE.fullmatch(node.value)
        return Whole(sentence(f"{whole[1]}}}}}", known)) if whole else sentence(node.value, known)
    except (TemplateError, ValueError) as error:
        where.report(node.start_mark, path, str(error), "a request may use what the operation takes")
        return None
