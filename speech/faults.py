"""How a voice can fail."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """One clause that an engine did not give in time, or not rightly."""

    RAISED = "raised"
    LATE = "late"
    """It was at it for longer than anybody could wait."""
    BUSY = "busy"
    """Others were before it for longer than anybody could wait."""
    NAN = "nan"
    SILENT = "silent"
    LENGTH = "length"
    CLIPPED = "clipped"
    MISSING = "missing"
    """The engine cannot be loaded: its model is not there, or broken."""
