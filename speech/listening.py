"""Which voice is understood best: prompts at telephone band, read back by stock Whisper base.

`python -m speech.listening CACHE kokoro:jm_kumo espeak:id` prints word error rate, length and cost for each voice.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

from speech.measure import normalized
from speech.speaker import RATE, Speaker
from speech.voices import load_voice
from speech.weights import resolve

PROMPTS = (
    "selamat pagi, anda berbicara dengan asisten suara pemerintah kota",
    "percakapan ini dicatat dalam bentuk tulisan",
    "silakan sebutkan keperluan anda setelah nada",
    "untuk membuat kartu tanda penduduk baru, bawa fotokopi kartu keluarga",
    "mohon tunggu sebentar, saya periksa data anda",
    "sebutkan nomor induk kependudukan anda, enam belas angka",
    "nomor anda tiga dua tujuh tiga nol satu satu dua, apakah benar",
    "pengaduan anda sudah kami terima dan akan ditindaklanjuti dalam tiga hari kerja",
    "maaf, saya belum mengerti, tolong ulangi dengan kata lain",
    "kartu tanda penduduk anda sudah selesai dan bisa diambil di kantor kecamatan",
    "saya sambungkan anda dengan petugas, mohon jangan tutup telepon",
    "semua petugas sedang melayani warga lain, kami akan menelepon anda kembali besok sore",
)
_HEARING_RATE = 16_000
_EDGE_S = 0.3


@dataclass(frozen=True, slots=True)
class Understood:
    """`wer`: 0 to 1 and above. `seconds`: of speech. `cost`: CPU seconds a second of speech, one thread."""

    wer: float
    seconds: float
    cost: float


def listen(voice: str, cache: Path) -> Understood:
    """Speak every prompt by `voice` and read it back.

    Raises:
        SynthesizerError: the voice is unknown or failed.
        ModelUnavailable: Whisper's packages are missing.
    """
    from faster_whisper import WhisperModel

    model = WhisperModel(str(resolve("whisper-base", cache).folder), device="cpu", compute_type="int8", cpu_threads=1)
    speaker = Speaker(load_voice(voice, cache, threads=1), None)
    errors = words = 0
    seconds = spent = 0.0
    for prompt in PROMPTS:
        started = time.process_time()
        pcm = b"".join(speaker.stream(prompt))
        spent += time.process_time() - started
        audio = np.asarray(np.frombuffer(pcm, "<i2") / 32768, np.float32)
        seconds += len(audio) / RATE
        heard_audio = soxr.resample(np.pad(audio, int(_EDGE_S * RATE)), RATE, _HEARING_RATE)
        segments, _ = model.transcribe(heard_audio, language="id", beam_size=5, without_timestamps=True)
        expected, heard = _words(prompt), _words(" ".join(segment.text for segment in segments))
        errors += distance(expected, heard)
        words += len(expected)
    return Understood(errors / words, seconds, spent / seconds)


def distance(expected: list[str], heard: list[str]) -> int:
    """Words to change, add or leave out."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(expected, start=1):
        corner, row[0] = row[0], i
        for j, other in enumerate(heard, start=1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (word != other))
    return row[-1]


def _words(text: str) -> list[str]:
    return normalized(text.lower().replace("16", "enam belas")).split()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m speech.listening", description=__doc__)
    parser.add_argument("cache", type=Path, help="where model files lie or go")
    parser.add_argument("voices", nargs="+", metavar="VOICE", help="such as kokoro:jm_kumo or espeak:id+f3")
    arguments = parser.parse_args()
    for voice in arguments.voices:
        result = listen(voice, arguments.cache)
        sys.stdout.write(
            f"{voice:36} WER {100 * result.wer:5.1f} %   {result.seconds:5.1f} s   {result.cost:.2f} CPU s a second\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
