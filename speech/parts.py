"""Model files that arrive as parts inside ordinary packages: found, joined, checked, and put into place at once."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

_CHUNK = 1 << 20


class ModelUnavailable(Exception):
    """The model cannot be had; the message says what is missing or wrong, and what to do."""


def package_file(package: str, inside: str) -> Path:
    """The file `inside` an installed `package` (import name), found without importing the package.

    Raises:
        ModelUnavailable: the package is not installed, or lacks the file.
    """
    spec = find_spec(package)
    places = (spec.submodule_search_locations or []) if spec else []
    for place in places:
        if (path := Path(place) / inside).is_file():
            return path
    raise ModelUnavailable(f"package {package.replace('_', '-')} does not provide {inside}: run the set-up again (`make setup`)")


def join(parts: Sequence[Path], out: Path, sha256: str) -> None:
    """Write `parts` one after the other to `out`.

    Raises:
        ModelUnavailable: the whole does not have the checksum `sha256`; `out` is then removed.
    """
    digest = hashlib.sha256()
    with out.open("wb") as whole:
        for part in parts:
            with part.open("rb") as piece:
                while chunk := piece.read(_CHUNK):
                    digest.update(chunk)
                    whole.write(chunk)
    if digest.hexdigest() != sha256:
        out.unlink()
        raise ModelUnavailable(
            f"{out.name} joined from {', '.join(p.name for p in parts)} has SHA-256 {digest.hexdigest()}, expected {sha256}: "
            "reinstall the packages of the set-up"
        )


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def build_once(folder: Path, build: Callable[[Path], None]) -> Path:
    """`folder`, filled by `build` if it is not there yet.

    `build` fills a temporary folder beside it, which is renamed only when complete: what lies at `folder` is always whole,
    also when several processes start at once or one is killed half-way.
    """
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        build(temporary)
        temporary.chmod(0o755)
        try:
            temporary.rename(folder)
        except OSError:
            if not folder.is_dir():  # otherwise another process was faster: its folder is as good
                raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder
