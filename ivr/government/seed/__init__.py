"""What stands in the registers from the beginning; everybody and everything in them is made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

Rows = Sequence[Mapping[str, str]]


def rows(today: date) -> dict[str, Rows]:
    """The rows of each table, tables that others refer to first; the same for the same day."""
    from ivr.government.seed import fixed

    return dict(fixed.ROWS)
