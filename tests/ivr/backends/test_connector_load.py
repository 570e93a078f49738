"""Connectors' YAML: what becomes of it, and that every mistake is told with its place."""

from __future__ import annotations

import copy
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog.load import ConfigError
from dialog.yaml_map import Severity
from ivr.backends.errors import NoAnswer
from ivr.backends.load import load_all, load_backends
from ivr.backends.personal import is_personal
from ivr.backends.request import request_of
from ivr.backends.schema import Operation

SHIPPED = Path(__file__).parents[3] / "configs" / "backends"
GOOD = """\
base_url: "https://pajak.example.go.id/api"
operations:
  pbb:
    takes: [nop]
    returns: [jumlah]
"""


def operation(folder: Path, text: str) -> Operation:
    (folder / "uji.yaml").write_text(f"base_url: https://x.example\noperations:\n  satu: {text}\n", encoding="utf-8")
    return load_backends(folder)["uji"].operations["satu"]


def test_what_we_ship_is_good_and_has_every_operation_of_the_dialog() -> None:
    systems, problems = load_all(SHIPPED)
    assert problems == []
    assert set(systems) == {"kependudukan", "perizinan", "pengaduan", "pajak", "kepegawaian", "janji", "sms"}
    prefixes = {o.full: o.ticket for s in systems.values() for o in s.operations.values() if o.ticket}
    assert prefixes == {
        "kependudukan.pindah": "PND",
        "kependudukan.keluhan": "KLD",
        "pengaduan.lapor": "PGD",
        "pengaduan.rahasia": "WBS",
        "pajak.keringanan": "KRG",
        "janji.buat": "JNJ",
    }


def test_the_least_that_is_needed(tmp_path: Path) -> None:
    (tmp_path / "pajak.yaml").write_text(GOOD, encoding="utf-8")
    pbb = load_backends(tmp_path)["pajak"].operations["pbb"]
    assert (pbb.full, pbb.takes, pbb.returns, pbb.write, pbb.ticket) == ("pajak.pbb", {"nop"}, {"jumlah"}, False, "")
    assert (pbb.retries, pbb.cache_s, pbb.timeout_ms) == (1, 0, 5000)


def test_a_write_answers_its_ticket_and_is_never_tried_twice(tmp_path: Path) -> None:
    lapor = operation(tmp_path, "{takes: [apa], write: true, ticket: PGD}")
    assert (lapor.returns, lapor.retries) == ({"tiket"}, 0)
    assert operation(tmp_path, "{takes: [apa], write: true}").returns == frozenset()


def test_no_folder_is_no_system(tmp_path: Path) -> None:
    assert load_backends(tmp_path / "none") == {}


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "told"),
    [
        ("takes: [nop]", "take: [nop]", 4, "operations.pbb.take", "did you mean takes?"),
        ('"https://pajak.example.go.id/api"', "pajak.example.go.id", 1, "base_url", "no http or https address"),
        ('"https://pajak.example.go.id/api"', "https://sapa:rahasia@pajak.example", 1, "base_url", "secrets go into auth"),
        ('"https://pajak.example.go.id/api"', '"{demo}/pajak"', 1, "base_url", "{demonstration}"),
        ("operations:", "auth: {bearer: s3cret}\noperations:", 2, "auth.bearer", "holds the secret itself"),
        ("operations:", "auth: {basic: {user: sapa, password: s3cret}}\noperations:", 2, "auth.basic.password", "holds the secret itself"),
        ("operations:", "auth: {bearer: {env: A, file: B}}\noperations:", 2, "auth.bearer", "expected one of env and file"),
        ("operations:", 'auth: {bearer: {env: "s3cret!"}}\noperations:', 2, "auth.bearer.env", "no name of an environment variable"),
        ("operations:", "auth: {hmac: {id: sapa}}\noperations:", 2, "auth.hmac.secret", "is missing"),
        ("operations:", 'auth: {hmac: {id: "a\\nb", secret: {env: A}}}\noperations:', 2, "auth.hmac.id", "cannot stand in a header"),
        ("operations:", "auth: {mtls: {certificate: {file: a.pem}}}\noperations:", 2, "auth.mtls", "certificate and key together"),
        (
            "operations:",
            "auth:\n  bearer: {env: A}\n  api_key: {header: X-Key, secret: {env: B}}\noperations:",
            4,
            "auth.api_key",
            "stands beside bearer",
        ),
        ("returns: [jumlah]", "returns: [jumlah]\n    path: /pbb/{{ nop }}", 6, "operations.pbb.path", "puts nop, which is personal"),
        ("returns: [jumlah]", "returns: [jumlah]\n    query: {q: '{{ nop | upper }}'}", 6, "operations.pbb.query.q", "puts nop"),
        ("returns: [jumlah]", "returns: [jumlah]\n    headers: {X-Api-Key: abc}", 6, "operations.pbb.headers.X-Api-Key", "like a secret"),
        ("returns: [jumlah]", 'returns: [jumlah]\n    headers: {"X\\r\\nY": a}', 6, "operations.pbb.headers.X\r\nY", "no name of a header"),
        ("returns: [jumlah]", 'returns: [jumlah]\n    path: "/a\\nb"', 6, "operations.pbb.path", "no parameters or blanks"),
        ("returns: [jumlah]", "returns: [jumlah]\n    body: {a: '{{ noop }}'}", 6, "operations.pbb.body.a", "unknown name noop"),
        ("returns: [jumlah]", "returns: [jumlah]\n    body: {a: 'x'}", 4, "operations.pbb", "takes nop, which nothing in its request uses"),
        ("returns: [jumlah]", "returns: {jumlah: 'a['}", 5, "operations.pbb.returns", "no JMESPath expression"),
        ("returns: [jumlah]", "returns: [jumlah]\n    schema: {type: objekt}", 6, "operations.pbb.schema", "no JSON Schema"),
        (
            "returns: [jumlah]",
            "returns: [jumlah]\n    schema: {$ref: 'https://x.example/s.json'}",
            6,
            "operations.pbb.schema",
            "another document",
        ),
        ("returns: [jumlah]", "returns: [jumlah]\n    codes: {jumla: {'1': satu}}", 6, "operations.pbb.codes.jumla", "known are jumlah"),
        ("returns: [jumlah]", "returns: [jumlah]\n    sample: {nik: '1'}", 6, "operations.pbb.sample.nik", "known are nop"),
        ("returns: [jumlah]", "returns: [jumlah]\n    method: GETT", 6, "operations.pbb.method", "is not one of GET"),
        (
            "returns: [jumlah]",
            "returns: [jumlah]\n    statuses: {400: nihil}",
            6,
            "operations.pbb.statuses.400",
            "one of not_found, rejected",
        ),
        ("returns: [jumlah]", "write: true\n    retries: 2", 6, "operations.pbb.retries", "the outbox sends it again"),
        ("returns: [jumlah]", "returns: [jumlah]\n    ticket: PGD", 6, "operations.pbb.ticket", "add write: true"),
        ("takes: [nop]", "takes: [not]", 4, "operations.pbb.takes[0]", "no name for an argument"),
        ("takes: [nop]", "takes: [nop]\n    optional: [nop]", 5, "operations.pbb.optional", "nop is among takes too"),
        ("takes: [nop]", "takes: [nomor]", 4, "operations.pbb.takes[0]", "no name for an argument"),
        ("takes: [nop]\n    returns: [jumlah]", "takes: [nop]", 4, "operations.pbb.returns", "is missing"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_to_do(tmp_path: Path, old: str, new: str, line: int, path: str, told: str) -> None:
    (tmp_path / "pajak.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_backends(tmp_path)
    found = [problem for problem in caught.value.problems if problem.path == path]
    assert found and told in str(found[0]), str(caught.value)
    assert found[0].line == line
    assert "s3cret" not in str(caught.value).replace("s3cret!", "")


def test_two_files_of_one_system(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(f"system: pajak\n{GOOD}", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"b\.yaml:1:9: system: pajak is already declared in a\.yaml"):
        load_backends(tmp_path)


def test_plain_http_to_elsewhere_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAJAK_URL", "http://127.example.com")
    (tmp_path / "env.yaml").write_text(GOOD.replace("https://pajak.example.go.id", "${PAJAK_URL}"), encoding="utf-8")
    (tmp_path / "pajak.yaml").write_text(GOOD.replace("https:", "http:"), encoding="utf-8")
    (tmp_path / "near.yaml").write_text(GOOD.replace("https://pajak.example.go.id", "http://127.0.0.1:8080"), encoding="utf-8")
    problems = load_all(tmp_path)[1]
    assert [(p.file.name, p.severity) for p in problems] == [(name, Severity.WARNING) for name in ("env.yaml", "pajak.yaml")]


@pytest.mark.parametrize("name", ["nik", "nik_pemohon", "tanggal_lahir", "no_telepon", "nama_ibu", "alamat", "ke", "kode"])
def test_personal_names(name: str) -> None:
    assert is_personal(name)


@pytest.mark.parametrize("name", ["tiket", "kecamatan", "jenis", "tahun", "kategori"])
def test_names_that_may_stand_in_an_address(name: str) -> None:
    assert not is_personal(name)


BROKEN = st.one_of(
    st.none(),
    st.integers(-1, 10**12),
    st.sampled_from(["", "in", "{{ x", "{% for a in b %}", "a[", "/{{ c }}", "..", "1.0.0", "{{ c.d.e }}", "$"]),
    st.just([]),
    st.just([[1], None]),
    st.just({"a": None}),
    st.just({"$ref": 3, "type": 7}),
)
LARGE: dict[str, Any] = {
    "base_url": "https://x.example",
    "auth": {"hmac": {"id": "a", "secret": {"env": "X"}}, "mtls": {"ca": {"file": "x"}}},
    "breaker": {"failures": 3, "rest_s": 4},
    "operations": {
        "satu": {
            "takes": ["b", "c"],
            "optional": ["d"],
            "method": "PUT",
            "path": "/x/{{ c }}",
            "query": {"a": "{{ c }}"},
            "headers": {"X": "{{ b }}"},
            "body": {"a": [{"b": "{{ b | int }}", "x": 1}], "d": "{{ d }}"},
            "returns": {"q": "a.b"},
            "codes": {"q": {"1": "a"}},
            "statuses": {400: "not_found"},
            "schema": {"type": "object"},
            "not_found": "a == b",
            "sample": {"b": "1", "c": "2"},
        }
    },
}


def _places(tree: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [place for key, inner in items for place in ((*path, key), *_places(inner, (*path, key)))]


@given(place=st.sampled_from(_places(LARGE)), value=BROKEN)
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_breaks_the_loader_and_what_it_takes_can_be_asked(tmp_path: Path, place: tuple[Any, ...], value: object) -> None:
    tree = copy.deepcopy(LARGE)
    inner: Any = tree
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    (tmp_path / "uji.yaml").write_text(yaml.safe_dump(tree), encoding="utf-8")
    systems, problems = load_all(tmp_path)
    for operation in systems["uji"].operations.values() if not problems else ():
        with suppress(NoAnswer):
            request_of(operation, dict.fromkeys(operation.arguments, "é\n..\udc80"))
