"""Scenarios through the dialog: what holds, what does not, and how it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialog.scenario.load import load_scenarios
from dialog.scenario.report import conversation
from dialog.scenario.run import Result, run
from dialog.schema import Flows

KTP = 'lookups: {kependudukan.status_ktp: {nama: Sari, status: siap, kantor: Coblong, perkiraan: ""}}\n'
NIK = '"3273014107900001"'


def held(flows: Flows, folder: Path, steps: str, more: str = "") -> Result:
    path = folder / "caller.yaml"
    path.write_text(f"{KTP}{more}steps:\n{steps}", encoding="utf-8")
    (scenario,) = load_scenarios([path])
    return run(flows, scenario)


def wrong(result: Result) -> list[tuple[str, str]]:
    misses = [miss for turn in result.turns for miss in turn.misses] + list(result.misses)
    return [(miss.expected, miss.actual) for miss in misses]


ALL_IS_WELL = f"""\
  - {{say: cek status ktp, expect: {{prompt: [NIK, /sebutkan .* nik/], not_prompt: petugas, intent: status_ktp, asks: nik, action: none}}}}
  - {{press: {NIK}, expect: {{asks: ya_tidak, slow: false}}}}
  - {{say: iya, expect: {{action: {{lookup: kependudukan.status_ktp, with: {{nik: {NIK}}}}}, prompt: siap diambil}}}}
  - {{say: "tidak, terima kasih", expect: {{action: {{end: answered}}, asks: tidak_ada}}}}
"""


def test_a_call_that_goes_as_it_should(flows: Flows, tmp_path: Path) -> None:
    result = held(flows, tmp_path, ALL_IS_WELL, "expect: {outcome: answered, heard: [NIK, Sari], never: [transfer, belum jelas]}\n")
    assert wrong(result) == []
    assert result.ok
    assert (result.outcome, result.intent, result.slots) == ("answered", "status_ktp", {"nik": "3273014107900001"})


@pytest.mark.parametrize(
    ("expect", "expected", "actual"),
    [
        ("prompt: alamat", "mengucapkan 'alamat'", "Sebutkan atau tekan"),
        ("prompt: /^NIK/", "mengucapkan '/^NIK/'", "Sebutkan atau tekan"),
        ("not_prompt: enam belas", "tidak mengucapkan 'enam belas'", "Sebutkan atau tekan"),
        ("intent: lapor", "keperluan lapor", "keperluan status_ktp"),
        ("asks: apa", "menanyakan apa", "menanyakan nik"),
        ("slots: {nik: '1'}", "nik = 1", "nik = (kosong)"),
        ("action: transfer", "transfer", "tidak memerintahkan apa pun"),
        ("slow: true", "berbicara pelan", "berbicara biasa"),
    ],
)
def test_what_does_not_hold_after_a_step_is_told_with_both_sides(
    flows: Flows, tmp_path: Path, expect: str, expected: str, actual: str
) -> None:
    result = held(flows, tmp_path, f"  - {{say: cek status ktp, expect: {{{expect}}}}}\n  - hang_up\n")
    ((left, right),) = wrong(result)
    assert left == expected
    assert actual in right
    assert len(result.turns) == 2, "it stops at the turn that is wrong"


@pytest.mark.parametrize(
    ("expect", "expected"),
    [
        ("outcome: ticket", "panggilan berakhir ticket"),
        ("intent: lapor", "keperluan lapor"),
        ("slots: {nik: '1'}", "nik = 1"),
        ("heard: [Sari, NIK]", "mengucapkan 'NIK' (menurut urutan)"),
        ("never: [siap diambil]", "tidak pernah mengucapkan 'siap diambil'"),
        ("never: [lookup]", "tidak pernah lookup"),
        ("never: [end]", "tidak pernah end"),
    ],
)
def test_what_does_not_hold_at_the_end(flows: Flows, tmp_path: Path, expect: str, expected: str) -> None:
    steps = f"  - say: cek status ktp\n  - press: {NIK}\n  - say: iya\n  - say: selesai\n"
    assert expected in [left for left, _ in wrong(held(flows, tmp_path, steps, f"expect: {{{expect}}}\n"))]


def test_what_the_recogniser_made_of_it_is_what_the_dialog_hears(flows: Flows, tmp_path: Path) -> None:
    clear = "  - {say: cek status ktp, misheard_as: mau lapor jalan rusak, expect: {intent: lapor}}\n"
    assert held(flows, tmp_path, clear).ok
    unsure = "  - {say: cek status ktp, misheard_as: zzz qqq, asr_confidence: 0.5, hypotheses: {cek status ktp: 0.4}}\n"
    assert held(flows, tmp_path, unsure).intent == "status_ktp"
    doubtful = "  - {say: cek status ktp, asr_confidence: 0.01, expect: {action: none, asks: keperluan}}\n"
    assert held(flows, tmp_path, doubtful).ok


def test_the_best_hypothesis_comes_first_wherever_it_is_written(flows: Flows, tmp_path: Path) -> None:
    steps = "  - {say: zzz qqq, asr_confidence: 0.1, hypotheses: {mau lapor jalan rusak: 0.9}, expect: {intent: lapor}}\n"
    assert held(flows, tmp_path, steps).ok


def test_silence_counts_from_the_time_that_the_question_allows(flows: Flows, tmp_path: Path) -> None:
    assert not held(flows, tmp_path, "  - silence: 2\n").turns[1].moments
    for long in ("silence: 100", "silence"):
        assert held(flows, tmp_path, f"  - {long}\n").turns[1].moments


def test_keys_that_end_too_early_are_waited_for(flows: Flows, tmp_path: Path) -> None:
    paused = '  - say: cek status ktp\n  - {press: "3273", expect: {prompt: 3273, asks: nik}}\n'
    assert held(flows, tmp_path, paused).ok
    at_once = '  - say: cek status ktp\n  - press: "3273"\n  - {press: "014107900001", expect: {asks: ya_tidak}}\n'
    result = held(flows, tmp_path, at_once)
    assert result.ok
    assert not any("3273" in text for moment in result.turns[2].moments for text in moment.said)


def test_lookups_are_answered_one_after_the_other_and_the_last_one_stays(flows: Flows, tmp_path: Path) -> None:
    lookups = "pengaduan.lapor: [{failed: timeout}, {tiket: ADU-1}]"
    path = tmp_path / "caller.yaml"
    story = "  - say: mau lapor jalan rusak\n  - say: berlubang\n  - say: jalan merdeka\n  - say: sejak kemarin\n  - say: iya\n"
    path.write_text(f"lookups: {{{lookups}}}\nsteps:\n{story}  - say: tidak\n{story}{story}", encoding="utf-8")
    (scenario,) = load_scenarios([path])
    result = run(flows, scenario)
    said = [text for moment in result.moments for text in moment.said]
    assert sum("tidak dapat dihubungi" in text for text in said) == 1
    assert sum("ADU-1" in text for text in said) == 2


def test_a_lookup_that_the_scenario_does_not_know_is_a_failure(flows: Flows, tmp_path: Path) -> None:
    path = tmp_path / "caller.yaml"
    path.write_text(f"steps:\n  - say: cek status ktp\n  - press: {NIK}\n  - say: iya\n", encoding="utf-8")
    (scenario,) = load_scenarios([path])
    assert wrong(run(flows, scenario)) == [("`lookups` menyebut jawaban kependudukan.status_ktp", "tidak disebut di skenario")]


def test_with_a_person_two_people_talk(flows: Flows, tmp_path: Path) -> None:
    talk = "  - say: petugas\n  - wait_transfer\n  - say: cek status ktp\n  - silence\n  - hang_up\n"
    result = held(flows, tmp_path, talk, "expect: {outcome: transferred}\n")
    assert result.ok
    assert result.intent == ""


def test_without_agents_the_call_goes_on(flows: Flows, tmp_path: Path) -> None:
    back = "  - say: petugas\n  - {no_agent: , expect: {prompt: menerima, asks: pilihan}}\n  - say: telepon kembali\n"
    back += "  - press: 081234567890#\n  - say: besok\n"
    stored = "  - {press: '1', expect: {action: {lookup: sapa.callback, with: {contact: '081234567890'}}}}\n"
    assert wrong(held(flows, tmp_path, back + stored, "expect: {outcome: callback}\n")) == []


@pytest.mark.parametrize(
    ("steps", "actual"),
    [
        ("  - say: selesai\n  - say: halo\n", "sudah berakhir"),
        ("  - say: petugas\n  - say: halo\n", "sudah disambungkan"),
        ("  - no_agent\n", "tidak sedang disambungkan"),
        ("  - wait_transfer\n", "tidak disambungkan"),
    ],
)
def test_a_step_that_cannot_be_done_is_a_failure(flows: Flows, tmp_path: Path, steps: str, actual: str) -> None:
    assert [right for _, right in wrong(held(flows, tmp_path, steps))] == [actual]


def test_who_hangs_up_gets_no_answer(flows: Flows, tmp_path: Path) -> None:
    assert held(flows, tmp_path, "  - say: cek status ktp\n  - hang_up\n", "expect: {outcome: abandoned}\n").ok


def test_the_conversation_is_shown_up_to_where_it_went_wrong(flows: Flows, tmp_path: Path) -> None:
    steps = (
        f"  - {{say: cek status ktp, misheard_as: status ktp}}\n  - press: {NIK}\n  - {{say: iya, expect: {{asks: nik}}}}\n  - silence\n"
    )
    lines = [str(entry) for entry in conversation(held(flows, tmp_path, steps))]
    assert lines[3] == "  Penelepon cek status ktp (terdengar 'status ktp')"
    assert lines[5] == "  Penelepon [3273014107900001]"
    assert "  Sistem    nama: Sari, status: siap, kantor: Coblong, perkiraan: ".rstrip() in lines
    assert lines[-2:] == ["-           menanyakan nik", "+           menanyakan keperluan"]


def test_the_same_scenario_gives_the_same_conversation(flows: Flows, tmp_path: Path) -> None:
    assert held(flows, tmp_path, ALL_IS_WELL) == held(flows, tmp_path, ALL_IS_WELL)
