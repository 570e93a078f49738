"""Names of places, and which lies in which."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """`kind`: `jalan`, `kelurahan`, `kecamatan` or `kota`. `within` is the name of the next larger place; `also` are other names."""

    name: str
    kind: str
    within: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    name: str
    places: tuple[Place, ...] = ()
