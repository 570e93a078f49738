"""What people and programs read about the demonstration government: pages that carry no caller's markup, documents that hold."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator
from yarl import URL

from ivr.government.catalogue import OPERATIONS, SYSTEMS

from .conftest import Citizen

pytestmark = pytest.mark.asyncio(loop_scope="module")
FOUND = {
    "kependudukan.status_ktp": {"nik": "3273014107892415"},
    "kependudukan.jadwal_keliling": {"kecamatan": "Tanjungsari"},
    "kependudukan.status_dokumen": {"tiket": "DOK-2610-70114"},
    "perizinan.status": {"tiket": "IZN-2611-70211"},
    "pengaduan.serupa": {"kategori": "lampu", "lokasi": "Jalan Kartini"},
    "pengaduan.status": {"tiket": "PGD-2610-70338"},
    "pajak.pbb": {"nop": "327301000100200350"},
    "pajak.npwpd": {"npwpd": "2000002292002"},
    "kepegawaian.gaji_berkala": {"nip": "197903052005011004"},
    "kepegawaian.pensiun": {"nip": "197903052005011004"},
    "janji.buat": {"keperluan": "KTP", "tanggal": "2026-12-01", "jam": "10:00"},
}


async def test_the_outbox_shows_messages_and_no_markup_of_theirs(citizen: Citizen) -> None:
    assert "Belum ada pesan" in (await citizen.page("/sms"))[0]
    await citizen.ask("sms.kirim", "1", ke="081200004101", isi="Kode Anda 123456.")
    await citizen.ask("sms.kirim", "1", ke="081200004101", isi="Kode Anda 123456.")
    await citizen.ask("sms.kirim", "2", ke="<b>0812</b>", isi="<script>alert('x')</script> & \"")
    text, policy = await citizen.page("/sms")
    assert text.count("Kode Anda 123456.") == 1, "a message sent again is one message"
    assert "0812 0000 4101" in text
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &#34;" in text
    assert "<b>" not in text
    assert text.index("&lt;script") < text.index("Kode Anda"), "the newest first"
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not {"<script", "<style", "style=", "onclick"} & set(text.split()), "what the policy would stop"


async def test_the_first_page_shows_systems_faults_and_numbers_without_contents(citizen: Citizen) -> None:
    ticket = (await citizen.ask("pengaduan.lapor", apa="<i>rahasia</i>", lokasi="Jalan Kartini"))[1]["tiket"]
    form = {"system": "pajak", "kind": "slow", "times": "3"}
    async with citizen.session.post(f"{citizen.government.url}/faults", data=form) as answer:
        text = await answer.text()
    assert answer.url.path == "/", "back to the page"
    assert all(system.title in text for system in SYSTEMS.values())
    assert "lambat menjawab, 3 permintaan lagi" in text
    assert ticket in text
    assert "rahasia</i>" not in text
    async with citizen.session.post(f"{citizen.government.url}/faults", data={**form, "times": "x"}) as answer:
        assert answer.status == 422
    async with citizen.session.post(f"{citizen.government.url}/faults", data={**form, "kind": "none"}) as answer:
        assert "permintaan lagi" not in await answer.text()


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/faults", {"Origin": "https://evil.example"}),
        ("/faults", {"Origin": "null"}),
        ("/faults", {"Origin": "http://127.0.0.1:1"}),
        ("/faults", {"Host": "evil.example"}),
        ("/faults", {"Host": "evil.example", "Origin": "http://evil.example"}),
        ("/faults", {"Host": "127.0.0.1.evil.example"}),
        ("/faults", {"Host": "["}),
        ("/sms", {"Host": "evil.example"}),
    ],
)
async def test_pages_of_others_get_and_do_nothing(citizen: Citizen, path: str, headers: dict[str, str]) -> None:
    form = {"system": "janji", "kind": "down", "times": "0"}
    async with citizen.session.request(
        "POST" if path == "/faults" else "GET", f"{citizen.government.url}{path}", data=form if path == "/faults" else None, headers=headers
    ) as answer:
        assert answer.status == 403
    assert (await citizen.ask("janji.cek", tiket="483920"))[0] == 200


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
async def test_our_own_page_works_by_every_name_of_this_machine(citizen: Citizen, host: str) -> None:
    here = f"{host}:{URL(citizen.government.url).port}"
    headers, form = {"Host": here, "Origin": f"http://{here}"}, {"system": "janji", "kind": "none", "times": "0"}
    async with citizen.session.post(f"{citizen.government.url}/faults", data=form, headers=headers, allow_redirects=False) as answer:
        assert answer.status == 303


@pytest.mark.parametrize("name", SYSTEMS)
async def test_documents_tell_the_routes_and_the_shape_of_answers(citizen: Citizen, name: str) -> None:
    async with citizen.session.get(f"{citizen.government.url}/{name}/openapi.json") as answer:
        paths = (await answer.json())["paths"]
    for path, item in paths.items():
        schema = item["post"]["requestBody"]["content"]["application/json"]["schema"]
        Draft202012Validator.check_schema(schema)
        async with citizen.session.post(f"{citizen.government.url}{path}", json={}) as answer:
            assert (answer.status, sorted((await answer.json())["pesan"].split())) == (422, sorted([schema["required"][0], "kosong"]))
    for operation, asked in FOUND.items():
        if operation.startswith(f"{name}."):
            responses = paths[f"/{operation.replace('.', '/')}"]["post"]["responses"]
            status, found = await citizen.ask(operation, **asked)
            assert status == 200
            Draft202012Validator(responses["200"]["content"]["application/json"]["schema"]).validate(found)
            assert found.keys() == OPERATIONS[operation].returns.keys()
