"""Spoken prompts on disk: verified when read, written whole or not at all, bounded, oldest use first out."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from pathlib import Path

_DIGEST_BYTES = 32
_SUFFIX = ".pcm"
_ABANDONED_S = 3600.0


class PromptCache:
    """(identity, text) -> PCM at 16 kHz (s16le, mono). Threads and processes may share `folder`, which only its owner can read.

    A file is a SHA-256 of the PCM and then the PCM. Neither names nor contents show the text. Callers keep sentences
    with personal data out: deleting them in time is nobody's task here.
    """

    def __init__(self, folder: Path, max_bytes: int = 200_000_000) -> None:
        if max_bytes <= 0:
            raise ValueError("a prompt cache needs room for at least one byte")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder, self._max_bytes = folder, max_bytes

    def get(self, identity: str, text: str) -> bytes | None:
        """The PCM, or None when it is not there or its file is damaged (which is then removed).

        Raises:
            OSError: the file is there and cannot be read.
        """
        path = self._path(identity, text)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        pcm = content[_DIGEST_BYTES:]
        if hashlib.sha256(pcm).digest() != content[:_DIGEST_BYTES]:
            with contextlib.suppress(OSError):  # `put` overwrites it
                path.unlink(missing_ok=True)
            return None
        with contextlib.suppress(OSError):  # made room for just now, or a disk that has become read-only: what was read is still good
            os.utime(path)
        return pcm

    def put(self, identity: str, text: str, pcm: bytes) -> None:
        """Keep `pcm`; a clip larger than the whole cache is not kept.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        size = _DIGEST_BYTES + len(pcm)
        if size > self._max_bytes:
            return
        self._make_room(size)
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(pcm).digest())
                file.write(pcm)
            temporary.replace(self._path(identity, text))
        finally:
            temporary.unlink(missing_ok=True)

    def _path(self, identity: str, text: str) -> Path:
        key = hashlib.sha256(len(identity).to_bytes(4, "big") + f"{identity}{text}".encode()).hexdigest()
        return self._folder / (key + _SUFFIX)

    def _make_room(self, needed: int) -> None:
        clips: list[tuple[float, int, Path]] = []
        for path in self._folder.iterdir():
            try:
                status = path.stat()
            except FileNotFoundError:
                continue
            if path.suffix == _SUFFIX:
                clips.append((status.st_mtime, status.st_size, path))
            elif path.suffix == ".tmp" and status.st_mtime < time.time() - _ABANDONED_S:
                path.unlink(missing_ok=True)  # a writer was killed
        total = sum(size for _, size, _ in clips)
        for _, size, path in sorted(clips):
            if total + needed <= self._max_bytes:
                return
            path.unlink(missing_ok=True)
            total -= size
