"""`ivr tune` on real examples, files and journals."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from dialog.effects import Effect
from dialog.events import CallStarted, Event, Heard, HungUp, Hypothesis, Key
from dialog.journal_codec import encode
from dialog.manager import start, step
from dialog.risk_coverage import Judged
from dialog.scenario.load import load_scenarios
from dialog.scenario.run import run_all
from dialog.schema import Bands, Flows, Risk
from ivr.records.models import JournalRow
from ivr.records.store import Records
from ivr.settings import ROOT, Settings
from ivr.tune import Sources, report
from ivr.tune_calls import confirmed, expected, journalled
from ivr.tune_data import LabelsError, cross_validated, judged, read_labels
from ivr.tune_report import tune, yaml

SURE = {risk: Bands(act=0.02, confirm=0.01, gap=0.0) for risk in Risk}
ASKING = {risk: Bands(act=1.0, confirm=0.01, gap=0.0) for risk in Risk}


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    async with Records(str(tmp_path / "records.db")) as opened:
        yield opened


def rows(flows: Flows, does: Iterable[str | Key]) -> list[dict[str, object]]:
    """A call's journal: the caller says or presses this, then hangs up."""
    state, entries = start(), list[Event | Effect]()
    for what in (CallStarted("2026-11-24T10:00:00+07:00"), *does, HungUp()):
        event = Heard(state.turn, (Hypothesis(what, 0.8),)) if isinstance(what, str) else what
        state, effects = step(flows, state, event)
        entries += (event, *effects)
    return [{"type": "note.config", "version": flows.version}, *(encode(entry) for entry in entries)]


def meant(flows: Flows, does: Iterable[str | Key]) -> list[tuple[str, str]]:
    return [(one.text, one.intent) for one in confirmed(flows, rows(flows, does))]


async def keep(records: Records, call_id: str, entries: Iterable[dict[str, object]]) -> None:
    await records.begin_call(call_id)
    await records.append([JournalRow(call_id=call_id, number=n, at_ms=n, payload=row) for n, row in enumerate(entries)])


def test_a_wish_is_what_the_caller_said_yes_to(flows: Flows) -> None:
    asking = replace(flows, bands=ASKING)
    said = "ktp saya sudah jadi belum"
    assert meant(asking, [said, "ya betul"]) == meant(asking, [said, Key("1")]) == [(said, "status_ktp")]
    assert meant(asking, [said]) == meant(asking, [said, "bukan"]) == meant(asking, [said, "petugas"]) == []


def test_what_was_misunderstood_first_belongs_to_the_wish_confirmed_in_the_end(flows: Flows) -> None:
    asking = replace(flows, bands=ASKING)
    says = ["ktp saya sudah jadi belum", "bukan", "jalan depan rumah saya rusak parah", "iya"]
    assert meant(asking, says) == [(says[0], "lapor"), (says[2], "lapor")]


def test_of_two_the_one_that_was_picked_is_meant(flows: Flows) -> None:
    torn = replace(flows, bands={risk: Bands(act=1.0, confirm=0.0, gap=1.0) for risk in Risk})
    said = "ktp saya sudah jadi belum"
    first, second = (guess.intent for guess in flows.understander.understand(said)[:2])
    assert meant(torn, [said, Key("1")]) == [(said, first)]
    assert meant(torn, [said, "yang kedua"]) == [(said, second)]


SCENARIO = """
title: dua keinginan
steps:
  - say: ktp saya sudah jadi belum
    misheard_as: ktp saya sudah jari belum
    asr_confidence: 0.6
    expect: {intent: status_ktp}
  - say: tiga dua tujuh tiga
expect: {intent: status_ktp}
"""


def test_scenarios_say_what_is_meant_and_how_it_was_heard(flows: Flows, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(SCENARIO, encoding="utf-8")
    (one,) = expected(flows, run_all(flows, load_scenarios([tmp_path / "s.yaml"])))
    assert (one.text, one.confidence, one.intent) == ("ktp saya sudah jari belum", 0.6, "status_ktp")


async def test_journals_are_read_with_the_configuration_that_the_call_had(flows: Flows, records: Records) -> None:
    old = replace(flows, bands=ASKING, version="lama")
    await keep(records, "a", rows(old, ["ktp saya sudah jadi belum", "ya"]))
    await keep(records, "b", rows(replace(old, version="hilang"), ["ktp saya sudah jadi belum", "ya"]))
    await keep(records, "c", [{"type": "Heard", "confidential": True}])
    await keep(records, "d", rows(replace(flows, bands=SURE, version="lama"), ["ktp saya sudah jadi belum"]))
    found, skipped = await journalled(records, lambda name: old if name == "lama" else None)
    assert [(one.text, one.confidence, one.intent) for one in found] == [("ktp saya sudah jadi belum", 0.8, "status_ktp")]
    assert sorted(skipped.values()) == [1, 1, 1]


def test_examples_are_understood_from_the_others_only() -> None:
    examples = {
        "ktp": ["cetak ktp", "bikin ktp", "ktp baru", "urus ktp"],
        "jalan": ["jalan rusak", "jalan bolong", "jalan amblas"],
        "x": ["sekali"],
    }
    found = cross_validated(examples)
    assert len(found) == 8
    assert sum(one.right for one in found) >= 6
    assert not next(one for one in found if one.meant == "x").right


def test_hearing_counts_in_the_confidence(flows: Flows, tmp_path: Path) -> None:
    path = tmp_path / "labels.tsv"
    path.write_text(
        "# judul\nktp saya sudah jadi belum\t1.0\tstatus_ktp\nktp saya sudah jadi belum\t0.5\tstatus_ktp\nhalo\t0.9\t\n", encoding="utf-8"
    )
    clear, unclear, outside = judged(flows.understander, read_labels(path, flows.intents))
    assert clear.right
    assert unclear.right
    assert clear.confidence > unclear.confidence
    assert (outside.meant, outside.right) == ("", False)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("halo", "columns"),
        ("halo\tbanyak\tstatus_ktp", "confidence"),
        ("halo\t1.5\t", "confidence"),
        ("halo\tnan\t", "confidence"),
        ("halo\t1\tsim", "'sim'"),
    ],
)
def test_a_wrong_label_is_told_with_its_line_and_not_what_was_said(line: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "labels.tsv"
    path.write_text(f"baik\t1\tstatus_ktp\n{line}\n", encoding="utf-8")
    with pytest.raises(LabelsError, match=why) as error:
        read_labels(path, ["status_ktp"])
    assert "labels.tsv:2" in str(error.value)
    assert "halo" not in str(error.value)


def test_a_missing_labels_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match="cannot be read"):
        read_labels(tmp_path / "none.tsv", [])


def test_what_is_proposed_can_be_pasted() -> None:
    tuned = tune([Judged("a", "a", 0.9)] * 60, {risk: Bands() for risk in Risk})
    assert yaml(tuned).splitlines()[:2] == ["thresholds:", "  low: {act: 0.9, confirm: 0.9, gap: 0, fill: 0.45}"]


async def told(settings: Settings, sources: Sources, **more: object) -> tuple[int, str]:
    console = Console(width=200, record=True)
    how: dict[str, object] = {"target": None, "as_json": False, "png": None, **more}
    status = await report(settings, sources, console, **how)  # type: ignore[arg-type]
    return status, console.export_text()


async def test_the_shipped_configuration_is_tuned_and_left_alone(tmp_path: Path) -> None:
    settings = Settings(dialog=ROOT / "configs", records=str(tmp_path / "none.db"))
    before, picture = (settings.dialog / "hotline.yaml").read_bytes(), tmp_path / "curve.png"
    status, text = await told(settings, Sources(examples=True, journal=True, scenarios=True), png=picture)
    assert status == 0
    assert "thresholds:\n  low: {act: " in text
    assert "BELUM TERBUKTI" in text  # so few examples cannot show half a percent
    assert "tidak ada ucapan di luar layanan" in text
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert (settings.dialog / "hotline.yaml").read_bytes() == before


async def test_too_few_data_are_told_and_none_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings, path = Settings(dialog=ROOT / "tests" / "data" / "hotline", records=str(tmp_path / "none.db")), tmp_path / "labels.tsv"
    assert await told(settings, Sources(journal=True)) == (1, "0 ucapan, 0 di antaranya di luar layanan; galat kalibrasi 0.000\n")
    path.write_text("ktp saya sudah jadi belum\t1\tstatus_ktp\n", encoding="utf-8")
    status, text = await told(settings, Sources(labels=(path,)))
    assert status == 0
    assert "DATA TERLALU SEDIKIT" in text
    capsys.readouterr()
    await told(settings, Sources(labels=(path,)), as_json=True, target=0.1)
    row = json.loads(capsys.readouterr().out)
    assert (row["n"], row["proposed"]["high"]["target"], row["proposed"]["high"]["enough"]) == (1, 0.1, False)
