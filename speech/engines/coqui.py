"""Coqui TTS: a model's name or a checkpoint folder. The library (and torch) is imported inside: it takes seconds."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from subprocess import SubprocessError
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from speech.phonemes import FINGERPRINT, clause_ipa
from speech.pronunciation import clauses
from speech.synthesizer import SynthesizerError

if TYPE_CHECKING:
    from TTS.api import TTS

MODEL_FILE, CONFIG_FILE = "model.pth", "config.json"
VOCODER_FILE, VOCODER_CONFIG = "vocoder.pth", "vocoder.json"
"""Beside them where the network gives spectra; VITS and its like need none."""
OWN_PHONEMES = "indonesian_ipa"
"""The `phonemizer` in the configuration of voices that are fed our phonemes, not letters."""
NAMES = "tts_models/<language>/<dataset>/<model>, for Indonesian tts_models/ind/fairseq/vits (not for commercial use)"


class CoquiSynthesizer:
    """`model` is a name that Coqui fetches into `cache` on first use, or a folder with `model.pth` and `config.json` (and, for networks
    that need one, `vocoder.pth` and `vocoder.json`). torch's threads are the process's: `threads` holds for all of its models.

    Raises:
        SynthesizerError: a folder or file is missing or broken, a name is unknown, or nothing could be fetched.
    """

    def __init__(self, model: str, cache: Path, *, speed: float = 1.0, threads: int = 1) -> None:
        folder = Path(model).expanduser()
        local = not model.startswith("tts_models/")
        self._tts = _open_folder(folder) if local else _open_name(model, cache)
        stamp = f"{folder.resolve().name}/{_stamp(folder)}" if local else model
        rate = getattr(self._tts.synthesizer, "output_sample_rate", None)
        if not isinstance(rate, int):
            raise SynthesizerError(f"Coqui's model {model} does not tell its sample rate")
        self._rate, self._speed = rate, speed
        network = self._tts.synthesizer.tts_model
        self._length: float | None = getattr(network, "length_scale", None)
        """How far the network stretches every sound; None where it has no such number (Tacotron, XTTS): it then has one pace."""
        self._phonemes = self._tts.synthesizer.tts_config.phonemizer == OWN_PHONEMES
        self._symbols = frozenset(network.tokenizer.characters.vocab) if self._phonemes else frozenset()
        self._identity = f"coqui:{stamp}@{speed:g}" + (f"/{FINGERPRINT}" if self._phonemes else "")
        self._lock = threading.Lock()
        _use_threads(threads)

    @property
    def sample_rate(self) -> int:
        return self._rate

    @property
    def identity(self) -> str:
        return self._identity

    def stream(self, text: str, pace: float = 1.0) -> Iterator[NDArray[np.float32]]:
        """One array a clause; `pace` is for FastPitch, VITS, Glow-TTS and other networks with a length scale, and ignored by the rest.

        Raises:
            SynthesizerError: the model failed on a clause.
        """
        for clause in clauses(text):
            try:
                symbols = self._written(clause)
                if not symbols:
                    continue
                with self._lock:  # a torch module is not safe to run from two threads
                    if self._length is not None:
                        self._tts.synthesizer.tts_model.length_scale = self._length / (self._speed * pace)
                    audio = self._tts.tts(symbols, split_sentences=False)
            except (OSError, SubprocessError) as error:
                # "from None" here and below: what these carry may hold the citizen's sentence.
                reason = type(error).__name__
                raise SynthesizerError(f"espeak-ng, which gives Coqui's voice its phonemes, is missing or failed: {reason}") from None
            except Exception as error:  # noqa: BLE001 - models raise whatever their layers raise
                reason = type(error).__name__
                raise SynthesizerError(
                    f"Coqui could not speak a clause of {len(clause)} characters: {reason}"
                ) from None
            yield np.asarray(audio, np.float32).ravel()

    def _written(self, clause: str) -> str:
        """What the network reads. A symbol that it never learnt is left out here: Coqui would log the sentence with it."""
        if not self._phonemes:
            return clause
        return "".join(symbol for symbol in clause_ipa(clause) if symbol in self._symbols)


def _open_folder(folder: Path) -> TTS:
    if not folder.is_dir():
        raise SynthesizerError(f"Coqui's checkpoint folder {folder} does not exist; give a folder or a name: {NAMES}")
    for name in (MODEL_FILE, CONFIG_FILE):
        if not (folder / name).is_file():
            raise SynthesizerError(f"Coqui's checkpoint folder {folder} holds no {name}")
    vocoder = folder / VOCODER_FILE
    files = {"model_path": folder / MODEL_FILE, "config_path": folder / CONFIG_FILE}
    if vocoder.is_file():
        files |= {"vocoder_path": vocoder, "vocoder_config_path": folder / VOCODER_CONFIG}
    try:
        tts = _library()(**{name: str(path) for name, path in files.items()}, progress_bar=False)
        if tts.synthesizer.vocoder_model is not None:
            tts.synthesizer.vocoder_model.model_d = None  # the critic of its training, 46 million numbers that nobody asks any more
        return tts
    except SynthesizerError:
        raise
    except Exception as error:  # noqa: BLE001 - a broken checkpoint shows as any of a dozen types
        raise SynthesizerError(f"Coqui cannot load the checkpoint in {folder}: {type(error).__name__}") from error


def _open_name(name: str, cache: Path) -> TTS:
    os.environ.setdefault("TTS_HOME", str(cache / "coqui"))  # Coqui's own setting for where models go
    try:
        return _library()(model_name=name, progress_bar=False)
    except SynthesizerError:
        raise
    except OSError as error:
        raise SynthesizerError(
            f"Coqui's model {name} is not in {os.environ['TTS_HOME']} and could not be fetched: connect this machine "
            "once, copy the model there, or name a checkpoint folder"
        ) from error
    except Exception as error:  # noqa: BLE001 - an unknown name shows as KeyError, ValueError or an assertion
        reason = type(error).__name__
        raise SynthesizerError(f"Coqui cannot load the model {name} ({reason}); names are {NAMES}") from error


def _library() -> type[TTS]:
    try:
        from TTS.api import TTS
    except ImportError as error:
        raise SynthesizerError("the package coqui-tts is not installed: pip install coqui-tts") from error
    except OSError as error:
        raise SynthesizerError("torchaudio's native library does not load: python -m ivr.setup.torchaudio") from error
    logging.getLogger("TTS").setLevel(logging.ERROR)  # below it, Coqui logs what it speaks
    api: type[TTS] = TTS
    return api


def _use_threads(threads: int) -> None:
    import torch

    torch.set_num_threads(threads)


def _stamp(folder: Path) -> str:
    """Tells one checkpoint from another under the same name, so that a newly trained voice is not read from a cache."""
    digest = hashlib.sha256()
    for file in (folder / MODEL_FILE, folder / VOCODER_FILE):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
