"""Indonesian words for what the pages of agents and supervisors show: stages, reasons, states, moments. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dialog.templates import MONTHS
from ivr.standing import Status
from telephony.handoff import Stage

STAGES = {
    Stage.REQUESTED: "Disiapkan",
    Stage.HOLDING: "Menunggu dalam antrean",
    Stage.RINGING: "Telepon berdering",
    Stage.BRIEFING: "Ringkasan dibacakan",
    Stage.JOINED: "Sedang berbicara",
    Stage.RETURNED: "Kembali ke Sapa",
    Stage.OVER: "Selesai",
}
REASONS = {
    "requested": "Penelepon meminta petugas",
    "language": "Penelepon meminta petugas yang berbahasa daerah",
    "not_understood": "Sapa berulang kali tidak memahami",
    "no_input": "Penelepon tidak menjawab Sapa",
    "low_confidence": "Sapa tidak yakin akan maksudnya",
    "authority": "Harus diputuskan petugas",
    "verification": "Data diri tidak dapat dipastikan",
    "expired": "Jawaban di sistem habis masa berlakunya",
    "emergency": "Keadaan darurat",
    "distress": "Penelepon sedang tertekan",
    "abuse": "Penelepon sedang marah",
    "failure": "Sistem sedang terganggu",
    "overload": "Sapa sedang penuh",
    "takeover": "Diambil alih oleh pengawas",
}
LISTENERS = {
    "listen": "Pengawas mendengarkan percakapan Anda.",
    "whisper": "Pengawas berbisik kepada Anda; penelepon tidak mendengarnya.",
    "join": "Pengawas ikut dalam percakapan Anda.",
}
STATUSES = {Status.OUT: "Di luar antrean", Status.READY: "Siap menerima", Status.PAUSED: "Jeda", Status.WRAP_UP: "Mencatat hasil"}
OUTCOMES = {
    "": "masih berlangsung",
    "joined": "tersambung dengan petugas",
    "abandoned": "penelepon menutup sebelum tersambung",
    "gave_up": "kembali ke Sapa",
    "lost": "tidak diketahui, layanan sempat terputus",
}
WHYS = {
    "": "",
    "no_answer": "petugas tidak mengangkat",
    "nobody": "tidak ada petugas",
    "full": "antrean penuh",
    "callback": "penelepon memilih ditelepon kembali",
}
RESULTS = {
    "joined": "tersambung",
    "declined": "ditolak",
    "no_answer": "tidak diangkat",
    "hung_up": "ditutup petugas",
}
CALL_OUTCOMES = {
    "": "masih berlangsung atau terputus",
    "answered": "dijawab Sapa",
    "ticket": "tiket dibuat",
    "transferred": "disambungkan ke petugas",
    "callback": "janji telepon kembali",
    "abandoned": "ditutup penelepon",
    "failed": "gagal",
}
PROMISES = {"open": "menunggu", "done": "selesai", "given_up": "tidak berhasil", "called_again": "sudah menelepon lagi"}
ATTEMPTS = {
    "": "sedang dicoba",
    "reached": "tersambung",
    "no_answer": "tidak diangkat",
    "busy": "sibuk",
    "wrong_number": "nomor salah",
    "failed": "gagal",
}


def beside(briefing: str, subject: str) -> str:
    """The briefing without the subject, which stands above it."""
    parts = [part for part in briefing.removesuffix(".").split(", ") if part.casefold() != subject.casefold()]
    told = ", ".join(parts)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def masked(number: str) -> str:
    """All but the last three digits hidden; who withholds theirs is named so."""
    return f"{'•' * max(len(number) - 3, 3)}{number[-3:]}" if number else "nomor tidak ditampilkan"


def span(seconds: float) -> str:
    """`35 detik`, `2 menit`, `1 jam 5 menit`."""
    whole = max(0, int(seconds))
    if whole < 60:
        return f"{whole} detik"
    hours, minutes = divmod(whole // 60, 60)
    return " ".join(part for part in (f"{hours} jam" if hours else "", f"{minutes} menit" if minutes or not hours else "") if part)


def moment(written: str, today: date) -> str:
    """A moment in ISO 8601 as people near it say it: `hari ini pukul 09.05`, `24 November pukul 18.47`; "" for none."""
    return f"{day(written, today)} pukul {datetime.fromisoformat(written):%H.%M}" if written else ""


def day(written: str, today: date) -> str:
    """Only the day of such a moment."""
    at = datetime.fromisoformat(written).date()
    near = {today - timedelta(1): "kemarin", today: "hari ini", today + timedelta(1): "besok"}
    year = "" if at.year == today.year else f" {at.year}"
    return near.get(at) or f"{at.day} {MONTHS[at.month - 1]}{year}"


def percent(confidence: float) -> str:
    return f"{round(100 * confidence)}%"


def reason(code: str) -> str:
    return REASONS.get(code, "Alasan tidak tercatat")
