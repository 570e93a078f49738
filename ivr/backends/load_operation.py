"""One operation of a system: what it takes and returns, and how it is asked."""

from __future__ import annotations

import re

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from jsonschema.protocols import Validator

from dialog.load_sentences import RESERVED
from dialog.templates import names
from dialog.yaml_map import YamlMap, mapping
from ivr.backends.language import MEANINGS
from ivr.backends.load_request import load_request, plain
from ivr.backends.schema import NUMBER, TICKET, AnswerMap, Operation

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_LETTERS = re.compile(r"[A-Z]{2,4}")
RETRIES = 1
"""Of an operation that only reads."""


def load_operation(where: YamlMap, system: str, name: str) -> Operation:
    write, ticket = where.flag("write"), where.text("ticket")
    takes, optional = _names(where, "takes"), _names(where, "optional")
    for twice in takes & optional:
        where.problem("optional", f"{twice} is among takes too", "take one away")
    _check_write(where, write, ticket)
    known = takes | optional | ({NUMBER} if ticket else frozenset())
    statuses = _statuses(where)
    answer = AnswerMap(statuses=statuses) if write else _answer(where, statuses)
    sample = where.child("sample")
    for stranger in sample.values.keys() - known:
        sample.problem(stranger, "is nothing that the operation takes", f"known are {', '.join(sorted(known)) or 'none'}")
    return Operation(
        system=system,
        name=name,
        write=write,
        ticket=ticket,
        takes=takes,
        optional=optional,
        returns=frozenset([TICKET] if ticket else answer.fields),
        request=load_request(where, name, known),
        answer=answer,
        timeout_ms=where.whole("timeout_ms", Operation("", "").timeout_ms),
        retries=where.whole("retries", 0 if write else RETRIES),
        cache_s=where.whole("cache_s", 0),
        verified=where.flag("verified"),
        title=where.text("title"),
        sample={key: sample.text(key) for key in sample.values},
    )


def _names(where: YamlMap, key: str) -> frozenset[str]:
    """Those that a template can use."""
    listed = where.texts(key)
    for i, name in enumerate(listed):
        if not _is_name(name) or name == NUMBER:
            how = f"small letters, digits and _; some words are taken, so is {NUMBER}, our own"
            where.problem(key, f"{name!r} is no name for an argument", how, item=i)
    return frozenset(name for name in listed if _is_name(name) and name != NUMBER)


def _is_name(name: str) -> bool:
    """Not the words of templates themselves, such as `not` and `true`."""
    return _NAME.fullmatch(name) is not None and name not in RESERVED and names(f"{{{{ {name} }}}}") == {name}


def _check_write(where: YamlMap, write: bool, ticket: str) -> None:
    if ticket and not _LETTERS.fullmatch(ticket):
        where.problem("ticket", f"{ticket!r} cannot begin a ticket number", "two to four capital letters")
    if ticket and not write:
        where.problem("ticket", "is only for what is filed", "add write: true")
    for name in ("returns", "codes", "schema", "not_found", "retries", "cache_s") if write else ():
        if name in where:
            how = "the outbox sends it again" if name == "retries" else "the caller has the answer before it is sent"
            where.problem(name, f"has no meaning for a write: {how}", "take it away")
    if not write and "returns" not in where:
        where.problem("returns", "is missing: what does the system answer?", "name its fields, or add write: true")


def _statuses(where: YamlMap) -> dict[int, str]:
    at, found = where.child("statuses"), dict[int, str]()
    for status in at.values:
        if not re.fullmatch("[2-5][0-9][0-9]", status) or at.text(status) not in MEANINGS:
            at.problem(status, f"expected a status from 200 to 599 and one of {', '.join(MEANINGS)}", "write for example 400: not_found")
        else:
            found[int(status)] = at.text(status)
    return found


def _answer(where: YamlMap, statuses: dict[int, str]) -> AnswerMap:
    listed = where.name_lists("returns")
    fields = {name: _expression(where, "returns", (paths or (name,))[0], name) for name, paths in listed.items()}
    for name in fields:
        if not _is_name(name):
            where.problem("returns", f"{name!r} is no name that a sentence can use", "small letters, digits and _")
    codes = where.child("codes")
    for name in codes.values.keys() - fields.keys():
        codes.problem(name, "is not among what the operation returns", f"known are {', '.join(sorted(fields)) or 'none'}")
    return AnswerMap(
        fields={name: found for name, found in fields.items() if found is not None},
        codes={name: _codes(codes, name) for name in codes.values},
        validator=_schema(where),
        not_found=_expression(where, "not_found", where.text("not_found")) if "not_found" in where else None,
        statuses=statuses,
    )


def _codes(where: YamlMap, name: str) -> dict[str, str]:
    at = mapping(where.values[name], where.where(name), where.problems, {}, any_name=True)
    return {code: at.text(code) for code in at.values}


def _expression(where: YamlMap, key: str, text: str, name: str = "") -> ParsedResult | None:
    try:
        return jmespath.compile(text)
    except JMESPathError as error:
        what = f"{name}: {text!r}" if name else repr(text)
        where.problem(key, f"{what} is no JMESPath expression ({type(error).__name__})", "quote names with other signs: '\"kode-pos\"'")
        return None


def _schema(where: YamlMap) -> Validator | None:
    if "schema" not in where:
        return None
    try:
        schema = plain(where.values["schema"])
        Draft202012Validator.check_schema(schema)
    except (SchemaError, ValueError) as error:
        told = error.message if isinstance(error, SchemaError) else str(error)
        where.problem("schema", f"is no JSON Schema: {told}", "see json-schema.org, draft 2020-12")
        return None
    if _refers_out(schema):
        where.problem("schema", "refers to another document", "put it in here; $ref may only begin with #")
        return None
    return Draft202012Validator(schema)


def _refers_out(schema: object) -> bool:
    if isinstance(schema, dict):
        ref = schema.get("$ref", "#")
        return (isinstance(ref, str) and not ref.startswith("#")) or any(map(_refers_out, schema.values()))
    return isinstance(schema, list) and any(map(_refers_out, schema))
