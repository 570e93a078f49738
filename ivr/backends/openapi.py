"""An OpenAPI 3 document as a draft of a connector: what it says, and where a person must decide. Pure.

Only references inside the document are followed. `ivr.backends.skeleton` writes the draft down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ivr.backends.openapi_schema import Json, followed, leaves, list_in, mapping_in, shape, whole
from ivr.backends.personal import is_personal

METHODS = ("get", "post", "put", "patch", "delete")
IDEMPOTENCY = "idempotency-key"


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
    title = str(mapping_in(document, "info").get("title") or "")
    name, todo, taken = slug(system or title) or "sistem", list[str](), set[str]()
    servers = document.get("servers")
    url = str(servers[0].get("url", "")) if isinstance(servers, list) and servers and isinstance(servers[0], dict) else ""
    if not re.match(r"https?://[^{}]+$", url):
        todo.append("isi alamatnya lewat variabel lingkungan ini; dokumen itu tidak menyebut alamat lengkap")
        url = f"${{{name.upper()}_URL}}"
    operations = [
        _operation(document, name, path, method, item, operation, taken)
        for path, item in mapping_in(document, "paths").items()
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
    for given in (*list_in(item, "parameters"), *list_in(operation, "parameters")):
        _parameter(new, followed(document, given))
    _body(document, new, followed(document, mapping_in(operation, "requestBody")))
    new.write = new.write or method in ("put", "patch", "delete")
    if not new.write:
        _answer(document, new, mapping_in(operation, "responses"))
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
    _take(new, name, bool(given.get("required")) or place == "path", given.get("example", mapping_in(given, "schema").get("example")))
    if place == "path":
        new.path = new.path.replace("{" + told + "}", "{{ " + name + " }}")
    else:
        (new.query if place == "query" else new.headers)[told] = "{{ " + name + " }}"
    if place != "header" and is_personal(name):
        new.todo.append(f"{name} adalah data pribadi dan tidak boleh ada di alamat: minta cara POST kepada instansi")


def _body(document: Json, new: OperationDraft, body: Json) -> None:
    content = mapping_in(body, "content")
    kinds = [kind for kind in content if "json" in kind] or [kind for kind in content if "form-urlencoded" in kind]
    if not kinds:
        new.todo += [f"isi permintaan {kind} belum didukung" for kind in list(content)[:1]]
        return
    new.form = "json" not in kinds[0]
    schema = whole(document, mapping_in(mapping_in(content, kinds[0]), "schema"))
    new.body = _tree(new, schema, "", True)


def _tree(new: OperationDraft, schema: Json, path: str, needed: bool) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for told, inner in mapping_in(schema, "properties").items():
        here, name = f"{path}.{told}" if path else told, slug(told)
        required = needed and told in list_in(schema, "required")
        if inner.get("properties"):
            tree[told] = _tree(new, inner, here, required)
        elif inner.get("type") == "array" or not name:
            new.todo.append(f"{here} belum dipetakan: {'daftar' if name else 'namanya tidak dapat dipakai'}")
        elif name == "nomor":
            tree[told] = "{{ nomor }}"
            new.todo.append("nomor dianggap tempat nomor tiket kita: isi ticket, atau namai lain")
        else:
            _take(new, name, required, inner.get("example", next(iter(list_in(inner, "examples")), inner.get("default"))))
            tree[told] = "{{ " + name + (" | int }}" if inner.get("type") == "integer" and required else " }}")
    return tree


def _take(new: OperationDraft, name: str, needed: bool, example: object) -> None:
    if name not in (*new.takes, *new.optional):
        (new.takes if needed else new.optional).append(name)
    if isinstance(example, str | int | float) and not isinstance(example, bool):
        new.sample[name] = str(example)


def _answer(document: Json, new: OperationDraft, responses: Json) -> None:
    good = next((code for code in responses if str(code).startswith("2")), "")
    content = mapping_in(followed(document, mapping_in(responses, good)), "content")
    schema = whole(document, mapping_in(mapping_in(content, next((kind for kind in content if "json" in kind), "")), "schema"))
    new.schema = shape(schema)
    for path, listed in leaves(schema):
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


def _auth(document: Json, name: str, todo: list[str]) -> dict[str, Any]:
    schemes = mapping_in(mapping_in(document, "components"), "securitySchemes")
    for scheme in (followed(document, scheme) for scheme in schemes.values()):
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
