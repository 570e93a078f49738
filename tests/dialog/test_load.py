"""What is wrong in an operator's file is told with its line and path."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from conversation import CONFIGS, Conversation

from dialog.effects import Pauses
from dialog.load import ConfigError, load
from dialog.schema import Flows

SERVICE = """\
service: samsat
title: Samsat
owner: bapenda
intents:
  pajak:
    title: membayar pajak kendaraan
    examples: [bayar pajak motor, pajak mobil, pajak kendaraan, perpanjang stnk, telat pajak]
    slots:
      pelat:
        type: text
        label: Pelat
        ask: "Berapa nomor pelatnya?"
    summary: "Pelat {{ pelat }}, benar?"
    lookup: samsat.pajak
    returns: [jumlah]
    answer:
      - when: "jumlah == '0'"
        say: "Sudah lunas."
      - say: "Pajaknya {{ jumlah }} rupiah."
    source: Perda 1/2024
    valid_until: 2027-12-31
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(CONFIGS / "hotline.yaml", tmp_path)
    (tmp_path / "services").mkdir()
    return tmp_path


def problems(folder: Path, service: str = SERVICE, hotline: tuple[str, str] = ("", "")) -> list[str]:
    """Each as `file:line: path: message`."""
    (folder / "services" / "samsat.yaml").write_text(service, encoding="utf-8")
    top = folder / "hotline.yaml"
    if hotline[0]:
        assert hotline[0] in top.read_text(encoding="utf-8")
        top.write_text(top.read_text(encoding="utf-8").replace(*hotline), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(folder)
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return [f"{p.file.name}:{p.line}: {p.path}: {p.message}" for p in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert old in SERVICE
    return SERVICE.replace(old, new)


def good(folder: Path, service: str = SERVICE) -> Flows:
    (folder / "services" / "samsat.yaml").write_text(service, encoding="utf-8")
    return load(folder)


def test_a_good_file(folder: Path) -> None:
    flows = good(folder)
    intent = flows.intents["pajak"]
    assert (intent.service, intent.source, intent.valid_until) == ("samsat", "Perda 1/2024", date(2027, 12, 31))
    assert intent.answers[0].when is not None
    assert intent.answers[1].when is None
    assert not intent.slots[0].confirm
    assert {"Sudah lunas.", "Berapa nomor pelatnya?", flows.prompts.greeting, *flows.prompts.unclear} <= set(flows.fixed)
    assert not any("{{" in sentence for sentence in flows.fixed)


def test_the_shipped_configuration_is_good() -> None:
    assert {"status_ktp", "ktp_hilang", "lapor"} <= set(load(CONFIGS).intents)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    source:", "    sauce:", "samsat.yaml:20: intents.pajak.sauce: unknown key; did you mean source?"),
        ("owner:", "zzz:", "samsat.yaml:3: zzz: unknown key; known here are hot_words, intents, owner, service, title"),
        ("        ask:", "        aks:", "samsat.yaml:12: intents.pajak.slots.pelat.aks: unknown key; did you mean ask?"),
        ('        ask: "Berapa nomor pelatnya?"\n', "", "samsat.yaml:10: intents.pajak.slots.pelat.ask: is missing"),
        (
            "type: text",
            "type: tekst",
            "samsat.yaml:10: intents.pajak.slots.pelat.type: unknown slot type 'tekst'; known are choice, digits, nik, text, yes_no",
        ),
        ("type: text", "type: choice", "samsat.yaml:10: intents.pajak.slots.pelat.choices: a choice needs at least two"),
        ("label: Pelat", "min: 9\n        max: 4", "samsat.yaml:11: intents.pajak.slots.pelat.min: is more than max"),
        ("label: Pelat", "max: banyak", "samsat.yaml:11: intents.pajak.slots.pelat.max: expected a whole number from 1 to 32"),
        ("label: Pelat", "confirm: barangkali", "samsat.yaml:11: intents.pajak.slots.pelat.confirm: expected true or false"),
        (
            "label: Pelat",
            "no_input_ms: 10",
            "samsat.yaml:11: intents.pajak.slots.pelat.no_input_ms: expected a whole number from 1000 to 60000",
        ),
        (
            "label: Pelat",
            "endpointing: {open: 90}",
            "samsat.yaml:11: intents.pajak.slots.pelat.endpointing.open: expected a whole number from 100 to 60000",
        ),
        (
            "label: Pelat",
            "endpointing: {open: 3000}",
            "samsat.yaml:11: intents.pajak.slots.pelat.endpointing: expected complete <= open <= incomplete",
        ),
        ("label: Pelat", "end_silence_ms: 700", "samsat.yaml:11: intents.pajak.slots.pelat.end_silence_ms: unknown key"),
        (
            "nomor pelatnya?",
            "{{ pelat }}?",
            "samsat.yaml:12: intents.pajak.slots.pelat.ask: can have no {{ }}: it is said before anything is known",
        ),
        ("{{ pelat }}", "{{ plat }}", "samsat.yaml:13: intents.pajak.summary: unknown name plat; known here are pelat"),
        ("{{ jumlah }}", "{{ jml }}", "samsat.yaml:19: intents.pajak.answer[1].say: unknown name jml; known here are jumlah, pelat"),
        ("jumlah == '0'", "jml == '0'", "samsat.yaml:17: intents.pajak.answer[0].when: unknown name jml; known here are jumlah, pelat"),
        ("{{ jumlah }}", "{{ jumlah | rupiah }}", "samsat.yaml:19: intents.pajak.answer[1].say: template: No filter named 'rupiah'."),
        ("{{ jumlah }}", "{{ jumlah", "samsat.yaml:19: intents.pajak.answer[1].say: template: "),
        (
            '      - say: "Pajaknya {{ jumlah }} rupiah."\n',
            "",
            "samsat.yaml:17: intents.pajak.answer: the last answer must have no `when`, so that something is always said",
        ),
        ("lookup: samsat.pajak", "lookup: pajak", "samsat.yaml:14: intents.pajak.lookup: expected system.operation"),
        ("    lookup: samsat.pajak\n", "", "samsat.yaml:14: intents.pajak.returns: needs a lookup"),
        ("    source: Perda", "    ticket: nomor\n    source: Perda", "samsat.yaml:20: intents.pajak.ticket: 'nomor' is not among"),
        ("2027-12-31", "31-12-2027", "samsat.yaml:21: intents.pajak.valid_until: '31-12-2027' is not a date like 2027-12-31"),
        ("2027-12-31", "2027-02-30", "samsat.yaml:21: intents.pajak.valid_until: '2027-02-30' is not a date like 2027-12-31"),
        (", telat pajak]", "]", "samsat.yaml:7: intents.pajak.examples: expected a list of at least 5 texts"),
        ("[bayar pajak motor,", "[{a: b},", "samsat.yaml:7: intents.pajak.examples: expected a list of at least 5 texts"),
        ("membayar pajak kendaraan", "{{ judul }}", "samsat.yaml:6: intents.pajak.title: expected one text; put it in quotes"),
        ("    source:", "    {{ a }}: b\n    source:", "samsat.yaml:20: intents.pajak: a name must be plain text"),
        ("membayar pajak kendaraan", '""', "samsat.yaml:6: intents.pajak.title: is empty"),
        ("    source: Perda 1/2024", "    title: lain", "samsat.yaml:20: intents.pajak.title: stands here twice"),
    ],
)
def test_what_is_wrong_and_where(folder: Path, old: str, new: str, expected: str) -> None:
    found = problems(folder, changed(old, new))
    assert any(p.startswith(expected) for p in found), found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Sapa", 'title: "Sapa', "YAML: not valid: "),
        ("  accept: 0.45", "  accept: banyak", "hotline.yaml:5: thresholds.accept: 'banyak' is not a number"),
        ("  accept: 0.45", "  accept: 0.1", "thresholds.confirm: expected 0 <= confirm <= accept <= 1"),
        ("  accept: 0.45", "  accept: nan", "thresholds.confirm: expected 0 <= confirm <= accept <= 1"),
        ("  retries: 2", "  retries: 1.5", "hotline.yaml:7: thresholds.retries: expected a whole number from 1 to 9"),
        ("  goodbye:", "  godbye:", "prompts.godbye: unknown key; did you mean goodbye?"),
        ("  goodbye:", "  godbye:", "prompts.goodbye: is missing"),
        ("{{ judul }}", "{{ titel }}", "prompts.confirm_intent: unknown name titel; known here are judul"),
        ("  selesai: [", "  usai: [", "commands.selesai: is missing"),
        ("  selesai: [", "  slesai: [", "commands.slesai: unknown key; did you mean selesai?"),
        (
            '["Maaf, saya belum menangkap jawabannya.", "Maaf, masih belum jelas."]',
            '"Maaf."',
            "prompts.unclear: expected a list of at least 2 texts",
        ),
    ],
)
def test_what_is_wrong_in_the_hotline_file(folder: Path, old: str, new: str, expected: str) -> None:
    found = problems(folder, hotline=(old, new))
    assert any(expected in p for p in found), found


def test_broken_yaml_is_the_only_problem_of_its_file(folder: Path) -> None:
    found = problems(folder, changed('        ask: "Berapa nomor pelatnya?"', '       ask: "Berapa nomor pelatnya?"'))
    assert len(found) == 1
    assert found[0].startswith("samsat.yaml:12: YAML: not valid: ")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"title: \x07", b"- a list", b"", b"a: 1\n---\nb: 2\n", b"intents: 3\n"])
def test_files_that_are_no_configuration(folder: Path, content: bytes) -> None:
    good(folder)
    (folder / "services" / "lain.yaml").write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load(folder)
    assert {p.file.name for p in caught.value.problems} == {"lain.yaml"}


def test_an_intent_in_two_services(folder: Path) -> None:
    (folder / "services" / "a.yaml").write_text(SERVICE.replace("service: samsat", "service: lama"), encoding="utf-8")
    assert problems(folder) == ["samsat.yaml:6: intents.pajak: already defined in service lama"]


def test_all_problems_are_told_at_once(folder: Path) -> None:
    found = problems(folder, changed("type: text", "type: tekst").replace("{{ jumlah }}", "{{ jml }}"), ("{{ judul }}", "{{ titel }}"))
    assert len(found) == 3


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path)
    assert [p.path for p in caught.value.problems] == ["file", "services"]


def test_a_choice_may_have_no_other_words(folder: Path) -> None:
    flows = good(folder, changed("type: text", "type: choice\n        choices: {motor: , mobil: []}"))
    assert flows.intents["pajak"].slots[0].choices == {"motor": (), "mobil": ()}


def test_pauses_are_by_kind_where_they_are_not_set(folder: Path) -> None:
    flows = good(folder, changed("label: Pelat", "endpointing: {open: 1500}"))
    assert flows.intents["pajak"].slots[0].pauses == Pauses(200, 1500, 2500)


def test_names_are_those_of_the_slot_then_the_service_then_the_hotline(folder: Path) -> None:
    (folder / "hotline.yaml").write_text(
        (CONFIGS / "hotline.yaml").read_text(encoding="utf-8") + "\nhot_words: [Bandung]\n", encoding="utf-8"
    )
    service = changed("label: Pelat", "hot_words: [D 1234]").replace("owner:", "hot_words: Samsat Antapani\nowner:")
    call = Conversation(good(folder, service)).begins()
    assert call.state.listening is not None
    assert call.state.listening.hot_words == ("samsat antapani", "bandung")
    call.says("bayar pajak motor")
    assert call.state.listening.hot_words == ("d 1234", "samsat antapani", "bandung")
