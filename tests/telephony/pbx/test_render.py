"""The configuration that Asterisk gets."""

from __future__ import annotations

import re
import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from telephony.pbx.fetch import PbxError, library_path
from telephony.pbx.render import PbxSettings, render
from telephony.pbx.snippets import snippets

Make = Callable[[int], PbxSettings]


def test_every_module_that_is_loaded_is_in_the_package(settings: Make) -> None:
    made = settings(9000)
    text = (render(made).parent / "modules.conf").read_text()
    modules = re.findall(r"^load = (\S+)", text, re.MULTILINE)
    assert len(modules) > 30
    have = {path.name for path in (library_path(made.prefix) / "asterisk/modules").iterdir()}
    assert set(modules) <= have


def test_the_manager_may_not_originate_and_secrets_are_private(settings: Make) -> None:
    path = render(settings(9000)).parent / "manager.conf"
    write = re.search(r"^write = (.*)$", path.read_text(), re.MULTILINE)
    assert write is not None and write[1] == "call,reporting"
    assert path.stat().st_mode & 0o077 == 0


def test_the_dialplan_announces_before_every_audiosocket(settings: Make) -> None:
    lines = (render(settings(9123)).parent / "extensions.conf").read_text().splitlines()
    sockets = [n for n, line in enumerate(lines) if "AudioSocket(" in line]
    assert len(sockets) == 2
    for n in sockets:
        assert "UserEvent(SapaCall" in lines[n - 1]
        assert "TryExec(AudioSocket(" in lines[n] and "127.0.0.1:9123" in lines[n]


def test_music_on_hold_is_soft_and_is_there(settings: Make) -> None:
    made = settings(9000)
    render(made)
    with wave.open(str(made.run / "moh" / "tunggu.wav"), "rb") as music:
        samples = memoryview(music.readframes(music.getnframes())).cast("h")
    assert 500 < max(samples) < 4000


def test_a_run_folder_too_deep_for_a_socket_is_refused(settings: Make, tmp_path: Path) -> None:
    with pytest.raises(PbxError, match="shorter run folder"):
        render(replace(settings(9000), run=tmp_path / ("x" * 100)))


def test_missing_templates_are_named(settings: Make, tmp_path: Path) -> None:
    with pytest.raises(PbxError, match="no templates"):
        render(replace(settings(9000), templates=tmp_path / "nothing"))


@pytest.mark.parametrize(
    ("dial", "line"),
    [
        ("", ""),
        ("PJSIP/{number}@trunk", "Dial(PJSIP/${SAPA_EMERGENCY}@trunk,30,U(sapa-joined))"),
    ],
)
def test_emergency_calls_go_out_where_they_can_and_to_the_queue_in_any_case(settings: Make, dial: str, line: str) -> None:
    text = snippets(replace(settings(9000), emergency_dial=dial))
    (context,) = re.findall(r"^\[sapa-emergency\]\n(.*?)^$", text, re.MULTILINE | re.DOTALL)
    assert ("Dial(" in context) == bool(dial)
    assert line in context
    assert context.index("QUEUE_PRIO") < context.index("sapa-handover,s,1")


@pytest.mark.parametrize("dial", ["PJSIP/{number}@trunk,60", "PJSIP/1)\nsame => n,System(x)", "PJSIP/1;transport=tcp"])
def test_a_dial_string_that_would_be_more_than_that_is_refused(settings: Make, dial: str) -> None:
    with pytest.raises(PbxError, match="emergency_dial"):
        render(replace(settings(9000), emergency_dial=dial))


def test_an_existing_asterisk_gets_dialplan_queue_and_manager(settings: Make) -> None:
    text = snippets(settings(9000))
    assert all(part in text for part in ("[sapa-hotline]", "[petugas]", "write = call,reporting"))
    assert "[general]" not in text and "bindaddr" not in text, "the PBX's own general settings stay"
