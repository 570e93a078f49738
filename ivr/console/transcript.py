"""A call's journal as people read it: who said what, and what happened. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivr.console.wording import reason
from ivr.standing import Line

CALLER, SAPA, NOTE = "caller", "sapa", "note"
_HAPPENED = {
    "NoInput": "Penelepon diam.",
    "LookupFailed": "Sistem instansi tidak memberi jawaban.",
    "SentBack": "Petugas mengembalikan penelepon ke Sapa.",
    "AgentUnavailable": "Tidak ada petugas yang menerima; penelepon kembali ke Sapa.",
    "HungUp": "Penelepon menutup telepon.",
    "Rated": "Penelepon memberi nilai.",
}
Entry = tuple[int, Mapping[str, object]]
"""Milliseconds since the call began, and what the journal has of it."""


def is_confidential(entries: Sequence[Entry]) -> bool:
    return any(payload.get("confidential") is True or payload.get("type") == "Confidential" for _, payload in entries)


def transcript(entries: Sequence[Entry]) -> tuple[Line, ...]:
    """Nothing of a call that became confidential, not even of what was said before: one line that says so."""
    if is_confidential(entries):
        return (Line(NOTE, "Panggilan ini dirahasiakan. Isinya tidak dicatat dan tidak ditampilkan.", 0),)
    taken = {payload.get("turn"): payload.get("hypothesis") for _, payload in entries if payload.get("type") == "Chosen"}
    lines: list[Line] = []
    for at_ms, payload in entries:
        line = _line(at_ms, payload, taken)
        if line is None:
            continue
        before = lines[-1] if lines else None
        if payload.get("type") == "Key" and before is not None and before.who == CALLER and before.text.startswith(_KEYED):
            lines[-1] = Line(CALLER, before.text + str(payload.get("key", "")), before.at_ms)
        elif before is not None and line.who == before.who == SAPA:
            lines[-1] = Line(SAPA, f"{before.text} {line.text}", before.at_ms)
        else:
            lines.append(line)
    return tuple(lines)


_KEYED = "Menekan: "


def _line(at_ms: int, payload: Mapping[str, object], taken: Mapping[object, object]) -> Line | None:
    kind = str(payload.get("type", ""))
    match kind:
        case "Say":
            return Line(SAPA, str(payload.get("text", "")), at_ms)
        case "Heard":
            return Line(CALLER, _words(payload, taken), at_ms)
        case "Key":
            return Line(CALLER, f"{_KEYED}{payload.get('key', '')}", at_ms)
        case "Transfer":
            return Line(NOTE, f"Diserahkan kepada petugas. {reason(str(payload.get('reason', '')))}.", at_ms)
    return Line(NOTE, _HAPPENED[kind], at_ms) if kind in _HAPPENED else None


def _words(heard: Mapping[str, object], taken: Mapping[object, object]) -> str:
    """The hypothesis that the dialog went by, the first one where it did not say."""
    readings = heard.get("hypotheses")
    if not isinstance(readings, list) or not readings:
        return "(tidak jelas)"
    chosen = taken.get(heard.get("turn"), 0)
    reading = readings[chosen] if isinstance(chosen, int) and 0 <= chosen < len(readings) else readings[0]
    return str(reading.get("text", "")) or "(tidak jelas)"
