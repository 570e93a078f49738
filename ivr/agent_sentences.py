"""What an agent who has dialled a code hears, in Indonesian. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivr.callback_plan import Why

NOT_AN_AGENT = "Telepon ini belum terhubung dengan seorang petugas. Hubungi admin."
NO_SUCH_CODE = "Kode tidak dikenal. Bintang satu satu untuk masuk, satu dua untuk keluar, satu tiga untuk jeda, satu empat untuk siap."
SIGNED_OFF = "Anda keluar. Anda tidak menerima panggilan lagi."
READY = "Anda siap menerima panggilan."
NOT_RECORDED = "Maaf, status Anda belum dapat disimpan. Coba lagi sebentar lagi."
NO_SUCH_TICKET = "Tidak ada telepon kembali dengan kode itu."
NOT_NOW: Mapping[Why, str] = {
    Why.GONE: NO_SUCH_TICKET,
    Why.LOCKED: "Telepon kembali itu sedang dikerjakan petugas lain.",
    Why.HOLDING: "Selesaikan atau batalkan dulu telepon kembali yang sedang Anda pegang.",
    Why.CLOSED: "Sekarang di luar jam layanan. Telepon kembali itu menunggu sampai kantor buka.",
    Why.EARLY: "Belum waktunya. Penelepon memilih waktu yang lain.",
}
CANNOT_DIAL = "Panggilan keluar belum diatur di sini. Gunakan telepon lain, lalu catat hasilnya di meja petugas."
NOT_DIALLED = "Nomor itu layanan berbayar dan tidak ditelepon kembali."
NOT_ALLOWED = "Kode itu hanya untuk pengawas."
NOBODY_THERE = "Petugas itu sedang tidak dalam panggilan."
IN_SECRET = "Percakapan itu rahasia, atau belum tersambung. Tidak dapat didengarkan."
PBX_AWAY = "Layanan belum dapat menjalankannya. Coba lagi sebentar lagi."


def signed_on(titles: Sequence[str]) -> str:
    """`titles` of the queues whose calls they take."""
    if not titles:
        return "Anda masuk, tetapi belum ditugaskan ke antrean mana pun. Hubungi pengawas."
    return f"Anda masuk. Antrean: {', '.join(titles)}."


def on_break(reason: str) -> str:
    return f"Anda jeda: {reason}. Tekan bintang satu empat bila sudah siap."


def no_such_break(reasons: Sequence[str]) -> str:
    listed = ", ".join(f"{number} untuk {reason}" for number, reason in enumerate(reasons, 1))
    return f"Alasan jeda itu tidak ada. Tekan bintang satu tiga, lalu {listed}."
