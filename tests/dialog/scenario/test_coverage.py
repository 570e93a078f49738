"""What conversations have touched of a configuration."""

from __future__ import annotations

from pathlib import Path

from dialog.scenario.coverage import AREAS, Coverage, coverage
from dialog.scenario.load import load_scenarios
from dialog.scenario.run import run
from dialog.schema import Flows


def covered(flows: Flows, folder: Path, steps: str, lookups: str = "") -> Coverage:
    path = folder / "caller.yaml"
    path.write_text(f"lookups: {{{lookups}}}\nsteps:\n{steps}", encoding="utf-8")
    return coverage(flows, [moment for scenario in load_scenarios([path]) for moment in run(flows, scenario).moments])


def test_nothing_touches_nothing(flows: Flows) -> None:
    nothing = coverage(flows, [])
    assert all(nothing.share(area) == (0.0 if nothing.wanted[area] else 1.0) for area in AREAS)
    assert nothing.missing("keperluan") == sorted(flows.intents)


def test_a_wish_its_slots_and_the_answer_that_was_given(flows: Flows, tmp_path: Path) -> None:
    steps = '  - say: cek status ktp\n  - press: "3273014107900001"\n  - say: iya\n'
    found = covered(flows, tmp_path, steps, 'kependudukan.status_ktp: {nama: S, status: proses, kantor: K, perkiraan: "2027-01-01"}')
    assert found.met["keperluan"] == {"status_ktp"}
    assert found.met["isian"] == {"status_ktp.nik"}
    assert found.met["jenis isian"] == {"nik"}
    assert found.met["jawaban"] == {"status_ktp[2]"}


def test_a_question_in_between_is_a_wish_that_was_met(flows: Flows, tmp_path: Path) -> None:
    found = covered(flows, tmp_path, "  - say: cek status ktp\n  - say: jam buka kantor sampai kapan\n")
    assert {"jam_buka", "status_ktp"} <= found.met["keperluan"]
    assert "jam_buka[1]" in found.met["jawaban"]


def test_only_a_wish_that_was_agreed_counts(flows: Flows, tmp_path: Path) -> None:
    found = covered(flows, tmp_path, "  - {say: cek status ktp, asr_confidence: 0.1}\n")
    assert found.met["keperluan"] == set()


def test_rungs_by_question_and_by_what_went_wrong(flows: Flows, tmp_path: Path) -> None:
    found = covered(flows, tmp_path, "  - silence\n  - say: cek status ktp\n  - noise\n  - noise\n  - silence\n")
    assert found.met["tangga"] >= {"keperluan: diam → reask", "status_ktp.nik: tidak dimengerti → reask", "status_ktp.nik: diam → reask"}
    assert "status_ktp.nik: tidak dimengerti → person" not in found.met["tangga"]
    assert found.met["tangga"] <= found.wanted["tangga"]


def test_commands_by_voice_and_by_key(flows: Flows, tmp_path: Path) -> None:
    assert covered(flows, tmp_path, '  - say: ulangi\n  - press: "0"\n').met["perintah"] == {"ulangi", "petugas"}
