"""What every command shares: where it prints, its common options, how it runs to the end."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

T = TypeVar("T")
out = Console(highlight=False, soft_wrap=True, emoji=False)  # `espeak:id:` is no picture
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)

SettingsFile = Annotated[Path, typer.Option("--settings", help="The installation's settings.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end; SIGTERM ends it as orderly as Ctrl+C does."""

    async def cancellable() -> T:
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await work

    try:
        return asyncio.run(cancellable())
    except asyncio.CancelledError:
        sys.exit(143)


def progress(line: str) -> None:
    err.print(f"· {line}", style="dim", markup=False)
