"""The shipped adapter: a small file of low-rank updates, added once to the stock weights it was trained against.

An `.npz` holds, for a variable V of the stock model, either `V:A` [rank, in] and `V:B` [out, rank] (B @ A is added) or `V:D`
(added as it is), all float16. Beside it lies a manifest of the same stem (`.json`) with the SHA-256 of the file and of the
stock `model.bin`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speech import ctranslate
from speech.ctranslate import Model, Tensor
from speech.decoding.window import LEAST_S, PADDING_S
from speech.parts import ModelUnavailable, sha256_of

_REMEDY = "reinstall, or run `make recogniser`"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What pins an adapter: SHA-256 of its `.npz`, SHA-256 of the stock `model.bin`, and the factor it is added with. What its
    weights are used to: see `speech.decoding.window.Habits`."""

    adapter_sha256: str
    base_sha256: str
    strength: float = 1.0
    least_s: float = LEAST_S
    padding_s: float = PADDING_S
    plain: bool = True


def write_manifest(adapter: Path, base: Path, strength: float) -> Manifest:
    """Pin `adapter` (`.npz`), trained against the model file `base`."""
    manifest = Manifest(sha256_of(adapter), sha256_of(base), strength)
    adapter.with_suffix(".json").write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
    return manifest


def checked_manifest(adapter: Path) -> Manifest:
    """The manifest of `adapter`, whose checksum was compared.

    Raises:
        ModelUnavailable: one of the two files is missing or they do not belong together.
    """
    try:
        manifest = Manifest(**json.loads(adapter.with_suffix(".json").read_text(encoding="utf-8")))
        actual = sha256_of(adapter)
    except (OSError, ValueError, TypeError) as error:
        raise ModelUnavailable(f"the adapter {adapter.name} or its manifest is missing or broken: {_REMEDY}") from error
    if actual != manifest.adapter_sha256:
        raise ModelUnavailable(f"{adapter.name} has SHA-256 {actual}, its manifest says {manifest.adapter_sha256}: {_REMEDY}")
    return manifest


def merged(model: Model, updates: Mapping[str, Tensor], strength: float = 1.0) -> Model:
    """`model` plus `strength` times the updates, in the type of each variable.

    Raises:
        ModelUnavailable: an update names a variable that the model lacks, or has another shape.
    """
    variables = dict(model.variables)
    for name in sorted({key.rpartition(":")[0] for key in updates}):
        stock = variables.get(name)
        change = _change(name, updates)
        if stock is None or stock.shape != change.shape:
            raise ModelUnavailable(f"the adapter does not fit this model: {name}")
        variables[name] = (stock.astype(np.float32) + strength * change).astype(stock.dtype)
    return replace(model, variables=variables)


def merge_files(base: Path, adapter: Path, strength: float, out: Path) -> None:
    """Write the model file `base` with the adapter file merged in to `out`.

    Raises:
        ModelUnavailable: the two do not fit.
    """
    with np.load(adapter) as archive:
        updates = {name: archive[name] for name in archive.files}
    ctranslate.write(out, merged(ctranslate.read(base), updates, strength))


def _change(name: str, updates: Mapping[str, Tensor]) -> NDArray[np.float32]:
    if (direct := updates.get(f"{name}:D")) is not None:
        return direct.astype(np.float32)
    if f"{name}:A" not in updates or f"{name}:B" not in updates:
        raise ModelUnavailable(f"the adapter holds only half an update of {name}")
    return np.asarray(updates[f"{name}:B"].astype(np.float32) @ updates[f"{name}:A"].astype(np.float32))
