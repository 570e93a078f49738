"""A service as a process of its own, and a link that can be cut."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import yaml

from ivr.app import running_file
from ivr.settings import ROOT, Settings
from telephony.pbx.process import free_port


def serve(settings: Settings, folder: Path) -> subprocess.Popen[bytes]:
    """`ivr serve` as a process of its own."""
    path = folder / "settings.yaml"
    values = {
        "pbx": {"sip_port": free_port()},
        "voice": {"name": settings.voice.name},
        "state": str(settings.state),
        "dialog": str(settings.dialog),
        "floor": str(settings.floor),
        "console": {"port": 0},
        "records": settings.records,
        "cache": str(settings.cache),
    }
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    return subprocess.Popen([sys.executable, "-m", "ivr.cli", "serve", "--settings", str(path)], cwd=ROOT, env=os.environ.copy())


async def published(settings: Settings) -> dict[str, str]:
    async with asyncio.timeout(90):
        while not running_file(settings).exists():
            await asyncio.sleep(0.2)
    data: dict[str, str] = json.loads(running_file(settings).read_text(encoding="utf-8"))
    return data


class Link:
    """A TCP relay that can be cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._whole = True
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    def cut(self) -> None:
        self._whole = False
        for writer in self._writers:
            writer.transport.abort()

    def mend(self) -> None:
        self._whole = True

    async def relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._whole:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        self._writers |= {writer, far_writer}
        await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))
        self._writers -= {writer, far_writer}


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass  # cut: that is what this link is for
    finally:
        writer.close()


@asynccontextmanager
async def cuttable(host: str, port: int) -> AsyncIterator[Link]:
    link = Link(host, port)
    server = await asyncio.start_server(link.relay, "127.0.0.1", 0)
    link.port = server.sockets[0].getsockname()[1]
    try:
        yield link
    finally:
        link.cut()
        server.close()
