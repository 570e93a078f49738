"""What came out of adapting, as a table, as JSON, and as advice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from rich.table import Table

from ivr.adapt_policy import Figures


@dataclass(frozen=True, slots=True)
class Outcome:
    """`left_out`: recordings that were too long, or too short for their transcript. `refused`: why nothing was written; else empty."""

    calls: int
    calls_apart: int
    learned: int
    left_out: int
    steps: int
    before: Figures
    after: Figures
    refused: str

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    def advice(self) -> str:
        """What a refusal tells the operator."""
        return (
            f"Refused, nothing was written: on {self.after.clips} recordings of {self.calls_apart} calls that it did not learn, "
            f"{self.refused}. Check the transcripts (a wrong one teaches wrong words), add recordings (it learned from {self.learned}), "
            f"learn shorter or longer (it was --steps {self.steps}), or adapt a larger --base."
        )


def table(outcome: Outcome) -> Table:
    """Before and after, side by side."""
    title = f"{outcome.after.clips} recordings of {outcome.calls_apart} calls kept apart; learned from {outcome.learned}"
    rows: list[tuple[str, Callable[[Figures], str]]] = [
        ("word error rate", lambda f: f"{f.wer:.1%}"),
        ("recordings heard exactly", lambda f: f"{f.exact:.1%}"),
        ("ms a recording", lambda f: f"{f.decode_ms:.0f}"),
    ]
    if outcome.after.digits:
        rows.append(("digit strings heard exactly", lambda f: f"{f.digits_exact} of {f.digits}"))
    out = Table("", "before", "after", title=title + (f", {outcome.left_out} left out" if outcome.left_out else ""))
    for name, cell in rows:
        out.add_row(name, cell(outcome.before), cell(outcome.after))
    return out
