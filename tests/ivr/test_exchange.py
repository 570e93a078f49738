"""A start that finds an Asterisk of an earlier service: gone on with, or out of the way before anything else."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ivr.exchange import left_behind, listening, pbx_settings
from ivr.settings import Settings
from telephony.media import MediaConnection
from telephony.media_server import MediaServer
from telephony.pbx import orphan
from telephony.pbx.process import free_port

PROGRAM = """
import socket, sys, time
port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
port.bind(("127.0.0.1", int(sys.argv[2])))
print("there", flush=True)
time.sleep(60)
"""


class Earlier:
    """Something that looks like an Asterisk on that state folder, and has its SIP port."""

    def __init__(self, state: Path) -> None:
        run, port = state / "asterisk", free_port(socket.SOCK_DGRAM)
        self.settings = Settings(state=state)
        self.settings = replace(self.settings, pbx=replace(self.settings.pbx, sip_port=port))
        (run / "run").mkdir(parents=True)
        words = [sys.executable, "-c", PROGRAM, str(run / "etc" / "asterisk.conf"), str(port)]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        self.process.stdout.readline()
        (run / "run" / "asterisk.pid").write_text(str(self.process.pid))
        fixed = pbx_settings(replace(self.settings, pbx=replace(self.settings.pbx, mode="existing")), 0).fixed
        self.kept = orphan.Kept(port, free_port(), "rahasia", free_port(), free_port(), fixed)
        orphan.keep(run, self.kept)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def earlier(tmp_path: Path) -> Iterator[Earlier]:
    made = Earlier(tmp_path / "var")
    yield made
    made.end()


def at(port: int) -> MediaServer:
    async def admit(call_id: UUID) -> bool:
        return True

    async def handle(connection: MediaConnection) -> None:
        """No calls come."""

    return MediaServer("127.0.0.1", port, admit, handle)


async def port_of(settings: Settings) -> int:
    """Where calls are brought to when a service starts now."""
    server = await listening(at, settings)
    port = server.port
    await server.stop()
    return port


async def test_it_is_gone_on_with_where_it_listens(earlier: Earlier) -> None:
    port = await port_of(earlier.settings)
    chosen = pbx_settings(earlier.settings, port)
    same = (chosen.sip_port, chosen.ami_port, chosen.ami_secret, chosen.http_port, port, chosen.fixed)
    assert orphan.Kept(*same) == earlier.kept == left_behind(earlier.settings)


@pytest.mark.parametrize("change", [{"sip_port": 0}, {"ami_port": 5039}, {"ami_secret": "lain"}, {"host": "192.0.2.1"}])
async def test_what_is_set_anew_holds(earlier: Earlier, change: dict[str, Any]) -> None:
    changed = replace(earlier.settings, pbx=replace(earlier.settings.pbx, **change))
    assert left_behind(changed) is None
    chosen = pbx_settings(changed, await port_of(changed))
    assert earlier.process.wait() and chosen.ami_secret != earlier.kept.ami_secret


async def test_one_of_another_version_gives_back_the_port_first(earlier: Earlier) -> None:
    kept = earlier.settings.state / "asterisk" / orphan.KEPT
    kept.write_text(json.dumps({"sip_port": earlier.kept.sip_port}))
    port = await port_of(earlier.settings)
    assert pbx_settings(earlier.settings, port).sip_port == earlier.kept.sip_port


async def test_a_port_that_is_anothers_by_now_stops_no_start(earlier: Earlier) -> None:
    with closing(socket.create_server(("127.0.0.1", earlier.kept.audiosocket_port))):
        port = await port_of(earlier.settings)
    assert port != earlier.kept.audiosocket_port and orphan.find(earlier.settings.state / "asterisk") is None


def test_what_is_kept_is_private_from_the_first_byte(earlier: Earlier, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []
    really = os.open

    def opened(path: Any, flags: int, mode: int = 0o777) -> int:
        modes.append(mode)
        return really(path, flags, mode)

    monkeypatch.setattr(os, "open", opened)
    path = earlier.settings.state / "asterisk" / orphan.KEPT
    path.chmod(0o644)
    orphan.keep(path.parent, earlier.kept)
    assert modes == [0o600] and path.stat().st_mode & 0o777 == 0o600
