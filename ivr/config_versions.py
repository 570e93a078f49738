"""Configurations that were taken, kept on disk: a copy of the dialog's files for each, named by its `Flows.version`.

Everything here blocks; it runs off the event loop. Several processes may share the folder: one lock orders them. A version is copied
under another name and renamed when it is whole; a restoration that was cut off is finished by whoever comes next.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from dialog.load import ConfigError, load
from dialog.schema import Flows
from ivr.config_files import copy_file, dialog_files, digest_of, write_whole
from ivr.settings import Settings

KEEP = 50
BROKEN = "rusak-"
"""Begins the name of what was never taken, because it is not valid, and was kept when it had to give way."""
_CURRENT, _RESTORING, _NEW = "current", "restoring", ".new-"


def versions_of(settings: Settings) -> Versions:
    return Versions(settings.state / "configs", settings.dialog, partial(load, overlay=settings.overlay))


class VersionError(Exception):
    """No such version, or its files cannot be read or written; Indonesian, for operators."""


@dataclass(frozen=True, slots=True)
class Kept:
    """`taken_at`: when it was last taken. `current`: new calls get it."""

    name: str
    taken_at: datetime
    current: bool

    @property
    def valid(self) -> bool:
        return not self.name.startswith(BROKEN)


class Versions:
    """`kept` is the folder of versions, `dialog` the operator's, `read` makes a configuration of such a folder (raises ConfigError)."""

    def __init__(self, kept: Path, dialog: Path, read: Callable[[Path], Flows]) -> None:
        self._kept, self.dialog, self.read = kept, dialog, read
        self.seen = ""
        """The digest of what was taken, or tried, last."""

    def digest(self) -> str:
        """Changes with every byte of the dialog's files. Raises OSError."""
        return digest_of(dialog_files(self.dialog))

    def take(self) -> Flows:
        """The operator's files as they are now, kept and marked as the current version.

        Raises:
            ConfigError: they are not valid; nothing is kept.
            OSError: they cannot be read, or not be kept.
        """
        with self._alone():
            flows, name = self._keep_present()
            write_whole(self._kept / _CURRENT, name)
            self._drop_oldest()
            return flows

    def load(self, name: str) -> Flows:
        """Raises VersionError and ConfigError."""
        return self.read(self._kept / self.find(name))

    def current(self) -> str:
        """The version that was taken last; empty when there is none."""
        path = self._kept / _CURRENT
        name = path.read_text(encoding="utf-8") if path.exists() else ""
        return name if name and (self._kept / name).is_dir() else ""

    def kept(self) -> list[Kept]:
        """The latest first."""
        current = self.current()
        dates = {path.name: datetime.fromtimestamp(path.stat().st_mtime).astimezone() for path in self._folders()}
        return sorted((Kept(name, at, name == current) for name, at in dates.items()), key=lambda kept: kept.taken_at, reverse=True)

    def find(self, name: str) -> str:
        """The one version whose name begins so. Raises VersionError."""
        names = sorted(path.name for path in self._folders() if path.name.startswith(name)) if name else []
        if name in names or len(names) == 1:
            return name if name in names else names[0]
        raise VersionError(
            f"versi {name} bisa berarti {', '.join(names)}: tulis lebih panjang"
            if names
            else f"versi {name or '(kosong)'} tidak ada; lihat `ivr config list`"
        )

    def texts(self, name: str = "") -> dict[str, str]:
        """File by file, of a version or of the operator's folder; what is no text is shown as far as it is. Raises VersionError."""
        folder = self._kept / self.find(name) if name else self.dialog
        return {name: path.read_text(encoding="utf-8", errors="replace") for name, path in dialog_files(folder).items()}

    def roll_back(self, name: str) -> tuple[str, str]:
        """Put the files of a version in the place of the operator's, which are kept first. The names of the version that was put
        back and of the one that gave way.

        Raises:
            VersionError: there is no such version.
            ConfigError: it is not valid (any more); nothing was changed.
            OSError: files cannot be written.
        """
        with self._alone():
            wanted = self.find(name)
            self.read(self._kept / wanted)
            os.utime(self._kept / wanted)
            try:
                saved = self._keep_present()[1]
            except ConfigError:
                saved = self._store(self._copy(), BROKEN + self.seen[:8])
            self._drop_oldest(wanted, saved)
            write_whole(self._kept / _RESTORING, wanted)
            self._finish_restoring()
            return wanted, saved

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process is here; what a killed one left half done is cleared up or finished."""
        self._kept.mkdir(parents=True, exist_ok=True)
        with (self._kept / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left in self._kept.glob(f"{_NEW}*"):
                shutil.rmtree(left)
            self._finish_restoring()
            yield

    def _keep_present(self) -> tuple[Flows, str]:
        """Copied first and read from the copy, so that what is kept is what was read, whatever is saved meanwhile."""
        self.seen = self.digest()
        copy = self._copy()
        try:
            flows = self.read(copy)
        except ConfigError as error:
            shutil.rmtree(copy)
            raise ConfigError([replace(p, file=self._original(p.file, copy)) for p in error.problems]) from None
        return flows, self._store(copy, flows.version)

    def _original(self, path: Path, copy: Path) -> Path:
        return self.dialog / path.relative_to(copy) if path.is_relative_to(copy) else path

    def _copy(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix=_NEW, dir=self._kept))
        for name, path in dialog_files(self.dialog).items():
            copy_file(path, folder / name)
        return folder

    def _store(self, copy: Path, name: str) -> str:
        """Under `name`, or a longer one when another state has it: files of other cities are no part of what a version is named by."""
        digest = digest_of(dialog_files(copy))
        if (self._kept / name).exists() and digest_of(dialog_files(self._kept / name)) != digest:
            name = f"{name}-{digest[:4]}"
        if (self._kept / name).exists():
            shutil.rmtree(copy)
        else:
            copy.rename(self._kept / name)
        os.utime(self._kept / name)
        return name

    def _drop_oldest(self, *needed: str) -> None:
        for version in self.kept()[KEEP:]:
            if not version.current and version.name not in needed:
                shutil.rmtree(self._kept / version.name)

    def _finish_restoring(self) -> None:
        """Each file is replaced in one step; while the mark is there the folder is a mixture, which nobody takes."""
        mark = self._kept / _RESTORING
        if not mark.exists():
            return
        try:
            files = dialog_files(self._kept / mark.read_text(encoding="utf-8"))
            for name, path in files.items():
                target = self.dialog / name
                fresh = target.with_name(f".{target.name}.new")
                copy_file(path, fresh)
                fresh.replace(target)
            for name, path in dialog_files(self.dialog).items():
                if name not in files:
                    path.unlink()
        except OSError:
            mark.unlink()  # a folder that cannot be written must not stop all that comes later
            raise
        mark.unlink()

    def _folders(self) -> list[Path]:
        return [path for path in self._kept.iterdir() if path.is_dir() and not path.name.startswith(".")] if self._kept.is_dir() else []
