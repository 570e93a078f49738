"""Callers' scripts: errors with their line, and what a good one becomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.caller.script import Expected, Line, ScriptError, Step, load_script
from ivr.settings import ROOT


def written(folder: Path, text: str) -> Path:
    path = folder / "caller.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "names and values"),
        ("title: a\n", 1, "needs `steps`"),
        ("steps: say\n", 1, "needs `steps`"),
        ("title: a\nstep: []\n", 2, "unknown 'step'"),
        ("steps:\n  - say: ya\n    press: '1'\n", 2, "one thing"),
        ("steps:\n  - shout: ya\n", 2, "unknown 'shout'"),
        ("steps:\n  - hang_out\n", 2, "names and values"),
        ("steps:\n  - say: ' '\n", 2, "needs words"),
        ("steps:\n  - say: [a]\n", 2, "one value"),
        ("steps:\n  - say: <jeda 1> ya\n", 2, "between words"),
        ("steps:\n  - label: a\n", 2, "one thing"),
        ("steps:\n  - {say: ya, after: 2}\n", 2, "`after` is for an `interrupt`"),
        ("steps:\n  - {interrupt: ya, after: 0}\n", 2, "more than 0"),
        ("steps: []\nline: {lost_percent: 51}\n", 2, "0 to 50"),
        ("steps:\n  - silence: long\n", 2, "a number"),
        ("steps:\n  - silence: 0\n", 2, "more than 0"),
        ("steps:\n  - silence: 121\n", 2, "at most 120"),
        ("steps:\n  - silence: nan\n", 2, "finite"),
        ("steps:\n  - press: 12a\n", 2, "keys are"),
        ("steps:\n  - press: ''\n", 2, "keys are"),
        ("steps:\n  - wav: none.wav\n", 2, "does not exist"),
        ("steps: []\nline:\n  codec: gsm\n", 3, "alaw or ulaw"),
        ("steps: []\nline: {snr_db: loud}\n", 2, "a number"),
        ("steps: []\nexpect:\n  outcome: happy\n", 3, "outcome is one of"),
        ("steps: []\nexpect:\n  heard: Sari\n", 3, "list of phrases"),
        ("steps: []\nexpect:\n  slots: nik\n", 3, "names and values"),
        ("steps: []\ntitle: a\ntitle: b\n", 3, "twice"),
        ("? [a]\n: b\n", 1, "one value"),
        ("steps: []\ntitle: 'open\n", 3, "not valid YAML"),
    ],
)
def test_errors_name_their_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ScriptError) as caught:
        load_script(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert what in str(caught.value)


def test_a_missing_file_and_a_file_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="cannot be read"):
        load_script(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"title: \xff\n")
    with pytest.raises(ScriptError, match="UTF-8"):
        load_script(tmp_path / "bytes.yaml")


def test_every_key(tmp_path: Path) -> None:
    (tmp_path / "a.wav").touch()
    script = load_script(
        written(
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
expect: {outcome: ticket, intent: x, slots: {nik: 0012}, heard: [satu, dua]}
""",
        )
    )
    assert (script.title, script.voice, script.line) == ("Semua", "espeak:id", Line(12.0, "ulaw", -3.0, 2.0))
    assert script.steps == (
        Step("say", "halo", 5),
        Step("wav", "a.wav", 6),
        Step("press", "0012#", 7),
        Step("silence", "2.5", 8),
        Step("interrupt", "tunggu", 9, "barge-in", 3.0),
        Step("wait_transfer", "", 10),
        Step("hang_up", "", 11),
    )
    assert script.expect == Expected("ticket", "x", {"nik": "0012"}, ("satu", "dua"))
    assert script.folder == tmp_path


def test_what_is_left_out_has_a_default(tmp_path: Path) -> None:
    script = load_script(written(tmp_path, "steps: [hang_up]\n"))
    assert (script.title, script.line, script.expect) == ("caller", Line(), Expected())


@pytest.mark.parametrize("path", sorted((ROOT / "configs" / "calls").rglob("*.yaml")), ids=lambda path: path.name)
def test_the_shipped_scripts_load(path: Path) -> None:
    assert load_script(path).steps
