"""Which files make up a dialog configuration, and moving them about so that a crash leaves nothing half."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

SUFFIXES = frozenset({".yaml", ".yml"})
OTHERS = frozenset({"settings.yaml", "antrean.yaml", "asterisk", "calls", "scenarios"})
"""What lies beside the dialog's files and is none of them."""


def dialog_files(folder: Path) -> dict[str, Path]:
    """The dialog's files by their path in `folder`. Hidden ones are editors' and not ours."""
    found = {path.relative_to(folder): path for path in sorted(folder.rglob("*.y*ml")) if path.suffix in SUFFIXES}
    return {
        str(name): path
        for name, path in found.items()
        if name.parts[0] not in OTHERS and not any(part.startswith(".") for part in name.parts) and path.is_file()
    }


def digest_of(files: dict[str, Path]) -> str:
    whole = hashlib.sha256()
    for name, path in files.items():
        with path.open("rb") as file:
            whole.update(f"{name}\0".encode() + hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def copy_file(source: Path, target: Path) -> None:
    """With its permissions, on the disk when this returns."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def write_whole(path: Path, text: str) -> None:
    """Whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
