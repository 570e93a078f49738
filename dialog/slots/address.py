"""Where something is: street and number, RT and RW, village, district, city, what is near it; names matched to a gazetteer.

A place that the gazetteer knows brings the larger ones it lies in. A name that several places have fills only what they share.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dialog.effects import Pauses
from dialog.gazetteer import KINDS, Gazetteer, Place, around, bare, match, named
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind
from dialog.slots.result import Filled, Parsed, Rejected
from dialog.understanding.address_words import Words, parted
from dialog.understanding.place_and_time import is_time

PARTS = ("jalan", "nomor", "rt", "rw", "kelurahan", "kecamatan", "kota", "patokan")
WHOLE, PART, MARK_ONLY = 1.0, 0.8, 0.4
"""Confidence in a street with anything that narrows it, or a village; in less; in what is near it alone."""
UNKNOWN, SEVERAL = 0.8, 0.6
"""Factors for a name that the gazetteer does not have, and for one that several places have."""
_SINCE = frozenset("kemarin lalu tadi semalam sejak seminggu sebulan setahun".split())
_ASKING = frozenset("berapa kapan bagaimana gimana kenapa mengapa apakah siapa".split())
"""Who says one of these, and no place, asks something."""
MOST_WORDS = 12
"""Words without a place among them that are still taken for one: "pasar baru"."""


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Filled with one line, as it is read, and its `parts`; a street, a place or what is near it is enough."""
    is_when = is_time(text) and not _SINCE.isdisjoint(text.lower().split())
    return Rejected("a time") if is_when else _address(parted(text), slot.gazetteer)


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """A named street with its number or the area it is in."""
    parts = parted(text).parts
    told = "jalan" in parts and not parts.keys().isdisjoint({"nomor", "rt", "rw", *KINDS[1:]})
    parsed = _address(Words(parts, ""), slot.gazetteer) if told else None
    return parsed if isinstance(parsed, Filled) else None


def _address(words: Words, gazetteer: Gazetteer | None) -> Parsed:
    parts, rest, sure = dict(words.parts), words.rest, 1.0
    if gazetteer is not None:
        rest, sure = _matched(gazetteer, parts, rest)
    words_left = rest.split()
    likely = len(words_left) <= MOST_WORDS and parted(rest).rest == rest  # not "r t", which "r saya t" leaves
    likely = likely and (bool(parts) or _ASKING.isdisjoint(words_left))
    if rest and likely and "patokan" not in parts and _enough(words.parts) < WHOLE:
        parts["patokan"] = f"dekat {rest}" if parts else _title(rest)
    if parts.keys().isdisjoint({"jalan", *KINDS, "rw", "patokan"}):
        return Rejected("no place")
    return Filled(line(parts), parts, sure * _enough(parts))


def line(parts: Mapping[str, str]) -> str:
    """Street and number, RT and RW, the rest from small to large, what is near it."""
    street = " ".join(filter(None, (parts.get("jalan", ""), f"nomor {parts['nomor']}" if "nomor" in parts else "")))
    ward = " ".join(f"{name.upper()} {parts[name]}" for name in ("rt", "rw") if name in parts)
    areas = (_called(kind, parts[kind]) for kind in KINDS[1:] if kind in parts)
    return ", ".join(filter(None, (street, ward, *areas, parts.get("patokan", ""))))


def _title(words: str) -> str:
    return " ".join(word.capitalize() for word in words.split())


def _called(kind: str, name: str) -> str:
    return name if bare(name, kind) != name else f"{kind.capitalize()} {name}"


def _enough(parts: Mapping[str, str]) -> float:
    if "kelurahan" in parts or ("jalan" in parts and len(parts) > 1):
        return WHOLE
    return PART if parts.keys() - {"patokan"} else MARK_ONLY


def _matched(gazetteer: Gazetteer, parts: dict[str, str], rest: str) -> tuple[str, float]:
    """Makes the names in `parts` those of the gazetteer, with the larger places that follow from them and from `rest`.

    What is left of `rest`, and how sure all that is.
    """
    sure, empty = 1.0, not parts
    for kind in reversed(KINDS):
        if kind in parts:
            said = parts.pop(kind)
            places, alike = match(gazetteer, said, (kind,))
            sure *= alike or (1.0 if kind == "jalan" else UNKNOWN)  # no gazetteer has every street
            sure *= _fill(gazetteer, parts, places)
            parts[kind] = _written(kind, parts[kind], said) if kind in parts else said
    name, left = named(gazetteer, rest)
    for kinds, doubt in ((KINDS[1:], 1.0), (KINDS[:1], SEVERAL)):  # a street without "jalan" may be something else of that name
        places, alike = match(gazetteer, name or rest, kinds) if name or empty else ((), 0.0)
        if places:
            return left if name else "", sure * doubt * alike * _fill(gazetteer, parts, places)
    return rest, sure


def _fill(gazetteer: Gazetteer, parts: dict[str, str], places: tuple[Place, ...]) -> float:
    """Puts into `parts` what all of `places` share that fit it; the factor for how sure that is."""
    chains = [around(gazetteer, place) for place in places]
    fit = [chain for chain in chains if all(_same(name, parts.get(kind, name), kind) for kind, name in chain.items())]
    for kind in KINDS:
        names = {chain.get(kind, "") for chain in fit}
        if len(names) == 1 and (name := names.pop()):
            parts[kind] = _written(kind, name, parts.get(kind, ""))
    several = any(len({chain[kind] for chain in fit if kind in chain}) > 1 for kind in KINDS)
    return SEVERAL if several else UNKNOWN if places and not fit else 1.0


def _same(name: str, said: str, kind: str) -> bool:
    return bare(name, kind).lower() == bare(said, kind).lower()


def _written(kind: str, name: str, said: str) -> str:
    """`name` with the word for its kind, where that was said, or streets need it: "Desa Cibiru", "Jalan Dago"."""
    if bare(name, kind) != name:
        return name
    before = said.removesuffix(bare(said, kind)).strip() or ("Jalan" if kind == "jalan" else "")
    return f"{before} {name}".strip()


KIND = Kind(
    "address",
    parse,
    find,
    pauses=Pauses(300, 1400, 2800),
    example="Misalnya: Jalan Merdeka nomor sepuluh, RT tiga RW lima, Kelurahan Coblong.",
    parts=PARTS,
)
