"""What callers hear of Asterisk itself, while they wait in a queue and when all else fails: each sound file and its text."""

from __future__ import annotations

from collections.abc import Mapping

WORDS = (
    *("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"),
    *("dua belas", "tiga belas", "empat belas", "lima belas", "enam belas", "tujuh belas", "delapan belas", "sembilan belas", "dua puluh"),
)
"""Places that are spoken: `announce-position-limit` of the queues."""
TRANSFER = "transfer"
"""The sentence of the dialog that callers hear first for whom an agent is free: the phone rings meanwhile."""
SOUNDS: Mapping[str, str] = {
    "next": "Anda berikutnya. Mohon tetap di telepon.",
    "place": "Anda nomor",
    "callswaiting": "dalam antrean. Terima kasih sudah menunggu.",
    "periodic": "Mohon menunggu. Tekan dua kalau ingin ditelepon kembali.",
    "apology": "Mohon maaf, layanan sedang terganggu dan semua petugas sedang sibuk. "
    "Silakan menelepon lagi beberapa saat lagi. Terima kasih.",
    **{f"digits/{n}": word for n, word in enumerate(WORDS, start=1)},
}
"""File name without `.wav`, below `PbxSettings.sounds` → what it says. Asterisk puts together `place`, `digits/3`, `callswaiting`."""
