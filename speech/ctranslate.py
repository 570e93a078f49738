"""Reads and writes CTranslate2's `model.bin`, so that weights can be adapted without any other checkpoint format.

Layout (little-endian): uint32 version, string spec name, uint32 revision, uint32 count; each variable: string name,
uint8 rank, uint32 dimensions, uint8 type, uint32 bytes, data; uint32 count of aliases, then pairs of strings.
A string is a uint16 length, closing zero included, and its bytes. (CTranslate2 4.x, binary version 6.)
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

VERSION = 6
_TYPES: tuple[np.dtype[np.generic], ...] = tuple(np.dtype(t) for t in (np.float32, np.int8, np.int16, np.int32, np.float16))

Tensor = NDArray[np.generic]


class ModelFormatError(Exception):
    """The file is not a CTranslate2 model of the version read here."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model file's contents: variables by name, in file order, and alias -> variable name."""

    name: str
    revision: int
    variables: Mapping[str, Tensor]
    aliases: tuple[tuple[str, str], ...] = field(default=())


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def number(self, code: str) -> int:
        (value,) = struct.unpack_from("<" + code, self._data, self._at)
        self._at += struct.calcsize(code)
        return int(value)

    def string(self) -> str:
        length = self.number("H")
        self._at += length
        if self._at > len(self._data):
            raise struct.error("the file ends inside a string")
        return self._data[self._at - length : self._at - 1].decode()

    def tensor(self) -> Tensor:
        shape = [self.number("I") for _ in range(self.number("B"))]
        dtype, size = _TYPES[self.number("B")], self.number("I")
        self._at += size
        return np.frombuffer(self._data, dtype, size // dtype.itemsize, self._at - size).reshape(shape)


def read(path: Path) -> Model:
    """Raises ModelFormatError when `path` is not a readable CTranslate2 model."""
    reader = _Reader(path.read_bytes())
    try:
        version = reader.number("I")
        if version != VERSION:
            raise ModelFormatError(f"{path}: binary version {version}, expected {VERSION}; convert it with CTranslate2 4.x")
        name, revision, count = reader.string(), reader.number("I"), reader.number("I")
        variables = {reader.string(): reader.tensor() for _ in range(count)}
        aliases = tuple((reader.string(), reader.string()) for _ in range(reader.number("I")))
    except (struct.error, IndexError, ValueError) as error:
        raise ModelFormatError(f"{path} is not a whole CTranslate2 model; remove it and run set-up again") from error
    return Model(name, revision, variables, aliases)


def write(path: Path, model: Model) -> None:
    """Write `model`; what `read` returned is written back byte for byte."""
    with path.open("wb") as out:
        dump(model, out)


def dump(model: Model, out: BinaryIO) -> None:
    """As `write`, to an open file."""

    def string(text: str) -> None:
        out.write(struct.pack("<H", len(text.encode()) + 1) + text.encode() + b"\0")

    out.write(struct.pack("<I", VERSION))
    string(model.name)
    out.write(struct.pack("<II", model.revision, len(model.variables)))
    for name, tensor in model.variables.items():
        string(name)
        out.write(struct.pack(f"<B{tensor.ndim}I", tensor.ndim, *tensor.shape))
        out.write(struct.pack("<BI", _TYPES.index(tensor.dtype), tensor.nbytes))
        out.write(np.ascontiguousarray(tensor).tobytes())
    out.write(struct.pack("<I", len(model.aliases)))
    for alias, target in model.aliases:
        string(alias)
        string(target)
