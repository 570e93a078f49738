"""`ivr check`: every problem of a dialog configuration, one a line, with file and line."""

from __future__ import annotations

import sys
from pathlib import Path

from dialog.load import ConfigError, load


def check(folder: Path) -> int:
    """Exit status: 0 good, 1 problems (printed)."""
    try:
        flows = load(folder)
    except ConfigError as error:
        for problem in error.problems:
            sys.stdout.write(f"{problem}\n")
        return 1
    sys.stdout.write(f"{folder}: baik, {len(flows.intents)} keperluan, {len(flows.fixed)} kalimat tetap\n")
    return 0
