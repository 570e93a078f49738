"""One slot of an intent; what the operator leaves out is the kind's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from dialog.effects import Pauses
from dialog.gazetteer import Gazetteer
from dialog.load_sentences import Sentences, check_name
from dialog.schema import MOST_RUNGS, Confirm, Ladders, Rung, SlotSpec
from dialog.slots import KINDS
from dialog.slots.kind import Kind
from dialog.yaml_map import YamlMap

DEFAULT_LENGTH = (1, 32)
NO_INPUT_MS = 8000


def load_slots(
    slots: Mapping[str, YamlMap], words: tuple[str, ...], say: Sentences, places: Mapping[str, Gazetteer], before: tuple[SlotSpec, ...] = ()
) -> tuple[SlotSpec, ...]:
    """In order, each able to depend on those before it."""
    for name, where in slots.items():
        before = (*before, _slot(where, name, words, say, places, known_of(before)))
    return before


def known_of(slots: Iterable[SlotSpec]) -> frozenset[str]:
    """The names that sentences may use for these slots."""
    return frozenset(name for slot in slots for name in (slot.name, *(f"{slot.name}_{part}" for part in KINDS[slot.kind].parts)))


def _slot(
    where: YamlMap, name: str, service_words: tuple[str, ...], say: Sentences, places: Mapping[str, Gazetteer], known: frozenset[str]
) -> SlotSpec:
    check_name(where, name)
    kind = KINDS.get(where.one_of("type", where.text("type"))) or KINDS["text"]
    choices = where.name_lists("choices")
    if kind.name == "choice" and len(choices) < 2:
        where.problem("choices", "a choice needs at least two", "name each, with other words for it")
    if "" in choices:
        where.problem("choices", "a choice has no name")
    example, keypad = say.plain(where, "example"), say.plain(where, "keypad")
    say.also([example or kind.example, keypad or kind.keypad])
    return SlotSpec(
        name=name,
        kind=kind.name,
        label=where.text("label", name.replace("_", " ")),
        ask=say.plain(where, "ask"),
        reask=say.plains(where, "reask"),
        confirm=_confirm(where, kind),
        length=_length(where, kind),
        choices=choices,
        pauses=_pauses(where, kind.pauses),
        no_input_ms=where.whole("no_input_ms", NO_INPUT_MS),
        hot_words=words(where, *service_words),
        example=example,
        keypad=keypad,
        ladders=load_ladders(where, "repair", None) if "repair" in where else None,
        prefixes=tuple(text.upper() for text in where.texts("prefixes")),
        gazetteer=_gazetteer(where, places),
        from_wish=_from_wish(where, kind),
        when=say.condition(where, "when", known),
    )


def load_ladders(where: YamlMap, name: str, default: Ladders | None) -> Ladders:
    """The ladders under `name`; where one is left out, the default's."""
    at, default = where.child(name), default or Ladders()
    last = at.one_of("default", default.default.value)
    return Ladders(_rungs(at, "no_match", default.no_match), _rungs(at, "no_input", default.no_input), Rung(last))


def words(where: YamlMap, *more: str) -> tuple[str, ...]:
    """The names listed here, then `more`; lower case, each once."""
    return tuple(dict.fromkeys((*(word.lower() for word in where.texts("hot_words", 0)), *more)))


def _rungs(at: YamlMap, name: str, default: tuple[Rung, ...]) -> tuple[Rung, ...]:
    if name not in at:
        return default
    known, texts = at.keys[name].one_of, at.texts(name)
    for i, text in enumerate(texts):
        if text not in known:
            at.problem(name, f"{text!r} is not one of {', '.join(known)}", item=i)
    if len(texts) > MOST_RUNGS:
        at.problem(name, f"has {len(texts)} steps", f"at most {MOST_RUNGS}")
    return tuple(Rung(text) for text in texts if text in known)[:MOST_RUNGS]


def _confirm(where: YamlMap, kind: Kind) -> Confirm:
    old = {"true": "always", "ya": "always", "false": "never", "tidak": "never"}
    text = where.one_of("confirm", kind.confirm)
    return Confirm(old.get(text, text))


def _length(where: YamlMap, kind: Kind) -> tuple[int, int]:
    limits = kind.length if kind.is_number else DEFAULT_LENGTH
    least, most = where.whole("min", limits[0]), where.whole("max", limits[1])
    if least > most:
        where.problem("min", "is more than max")
    elif kind.is_number and not limits[0] <= least <= most <= limits[1]:
        where.problem("min" if "min" in where else "max", f"a {kind.name} has {limits[0]} to {limits[1]} digits", "take min and max away")
    return least, most


def _pauses(where: YamlMap, default: Pauses) -> Pauses:
    at = where.child("endpointing")
    times = (("complete", default.complete_ms), ("open", default.open_ms), ("incomplete", default.incomplete_ms))
    pauses = Pauses(*(at.whole(name, ms) for name, ms in times))
    if any(one > other for one, other in pairwise((pauses.complete_ms, pauses.open_ms, pauses.incomplete_ms))):
        where.problem("endpointing", "expected complete <= open <= incomplete")
    return pauses


def _from_wish(where: YamlMap, kind: Kind) -> str:
    part = where.one_of("from_wish", "")
    if part and kind.name not in ("text", "address"):
        where.problem("from_wish", "is for `type: text` and `address`", "other kinds find their values themselves")
    return part


def _gazetteer(where: YamlMap, places: Mapping[str, Gazetteer]) -> Gazetteer | None:
    name = where.text("gazetteer")
    if name and name not in places:
        where.problem("gazetteer", f"no file gazetteers/{name}.yaml", f"known are {', '.join(sorted(places))}" if places else "write it")
    return places.get(name)
