"""Lets the CPU build of torch live with the index's torchaudio (`python -m ivr.setup.torchaudio`).

The index's torchaudio wheel holds native libraries that link CUDA. torchaudio runs on its Python parts where they are
absent, but treats one that is there and cannot be loaded as fatal, and Coqui TTS imports torchaudio. So a library that
cannot be loaded is moved aside inside the virtual environment: see docs/decisions/0002-torchaudio-without-cuda.md.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

LIBRARIES = ("_torchaudio*.so", "libtorchaudio*.so", "torchaudio_prefixctc*.so")
ASIDE = ".needs-cuda"
_LOAD_S = 120.0
_LOAD = "import sys, torch; torch.ops.load_library(sys.argv[1])"


def loads(library: Path) -> bool:
    """Whether this torch can load `library`; tried in a process of its own, which a broken library may take down.

    Raises:
        RuntimeError: torch itself cannot be imported, so nothing can be told about the library.
        subprocess.TimeoutExpired: it took longer than two minutes.
    """
    done = subprocess.run([sys.executable, "-c", _LOAD, str(library)], capture_output=True, text=True, timeout=_LOAD_S)
    if done.returncode and subprocess.run([sys.executable, "-c", "import torch"], timeout=_LOAD_S).returncode:
        raise RuntimeError("torch cannot be imported: install the Python packages first")
    return done.returncode == 0


def set_aside(site_packages: Path, can_load: Callable[[Path], bool] = loads) -> tuple[Path, ...]:
    """Move torchaudio's native libraries that cannot be loaded out of its sight; what moved, under its new name.

    Does nothing where all of them load (a CUDA build of torch), where they are aside already, or without torchaudio.
    """
    folder = site_packages / "torchaudio" / "lib"
    found = sorted(path for pattern in LIBRARIES for path in folder.glob(pattern))
    return tuple(path.rename(path.with_name(path.name + ASIDE)) for path in found if not can_load(path))


def main() -> int:
    """Exit status: 0 done or nothing to do, 1 outside a virtual environment."""
    found = importlib.util.find_spec("torchaudio")
    if found is None or found.origin is None:
        sys.stdout.write("torchaudio is not installed: nothing to do\n")
        return 0
    site_packages = Path(found.origin).parent.parent
    if sys.prefix == sys.base_prefix or not site_packages.is_relative_to(sys.prefix):
        sys.stderr.write("torchaudio lies outside a virtual environment; its files are left as they are\n")
        return 1
    moved = set_aside(site_packages)
    for path in moved:
        name = path.name.removesuffix(ASIDE)
        sys.stdout.write(f"torchaudio: {name} needs CUDA, which this torch lacks: moved aside\n")
    if not moved:
        sys.stdout.write("torchaudio: its native libraries load, or are aside already\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
