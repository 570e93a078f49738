"""`ivr voice sample`: a dozen sentences by one voice as WAV, and what our recogniser reads back of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from speech.measure import same
from speech.pcm import write_wav
from speech.pronunciation import spoken
from speech.recognizer import Expectation, Recognizer, Request
from speech.speaker import Speaker
from speech.synthesizer import Synthesizer

SENTENCES = (
    "Selamat pagi. Anda berbicara dengan asisten suara pemerintah kota.",
    "Percakapan ini dicatat dalam bentuk tulisan.",
    "Untuk membuat KTP baru, bawa fotokopi kartu keluarga.",
    "Sebutkan atau tekan enam belas angka NIK Anda.",
    "Nomor tiket Anda ADU-2026-000417.",
    "Pajak bumi dan bangunan Anda Rp1.250.000, jatuh tempo 30 September 2026.",
    "Kantor buka pukul 08.00 sampai 15.30 WIB.",
    "Pengaduan Anda akan ditindaklanjuti dalam tiga hari kerja.",
    "Apakah nomor itu sudah benar?",
    "Maaf, saya belum mengerti. Tolong ulangi dengan kata lain.",
    "Ibu Siti Rahayu, Jalan Diponegoro nomor 12, RT 03 RW 05.",
    "Saya sambungkan Anda dengan petugas, mohon jangan tutup telepon.",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """`right`: the same words were read back, however they are written."""

    file: str
    text: str
    heard: str
    right: bool
    seconds: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def samples(voice: Synthesizer, recognizer: Recognizer, out: Path, rate: int, show: Callable[[Sample], None]) -> list[Sample]:
    """Write `out`/01.wav and so on, s16 mono at `rate` (8000 or 16000), as a caller would hear them.

    Raises:
        SynthesizerError: the voice failed.
        RecognizerError: decoding failed.
        OSError: `out` cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    speaker, made = Speaker(voice, None), list[Sample]()
    for number, text in enumerate(SENTENCES, start=1):
        pcm = b"".join(speaker.stream(text, rate=rate))
        file = out / f"{number:02d}.wav"
        write_wav(file, pcm, rate)
        heard = recognizer.transcribe([Request(pcm, Expectation(), rate)])[0].text
        made.append(Sample(file.name, text, heard, same(text, heard) or same(spoken(text), heard), len(pcm) / 2 / rate))
        show(made[-1])
    return made
