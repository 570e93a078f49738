"""The web phone's library: JsSIP, bundled by set-up into the cache from the packages that package-lock.json pins."""

from __future__ import annotations

import hashlib
from pathlib import Path

PACKAGES = Path(__file__).parent
FILES = ("package.json", "package-lock.json")
FOLDER = "console"


def library_name() -> str:
    """File name of the bundle that belongs to this version of the package files: another version is another file."""
    digest = hashlib.sha256(b"\0".join((PACKAGES / name).read_bytes() for name in FILES))
    return f"phone-lib-{digest.hexdigest()[:16]}.js"


def library(cache: Path) -> Path | None:
    """The bundle under `cache`, None where set-up has not made it."""
    path = cache / FOLDER / library_name()
    return path if path.is_file() else None
