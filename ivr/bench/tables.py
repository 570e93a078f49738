"""A benchmark's figures for people. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.table import Table

from ivr.bench.recogniser import Measured


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
        f"disela sampai diam: {_spread(barge)}; {barge['ignored']} kali tetap berbicara",
        f"tahap, median ms: {stages or '-'}",
    ]


def recogniser_table(measured: Measured) -> Table:
    rows = [
        (name, way, of.clips, percent(of.wer), percent(of.strict), percent(of.exact), percent(of.within), f"{of.decode_ms:.0f}")
        for way, reports in measured.reports.items()
        for name, of in reports.items()
    ]
    return table(("keadaan", "cara", "rekaman", "WER", "WER ketat", "tepat", "di antara dugaan", "ms"), rows)


def recogniser_lines(figures: Mapping[str, Any]) -> list[str]:
    lines = [
        f"angka tepat {percent(figures['nik_exact'])}, di antara dugaan {percent(figures['nik_within'])}, "
        f"NIK menurut dialog {percent(figures['nik_checked'])}"
    ]
    lines += [f"{name}: {value:.1f} kali" for name, value in figures.items() if name.startswith("speedup") and value is not None]
    return lines


def mistakes(measured: Measured, most: int) -> list[str]:
    """The first `most` mistakes of each way in each list."""
    return [
        f"{name} {way}: {heard.expected} | {heard.text or '(tidak ada)'}"
        for way, reports in measured.reports.items()
        for name, of in reports.items()
        for heard in [h for h in of.heard if not h.right][:most]
    ]


def noise_table(figures: Mapping[str, Any]) -> Table:
    shown = {
        "false_turns": "palsu",
        "unclear": "tak jelas",
        "stopped": "berhenti",
        "held": "tahan",
        "ducked": "pelan",
        "starts": "mulai",
        "readings": "dibaca",
        "forced": "paksa",
        "pieces": "dari",
    }
    rows = [(kind, of["seconds"], *(of[name] for name in shown)) for kind, of in figures["kinds"].items()]
    total = ("semua", round(figures["minutes"] * 60), *(figures[name] for name in shown))
    return table(("bunyi", "detik", *shown.values()), [*rows, total])


def percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _spread(figures: Mapping[str, Any]) -> str:
    return f"p50 {_shown(figures['p50'])}, p95 {_shown(figures['p95'])} ms ({figures['count']})"


def _shown(cell: object) -> str:
    return "-" if cell is None else str(cell)


def understanding_table(rows: Mapping[str, Mapping[str, Any]]) -> Table:
    cells = (
        (way, of["sentences"], percent(of["accuracy"]), of["outside"], percent(of["auroc"]), percent(of["ece"]))
        for way, of in rows.items()
    )
    return table(("keadaan", "kalimat", "tepat", "di luar", "AUROC", "ECE"), cells)
