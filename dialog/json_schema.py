"""JSON Schemas of the operator's files, for editors: made from the same keys that the loader knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialog.language import CALENDAR, GAZETTEER, HOTLINE, SERVICE, Form, Key

SCHEMAS: Mapping[str, Mapping[str, Key]] = {"hotline": HOTLINE, "service": SERVICE, "gazetteer": GAZETTEER, "calendar": CALENDAR}
Schema = dict[str, Any]
_TEXT: Schema = {"type": ["string", "number"]}
"""Digits without quotes stay text."""
_PLAIN: Mapping[str, bool] = {"true": True, "false": False}


def schema_of(file: str) -> Schema:
    """The schema of `hotline`, `service`, `gazetteer` or `calendar` files. Raises KeyError for another name.

    Nothing is required: a file of a city, or one that others include, holds only a part.
    """
    return schema_of_keys(file, SCHEMAS[file])


def schema_of_keys(title: str, keys: Mapping[str, Key]) -> Schema:
    """The schema of a file that has these keys."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Sapa: {title}", **_mapping(keys)}


def _mapping(keys: Mapping[str, Key]) -> Schema:
    return {"type": ["object", "null"], "properties": {name: _value(key) for name, key in keys.items()}, "additionalProperties": False}


def _value(key: Key) -> Schema:
    return {**({"description": key.help} if key.help else {}), "anyOf": [_form(key), {"type": "null"}]}


def _form(key: Key) -> Schema:
    match key.form:
        case Form.TEXT:
            return {"enum": [*key.one_of, *(_PLAIN.get(word, word) for word in key.also)]} if key.one_of else _TEXT
        case Form.TEXTS:
            item: Schema = {"enum": list(key.one_of)} if key.one_of else _TEXT
            bounds: Schema = {"minItems": int(key.least), **({"maxItems": int(key.most)} if key.most else {})}
            return (
                {"anyOf": [item, {"type": "array", "items": item, **bounds}]}
                if key.least <= 1
                else {"type": "array", "items": item, **bounds}
            )
        case Form.WHOLE:
            return {"type": "integer", "minimum": int(key.least), "maximum": int(key.most)}
        case Form.NUMBER:
            return {"type": "number", "minimum": key.least, "maximum": key.most}
        case Form.FLAG:
            return {"enum": [True, False, "ya", "tidak"]}
        case Form.DATE:
            return {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
        case Form.LIST:
            return {"type": "array", "items": _mapping(key.keys)}
        case Form.NAMES:
            texts: Schema = {"anyOf": [{"type": "null"}, _TEXT, {"type": "array", "items": _TEXT}]}
            return {"anyOf": [{"type": "object", "additionalProperties": texts}, {"type": "array", "items": _TEXT}]}
        case Form.MAP:
            return _mapping(key.keys)
        case Form.MAPS:
            return {"type": "object", "additionalProperties": _mapping(key.keys)}
        case Form.TEXT_OR_LIST:
            return {"anyOf": [_TEXT, {"type": "array", "items": _mapping(key.keys)}]}
