"""`docs/add-a-service.md`, done: its files go into a copy of the shipped configuration of a running service, and a caller is served."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner, Result

from dialog.effects import Lookup
from dialog.events import LookupDone, LookupFailed
from dialog.schema import Flows
from ivr.chat import Chat
from ivr.cli import app
from ivr.config_live import LiveConfiguration, first
from ivr.config_versions import versions_of
from ivr.records.store import Records
from ivr.settings import ROOT, Settings, load_settings
from ivr.systems import systems

PAGE = (ROOT / "docs" / "add-a-service.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```yaml\n# (configs/\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = re.findall(r"^\.venv/bin/ivr (.+)$", PAGE, re.MULTILINE)
TRANSCRIPT = re.findall(r"^(Anda|Sapa): (.+)$", PAGE, re.MULTILINE)
TOKEN = "rahasia-uji"
WITHIN_S = 60.0


class Library(ThreadingHTTPServer):
    """The library's system, as the page describes it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Reception)
        self.extended: list[str] = []


class Reception(BaseHTTPRequestHandler):
    server: Library

    def do_POST(self) -> None:
        card = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["anggota"]
        known = self.path == "/api/perpanjangan" and self.headers["Authorization"] == f"Bearer {TOKEN}" and card == "10420117"
        self.server.extended += [card] * known
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"hasil": "OK", "buku": [{"kembali": "2026-12-08"}] * 2} if known else {}).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Not among the tests' output."""


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    with Library() as there:
        monkeypatch.setenv("PERPUSTAKAAN_URL", f"http://127.0.0.1:{there.server_port}/api")
        monkeypatch.setenv("PERPUSTAKAAN_TOKEN", TOKEN)
        serving = Thread(target=there.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        yield there
        there.shutdown()
        serving.join()


def copied(folder: Path) -> Settings:
    """An installation with a copy of the shipped configuration, less what would only cost time."""
    configs = folder / "configs"
    shutil.copytree(ROOT / "configs", configs, ignore=shutil.ignore_patterns("cities"))
    for name in ("perizinan", "pajak", "kepegawaian"):
        (configs / "services" / f"{name}.yaml").unlink()
    text = f"dialog: {configs}\nbackends: {configs / 'backends'}\nstate: {folder / 'var'}\nrecords: {folder / 'r.db'}\n"
    (folder / "settings.yaml").write_text(text, encoding="utf-8")
    return load_settings(folder / "settings.yaml")


def add(settings: Settings, *names: str) -> None:
    for name, text in FILES.items():
        if name.split("/")[1] in names:
            (settings.dialog.parent / name).write_text(text, encoding="utf-8")


def ivr(settings: Settings, command: str) -> Result:
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', command)]
    return CliRunner().invoke(app, [*words, "--settings", str(settings.dialog.parent / "settings.yaml")])


def test_the_page_has_what_it_promises() -> None:
    assert [name.split("/")[1] for name in FILES] == ["backends", "services", "scenarios"]
    assert {"check", "test --only perpustakaan", "backend test perpustakaan.perpanjang"} <= set(COMMANDS)
    assert [who for who, _ in TRANSCRIPT].count("Anda") >= 4


async def test_a_running_service_takes_the_library_and_extends_a_loan(library: Library, tmp_path: Path) -> None:
    settings = copied(tmp_path)
    told: asyncio.Queue[str] = asyncio.Queue()

    async def until(part: str) -> None:
        async with asyncio.timeout(WITHIN_S):
            while part not in await told.get():
                pass

    async def prepare(flows: Flows) -> None:
        """Nobody listens."""

    versions = versions_of(settings)
    live = LiveConfiguration(versions, await asyncio.to_thread(first, versions, told.put_nowait), prepare, told.put_nowait)
    async with Records(settings.records) as records, systems(settings, records, told.put_nowait) as (lookups, _):
        watching = asyncio.create_task(live.run())
        add(settings, "backends")
        await until("sambungan ke")
        add(settings, "services")
        await until("dipakai mulai panggilan berikutnya")
        watching.cancel()

        async def answer(lookup: Lookup) -> LookupDone | LookupFailed:
            return await lookups.run("call", lookup)

        chat = Chat(live.current, answer)
        said = " ".join(await chat.begin())
        for who, text in TRANSCRIPT:
            if who == "Anda":
                said = " ".join(await chat.typed(text))
            else:
                assert text in said
    assert library.extended == ["10420117"]


def test_the_commands_of_the_page_find_everything_right(library: Library, tmp_path: Path) -> None:
    settings = copied(tmp_path)
    add(settings, "backends", "services", "scenarios")
    done = {command: ivr(settings, command) for command in ("backend test perpustakaan.perpanjang", "check", "test --only perpustakaan")}
    assert [result.output for result in done.values() if result.exit_code] == []
    assert "perpustakaan" not in done["check"].output, "not even a warning"
    assert library.extended == ["10420117"]
