"""A benchmark's figures for people. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.table import Table


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """The first column names, the others hold figures."""
    made = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for column in made.columns[1:]:
        column.justify = "right"
    for row in rows:
        made.add_row(*(_shown(cell) for cell in row))
    return made


def turns_table(figures: Mapping[str, Any]) -> Table:
    rows = [
        (kind, of["turns"], of["cut_off"], of["gap_ms"]["count"], of["gap_ms"]["p50"], of["gap_ms"]["p95"])
        for kind, of in figures["kinds"].items()
    ]
    return table(("jenis", "giliran", "terpotong", "dijawab", "jeda p50", "jeda p95"), rows)


def turns_lines(figures: Mapping[str, Any]) -> list[str]:
    gap, barge, paused = figures["gap_ms"], figures["barge_in_ms"], figures["paused"]
    stages = ", ".join(f"{name} {ms}" for name, ms in figures["stages_ms"].items())
    return [
        f"{figures['turns']} giliran, {figures['unanswered']} tanpa jawaban sendiri; jalur telepon pulang-pergi {figures['path_ms']} ms",
        f"jeda (kalimat siap putar): {_spread(gap)}; lainnya: {_spread(figures['uncached']['gap_ms'])}",
        f"terpotong: {percent(figures['cut_off_rate'])} dari semua, {percent(paused['cut_off_rate'])} dari {paused['turns']} yang berjeda",
        f"disela sampai diam: {_spread(barge)}",
        f"tahap, median ms: {stages or '-'}",
    ]


def percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _spread(figures: Mapping[str, Any]) -> str:
    return f"p50 {_shown(figures['p50'])}, p95 {_shown(figures['p95'])} ms ({figures['count']})"


def _shown(cell: object) -> str:
    return "-" if cell is None else str(cell)
