"""What is said of recordings that cannot be used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from speech.pcm import from_float, write_wav
from speech.voice_training.errors import RecordingsError
from speech.voice_training.frames import HOP
from speech.voice_training.recordings import Recording, listed, read

RATE = 22_050


def wav(path: Path, seconds: float = 2.0, level: float = 0.3, rate: int = RATE) -> Path:
    """A buzz that comes and goes four times a second, as syllables do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    time = np.arange(int(seconds * rate)) / rate
    sound = level * np.sin(2 * np.pi * 150 * time) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time))
    write_wav(path, from_float(sound.astype(np.float32)), rate)
    return path


def test_a_good_one_is_levelled_closed_and_written_out(tmp_path: Path) -> None:
    found = read(wav(tmp_path / "a.wav"), "Nomor 12 dan 7")
    assert isinstance(found, Recording)
    assert found.text == "Nomor dua belas dan tujuh."
    assert len(found.samples) % HOP == 0 and found.seconds == pytest.approx(2.2, abs=0.1)
    assert not found.samples[: 4 * HOP].any()


@pytest.mark.parametrize(
    ("seconds", "level", "text", "why"),
    [
        (0.3, 0.3, "Selamat pagi", "terlalu pendek"),
        (16.0, 0.3, "Selamat pagi", "terlalu panjang"),
        (2.0, 0.001, "Selamat pagi bapak dan ibu", "hampir tidak terdengar"),
        (2.0, 3.0, "Selamat pagi bapak dan ibu", "pecah"),
        (2.0, 0.3, " - ", "kosong"),
        (2.0, 0.3, "Ya", "tidak sepadan"),
        (2.0, 0.3, "kata " * 80, "huruf"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, seconds: float, level: float, text: str, why: str) -> None:
    found = read(wav(tmp_path / "a.wav", seconds, level), text)
    assert isinstance(found, str) and why in found


def test_both_layouts_are_found(tmp_path: Path) -> None:
    wav(tmp_path / "lj" / "wavs" / "x1.wav")
    (tmp_path / "lj" / "metadata.csv").write_text("x1|Nomor 3.|Nomor tiga.\n", encoding="utf-8")
    assert [(name, text) for name, _, text in listed(tmp_path / "lj")] == [("x1", "Nomor tiga.")]
    wav(tmp_path / "pairs" / "b.wav").with_suffix(".txt").write_text("Selamat\npagi.\n", encoding="utf-8")
    assert [(name, text) for name, _, text in listed(tmp_path / "pairs")] == [("b", "Selamat pagi.")]


def test_a_broken_list_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(RecordingsError, match="tidak ada metadata"):
        listed(tmp_path)
    (tmp_path / "metadata.csv").write_text("\nx1 tanpa teks\n", encoding="utf-8")
    with pytest.raises(RecordingsError, match=r"metadata\.csv:2: seharusnya"):
        listed(tmp_path)
    wav(tmp_path.parent / "outside.wav")
    (tmp_path / "metadata.csv").write_text("../outside|teks\n", encoding="utf-8")
    with pytest.raises(RecordingsError, match="tidak ada di"):
        listed(tmp_path)
    (tmp_path / "metadata.csv").unlink()
    wav(tmp_path / "alone.wav")
    with pytest.raises(RecordingsError, match=r"alone\.txt"):
        listed(tmp_path)
