"""What the embedded Asterisk plays: the music on hold, and the folder where it looks for its sounds."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

RATE = 8000
MUSIC_S = 600


def write_music(path: Path) -> None:
    """Twelve seconds of a soft, slow arpeggio: Debian's packages carry no music, and silence sounds like a lost call."""
    notes = (261.6, 329.6, 392.0, 523.3, 392.0, 329.6)
    length = 2 * RATE
    samples = bytearray()
    for note in notes:
        for n in range(length):
            fade = math.sin(math.pi * n / length) ** 2
            samples += struct.pack("<h", int(1600 * fade * math.sin(2 * math.pi * note * n / RATE)))
    fresh = path.with_name(f".{path.name}")  # callers may hear the old one at this moment
    with wave.open(str(fresh), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(bytes(samples))
    fresh.replace(path)


def link_announced(folder: Path, sentence: Path, music: Path) -> None:
    """Music that begins with `sentence` (a path without suffix, for both rates), which comes again only after MUSIC_S of it: Asterisk plays
    the files by name, over and over, and of one name the rate that fits. It lists them when it starts: a sentence that is not there
    yet is left out."""
    links = {f"{number:02}.wav": music for number in range(1, MUSIC_S // 12 + 1)}
    links |= {f"00{suffix}": sentence.with_name(sentence.name + suffix) for suffix in (".wav", ".wav16")}
    for name, target in links.items():
        link = folder / name
        link.unlink(missing_ok=True)
        if target.is_file():
            link.symlink_to(target.absolute())


def link_data(share: Path, package: Path, sounds: Path) -> None:
    """Make `share` Asterisk's data folder: the files of the `package`, and our `sounds` as those of the language `en_ID`. (Asterisk says
    a number by files named `digits/N`, which it looks for there alone, and knows of no Indonesian: up to twenty it is the same.)"""
    (share / "sounds").mkdir(parents=True, exist_ok=True)
    links = {share / "sounds" / "en_ID": sounds.absolute()}
    links |= {share / path.name: path for path in package.glob("*") if path.name != "sounds"}
    for link, target in links.items():
        link.unlink(missing_ok=True)
        link.symlink_to(target)
