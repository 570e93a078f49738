"""What connectors send and what they make of the answer, against a real HTTP server."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import which

import pytest
from agency import Agency, cut
from aiohttp import web

from dialog.load import ConfigError
from ivr.backends.connectors import Connectors
from ivr.backends.errors import BackendUnavailable, NoAnswer, NotFound, Rejected
from ivr.backends.load import load_backends
from ivr.backends.secrets import access

SECRET = "3273014107892415"
NIK = {"nik": SECRET}


@pytest.fixture
async def agency() -> AsyncIterator[Agency]:
    async with Agency() as agency:
        yield agency


async def _in_pieces(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    for piece in (b'{"nama": ', b'"Sa', b'ri"}'):
        await answer.write(piece)
        await asyncio.sleep(0)
    return answer


async def _huge(request: web.Request) -> web.StreamResponse:
    return web.json_response({"nama": "x" * 300_000})


async def _nan(request: web.Request) -> web.StreamResponse:
    return web.Response(text='{"nama": NaN}', content_type="application/json")


async def _infinite(request: web.Request) -> web.StreamResponse:
    return web.Response(text='{"nama": 1e400}', content_type="application/json")


async def _logged_in(request: web.Request) -> web.StreamResponse:
    answer = web.json_response({"nama": "Sari"})
    answer.set_cookie("SESI", "penelepon-1")
    return answer


async def _page(request: web.Request) -> web.StreamResponse:
    return web.Response(text="<html>", content_type="text/html")


async def _elsewhere(request: web.Request) -> web.StreamResponse:
    return web.Response(status=307, headers={"Location": "/lain"})


async def test_arguments_travel_in_the_body_and_nowhere_else(agency: Agency, tmp_path: Path) -> None:
    agency.answers = [{"nama": "Sari"}]
    async with agency.connectors(tmp_path) as connectors:
        assert await connectors.call("uji.satu", {**NIK, "lain": "tidak dikirim"}) == {"nama": "Sari"}
    (asked,) = agency.asked
    assert (asked.method, asked.path, json.loads(asked.body)) == ("POST", "/api/satu", NIK)
    assert "Idempotency-Key" not in asked.headers
    assert SECRET not in str(asked.headers)


async def test_a_request_and_an_answer_are_mapped(agency: Agency, tmp_path: Path) -> None:
    agency.answers = [{"data": [{"nm": "Sari", "kd": "02", "aktif": True, "jml": 3.0, "ket": None}]}]
    operation = """
    method: PUT
    path: /v2/{{ jenis }}/cari
    takes: [nik, jenis, orang]
    optional: [catatan]
    query: {tahun: "{{ jenis | upper }}", kosong: "{{ catatan }}"}
    headers: {X-Kanal: telepon}
    body: {cari: {nik: "{{ nik }}", orang: "{{ orang | int }}", tetap: 1, daftar: ["{{ catatan or '-' }}"]}}
    returns: {nama: "data[0].nm", status: "data[0].kd", aktif: "data[0].aktif", jumlah: "data[0].jml", ket: "data[0].ket", tak: a.b}
    codes: {status: {"01": proses, "02": siap}}
"""
    async with agency.connectors(tmp_path, operation) as connectors:
        answer = await connectors.call("uji.satu", {**NIK, "jenis": "a/b c", "orang": "2"})
    assert answer == {"nama": "Sari", "status": "siap", "aktif": "ya", "jumlah": "3", "ket": "", "tak": ""}
    (asked,) = agency.asked
    assert (asked.method, asked.path) == ("PUT", "/api/v2/a%2Fb%20c/cari?tahun=A%2FB+C")
    assert json.loads(asked.body) == {"cari": {"nik": SECRET, "orang": 2, "tetap": 1, "daftar": ["-"]}}
    assert asked.headers["X-Kanal"] == "telepon"


async def test_no_caller_is_taken_for_the_one_before(tmp_path: Path) -> None:
    """A cookie of the first answer does not come with the second request. By name: cookies of an IP address are never kept."""
    async with Agency([_logged_in]) as agency:
        agency.url = agency.url.replace("127.0.0.1", "localhost")
        async with agency.connectors(tmp_path) as connectors:
            await connectors.call("uji.satu", NIK)
            await connectors.call("uji.satu", NIK)
    assert ["Cookie" in asked.headers for asked in agency.asked] == [False, False]


@pytest.mark.parametrize("orang", ["dua", "", "1.5", "9" * 5000])
async def test_nonsense_is_not_sent_as_a_number(agency: Agency, tmp_path: Path, orang: str) -> None:
    async with agency.connectors(tmp_path, "{takes: [orang], body: {orang: '{{ orang | int }}'}, returns: [nama]}") as connectors:
        with pytest.raises(Rejected):
            await connectors.call("uji.satu", {"orang": orang})
    assert agency.asked == []


async def test_a_form(agency: Agency, tmp_path: Path) -> None:
    async with agency.connectors(tmp_path, "{takes: [nik, apa], form: true, returns: [nama]}") as connectors:
        await connectors.call("uji.satu", {**NIK, "apa": "a & b"})
    assert agency.asked[0].body == b"apa=a+%26+b&nik=3273014107892415"
    assert agency.asked[0].headers["Content-Type"] == "application/x-www-form-urlencoded"


async def test_a_write_has_its_key_and_needs_no_answer_but_the_status(agency: Agency, tmp_path: Path) -> None:
    agency.answers = [_page]
    async with agency.connectors(tmp_path, "{takes: [nik], write: true, ticket: PGD}") as connectors:
        assert await connectors.call("uji.satu", {**NIK, "nomor": "PGD-2611-00018"}, key="kunci-1") == {}
        await connectors.call("uji.satu", NIK)
        await connectors.call("uji.satu", NIK)
    assert json.loads(agency.asked[0].body) == {**NIK, "nomor": "PGD-2611-00018"}
    keys = [asked.headers["Idempotency-Key"] for asked in agency.asked]
    assert keys[0] == "kunci-1" and len(set(keys)) == 3


@pytest.mark.parametrize(
    ("answer", "kind", "reason"),
    [
        (404, NotFound, "not_found"),
        (409, Rejected, "rejected"),
        (422, Rejected, "rejected"),
        (400, BackendUnavailable, "unavailable"),
        (401, BackendUnavailable, "unavailable"),
        (500, BackendUnavailable, "unavailable"),
        (_elsewhere, BackendUnavailable, "unavailable"),
        (_page, BackendUnavailable, "unavailable"),
        (_huge, BackendUnavailable, "unavailable"),
        (cut, BackendUnavailable, "unavailable"),
        ({"data": None}, NotFound, "not_found"),
        ([SECRET], BackendUnavailable, "unavailable"),
        ({"versi": 2, "hasil": [{"nama": SECRET}]}, BackendUnavailable, "unavailable"),
        ({"nama": [SECRET]}, BackendUnavailable, "unavailable"),
        ({"nama": SECRET * 200}, BackendUnavailable, "unavailable"),
        (_nan, BackendUnavailable, "unavailable"),
        (_infinite, BackendUnavailable, "unavailable"),
        ({"nama": "Sari \ud800"}, BackendUnavailable, "unavailable"),
        ({"nama": "Sari\0"}, BackendUnavailable, "unavailable"),
        ({"nama": "x", "status": SECRET}, BackendUnavailable, "unavailable"),
    ],
)
async def test_what_goes_wrong_has_a_reason_and_tells_no_secret(
    agency: Agency, tmp_path: Path, answer: object, kind: type[NoAnswer], reason: str
) -> None:
    agency.answers = [answer]
    operation = """
    takes: [nik]
    returns: [nama, status]
    codes: {status: {a: b}}
    retries: 0
    not_found: "type(@) == 'object' && contains(keys(@), 'data') && data == null"
    schema: {type: object, required: [nama]}
"""
    async with agency.connectors(tmp_path, operation) as connectors:
        with pytest.raises(kind) as caught:
            await connectors.call("uji.satu", NIK)
    assert caught.value.reason == reason
    assert SECRET not in str(caught.value) and SECRET not in repr(caught.value.__cause__)
    assert len(agency.asked) == 1, "redirects are not followed"


async def test_a_status_may_mean_something_else_there(agency: Agency, tmp_path: Path) -> None:
    agency.answers = [400, 204, 404, 500]
    operation = "{takes: [nik], returns: [nama], retries: 0, statuses: {400: not_found, 204: rejected, 404: unavailable}}"
    async with agency.connectors(tmp_path, operation) as connectors:
        for kind in (NotFound, Rejected, BackendUnavailable, BackendUnavailable):
            with pytest.raises(kind):
                await connectors.call("uji.satu", NIK)


async def test_an_answer_may_come_in_pieces(agency: Agency, tmp_path: Path) -> None:
    agency.answers = [_in_pieces]
    async with agency.connectors(tmp_path) as connectors:
        assert await connectors.call("uji.satu", NIK) == {"nama": "Sari"}


async def test_nobody_listens(tmp_path: Path) -> None:
    async with Agency(url="http://127.0.0.1:1").connectors(tmp_path) as connectors:
        with pytest.raises(BackendUnavailable):
            await connectors.call("uji.satu", NIK)


async def test_what_is_missing_or_would_change_the_route_is_not_sent(agency: Agency, tmp_path: Path) -> None:
    async with agency.connectors(tmp_path, "{takes: [tiket], returns: [nama], method: GET, path: '/t/{{ tiket }}'}") as connectors:
        for arguments in ({}, {"tiket": ""}, {"tiket": ".."}):
            with pytest.raises(Rejected):
                await connectors.call("uji.satu", arguments)
        with pytest.raises(BackendUnavailable, match=r"uji\.dua: no connector declares it"):
            await connectors.call("uji.dua", {})
    assert agency.asked == []


@pytest.mark.parametrize(
    ("auth", "header", "value"),
    [
        ("{bearer: {env: UJI_RAHASIA}}", "Authorization", "Bearer s3cret"),
        ("{bearer: {file: token}}", "Authorization", "Bearer from-file"),
        ("{basic: {user: sapa, password: {env: UJI_RAHASIA}}}", "Authorization", "Basic c2FwYTpzM2NyZXQ="),
        ("{api_key: {header: X-API-Key, secret: {env: UJI_RAHASIA}}}", "X-API-Key", "s3cret"),
    ],
)
async def test_who_we_are(agency: Agency, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, auth: str, header: str, value: str) -> None:
    monkeypatch.setenv("UJI_RAHASIA", " s3cret\n")
    (tmp_path / "token").write_text("from-file\n", encoding="utf-8")
    async with agency.connectors(tmp_path, more=f"auth: {auth}") as connectors:
        await connectors.call("uji.satu", NIK)
        assert "s3cret" not in repr(vars(connectors))
    assert agency.asked[0].headers[header] == value


async def test_a_signature_is_what_the_guide_says(agency: Agency, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UJI_RAHASIA", "s3cret")
    operation = "{takes: [nik, jenis], write: true, query: {jenis: '{{ jenis }}'}, body: {nik: '{{ nik }}'}}"
    async with agency.connectors(tmp_path, operation, "auth: {hmac: {id: sapa, secret: {env: UJI_RAHASIA}}}") as connectors:
        await connectors.call("uji.satu", {**NIK, "jenis": "a b"}, key="k1")
    (asked,) = agency.asked
    lines = ["POST", "/api/satu?jenis=a+b", asked.headers["X-Timestamp"], "k1", hashlib.sha256(asked.body).hexdigest()]
    assert asked.headers["X-Signature"] == hmac.new(b"s3cret", "\n".join(lines).encode(), "sha256").hexdigest()
    assert asked.headers["X-Client-Id"] == "sapa"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("auth: {bearer: {env: UJI_TIDAK_ADA}}", r"uji\.yaml:2:16: auth\.bearer: the environment variable UJI_TIDAK_ADA is not set"),
        ("auth: {bearer: {file: tidak-ada}}", r"uji\.yaml:2:16: auth\.bearer: .*tidak-ada cannot be read"),
        ("auth: {mtls: {ca: {file: tidak-ada}}}", r"uji\.yaml:2:19: auth\.mtls\.ca: a certificate or key cannot be used"),
    ],
)
async def test_a_secret_that_is_missing_stops_the_start(agency: Agency, tmp_path: Path, more: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        await agency.connectors(tmp_path, more=more).__aenter__()


async def test_an_address_from_the_environment(agency: Agency, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'base_url: "${UJI_URL}/api"\noperations: {satu: {takes: [nik], returns: [nama]}}\n'
    (tmp_path / "uji.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"uji\.yaml:1:11: base_url: the environment variable UJI_URL is not set"):
        await Connectors(load_backends(tmp_path)).__aenter__()
    monkeypatch.setenv("UJI_URL", agency.url)
    async with Connectors(load_backends(tmp_path)) as connectors:
        await connectors.call("uji.satu", NIK)
    assert agency.asked[0].path == "/api/satu"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("https://sapa:s3cret@perpus.example", "holds more than an address"),
        ("https://perpus.example/api?token=s3cret", "holds more than an address"),
        ("ftp://s3cret.example", "is no http or https address"),
        ("https://s3cret.example\\x", "is no http or https address"),
        ("https://s3cret.example:99999", "is no http or https address"),
        ("https://s3cret .example", "is no http or https address"),
    ],
)
async def test_an_address_from_the_environment_is_checked_like_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, told: str
) -> None:
    (tmp_path / "uji.yaml").write_text('base_url: "${UJI_URL}"\noperations: {satu: {takes: [nik], returns: [nama]}}\n', encoding="utf-8")
    declared = load_backends(tmp_path)
    monkeypatch.setenv("UJI_URL", value)
    for checked in (lambda: load_backends(tmp_path), lambda: access(declared["uji"], {})):
        with pytest.raises(ConfigError, match=rf"uji\.yaml:1:11: base_url: {told}") as caught:
            checked()
        assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "told"), [("a\nb", "no single line of text"), (" \n", "is empty"), ("kunci\u2013", "no header may have")]
)
def test_a_secret_that_no_header_can_carry_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, told: str) -> None:
    monkeypatch.setenv("UJI_RAHASIA", value)
    Agency().connectors(tmp_path, more="auth: {bearer: {env: UJI_RAHASIA}}")
    with pytest.raises(ConfigError, match=told):
        access(load_backends(tmp_path)["uji"], {"demonstration": "http://127.0.0.1:1"})


@pytest.mark.skipif(which("openssl") is None, reason="openssl makes the certificates")
async def test_certificates_on_both_sides(tmp_path: Path) -> None:
    for name in ("server", "client", "stranger"):
        subject = ["-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1"]
        files = ["-keyout", str(tmp_path / f"{name}.key"), "-out", str(tmp_path / f"{name}.pem")]
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        command = ["openssl", "req", "-x509", *curve, *files, *subject, "-days", "2"]
        await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(tmp_path / "client.pem"))
    tls.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    tls.verify_mode = ssl.CERT_REQUIRED
    ours = "auth: {mtls: {certificate: {file: NAME.pem}, key: {file: NAME.key}, ca: {file: server.pem}}}"
    async with Agency([{"nama": "Sari"}], tls=tls) as agency:
        async with agency.connectors(tmp_path, more=ours.replace("NAME", "client")) as connectors:
            assert await connectors.call("uji.satu", NIK) == {"nama": "Sari"}
        for more in (ours.replace("NAME", "stranger"), ""):
            async with agency.connectors(tmp_path, more=more) as connectors:
                with pytest.raises(BackendUnavailable):
                    await connectors.call("uji.satu", NIK)
    assert len(agency.asked) == 1
