"""Events and effects as JSON objects with a `type`, and back: what the journal stores and replay reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, get_args

from dialog import effects, events
from dialog.effects import Effect, Fact
from dialog.events import Event, Hypothesis

_KINDS: dict[str, Any] = {kind.__name__: kind for kind in (*get_args(Event), *get_args(Effect))}
_EVENTS = frozenset(kind.__name__ for kind in get_args(Event))


def encode(entry: Event | Effect) -> dict[str, object]:
    """A JSON-able object; `decode` gives an equal entry."""
    return {"type": type(entry).__name__, **_plain_fields(entry)}


def decode(data: dict[str, object]) -> Event | Effect:
    """Raises ValueError for a type that is neither an event nor an effect, or fields that do not fit."""
    kind = _KINDS.get(str(data.get("type")))
    if kind is None:
        raise ValueError(f"no event or effect is called {data.get('type')!r}")
    try:
        entry: Event | Effect = kind(**_fields(kind, data))
    except (KeyError, TypeError) as error:
        raise ValueError(f"{data.get('type')} with fields that do not fit: {type(error).__name__}") from None
    return entry


def is_event(data: dict[str, object]) -> bool:
    """Whether a journal entry is an event, and so an input of replay."""
    return data.get("type") in _EVENTS


def _fields(kind: Any, data: dict[str, object]) -> dict[str, Any]:
    values: dict[str, Any] = {f.name: data[f.name] for f in fields(kind) if f.name in data}
    if kind is events.Heard:
        values["hypotheses"] = tuple(Hypothesis(**h) for h in values["hypotheses"])
    elif kind is effects.Transfer:
        values["facts"] = tuple(Fact(**f) for f in values.get("facts", ()))
        values["verified"] = tuple(values.get("verified", ()))
    elif kind is events.CallStarted and values.get("unfinished") is not None:
        values["unfinished"] = events.Unfinished(**values["unfinished"])
    elif kind is effects.Listen:
        values["expect"] = effects.Expect(values["expect"])
        values |= {name: tuple(values.get(name, ())) for name in ("phrases", "hot_words")}
        values["pauses"] = effects.Pauses(**values.get("pauses", {}))
    elif kind is effects.End:
        values["outcome"] = effects.Outcome(values["outcome"])
    return values


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    return _plain_fields(value) if is_dataclass(value) else value


def _plain_fields(entry: Any) -> dict[str, object]:
    return {f.name: _plain(getattr(entry, f.name)) for f in fields(entry) if f.init}
