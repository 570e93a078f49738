"""What is wrong with a configuration that can be read: one file a question, each pure, each reporting to where the thing stands."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from dialog.checks import answers, asking, calendars, clashes, dates, lengths, marks, unquoted
from dialog.load import Loaded, Problem


def check(loaded: Loaded, operations: Collection[str], today: date) -> list[Problem]:
    """Every problem, by file and line: those of loading, and what is found on top of them.

    `operations` are the lookups that connectors have; `today` decides what is expired.
    """
    unquoted.check(loaded)
    marks.check(loaded)
    if loaded.flows is not None:
        asking.check(loaded)
        answers.check(loaded, operations)
        clashes.check(loaded)
        lengths.check(loaded)
        dates.check(loaded, today)
        calendars.check(loaded, today)
    return sorted(dict.fromkeys(loaded.problems), key=lambda p: (str(p.file), p.line, p.column, p.severity))
