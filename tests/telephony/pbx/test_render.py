"""The configuration that Asterisk gets."""

from __future__ import annotations

import re
import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from telephony.pbx.fetch import PbxError, library_path
from telephony.pbx.phones import phone_password
from telephony.pbx.render import PbxSettings, QueueConf, render, render_one
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
    assert write is not None and write[1] == "call,reporting,agent"
    assert path.stat().st_mode & 0o077 == 0


def test_the_dialplan_announces_before_every_audiosocket(settings: Make) -> None:
    lines = (render(settings(9123)).parent / "extensions.conf").read_text().splitlines()
    sockets = [n for n, line in enumerate(lines) if "AudioSocket(" in line]
    assert len(sockets) == 3
    for n in sockets:
        assert "Set(SAPA_RATE=" in lines[n - 2]
        assert "UserEvent(SapaCall" in lines[n - 1] and "Rate: ${SAPA_RATE}" in lines[n - 1]
        assert "TryExec(AudioSocket(" in lines[n] and lines[n].count("127.0.0.1:9123") == 2
        assert re.search(r"Dial\(AudioSocket/127\.0\.0\.1:9123/\$\{\w+}/c\(slin16\),,g\)", lines[n]), "without g its end is the caller's"


def test_codecs_are_offered_in_the_order_that_was_chosen(settings: Make) -> None:
    for chosen in (("g722", "alaw", "ulaw"), ("ulaw", "g722"), ("alaw",)):
        made = replace(settings(9000), codecs=chosen)
        for name in ("pjsip.conf.j2", "pjsip_petugas.conf.j2"):
            assert f"\nallow = {','.join(chosen)}\n" in render_one(made, name)
        assert ("codec_g722" in render_one(made, "modules.conf.j2")) == ("g722" in chosen)


@pytest.mark.parametrize(
    ("codecs", "message"), [((), "neither alaw nor ulaw"), (("g729", "alaw"), "names 'g729'"), (("g722",), "neither alaw nor ulaw")]
)
def test_codecs_that_cannot_be_are_refused(settings: Make, codecs: tuple[str, ...], message: str) -> None:
    with pytest.raises(PbxError, match=message):
        render_one(replace(settings(9000), codecs=codecs), "pjsip.conf.j2")


def test_no_log_has_callers_numbers(settings: Make) -> None:
    made = settings(9000)
    old = made.run / "log" / "queue_log"
    old.parent.mkdir(parents=True)
    old.write_text("1|2|petugas|NONE|ENTERQUEUE||081234567890|1\n")
    general, _, files = (render(made).parent / "logger.conf").read_text().partition("[logfiles]")
    assert "\nqueue_log = no\n" in general and files.split() == ["messages", "=", "warning,error"]
    assert not old.exists()


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
    assert context.index("SAPA_PRIO=10") < context.index("sapa-handover,s,1")


@pytest.mark.parametrize("dial", ["PJSIP/{number}@trunk,60", "PJSIP/1)\nsame => n,System(x)", "PJSIP/1;transport=tcp"])
def test_a_dial_string_that_would_be_more_than_that_is_refused(settings: Make, dial: str) -> None:
    with pytest.raises(PbxError, match="emergency_dial"):
        render(replace(settings(9000), emergency_dial=dial))


def test_queues_are_as_they_are_declared(settings: Make) -> None:
    queues = (
        QueueConf("petugas", ring_s=15),
        QueueConf("pajak", "rrmemory", max_wait_s=120, max_waiting=7, announce_s=30, autopause=False, service_level_s=40),
    )
    folder = render(replace(settings(9000), queues=queues)).parent
    _, petugas, pajak = re.split(r"^\[petugas\]|^\[pajak\]", (folder / "queues.conf").read_text(), flags=re.MULTILINE)
    assert "timeout = 55\n" in petugas and "autopause = all\n" in petugas, "an agent's leg lasts as long as it rings and is briefed"
    wanted = ("strategy = rrmemory", "maxlen = 17", "wrapuptime = 2", "announce-frequency = 30", "servicelevel = 40", "autopause = no")
    assert all(f"{line}\n" in pajak for line in wanted)
    assert "exten => pajak,1,Set(SAPA_WAIT=120)\n same => n,Set(__SAPA_RING=20)\n" in (folder / "extensions.conf").read_text()


def test_every_agent_has_a_telephone_on_the_desk_and_one_in_the_browser(settings: Make) -> None:
    made = replace(settings(9000), agents=3)
    text = (render(made).parent / "pjsip_petugas.conf").read_text()
    passwords = dict(re.findall(r"^username = (\S+)\npassword = (\S+)$", text, re.MULTILINE))
    names = [f"petugas{n}{kind}" for n in (1, 2, 3) for kind in ("", "w")]
    assert passwords == {name: phone_password(made.phone_key, name) for name in names}
    assert len(set(passwords.values())) == 6


def test_the_web_server_is_on_loopback_alone(settings: Make) -> None:
    text = (render(replace(settings(9000), host="192.0.2.1", http_port=8765)).parent / "http.conf").read_text()
    assert "bindaddr = 127.0.0.1\nbindport = 8765\n" in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"queues": (QueueConf("petugas"), QueueConf("Pajak]"))}, "queue 'Pajak]'"),
        ({"queues": (QueueConf("petugas", "loudest"),)}, "strategy 'loudest'"),
        ({"default_queue": "umum"}, "default queue 'umum'"),
        ({"agents": 0}, "pbx.agents is 0"),
        ({"outbound_dial": "PJSIP/{number}@trunk,60"}, "outbound_dial"),
    ],
)
def test_what_asterisk_would_take_for_something_else_is_refused(settings: Make, change: dict[str, Any], said: str) -> None:
    with pytest.raises(PbxError, match=re.escape(said)):
        render(replace(settings(9000), **change))


def test_an_existing_asterisk_gets_dialplan_queue_and_manager(settings: Make) -> None:
    text = snippets(settings(9000))
    assert all(part in text for part in ("[sapa-hotline]", "[petugas]", "[tunggu]", "[petugas20w]", "write = call,reporting,agent"))
    assert "func_dialplan" in text and "bindport" in text and "queue_log = no" in text
    assert "[general]" not in text and "\nbindaddr" not in text and "[anonymous]" not in text, "the PBX's own general settings stay"
