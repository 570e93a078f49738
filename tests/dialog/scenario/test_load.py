"""Scenario files: errors with their place, and what a good one becomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialog.scenario.load import ScenarioError, load_scenarios
from dialog.scenario.schema import NOW, Action, Expected, Line, Reply, Scenario, Step, StepExpected


def written(folder: Path, text: str) -> Path:
    path = folder / "caller.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, text: str) -> Scenario:
    (scenario,) = load_scenarios([written(folder, text)])
    return scenario


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("", "1:1", "names and values"),
        ("title: a\n", "1:1", "needs `steps`"),
        ("steps: say\n", "1:8", "needs `steps`"),
        ("title: a\nstep: []\n", "2:1", "unknown key"),
        ("steps:\n  - say: ya\n    press: '1'\n", "2:5", "one thing"),
        ("steps:\n  - shout: ya\n", "2:5", "unknown key"),
        ("steps:\n  - hang_out\n", "2:5", "names and values"),
        ("steps:\n  - say: ' '\n", "2:10", "needs words"),
        ("steps:\n  - say: [a]\n", "2:10", "one text"),
        ("steps:\n  - say: <jeda 1> ya\n", "2:10", "between words"),
        ("steps:\n  - label: a\n", "2:5", "one thing"),
        ("steps:\n  - {say: ya, after: 2}\n", "2:22", "`after` is for an `interrupt`"),
        ("steps:\n  - {interrupt: ya, after: 0}\n", "2:28", "more than 0"),
        ("steps:\n  - {press: '1', misheard_as: a}\n", "2:31", "for what is spoken"),
        ("steps:\n  - {say: ya, asr_confidence: 1.5}\n", "2:31", "0 to 1"),
        ("steps:\n  - {say: ya, hypotheses: {tidak: banyak}}\n", "2:35", "not a number"),
        ("steps:\n  - {say: ya, expect: {prompts: a}}\n", "2:24", "did you mean prompt?"),
        ("steps:\n  - {say: ya, expect: {prompt: /(/}}\n", "2:32", "regular expression"),
        ("steps:\n  - {say: ya, expect: {action: sing}}\n", "2:32", "not one of"),
        ("steps:\n  - {say: ya, expect: {action: {transfer: bored}}}\n", "2:43", "not one of"),
        ("steps:\n  - {say: ya, expect: {action: {number: '1'}}}\n", "2:32", "one thing"),
        ("steps:\n  - {say: ya, expect: {slow: maybe}}\n", "2:30", "true or false"),
        ("steps: []\nline: {lost_percent: 51}\n", "2:22", "0 to 50"),
        ("steps:\n  - silence: long\n", "2:14", "a number"),
        ("steps:\n  - silence: 0\n", "2:14", "more than 0"),
        ("steps:\n  - silence: 121\n", "2:14", "at most 120"),
        ("steps:\n  - silence: nan\n", "2:14", "finite"),
        ("steps:\n  - press: 12a\n", "2:12", "keys are"),
        ("steps:\n  - press: ''\n", "2:12", "keys are"),
        ("steps:\n  - hang_up: now\n", "2:14", "needs no value"),
        ("steps:\n  - wav: none.wav\n", "2:10", "does not exist"),
        ("steps: []\nline:\n  codec: gsm\n", "3:10", "alaw, ulaw"),
        ("steps: []\nline: {snr_db: loud}\n", "2:16", "a number"),
        ("steps: []\nexpect:\n  outcome: happy\n", "3:12", "not one of"),
        ("steps: []\nexpect:\n  heard: {a: b}\n", "3:10", "list"),
        ("steps: []\nexpect:\n  slots: nik\n", "3:10", "names and values"),
        ("steps: []\nnow: besok\n", "2:6", "not a moment"),
        ("steps: []\nnow: 2026-11-24T10:00:00\n", "2:6", "not a moment"),
        ("steps: []\nlookups:\n  a.b: {failed: broken}\n", "3:17", "expected one of"),
        ("steps: []\nlookups: {a.b: []}\n", "2:16", "at least one answer"),
        ("scenarios: []\nsteps: []\n", "2:8", "into one of the scenarios"),
        ("scenarios: a\n", "1:12", "list of scenarios"),
        ("scenarios:\n  - title: a\n", "2:5", "needs `steps`"),
        ("steps: []\ntitle: a\ntitle: b\n", "3:1", "twice"),
        ("steps: []\ntitle: 'open\n", "3:1", "not valid"),
    ],
)
def test_errors_name_their_place(tmp_path: Path, text: str, place: str, what: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ScenarioError) as caught:
        load_scenarios([path])
    first = str(caught.value).splitlines()[0]
    assert first.startswith(f"{path}:{place}: ")
    assert what in first


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "bytes.yaml").write_bytes(b"title: \xff\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenarios([tmp_path / "none.yaml", tmp_path / "bytes.yaml", written(tmp_path, "steps: [shout, hang_out]\n")])
    assert len(caught.value.problems) >= 4
    assert "cannot be read" in str(caught.value)
    assert "UTF-8" in str(caught.value)


def test_every_key_for_sound(tmp_path: Path) -> None:
    (tmp_path / "a.wav").touch()
    scenario = loaded(
        tmp_path,
        """\
title: Semua
voice: espeak:id
line: {snr_db: 12, codec: ulaw, gain_db: -3, lost_percent: 2}
steps:
  - say: halo
  - wav: a.wav
  - press: 0012#
  - silence: 2.5
  - {interrupt: tunggu, label: barge-in, after: 3}
  - wait_transfer
  - hang_up
expect: {outcome: ticket, intent: x, slots: {nik: 0012}, heard: [satu, dua], never: [transfer, maaf]}
""",
    )
    assert (scenario.title, scenario.voice, scenario.line) == ("Semua", "espeak:id", Line(12.0, "ulaw", -3.0, 2.0))
    assert scenario.steps == (
        Step("say", "halo", 5),
        Step("wav", "a.wav", 6),
        Step("press", "0012#", 7),
        Step("silence", "2.5", 8),
        Step("interrupt", "tunggu", 9, "barge-in", 3.0),
        Step("wait_transfer", "", 10),
        Step("hang_up", "", 11),
    )
    assert scenario.expect == Expected("ticket", "x", {"nik": "0012"}, ("satu", "dua"), ("transfer", "maaf"))
    assert scenario.folder == tmp_path


def test_every_key_for_the_dialog(tmp_path: Path) -> None:
    scenario = loaded(
        tmp_path,
        """\
now: "2026-01-02T08:00:00+09:00"
lookups:
  a.b: {nama: Sari}
  c.d: [{failed: timeout}, {}]
steps:
  - {say: ya, misheard_as: iya, asr_confidence: 0.4, hypotheses: {tidak: 0.3}}
  - say: cek
    expect:
      prompt: [NIK, /enam .* angka/]
      not_prompt: maaf
      slots: {nik: "1"}
      intent: x
      asks: nik
      action: {lookup: a.b, with: {nik: "1"}}
      slow: true
  - noise
  - {silence: , expect: {action: confidential}}
  - no_agent
  - stop_keying
""",
    )
    assert scenario.now == "2026-01-02T08:00:00+09:00"
    assert scenario.lookups == {"a.b": (Reply({"nama": "Sari"}),), "c.d": (Reply(failed="timeout"), Reply())}
    assert scenario.steps[0] == Step("say", "ya", 6, misheard_as="iya", confidence=0.4, hypotheses={"tidak": 0.3})
    assert scenario.steps[1].expect == StepExpected(
        ("NIK", "/enam .* angka/"), ("maaf",), {"nik": "1"}, "x", "nik", Action("lookup", "a.b", {"nik": "1"}), True
    )
    assert [step.kind for step in scenario.steps[2:]] == ["noise", "silence", "no_agent", "stop_keying"]
    assert scenario.steps[3].expect.action == Action("confidential")


def test_several_scenarios_share_what_the_file_says_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """\
voice: espeak:id
lookups: {a.b: {x: "1"}, c.d: {}}
scenarios:
  - {title: satu, steps: [hang_up]}
  - {voice: kokoro:jm_kumo, lookups: {a.b: {x: "2"}}, steps: [hang_up]}
""",
    )
    one, two = load_scenarios([path])
    assert (one.title, one.voice, one.lookups["a.b"][0].data) == ("satu", "espeak:id", {"x": "1"})
    assert (two.title, two.voice, two.lookups["a.b"][0].data) == ("caller, baris 5", "kokoro:jm_kumo", {"x": "2"})
    assert two.lookups["c.d"] == (Reply(),)
    assert (one.place, two.place) == (f"{path}:4", f"{path}:5")


def test_what_is_left_out_has_a_default(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, "steps: [hang_up]\n")
    assert (scenario.title, scenario.line, scenario.expect, scenario.now) == ("caller", Line(), Expected(), NOW)
