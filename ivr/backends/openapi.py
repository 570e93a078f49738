"""An OpenAPI 3 document as a draft of a connector: what it says, and where a person must decide. Pure.

Only references inside the document are followed. `ivr.backends.skeleton` writes the draft down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ivr.backends.personal import is_personal

METHODS = ("get", "post", "put", "patch", "delete")
IDEMPOTENCY = "idempotency-key"
DEEPEST = 6
"""Levels of a schema that are followed; what lies deeper, or in itself, is left to a person."""
_KEPT = ("type", "enum", "const", "pattern", "required")
Json = Mapping[str, Any]


class OpenApiError(Exception):
    """The document is none that can be read; says why."""


@dataclass(slots=True)
class OperationDraft:
    """`body` is a tree of texts with `{{ }}`. `fields` are JMESPath expressions by name. `todo` are sentences for a person."""

    name: str
    title: str
    method: str
    path: str
    takes: list[str] = field(default_factory=list)
    optional: list[str] = field(default_factory=list)
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    schema: dict[str, Any] = field(default_factory=dict)
    sample: dict[str, str] = field(default_factory=dict)
    write: bool = False
    form: bool = False
    todo: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SystemDraft:
    name: str
    title: str
    base_url: str
    auth: dict[str, Any]
    operations: list[OperationDraft]
    todo: list[str]


def draft(document: Any, system: str = "") -> SystemDraft:
    """Raises OpenApiError when `document` (JSON data) is no OpenAPI 3 document with operations."""
    if not isinstance(document, dict) or not str(document.get("openapi", "")).startswith("3."):
        raise OpenApiError("is no OpenAPI 3 document (Swagger 2 must be converted first)")
    title = str(_map(document, "info").get("title") or "")
    name, todo, taken = slug(system or title) or "sistem", list[str](), set[str]()
    servers = document.get("servers")
    url = str(servers[0].get("url", "")) if isinstance(servers, list) and servers and isinstance(servers[0], dict) else ""
    if not re.match(r"https?://[^{}]+$", url):
        todo.append("isi alamatnya lewat variabel lingkungan ini; dokumen itu tidak menyebut alamat lengkap")
        url = f"${{{name.upper()}_URL}}"
    operations = [
        _operation(document, name, path, method, item, operation, taken)
        for path, item in _map(document, "paths").items()
        if isinstance(item, dict)
        for method in METHODS
        if isinstance(operation := item.get(method), dict)
    ]
    if not operations:
        raise OpenApiError("has no operations")
    return SystemDraft(name, title or name, url.rstrip("/"), _auth(document, name, todo), operations, todo)


def slug(text: str) -> str:
    """A name in our way: `nomorKK` -> `nomor_kk`."""
    parted = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    return re.sub(r"^[^a-z]+|_+$", "", re.sub(r"[^a-z0-9]+", "_", parted.lower()))


def _operation(document: Json, system: str, path: str, method: str, item: Json, operation: Json, taken: set[str]) -> OperationDraft:
    told = str(operation.get("operationId") or "")
    name = slug(told.removeprefix(f"{system}.")) or slug(path.rsplit("/", 1)[-1]) or method
    while name in taken:
        name += "_lain"
    taken.add(name)
    new = OperationDraft(name, str(operation.get("summary") or ""), method.upper(), path)
    for given in (*_list(item, "parameters"), *_list(operation, "parameters")):
        _parameter(new, _followed(document, given))
    _body(document, new, _followed(document, _map(operation, "requestBody")))
    new.write = new.write or method in ("put", "patch", "delete")
    if not new.write:
        _answer(document, new, _map(operation, "responses"))
        if method == "post":
            new.todo.append("apakah ini mengubah data di sistem itu? Bila ya: write: true (dan ticket), tanpa returns dan schema")
    else:
        new.todo.append("bila penelepon perlu nomor: ticket: XXX, dan kirim {{ nomor }} dalam body")
    return new


def _parameter(new: OperationDraft, given: Json) -> None:
    told, place = str(given.get("name") or ""), given.get("in")
    if place == "header" and told.lower() == IDEMPOTENCY:
        new.write = True
        return
    name = slug(told)
    if not name or place not in ("path", "query", "header"):
        new.todo.append(f"parameter {told!r} di {place} belum dipetakan")
        return
    _take(new, name, bool(given.get("required")) or place == "path", given.get("example", _map(given, "schema").get("example")))
    if place == "path":
        new.path = new.path.replace("{" + told + "}", "{{ " + name + " }}")
    else:
        (new.query if place == "query" else new.headers)[told] = "{{ " + name + " }}"
    if place != "header" and is_personal(name):
        new.todo.append(f"{name} adalah data pribadi dan tidak boleh ada di alamat: minta cara POST kepada instansi")


def _body(document: Json, new: OperationDraft, body: Json) -> None:
    content = _map(body, "content")
    kinds = [kind for kind in content if "json" in kind] or [kind for kind in content if "form-urlencoded" in kind]
    if not kinds:
        new.todo += [f"isi permintaan {kind} belum didukung" for kind in list(content)[:1]]
        return
    new.form = "json" not in kinds[0]
    schema = _whole(document, _map(_map(content, kinds[0]), "schema"))
    new.body = _tree(new, schema, "", True)


def _tree(new: OperationDraft, schema: Json, path: str, needed: bool) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for told, inner in _map(schema, "properties").items():
        here, name = f"{path}.{told}" if path else told, slug(told)
        required = needed and told in _list(schema, "required")
        if inner.get("properties"):
            tree[told] = _tree(new, inner, here, required)
        elif inner.get("type") == "array" or not name:
            new.todo.append(f"{here} belum dipetakan: {'daftar' if name else 'namanya tidak dapat dipakai'}")
        elif name == "nomor":
            tree[told] = "{{ nomor }}"
            new.todo.append("nomor dianggap tempat nomor tiket kita: isi ticket, atau namai lain")
        else:
            _take(new, name, required, inner.get("example", next(iter(_list(inner, "examples")), inner.get("default"))))
            tree[told] = "{{ " + name + (" | int }}" if inner.get("type") == "integer" and required else " }}")
    return tree


def _take(new: OperationDraft, name: str, needed: bool, example: object) -> None:
    if name not in (*new.takes, *new.optional):
        (new.takes if needed else new.optional).append(name)
    if isinstance(example, str | int | float) and not isinstance(example, bool):
        new.sample[name] = str(example)


def _answer(document: Json, new: OperationDraft, responses: Json) -> None:
    good = next((code for code in responses if str(code).startswith("2")), "")
    content = _map(_followed(document, _map(responses, good)), "content")
    schema = _whole(document, _map(_map(content, next((kind for kind in content if "json" in kind), "")), "schema"))
    new.schema = _kept(schema)
    for path, listed in _leaves(schema, "", DEEPEST):
        name = slug(re.sub(r'\[0\]|"', "", path).rsplit(".", 1)[-1])
        longer = slug(re.sub(r'\[0\]|"', "", path).replace(".", "_"))
        if name:
            new.fields[longer if name in new.fields else name] = path
        if listed:
            new.todo.append(f"{path}: hanya yang pertama dari daftar; pilih yang benar")
    clash = new.fields.keys() & {*new.takes, *new.optional}
    if clash:
        new.todo.append(f"{', '.join(sorted(clash))} ada di permintaan dan di jawaban: namai lain di returns bila isiannya bernama sama")
    if not new.fields:
        new.todo.append("dokumen itu tidak menyebut isi jawabannya: isi returns")


def _leaves(schema: Json, path: str, deep: int) -> Iterator[tuple[str, bool]]:
    """JMESPath of every single value; whether it lies in a list."""
    if schema.get("type") == "array" and deep:
        for inner, _ in _leaves(_map(schema, "items"), f"{path}[0]", deep - 1):
            yield inner, True
    elif schema.get("properties") and deep:
        for told, inner in _map(schema, "properties").items():
            step = told if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", told) else '"' + re.sub(r'["\\]', "", told) + '"'
            yield from _leaves(inner, f"{path}.{step}" if path else step, deep - 1)
    elif path and schema.get("type") not in ("object", "array"):
        yield path, False


def _kept(schema: Json) -> dict[str, Any]:
    """Of a whole schema only what tells whether an answer still has its shape."""
    kept = {key: schema[key] for key in _KEPT if key in schema}
    if schema.get("nullable") and isinstance(kept.get("type"), str):  # OpenAPI 3.0
        kept["type"] = [kept["type"], "null"]
        kept.pop("enum", None)
    if schema.get("properties"):
        kept["properties"] = {name: _kept(inner) for name, inner in schema["properties"].items()}
    return kept | ({"items": _kept(schema["items"])} if isinstance(schema.get("items"), dict) else {})


def _whole(document: Json, schema: Json, above: frozenset[str] = frozenset(), deep: int = DEEPEST) -> dict[str, Any]:
    """With every reference followed and `allOf` put together; of `oneOf` and `anyOf` the first. `above`: references it lies in."""
    ref = str(schema.get("$ref", ""))
    if ref in above or not deep:
        return {}
    above, schema = above | ({ref} if ref else frozenset()), _followed(document, schema)
    parts = [*_list(schema, "allOf"), *_list(schema, "oneOf")[:1], *_list(schema, "anyOf")[:1]]
    whole = {key: value for key, value in schema.items() if key not in ("allOf", "oneOf", "anyOf")}
    for part in (_whole(document, part, above, deep - 1) for part in parts if isinstance(part, dict)):
        merged = {**_map(whole, "properties"), **_map(part, "properties")}
        required = [*_list(whole, "required"), *_list(part, "required")]
        whole = {**part, **whole, **({"properties": merged} if merged else {}), **({"required": required} if required else {})}
    if isinstance(whole.get("properties"), dict):
        inner = {str(name): _whole(document, one, above, deep - 1) for name, one in whole["properties"].items() if isinstance(one, dict)}
        whole["properties"] = {name: one for name, one in inner.items() if one}
    if isinstance(whole.get("items"), dict):
        whole["items"] = _whole(document, whole["items"], above, deep - 1)
    return whole


def _followed(document: Json, node: Any) -> Json:
    """What a chain of `$ref` ends at; nothing for one that leads out or round."""
    for _ in range(DEEPEST):
        if not isinstance(node, dict) or not isinstance(ref := node.get("$ref"), str):
            return node if isinstance(node, dict) else {}
        if not ref.startswith("#/"):
            return {}
        node = document
        for step in ref[2:].split("/"):
            node = _map(node, step.replace("~1", "/").replace("~0", "~"))
    return {}


def _auth(document: Json, name: str, todo: list[str]) -> dict[str, Any]:
    schemes = _map(_map(document, "components"), "securitySchemes")
    for scheme in (_followed(document, scheme) for scheme in schemes.values()):
        secret = {"env": f"{name.upper()}_RAHASIA"}
        match scheme.get("type"), str(scheme.get("scheme", "")).lower(), scheme.get("in"):
            case "http", "bearer", _:
                return {"bearer": secret}
            case "http", "basic", _:
                todo.append("isi auth.basic.user")
                return {"basic": {"user": "sapa", "password": secret}}
            case "apiKey", _, "header":
                return {"api_key": {"header": str(scheme.get("name")), "secret": secret}}
            case "mutualTLS", _, _:
                return {"mtls": {"certificate": {"file": f"{name}.pem"}, "key": {"file": f"{name}.key"}}}
    todo.append("bagaimana kita dikenali? Isi auth (docs/connectors.md)" if schemes else "dokumen itu tidak menyebut auth; perlukah?")
    return {}


def _map(node: Any, key: str) -> dict[str, Any]:
    found = node.get(key) if isinstance(node, dict) else None
    return found if isinstance(found, dict) else {}


def _list(node: Json, key: str) -> list[Any]:
    found = node.get(key)
    return found if isinstance(found, list) else []
