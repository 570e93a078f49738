"""Whether intents and operations fit, told where it stands in the dialog's files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conversation import CONFIGS

from dialog.load import load_all
from ivr.backends.schema import Operation
from ivr.backends.uses import check_uses

OPERATIONS = {
    one.full: one
    for one in (
        Operation("izin", "status", takes=frozenset({"tiket"}), optional=frozenset({"catatan"}), returns=frozenset({"status"})),
        Operation("izin", "ajukan", write=True, ticket="IZN", takes=frozenset({"tiket"}), returns=frozenset({"tiket"}), timeout_ms=30_000),
        Operation("izin", "pribadi", verified=True, takes=frozenset({"tiket"}), returns=frozenset({"status"})),
        Operation("izin", "lambat", takes=frozenset({"tiket"}), returns=frozenset({"status"}), timeout_ms=9000),
        Operation("izin", "serupa", takes=frozenset({"tiket"}), returns=frozenset({"ada", "tiket"})),
        Operation("bukti", "cocok", takes=frozenset({"nik", "penelepon"}), returns=frozenset({"cocok"})),
        Operation("bukti", "lama", takes=frozenset({"nik"}), returns=frozenset({"cocok", "telepon"}), timeout_ms=9000),
        Operation("sms", "kirim", write=True, takes=frozenset({"ke", "isi"})),
        Operation("bukti", "nomor", takes=frozenset({"nik"}), returns=frozenset({"telepon"})),
    )
}
SERVICE = """\
intents:
  izin:
    title: mengecek izin usaha
    examples: [cek izin usaha, izin warung saya, perizinan usaha kecil, izin toko saya, izin dagang keliling]
    slots:
      tiket: {type: text, ask: "Nomornya?", reask: ["Berapa nomornya?", "Nomor izinnya?"]}
    lookup: izin.status
    returns: [status]
    answer: "Statusnya {{ status }}."
"""
CHECK = """\
    check: {lookup: OP, returns: [], when: "tiket == 'x'", ask: Ikut?, yes: izin}
    lookup"""
VERIFICATION = """\
verification:
  cocok:
    title: NIK dan nomor telepon
    slots:
      nik: {type: nik, label: NIK, ask: "NIK Anda?", reask: ["Enam belas angka NIK?", "NIK di KTP?"]}
    lookup: bukti.cocok
  kode:
    title: kode
    code: true
    slots:
      nik: {type: nik, label: NIK, ask: "NIK Anda?", reask: ["Enam belas angka NIK?", "NIK di KTP?"]}
    lookup: bukti.nomor
"""


def found(folder: Path, service: str = SERVICE, verification: str = VERIFICATION) -> list[str]:
    shutil.copy(CONFIGS / "hotline.yaml", folder)
    with (folder / "hotline.yaml").open("a", encoding="utf-8") as file:
        file.write(verification)
    (folder / "services").mkdir()
    (folder / "services" / "izin.yaml").write_text(service, encoding="utf-8")
    loaded = load_all(folder)
    before = len(loaded.problems)
    check_uses(loaded, OPERATIONS)
    return [f"{problem.line}: {problem.path}: {problem.message}; {problem.how}" for problem in loaded.problems[before:]]


def test_what_fits_is_not_mentioned(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[status]", "[status, kantor]", "8: intents.izin.returns[1]: izin.status does not return kantor; it returns status"),
        ("      tiket:", "      tikett:", "7: intents.izin.lookup: izin.status needs tiket; add a slot tiket, or rename tikett"),
        (
            "      tiket: {",
            "      apa: {type: text, ask: Apa?}\n      tiket: {when: \"apa == 'a'\", ",
            "8: intents.izin.lookup: izin.status needs tiket, which is asked only sometimes; make it optional there",
        ),
        ("izin.status\n", "izin.pribadi\n", "7: intents.izin.lookup: izin.pribadi answers only for callers who proved"),
        (
            "izin.status\n",
            "izin.lambat\n",
            "izin.lambat may take 9000 ms, longer than the 6000 ms that the dialog waits",
        ),
        (
            "    lookup",
            "    check: {lookup: izin.srupa, returns: [ada], when: \"ada == 'ya'\", ask: Ikut?, yes: izin}\n    lookup",
            "7: intents.izin.check.lookup: no connector has izin.srupa; did you mean izin.serupa?",
        ),
        (
            "    lookup",
            "    check: {lookup: izin.serupa, returns: [ada, sejak], when: \"ada == 'ya'\", ask: Ikut?, yes: izin}\n    lookup",
            "7: intents.izin.check.returns[1]: izin.serupa does not return sejak; it returns ada, tiket",
        ),
        (
            "    lookup",
            CHECK.replace("OP", "izin.pribadi"),
            "7: intents.izin.check.lookup: izin.pribadi answers only for callers who proved",
        ),
        ("    lookup", CHECK.replace("OP", "izin.lambat"), "izin.lambat may take 9000 ms, longer than the 3000 ms that the dialog waits"),
        ("    lookup", CHECK.replace("OP", "izin.ajukan"), "7: intents.izin.check.lookup: izin.ajukan changes something"),
        ("    lookup", CHECK.replace("OP", "sapa.kirim_kode"), "7: intents.izin.check.lookup: sapa.kirim_kode changes something"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert told in "\n".join(found(tmp_path, SERVICE.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("bukti.cocok", "bukti.nomor", "verification.cocok.lookup: bukti.nomor does not return cocok"),
        ("bukti.nomor", "bukti.cocok", "verification.kode.lookup: bukti.cocok does not return telepon"),
        ("bukti.cocok", "bukti.cocock", "verification.cocok.lookup: no connector has bukti.cocock; did you mean bukti.cocok?"),
        ("bukti.cocok", "izin.ajukan", "verification.cocok.lookup: izin.ajukan changes something"),
        ("bukti.cocok", "bukti.lama", "verification.cocok.lookup: bukti.lama may take 9000 ms, longer than the 6000 ms"),
        (
            "bukti.nomor",
            "bukti.lama",
            "verification.kode.lookup: bukti.lama and then sms.kirim may take 14000 ms, longer than the 12000",
        ),
        ("bukti.cocok", "izin.status", "verification.cocok.lookup: izin.status needs tiket"),
    ],
)
def test_a_proof_needs_what_proves(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert told in "\n".join(found(tmp_path, verification=VERIFICATION.replace(old, new)))


def test_a_filed_ticket_is_answered_and_no_deadline_binds_what_the_outbox_sends(tmp_path: Path) -> None:
    service = (
        SERVICE.replace("izin.status\n", "izin.ajukan\n").replace("returns: [status]", "returns: [tiket]").replace("tiket:", "tiket_lama:")
    )
    told = found(tmp_path, service.replace("{{ status }}", "{{ tiket }}"))
    assert told == ["7: intents.izin.lookup: izin.ajukan needs tiket; add a slot tiket, or rename tiket_lama"]
