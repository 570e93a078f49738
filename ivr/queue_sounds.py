"""What callers hear of Asterisk itself, while they wait in a queue and when all else fails: each sound file and its text."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Mapping
from pathlib import Path

from ivr.voice import Voice
from speech.pcm import write_wav

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
_RATES = {8000: ".wav", 16_000: ".wav16"}
"""Asterisk takes the one that fits the caller's line."""
log = logging.getLogger(__name__)


class QueueSounds:
    """The files in `folder`. What an earlier service left there stays until something better is at hand."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writing = threading.Lock()

    async def write(self, voice: Voice, sounds: Mapping[str, str]) -> None:
        """Name → text. By whoever has each text at hand: the chosen voice as far as it is prepared, else the fallback or a recording."""
        for name, text in sounds.items():
            for rate, suffix in _RATES.items():
                pcm = await voice.whole(text, rate)
                if pcm is None:
                    log.error("no voice could speak the sound %s%s", name, suffix)
                    continue
                try:
                    await asyncio.to_thread(self._write, self._folder / f"{name}{suffix}", pcm, rate)
                except OSError as error:
                    log.error("the sound %s%s cannot be written: %s", name, suffix, error.strerror)

    def _write(self, path: Path, pcm: bytes, rate: int) -> None:
        """Whole or not at all: a call of an earlier service may be hearing it. One at a time: what was cancelled goes on in its thread."""
        with self._writing:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(path.name + ".new")
            write_wav(fresh, pcm, rate)
            fresh.replace(path)
