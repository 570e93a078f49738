"""An agency's own recordings: wav and text, checked one by one. What is wrong is told in Indonesian, with the file's name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from speech.loudness import levelled, trimmed
from speech.pcm import AudioFileError, Samples, read_wav, to_float
from speech.phonemes import clause_ipa
from speech.pronunciation import spoken
from speech.voice_training.errors import RecordingsError
from speech.voice_training.frames import HOP, RATE
from speech.voice_training.tempo import sounding_s, syllables

LIST = "metadata.csv"
SHORTEST_S, LONGEST_S = 0.7, 15.0
LONGEST_TEXT = 300
"""Characters, written out: as many symbols as the teacher reads at once."""
SILENT = 0.003
"""Of full scale, root mean square: -50 dB."""
FULL, CLIPPED_SHARE = 0.998, 0.0005
SLOWEST, FASTEST = 1.0, 11.0
"""Syllables a second; people speak three to eight."""
_EDGE_FRAMES = 8


@dataclass(frozen=True, slots=True)
class Recording:
    """`text` is written out for a voice and ends in its mark; `samples` at RATE: trimmed, at the hotline's level, with 0.1 s of silence
    around, a whole number of frames."""

    name: str
    text: str
    samples: Samples

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


def listed(data: Path) -> list[tuple[str, Path, str]]:
    """Name, sound file and text of every recording in `data`: by its metadata.csv (`name|text`, as LJSpeech's; a third column, the text
    written out, counts more), else every NAME.wav with a NAME.txt beside it.

    Raises:
        RecordingsError: there are none, or the list cannot be read.
    """
    if not data.is_dir():
        raise RecordingsError(f"{data}: folder ini tidak ada")
    pairs = list(_by_list(data) if (data / LIST).is_file() else _by_files(data))
    if not pairs:
        raise RecordingsError(f"{data}: tidak ada {LIST} (baris nama|teks), dan tidak ada NAMA.wav dengan NAMA.txt di sebelahnya")
    return pairs


def read(path: Path, text: str) -> Recording | str:
    """The recording, or what is wrong with it."""
    written = spoken(text).strip()
    if not any(letter.isalpha() for letter in written):
        return "teksnya kosong"
    if len(written) > LONGEST_TEXT:
        return f"teksnya {len(written)} huruf setelah ditulis lengkap; paling panjang {LONGEST_TEXT}: potong rekaman di jeda"
    try:
        samples = to_float(read_wav(path, RATE))
    except AudioFileError as error:
        return str(error).removeprefix(f"{path}: ")
    return fault_of(samples, written) or Recording(path.stem, _closed(written), _ready(samples))


def fault_of(samples: Samples, written: str) -> str:
    """What is wrong with a recording that says `written`; empty where nothing is."""
    seconds = len(samples) / RATE
    if seconds < SHORTEST_S:
        return f"terlalu pendek ({seconds:.1f} detik; paling sedikit {SHORTEST_S:g})"
    if seconds > LONGEST_S:
        return f"terlalu panjang ({seconds:.1f} detik; paling lama {LONGEST_S:g}): potong di jeda"
    if float(np.sqrt(np.mean(samples.astype(np.float64) ** 2))) < SILENT:
        return "hampir tidak terdengar: rekam lebih dekat atau lebih keras"
    if float(np.mean(np.abs(samples) >= FULL)) > CLIPPED_SHARE:
        return "suaranya pecah (terlalu keras): rekam ulang dengan tingkat masukan lebih rendah"
    rate = syllables(clause_ipa(_closed(written))) / max(sounding_s(samples, RATE), 0.1)
    if not SLOWEST <= rate <= FASTEST:
        return f"teks dan suaranya tidak sepadan ({rate:.1f} suku kata per detik): periksa apakah teksnya milik rekaman ini"
    return ""


def _by_list(data: Path) -> Iterator[tuple[str, Path, str]]:
    try:
        lines = (data / LIST).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RecordingsError(f"{data / LIST}: tidak dapat dibaca; simpan sebagai teks UTF-8") from error
    for number, row in enumerate(csv.reader(lines, delimiter="|", quoting=csv.QUOTE_NONE), start=1):
        if not row:
            continue
        if len(row) < 2:
            raise RecordingsError(f"{data / LIST}:{number}: seharusnya nama|teks")
        name = row[0].strip().removesuffix(".wav")
        inside = [path for path in (data / "wavs" / f"{name}.wav", data / f"{name}.wav") if path.is_file()]
        if not inside or not inside[0].resolve().is_relative_to(data.resolve()):
            raise RecordingsError(f"{data / LIST}:{number}: {name}.wav tidak ada di {data} atau {data / 'wavs'}")
        yield name, inside[0], (row[2] if len(row) > 2 and row[2].strip() else row[1]).strip()


def _by_files(data: Path) -> Iterator[tuple[str, Path, str]]:
    for path in sorted(data.rglob("*.wav")):
        text = path.with_suffix(".txt")
        if not text.is_file():
            raise RecordingsError(f"{path}: tidak ada {text.name} di sebelahnya")
        try:
            yield path.stem, path, " ".join(text.read_text(encoding="utf-8-sig").split())
        except (OSError, UnicodeDecodeError) as error:
            raise RecordingsError(f"{text}: tidak dapat dibaca; simpan sebagai teks UTF-8") from error


def _closed(written: str) -> str:
    return written if written[-1] in ".,!?;:" else written + "."


def _ready(samples: Samples) -> Samples:
    sound = levelled(trimmed(samples, RATE), RATE)
    edge = np.zeros(_EDGE_FRAMES * HOP, np.float32)
    return np.concatenate([edge, sound, np.zeros(-len(sound) % HOP, np.float32), edge])
