"""An HTTP answer as texts, or why it is none. Pure."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from jmespath.exceptions import JMESPathError

from ivr.backends.errors import BackendFailing, BackendUnavailable, NotFound, Rejected
from ivr.backends.schema import AnswerMap, Operation

MAX_FIELD = 2000
"""Characters of one field: it is to be spoken."""
TRY_LATER = 429
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""What no database takes, and half a character."""
_MEANINGS = {404: "not_found", 409: "rejected", 422: "rejected"}


def answer_of(operation: Operation, status: int, body: bytes) -> dict[str, str]:
    """The operation's fields as texts; "" for what is null or missing. An operation that returns nothing takes any 2xx.

    Raises:
        NotFound, Rejected: the system says so.
        BackendFailing: the system is in trouble: status 5xx or 429, or no JSON.
        BackendUnavailable: any other status, or the answer is not as declared: the system's interface has changed.
    """
    how = operation.answer
    _raise_for(operation.full, status, how.statuses.get(status) or _MEANINGS.get(status, ""))
    if not how.fields:
        return {}
    try:
        data = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):  # RecursionError: nested to do harm
        raise BackendFailing(f"{operation.full}: the answer is not JSON") from None
    try:
        if how.not_found is not None and how.not_found.search(data):
            raise NotFound(f"{operation.full}: nothing found")
        if how.validator is not None and (error := next(how.validator.iter_errors(data), None)):
            rule = "/".join(map(str, error.absolute_schema_path))  # where in the schema, which has no caller's values in it
            raise BackendUnavailable(f"{operation.full}: schema changed: the answer breaks {rule}")
        return {name: _text(operation.full, how, name, expression.search(data)) for name, expression in how.fields.items()}
    except JMESPathError as error:  # a function given what it cannot take
        raise BackendUnavailable(f"{operation.full}: schema changed: {type(error).__name__}") from None


def _no_number(name: str) -> None:
    """NaN and Infinity are Python's, not JSON's: nobody should hear them."""
    raise ValueError(name)


def _raise_for(name: str, status: int, meaning: str) -> None:
    if meaning == "not_found":
        raise NotFound(f"{name}: nothing found")
    if meaning == "rejected":
        raise Rejected(f"{name}: refused by the system")
    if 200 <= status < 300 and not meaning:
        return
    kind = BackendFailing if status >= 500 or status == TRY_LATER else BackendUnavailable
    raise kind(f"{name}: HTTP status {status}")


def _text(operation: str, how: AnswerMap, name: str, value: Any) -> str:
    match value:
        case None:
            text = ""
        case bool():
            text = "ya" if value else "tidak"
        case float() if value.is_integer():
            text = str(int(value))
        case int() | float() if abs(value) < math.inf:  # Python reads 1e400 as infinity
            text = str(value)
        case str() if not _NO_TEXT.search(value):
            text = value
        case _:
            raise BackendUnavailable(f"{operation}: schema changed: {name} is no single value")
    if len(text) > MAX_FIELD:
        raise BackendUnavailable(f"{operation}: schema changed: {name} is longer than {MAX_FIELD} characters")
    codes = how.codes.get(name)
    if codes is None or not text:
        return text
    if text not in codes:
        raise BackendUnavailable(f"{operation}: schema changed: {name} has a code that is not declared")
    return codes[text]
