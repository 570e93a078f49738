"""Schemas of an OpenAPI document: references followed, parts put together, single values found. Pure; takes any JSON data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

DEEPEST = 6
"""Levels of a schema that are followed; what lies deeper, or in itself, is left to a person."""
_KEPT = ("type", "enum", "const", "pattern", "required")
Json = Mapping[str, Any]


def whole(document: Json, schema: Json, above: frozenset[str] = frozenset(), deep: int = DEEPEST) -> dict[str, Any]:
    """With every reference followed and `allOf` put together; of `oneOf` and `anyOf` the first. `above`: references it lies in."""
    ref = str(schema.get("$ref", ""))
    if ref in above or not deep:
        return {}
    above, schema = above | ({ref} if ref else frozenset()), followed(document, schema)
    parts = [*list_in(schema, "allOf"), *list_in(schema, "oneOf")[:1], *list_in(schema, "anyOf")[:1]]
    found = {key: value for key, value in schema.items() if key not in ("allOf", "oneOf", "anyOf")}
    for part in (whole(document, part, above, deep - 1) for part in parts if isinstance(part, dict)):
        merged = {**mapping_in(found, "properties"), **mapping_in(part, "properties")}
        required = [*list_in(found, "required"), *list_in(part, "required")]
        found = {**part, **found, **({"properties": merged} if merged else {}), **({"required": required} if required else {})}
    if isinstance(found.get("properties"), dict):
        inner = {str(name): whole(document, one, above, deep - 1) for name, one in found["properties"].items() if isinstance(one, dict)}
        found["properties"] = {name: one for name, one in inner.items() if one}
    if isinstance(found.get("items"), dict):
        found["items"] = whole(document, found["items"], above, deep - 1)
    return found


def followed(document: Json, node: Any) -> Json:
    """What a chain of `$ref` ends at; nothing for one that leads out or round."""
    for _ in range(DEEPEST):
        if not isinstance(node, dict) or not isinstance(ref := node.get("$ref"), str):
            return node if isinstance(node, dict) else {}
        if not ref.startswith("#/"):
            return {}
        node = document
        for step in ref[2:].split("/"):
            node = mapping_in(node, step.replace("~1", "/").replace("~0", "~"))
    return {}


def shape(schema: Json) -> dict[str, Any]:
    """Of a whole schema only what tells whether an answer still has its shape."""
    kept = {key: schema[key] for key in _KEPT if key in schema}
    if schema.get("nullable") and isinstance(kept.get("type"), str):  # OpenAPI 3.0
        kept["type"] = [kept["type"], "null"]
        kept.pop("enum", None)
    if schema.get("properties"):
        kept["properties"] = {name: shape(inner) for name, inner in schema["properties"].items()}
    return kept | ({"items": shape(schema["items"])} if isinstance(schema.get("items"), dict) else {})


def leaves(schema: Json, path: str = "", deep: int = DEEPEST) -> Iterator[tuple[str, bool]]:
    """JMESPath of every single value; whether it lies in a list."""
    if schema.get("type") == "array" and deep:
        for inner, _ in leaves(mapping_in(schema, "items"), f"{path}[0]", deep - 1):
            yield inner, True
    elif schema.get("properties") and deep:
        for told, inner in mapping_in(schema, "properties").items():
            step = told if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", told) else '"' + re.sub(r'["\\]', "", told) + '"'
            yield from leaves(inner, f"{path}.{step}" if path else step, deep - 1)
    elif path and schema.get("type") not in ("object", "array"):
        yield path, False


def mapping_in(node: Any, key: str) -> dict[str, Any]:
    found = node.get(key) if isinstance(node, dict) else None
    return found if isinstance(found, dict) else {}


def list_in(node: Json, key: str) -> list[Any]:
    found = node.get(key)
    return found if isinstance(found, list) else []
