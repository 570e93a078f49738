"""Calls as they happen, on a terminal: who said what, how sure, how long the caller waited."""

from __future__ import annotations

from rich.console import Console

from dialog.handover import FIND
from ivr.journal import Payload

REASONS = {
    "requested": "diminta penelepon",
    "language": "minta bahasa daerah",
    "not_understood": "tidak dipahami",
    "no_input": "penelepon diam",
    "low_confidence": "terlalu tidak yakin",
    "failure": "gangguan sistem",
    "overload": "sistem kelebihan beban",
    "takeover": "diambil alih petugas",
    "authority": "di luar wewenang Sapa",
    "expired": "jawaban kedaluwarsa",
    "verification": "identitas tidak terbukti",
    "emergency": "keadaan darurat",
    "distress": "penelepon tertekan",
    "abuse": "kata-kata kasar",
}
RETURNS = {
    "no_answer": "tidak ada petugas yang menjawab",
    "nobody": "tidak ada petugas yang bertugas",
    "full": "antrean penuh",
    "callback": "minta ditelepon kembali",
}
"""Why the agents' queue gave a caller back."""
SHOWN_DIGITS = 3
"""Of a caller's number."""
TROUBLES = {"timeout": "tidak menjawab tepat waktu", "unavailable": "tidak terhubung", "not_found": "tidak ada", "rejected": "ditolak"}


class LiveView:
    """Watches a journal; one line an entry. Indonesian, as operators read it."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, call_id: str, at_ms: int, entry: Payload) -> None:
        line = describe(entry)
        if line:
            self._console.print(f"{call_id[:4]} {at_ms / 1000:7.2f}s  {line}", markup=False)


def describe(entry: Payload) -> str:
    """One entry in words; empty for what nobody needs to see."""
    return _CONFIDENTIAL.get(str(entry["type"]), "") if entry.get("confidential") else _describe(entry)


_CONFIDENTIAL = {
    "Heard": "Penelepon: (rahasia)",
    "Key": "Penelepon: tombol (rahasia)",
    "NoInput": "Penelepon: (diam)",
    "Say": "Sapa: (rahasia)",
    "Lookup": "   → sistem (rahasia)",
    "LookupDone": "   ← sistem menjawab",
    "LookupSlow": "   … sistem belum menjawab",
    "LookupFailed": "   ← sistem gagal",
    "Confidential": "── rahasia: mulai sekarang isi percakapan tidak dicatat",
    "Transfer": "── disambungkan ke petugas (rahasia)",
    "AgentUnavailable": "── penelepon kembali dari antrean",
    "SentBack": "── petugas mengembalikan penelepon",
    "TakenOver": "── panggilan diambil alih",
}


def _describe(entry: Payload) -> str:
    match entry["type"]:
        case "CallStarted":
            number = str(entry.get("caller") or "")
            whence = f" dari nomor berakhiran {number[-SHOWN_DIGITS:]}" if number else ""
            return f"── panggilan masuk{whence}{', sesudah panggilan yang terputus' if entry.get('unfinished') else ''}"
        case "Heard":
            hypotheses = entry.get("hypotheses")
            first = hypotheses[0] if isinstance(hypotheses, list) and hypotheses else None
            return f"Penelepon: {first['text']}  [{first['confidence']:.0%}]" if first else "Penelepon: (tidak jelas)"
        case "Key":
            return f"Penelepon: tombol {entry['key']}"
        case "NoInput":
            return "Penelepon: (diam)"
        case "Say":
            pace = float(str(entry.get("pace", 1.0)))
            how = " (lebih pelan)" if pace < 1 else " (lebih cepat)" if pace > 1 else ""
            return f"Sapa{how}: {entry['text']}"
        case "Chosen":
            return f"   dipilih bacaan ke-{int(str(entry['hypothesis'])) + 1}"
        case "Lookup" if entry["operation"] == FIND:
            return "   → antrean petugas: bagaimana keadaannya?"
        case "Lookup":
            return f"   → sistem {entry['operation']}"
        case "LookupDone":
            return "   ← sistem menjawab"
        case "LookupSlow":
            return "   … sistem belum menjawab"
        case "LookupFailed":
            return f"   ← sistem gagal: {TROUBLES.get(str(entry['reason']), entry['reason'])}"
        case "Transfer":
            queue = f"petugas {entry['queue']}" if entry.get("queue") else "petugas"
            to, verified = entry.get("number") or queue, entry.get("verified")
            proved = f"; terbukti: {', '.join(map(str, verified))}" if isinstance(verified, list) and verified else ""
            why = REASONS.get(str(entry["reason"]), entry["reason"])
            said = f"Sapa: {entry['announced']}  " if entry.get("announced") else ""
            return f"{said}── disambungkan ke {to} ({why}){proved}; ringkasan: {entry['briefing']}"
        case "Rated":
            return f"   dinilai: {entry['question']} = {entry['value']}"
        case "AgentUnavailable":
            return f"── penelepon kembali: {RETURNS.get(str(entry.get('reason')), RETURNS['no_answer'])}"
        case "SentBack":
            to = f" untuk {entry['intent']}" if entry.get("intent") else ""
            return f"── petugas mengembalikan penelepon{to}"
        case "TakenOver":
            return "── panggilan diambil alih"
        case "note.joined":
            emergency = entry.get("to") == "emergency"
            return f"── {'layanan darurat menjawab' if emergency else 'petugas sudah mendengar ringkasan'}, keduanya tersambung"
        case "note.gap":
            return f"   jeda giliran {entry['ms']} ms"
        case "note.barge_in":
            return "   penelepon menyela"
        case "note.ended":
            return f"── selesai: {entry['outcome']}"
        case _:
            return ""
