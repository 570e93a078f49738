"""Fetches Asterisk 22 from Debian's archive into a folder: no root, no chroot, nothing installed.

Debian 12 has no asterisk package; Debian sid has. apt downloads it with its whole closure through the mirror that this
machine already uses, and checks every signature against Debian's archive keyring; dpkg-deb unpacks it.
"""

from __future__ import annotations

import fcntl
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
APT_SOURCES = Path("/etc/apt")
SUITE = "sid"
DOWNLOAD_TIMEOUT_S = 600.0
MINIMUM = (22, 9)
"""22.9 mends the AudioSocket header offset; 22.10 also tolerates comfort noise and is what Debian sid has."""
Progress = Callable[[str], None]


class PbxError(Exception):
    """The embedded Asterisk cannot be had or run; the message says what, where and what to do."""


def debian_mirror(etc_apt: Path = APT_SOURCES) -> str:
    """The address of the first Debian mirror in this machine's own apt configuration.

    Raises:
        PbxError: no mirror is configured.
    """
    listed = [etc_apt / "sources.list", *sorted((etc_apt / "sources.list.d").glob("*"))]
    for path in (p for p in listed if p.is_file()):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            match = re.match(r"(?:URIs:\s*|deb\s+(?:\[[^]]*\]\s*)?)(\S+)", line.strip())
            if match and re.search(r"/debian/?$", match[1]):
                return match[1].rstrip("/")
    raise PbxError(f"no Debian mirror found in {etc_apt}: add one to sources.list, or configure an existing Asterisk")


def fetch(cache: Path, progress: Progress = lambda line: None) -> Path:
    """The folder of an unpacked Asterisk under `cache`, fetched if it is not there yet.

    Raises:
        PbxError: the tools, the mirror or the keyring are missing, or the download failed.
    """
    target = cache / "asterisk"
    if (target / "usr/sbin/asterisk").exists():
        return target
    _require_debian()
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "asterisk.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second set-up waits for the first and finds it done
        if not (target / "usr/sbin/asterisk").exists():
            _fetch(cache / "asterisk-download", target, progress)
    return target


def _require_debian() -> None:
    for tool in ("apt-get", "dpkg-deb"):
        if shutil.which(tool) is None:
            raise PbxError(f"{tool} is missing: the embedded Asterisk needs a Debian system; configure an existing Asterisk instead")
    if not KEYRING.exists():
        raise PbxError(f"{KEYRING} is missing: install the package debian-archive-keyring")


def _fetch(work: Path, target: Path, progress: Progress) -> None:
    packages = _download(work, progress)
    progress(f"unpacking {len(packages)} packages")
    prefix = work / "prefix"
    shutil.rmtree(prefix, ignore_errors=True)
    for package in packages:
        _run(["dpkg-deb", "-x", str(package), str(prefix)])
    version = asterisk_version(prefix)
    if version < MINIMUM:
        raise PbxError(f"Asterisk {version} is too old: at least {MINIMUM[0]}.{MINIMUM[1]} is needed")
    prefix.rename(target)
    shutil.rmtree(work)


def _download(work: Path, progress: Progress) -> list[Path]:
    for folder in ("lists/partial", "cache/archives/partial"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    (work / "sources.list").write_text(f"deb [signed-by={KEYRING}] {debian_mirror()} {SUITE} main\n", encoding="utf-8")
    # An empty dpkg status makes apt fetch the whole closure: the C library too, so that this machine's does not matter.
    (work / "status").write_text("", encoding="utf-8")
    options = {
        "Dir::State::Lists": work / "lists",
        "Dir::State::status": work / "status",
        "Dir::Cache": work / "cache",
        "Dir::Etc::SourceList": work / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
    }
    apt = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in options.items())]
    progress("reading Debian's package lists")
    _run([*apt, "update"])
    progress("downloading Asterisk (79 MB)")
    _run([*apt, "-y", "--no-install-recommends", "--download-only", "install", "asterisk"])
    return sorted((work / "cache/archives").glob("*.deb"))


def asterisk_version(prefix: Path) -> tuple[int, int]:
    """(major, minor) of the Asterisk under `prefix`, by asking it."""
    answer = _run([*loader(prefix), str(prefix / "usr/sbin/asterisk"), "-V"])
    match = re.search(r"(\d+)\.(\d+)", answer)
    if match is None:
        raise PbxError(f"{prefix} holds no working Asterisk: remove the folder and run set-up again")
    return int(match[1]), int(match[2])


def library_path(prefix: Path) -> Path:
    """The folder of the closure's libraries, whatever the machine's architecture is called."""
    found = sorted((prefix / "usr/lib").glob("*-linux-gnu"))
    if not found:
        raise PbxError(f"{prefix} holds no libraries: remove the folder and run set-up again")
    return found[0]


def loader(prefix: Path) -> list[str]:
    """The command words that start a program of the closure with the closure's own C library."""
    library = library_path(prefix)
    found = sorted([*library.glob("ld-linux*"), *(prefix / "usr/lib64").glob("ld-linux*"), *(prefix / "usr/lib").glob("ld-linux*")])
    if not found:
        raise PbxError(f"{prefix} holds no program loader: remove the folder and run set-up again")
    return [str(found[0]), "--library-path", f"{library}:{prefix / 'usr/lib'}"]


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=DOWNLOAD_TIMEOUT_S)
    except subprocess.TimeoutExpired as error:
        raise PbxError(f"{command[0]} took longer than {DOWNLOAD_TIMEOUT_S:.0f} s: check the network and try again") from error
    if done.returncode:
        raise PbxError(f"{command[0]} failed: {done.stderr.strip()[-600:]}")
    return done.stdout


if __name__ == "__main__":
    try:
        print(fetch(Path(sys.argv[1]).resolve(), print))  # noqa: T201 - a command's output
    except PbxError as error:
        sys.exit(str(error))
