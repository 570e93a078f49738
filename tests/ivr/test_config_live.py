"""A folder under a real watch: what is valid is taken by new calls, what is not is refused and shown, and the old one goes on."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from dialog.load import ConfigError, load
from dialog.schema import Flows
from ivr import config_live as module
from ivr.config_live import LiveConfiguration, first
from ivr.config_versions import Versions

WITHIN_S = 30.0


@dataclass
class Watched:
    """`told` gets each line for the operator; `prepared` each configuration whose sentences were spoken ahead."""

    shipped: Flows
    folder: Path
    state: Path
    told: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    prepared: list[str] = field(default_factory=list)
    voice: asyncio.Event = field(default_factory=asyncio.Event)
    live: LiveConfiguration = field(init=False)

    def __post_init__(self) -> None:
        self.voice.set()
        self.versions = Versions(self.state, self.folder, self.read)
        self.live = LiveConfiguration(self.versions, self.versions.take(), self.prepare, self.told.put_nowait)

    def read(self, folder: Path) -> Flows:
        """The title decides; loading whole services would take seconds a test."""
        text = (folder / "hotline.yaml").read_text(encoding="utf-8")
        if not text.startswith("title: "):
            load(folder)
        return replace(self.shipped, title=text[7:].strip(), version=hashlib.sha256(text.encode()).hexdigest()[:8])

    async def prepare(self, flows: Flows) -> None:
        self.prepared.append(flows.title)
        await self.voice.wait()

    def writes(self, text: str) -> None:
        (self.folder / "hotline.yaml").write_text(text, encoding="utf-8")

    async def hears(self, part: str) -> str:
        async with asyncio.timeout(WITHIN_S):
            while part not in (line := await self.told.get()):
                pass
            return line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "configs" / "services").mkdir(parents=True)
    (tmp_path / "configs" / "hotline.yaml").write_text("title: satu\n", encoding="utf-8")
    return tmp_path / "configs"


@asynccontextmanager
async def watched(shipped: Flows, folder: Path) -> AsyncIterator[Watched]:
    here = Watched(shipped, folder, folder.parent / "state")
    watching = asyncio.create_task(here.live.run())
    yield here
    assert not watching.done()
    watching.cancel()
    await asyncio.wait([watching])


async def test_a_valid_change_is_taken_after_its_sentences_are_ready(shipped: Flows, folder: Path) -> None:
    async with watched(shipped, folder) as here:
        before = here.live.current
        here.voice.clear()
        here.writes("title: dua\n")
        await here.hears("disiapkan")
        assert here.live.current is before
        here.voice.set()
        assert before.version in await here.hears("dipakai mulai panggilan berikutnya")
        assert (here.live.current.title, here.prepared) == ("dua", ["dua"])
        assert here.versions.current() == here.live.current.version


async def test_a_broken_file_is_refused_and_shown_and_mending_it_is_taken(shipped: Flows, folder: Path) -> None:
    async with watched(shipped, folder) as here:
        before = here.live.current
        here.writes("titel: salah\n")
        assert before.version in await here.hears("DITOLAK")
        assert "titel" in await here.hears(f"{folder / 'hotline.yaml'}:1")
        assert here.live.current is before
        here.writes("title: tiga\n")
        await here.hears("dipakai mulai")
        assert here.live.current.title == "tiga"


async def test_what_is_saved_while_sentences_are_prepared_counts(shipped: Flows, folder: Path) -> None:
    async with watched(shipped, folder) as here:
        here.voice.clear()
        here.writes("title: dua\n")
        await here.hears("disiapkan")
        here.writes("title: tiga\n")
        await here.hears("disiapkan")
        here.voice.set()
        await here.hears("dipakai mulai")
        assert here.live.current.title == "tiga"
        assert here.prepared == ["dua", "tiga"]


async def test_a_slow_voice_does_not_keep_a_change_away(shipped: Flows, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.config_live.RENDER_S", 0.05)
    async with watched(shipped, folder) as here:
        here.voice.clear()
        here.writes("title: dua\n")
        await here.hears("belum siap")
        await here.hears("dipakai mulai")
        assert here.live.current.title == "dua"


async def test_a_roll_back_by_another_process_is_taken(shipped: Flows, folder: Path) -> None:
    async with watched(shipped, folder) as here:
        old = here.live.current
        here.writes("title: dua\n")
        await here.hears("dipakai mulai")
        other = Versions(here.state, folder, here.read)
        assert (await asyncio.to_thread(other.roll_back, old.version))[1] == here.live.current.version
        await here.hears("dipakai mulai")
        assert (here.live.current.title, here.live.current.version) == ("satu", old.version)


async def test_a_fault_in_loading_ends_neither_the_watch_nor_the_hotline(shipped: Flows, folder: Path) -> None:
    async with watched(shipped, folder) as here:
        here.writes("title: " + "\ufffd")
        (folder / "hotline.yaml").write_bytes(b"title: \xff\n")
        await here.hears("DITOLAK")
        here.writes("title: dua\n")
        await here.hears("dipakai mulai")


async def test_a_folder_that_is_replaced_is_still_watched(shipped: Flows, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.2)
    async with watched(shipped, folder) as here:
        shutil.copytree(folder, folder.parent / "new")
        (folder.parent / "new" / "hotline.yaml").write_text("title: dua\n", encoding="utf-8")
        folder.rename(folder.parent / "old")
        (folder.parent / "new").rename(folder)
        await here.hears("dipakai mulai")
        assert here.live.current.title == "dua"


async def test_where_the_system_gives_no_notice_the_files_are_looked_at(
    shipped: Flows, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: object, **more: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(module, "awatch", refused)
    monkeypatch.setattr(module, "LOOK_S", 0.1)
    async with watched(shipped, folder) as here:
        here.writes("title: dua\n")
        await here.hears("dipakai mulai")
        assert here.live.current.title == "dua"


def test_a_hotline_starts_with_the_last_valid_version_and_says_so(shipped: Flows, folder: Path) -> None:
    def read(path: Path) -> Flows:
        text = (path / "hotline.yaml").read_text(encoding="utf-8")
        return replace(shipped, version=text[7:].strip()) if text.startswith("title: ") else load(path)

    told = list[str]()
    versions = Versions(folder.parent / "state", folder, read)
    (folder / "hotline.yaml").write_text("titel: x\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        first(versions, told.append)
    assert not told
    (folder / "hotline.yaml").write_text("title: satu\n", encoding="utf-8")
    assert first(versions, told.append).version == "satu"
    (folder / "hotline.yaml").write_text("titel: x\n", encoding="utf-8")
    assert first(Versions(folder.parent / "state", folder, read), told.append).version == "satu"
    assert "satu" in told[0]
    assert any("hotline.yaml:1" in line for line in told)
