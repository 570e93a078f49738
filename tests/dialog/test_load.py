"""What is wrong in an operator's file is told with its line and path."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from conversation import CONFIGS, Conversation

from dialog.effects import Pauses
from dialog.gazetteer import Place
from dialog.load import ConfigError, load
from dialog.schema import Confirm, Flows, Ladders, Risk, Rung

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
    return [f"{p.file.name}:{p.line}: {p.path}: {p.message}{f'; {p.how}' if p.how else ''}" for p in caught.value.problems]


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
    assert intent.slots[0].confirm is Confirm.UNSURE
    assert flows.version
    assert {"Sudah lunas.", "Berapa nomor pelatnya?", flows.prompts.greeting, *flows.prompts.unclear} <= set(flows.fixed)
    assert not any("{{" in sentence for sentence in flows.fixed)


def test_the_shipped_configuration_is_good() -> None:
    assert {"status_ktp", "ktp_hilang", "lapor"} <= set(load(CONFIGS).intents)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    source:", "    sauce:", "samsat.yaml:20: intents.pajak.sauce: unknown key; did you mean source?"),
        ("owner:", "zzz:", "samsat.yaml:3: zzz: unknown key; known here are facts"),
        ("        ask:", "        aks:", "samsat.yaml:12: intents.pajak.slots.pelat.aks: unknown key; did you mean ask?"),
        ('        ask: "Berapa nomor pelatnya?"\n', "", "samsat.yaml:10: intents.pajak.slots.pelat.ask: is missing"),
        ("type: text", "type: teks", "samsat.yaml:10: intents.pajak.slots.pelat.type: 'teks' is not one of "),
        ("type: text", "type: choice", "samsat.yaml:10: intents.pajak.slots.pelat.choices: a choice needs at least two"),
        ("label: Pelat", "min: 9\n        max: 4", "samsat.yaml:11: intents.pajak.slots.pelat.min: is more than max"),
        ("label: Pelat", "max: banyak", "samsat.yaml:11: intents.pajak.slots.pelat.max: expected a whole number from 1 to 32"),
        (
            "label: Pelat",
            "confirm: barangkali",
            "intents.pajak.slots.pelat.confirm: 'barangkali' is not one of always, ",
        ),
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
        ("{{ pelat }}", "{{ plat }}", "samsat.yaml:13: intents.pajak.summary: unknown name plat; known here are "),
        ("{{ jumlah }}", "{{ jml }}", "samsat.yaml:19: intents.pajak.answer[1].say: unknown name jml; known here are "),
        ("jumlah == '0'", "jml == '0'", "samsat.yaml:17: intents.pajak.answer[0].when: unknown name jml; known here are "),
        ("{{ jumlah }}", "{{ jumlah | rupia }}", "samsat.yaml:19: intents.pajak.answer[1].say: template: no filter named 'rupia'"),
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
    assert any(expected in p for p in found), found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Sapa", 'title: "Sapa', "YAML: not valid: "),
        ("normal: {act: 0.75,", "normal: {act: banyak,", "thresholds.normal.act: 'banyak' is not a number"),
        ("normal: {act: 0.75,", "normal: {act: 0.1,", "thresholds.normal.confirm: expected 0 <= hand_over <= confirm <= act <= 1"),
        ("normal: {act: 0.75,", "normal: {act: nan,", "thresholds.normal.confirm: expected 0 <= hand_over <= confirm <= act <= 1"),
        ("normal: {act: 0.75,", "normal: {acct: 0.5,", "thresholds.normal.acct: unknown key; did you mean act?"),
        ("  goodbye:", "  goodby:", "prompts.goodby: unknown key; did you mean goodbye?"),
        ("  goodbye:", "  goodby:", "prompts.goodbye: is missing"),
        ("title: Sapa", "title: Sapa\nqueue: Loket 1", "queue: 'Loket 1' cannot be the name of a queue"),
        ("title: Sapa", "title: Sapa\nlanguages: {jawa: {queue: jawa, phrases: [jawa]}}", "languages.jawa.phrases[0]: 'jawa' is in many"),
        ("title: Sapa", "title: Sapa\nlanguages: {jawa: {phrases: [boso jowo]}}", "languages.jawa.queue: is missing"),
        ("title: Sapa", "title: Sapa\nmenu: [pajak, paspor]", "menu[1]: no intent 'paspor'; known are pajak"),
        ("title: Sapa", "title: Sapa\nrepair: {no_match: [reask, jump]}", "repair.no_match[1]: 'jump' is not one of reask, example"),
        ("title: Sapa", f"title: Sapa\nrepair: {{no_match: [{', '.join(['reask'] * 7)}]}}", "repair.no_match: has 7 steps; at most 6"),
        ("title: Sapa", "title: Sapa\nalarms: {a: {reason: api, phrases: [x], say: y}}", "alarms.a.reason: 'api' is not one of emergency"),
        (
            "title: Sapa",
            "title: Sapa\nalarms: {a: {reason: distress, phrases: [x], say: y, number: satu}}",
            "alarms.a.number: 'satu' is no number that can be dialled",
        ),
        ("title: Sapa", "title: Sapa\nfacts: {items: {value: x}}", "facts.items: 'items' cannot be a name"),
        (
            "title: Sapa",
            "title: Sapa\nfacts: {a: {value: x, valid_from: 2027-01-01, valid_until: 2026-01-01}}",
            "facts.a.valid_until: is before valid_from",
        ),
        ("title: Sapa", "title: Sapa\nbersama: {a: 'halo {{ b }}'}", "bersama.a: must be a sentence without {{ }}"),
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
    assert problems(folder) == ["samsat.yaml:6: intents.pajak: already defined in service lama; rename one"]


def test_all_problems_are_told_at_once(folder: Path) -> None:
    found = problems(folder, changed("type: text", "type: tekst").replace("{{ jumlah }}", "{{ jml }}"), ("{{ judul }}", "{{ titel }}"))
    assert {p.split(": ")[1] for p in found} >= {"intents.pajak.slots.pelat.type", "intents.pajak.answer[1].say", "prompts.confirm_intent"}


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


def test_a_slot_takes_what_it_leaves_out_from_its_kind(folder: Path) -> None:
    slot = good(folder, changed("type: text", "type: nik")).intents["pajak"].slots[0]
    assert (slot.confirm, slot.length, slot.pauses) == (Confirm.ALWAYS, (16, 16), Pauses(180, 1300, 2500))


def test_everything_a_slot_may_say(folder: Path) -> None:
    extra = """type: ticket
        confirm: false
        prefixes: [adu]
        example: "Misalnya, A D U satu."
        keypad: "Ketik nomornya."
        repair: {no_match: [keypad, offer], default: offer}"""
    slot = good(folder, changed("type: text", extra)).intents["pajak"].slots[0]
    assert (slot.confirm, slot.prefixes, slot.keypad) == (Confirm.NEVER, ("ADU",), "Ketik nomornya.")
    assert slot.ladders == Ladders((Rung.KEYPAD, Rung.OFFER), default=Rung.OFFER)


def test_facts_are_spoken_and_known_to_their_answer(folder: Path) -> None:
    facts = "facts:\n  biaya: {value: sepuluh ribu rupiah, source: Perda 1, valid_until: 2027-01-01}\nintents:"
    service = changed("intents:", facts).replace("Sudah lunas.", "Biayanya {{ fakta.biaya }}.")
    flows = good(folder, service)
    assert flows.intents["pajak"].answers[0].facts == {"biaya"}
    assert flows.facts["biaya"].owner == "bapenda"
    assert "Biayanya sepuluh ribu rupiah." in flows.fixed
    assert flows.spoken["fakta"] == {"biaya": "sepuluh ribu rupiah"}


def test_shared_sentences_are_put_in_at_once(folder: Path) -> None:
    top = folder / "hotline.yaml"
    top.write_text(top.read_text(encoding="utf-8") + 'bersama: {gratis: "Gratis."}\n', encoding="utf-8")
    assert "Sudah lunas. Gratis." in good(folder, changed("Sudah lunas.", "Sudah lunas. {{ bersama.gratis }}")).fixed


def test_risk_secrecy_deadline_and_a_person(folder: Path) -> None:
    service = changed("    lookup:", "    risk: high\n    confidential: ya\n    deadline_ms: 900\n    lookup:")
    intent = good(folder, service.replace("Sudah lunas.", 'Sudah lunas."\n        then: "person')).intents["pajak"]
    assert (intent.risk, intent.confidential, intent.deadline_ms) == (Risk.HIGH, True, 900)
    assert [a.person for a in intent.answers] == [True, False]


def test_leading_zeros_and_what_looks_like_a_number_stay_text(folder: Path) -> None:
    flows = good(folder, changed("type: text", "type: choice\n        choices: {0123: [007], yes: [12:30], 1_000: []}"))
    assert flows.intents["pajak"].slots[0].choices == {"0123": ("007",), "yes": ("12:30",), "1_000": ()}


def test_gazetteers(folder: Path) -> None:
    (folder / "gazetteers").mkdir()
    places = "kota: {Sukamaju: {jalan: [Asia Afrika], kecamatan: {Mekar: {kelurahan: [Melati], jalan: {Merdeka: [Mardika]}}}}}\n"
    (folder / "gazetteers" / "sukamaju.yaml").write_text(places, encoding="utf-8")
    gazetteer = good(folder, changed("type: text", "type: text\n        gazetteer: sukamaju")).intents["pajak"].slots[0].gazetteer
    assert gazetteer is not None
    assert Place("Merdeka", "jalan", "Mekar", ("Mardika",)) in gazetteer.places
    assert problems(folder, changed("type: text", "type: text\n        gazetteer: sukamju"))[0].endswith("known are sukamaju")


def test_a_city_is_laid_over_the_base(folder: Path) -> None:
    city = folder / "cities" / "mekarjaya"
    (city / "services").mkdir(parents=True)
    (city / "hotline.yaml").write_text("title: Mekarjaya\nprompts: {greeting: Halo.}\n", encoding="utf-8")
    (city / "services" / "samsat.yaml").write_text(
        "intents: {pajak: {summary: null, slots: {pelat: {ask: Pelatnya?}}, examples: [a b, c d, e f, g h, pajak i]}}\n", encoding="utf-8"
    )
    base, over = good(folder), load(folder, "mekarjaya")
    assert (over.title, over.prompts.greeting, over.prompts.goodbye) == ("Mekarjaya", "Halo.", base.prompts.goodbye)
    intent = over.intents["pajak"]
    assert (intent.summary, intent.slots[0].ask, intent.slots[0].label, len(intent.examples)) == (None, "Pelatnya?", "Pelat", 5)
    assert base.version != over.version
    with pytest.raises(ConfigError, match="known are mekarjaya"):
        load(folder, "mekarjay")


def test_a_city_takes_intents_away_and_has_services_of_its_own(folder: Path) -> None:
    (folder / "services" / "lain.yaml").write_text(SERVICE.replace("pajak:", "lain:", 1).replace("service: samsat", ""), encoding="utf-8")
    city = folder / "cities" / "x" / "services"
    city.mkdir(parents=True)
    (city / "samsat.yaml").write_text(
        "intents: {pajak: null, baru: {title: b, examples: [a, b, c, d, e], answer: Ya.}}\n", encoding="utf-8"
    )
    (city / "kota.yaml").write_text("intents: {khas: {title: b, examples: [a, b, c, d, e], answer: Ya.}}\n", encoding="utf-8")
    good(folder)
    assert set(load(folder, "x").intents) == {"lain", "baru", "khas"}


def test_problems_of_a_city_are_told_in_its_file(folder: Path) -> None:
    city = folder / "cities" / "x"
    city.mkdir(parents=True)
    (city / "hotline.yaml").write_text("titel: x\n", encoding="utf-8")
    good(folder)
    with pytest.raises(ConfigError) as caught:
        load(folder, "x")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.how) == (city / "hotline.yaml", 1, "did you mean title?")


def test_includes_lie_under_what_includes_them(folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "a.yaml").write_text("include: b.yaml\nfacts: {x: {value: satu}}\n", encoding="utf-8")
    (folder / "shared" / "b.yaml").write_text("facts: {x: {value: nol}, y: {value: dua}}\nowner: umum\n", encoding="utf-8")
    flows = good(folder, "include: [../shared/a.yaml]\n" + SERVICE)
    assert {name: fact.value for name, fact in flows.facts.items()} == {"x": "satu", "y": "dua"}
    assert flows.facts["x"].owner == "bapenda"
    (folder / "services" / "juga.yaml").write_text("include: ../shared/a.yaml\n" + SERVICE.replace("pajak:", "juga:", 1), encoding="utf-8")
    assert set(load(folder).facts) == {"x", "y"}


def test_the_version_is_that_of_the_content(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    version = good(folder).version
    copy = tmp_path_factory.mktemp("copy") / "c"
    shutil.copytree(folder, copy)
    assert load(copy).version == version
    assert good(folder, SERVICE + "# a remark\n").version != version


def test_the_queue_of_a_wish_is_its_own_or_its_services(folder: Path) -> None:
    top = folder / "hotline.yaml"
    languages = "\nqueue: umum\nlanguages: {jawa: {queue: jawa, phrases: [Boso jowo, bisa bahasa jawa]}}\n"
    top.write_text(top.read_text(encoding="utf-8") + languages, encoding="utf-8")
    service = SERVICE.replace("owner: bapenda\n", "owner: bapenda\nqueue: pajak\n")
    limit = "limits:\n  hapus:\n    title: menghapus denda\n    examples: [hapus denda, a b, c d, e f, g h]\n    say: Tidak bisa.\n"
    flows = good(folder, f"{service}{limit}    queue: keringanan\n")
    assert {name: intent.queue for name, intent in flows.intents.items()} == {"pajak": "pajak", "hapus": "keringanan"}
    assert flows.queue == "umum"
    assert flows.languages["jawa"].phrases == ("boso jowo", "bisa bahasa jawa")
