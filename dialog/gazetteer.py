"""Names of places, which lies in which, and which of them a caller means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

KINDS = ("jalan", "kelurahan", "kecamatan", "kota")
"""From the smallest to the largest."""
ALIKE = 84.0
"""rapidfuzz ratio (0 to 100) from which on a name on a bad line is taken for a place."""
WORDS = {
    "jalan": ("jalan", "gang", "perumahan", "kompleks"), "kelurahan": ("kelurahan", "desa"), "kecamatan": ("kecamatan",),
    "kota": ("kota", "kabupaten"),
}  # fmt: skip
"""How names of a kind may begin."""
LONGEST_NAME = 5
"""Words of a name that is looked for in a sentence."""


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
    index: Mapping[str, Mapping[str, tuple[Place, ...]]] = field(init=False, repr=False, compare=False)
    """Kind -> name, lower case, without the word for the kind -> the places that are called so."""

    def __post_init__(self) -> None:
        index: dict[str, dict[str, tuple[Place, ...]]] = {kind: {} for kind in KINDS}
        for place in self.places:
            names = index[place.kind]
            for name in dict.fromkeys(bare(_plain(name), place.kind) for name in (place.name, *place.also)):
                names[name] = (*names.get(name, ()), place)
        object.__setattr__(self, "index", index)


def match(gazetteer: Gazetteer, said: str, kinds: Iterable[str] = KINDS, alike: float = ALIKE) -> tuple[tuple[Place, ...], float]:
    """The places of `kinds` that are called `said`, and how alike the names are, 0 to 1; exact names beat alike ones.

    Several places: the name alone does not tell which. None: `((), 0.0)`.
    """
    names = [(gazetteer.index[kind], bare(_plain(said), kind)) for kind in kinds]
    exact = tuple(place for known, plain in names for place in known.get(plain, ()))
    if exact:
        return exact, 1.0
    near = [
        (found[1], known[found[0]])
        for known, plain in names
        if (found := process.extractOne(plain, known.keys(), scorer=fuzz.ratio, score_cutoff=alike))
    ]
    best = max((score for score, _ in near), default=0.0)
    return tuple(place for score, places in near if score == best for place in places), best / 100


def named(gazetteer: Gazetteer, text: str) -> tuple[str, str]:
    """The longest exact name of a place in `text`, and what is left of the text; no name: empty, and the whole text."""
    words = _plain(text).split()
    for size in range(min(LONGEST_NAME, len(words)), 0, -1):
        for i in range(len(words) - size + 1):
            name = " ".join(words[i : i + size])
            if any(name in names for names in gazetteer.index.values()):
                return name, " ".join((*words[:i], *words[i + size :]))
    return "", text


def around(gazetteer: Gazetteer, place: Place) -> dict[str, str]:
    """The places that `place` lies in, itself included: kind -> name. It ends where it cannot be told which place is meant."""
    found = {place.kind: place.name}
    while place.within:
        inside, _ = match(gazetteer, place.within, KINDS[KINDS.index(place.kind) + 1 :], alike=100)
        # A street "within Coblong" is in the district for sure, in the village of that name only perhaps.
        ranks = [KINDS.index(other.kind) for other in inside]
        rank = (max if place.kind == "jalan" else min)(ranks, default=0)
        if ranks.count(rank) != 1:
            break
        place = inside[ranks.index(rank)]
        found[place.kind] = place.name
    return found


def bare(name: str, kind: str) -> str:
    """ "Kota Bandung" -> "Bandung", where a city is meant; the village Kota Baru keeps its name."""
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in WORDS[kind] else name


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").split())
