"""`ivr replay`: journalled calls through another configuration; what would have changed, call by call and in sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from dialog.course import Course
from dialog.load import ConfigError
from dialog.replay import against, as_it_was, is_confidential, replay
from dialog.schema import Flows
from ivr.config_versions import VersionError, Versions
from ivr.journal import Payload
from ivr.records.models import CallRow
from ivr.records.store import Records

MOST_FLOWS = 8
"""Configurations in memory at a time, of the versions that calls had."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One call. `skipped` says why it could not be gone through (Indonesian), and then there is no `before` and `after`."""

    call_id: str
    started_at: str
    version: str
    skipped: str = ""
    before: Course | None = None
    after: Course | None = None

    @property
    def changed(self) -> tuple[str, ...]:
        return self.before.changed(self.after) if self.before and self.after else ()

    def as_json(self) -> dict[str, Any]:
        """Of slots only the names: their values are the callers'."""
        row: dict[str, Any] = {"call": self.call_id, "started_at": self.started_at, "version": self.version}
        if self.before is None or self.after is None:
            return row | {"skipped": self.skipped}
        first = self.before.first_difference(self.after)
        changes = {
            name: [in_words(self.before, name), in_words(self.after, name)] for name in self.changed if name not in ("said", "slots")
        }
        sentence = {"number": first[0], "before": first[1], "after": first[2]} if first else None
        slots = {"slots": slot_changes(self.before, self.after)} if "slots" in self.changed else {}
        return row | {"changed": changes | slots, "sentence": sentence, "unknown": self.after.unknown, "unused": self.after.unused}


@dataclass(slots=True)
class Sum:
    """Of many calls. `moved`: how often an outcome, intent or transfer became which other; `sentences`: which sentence which other."""

    calls: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    same: int = 0
    unknown: int = 0
    changed: Counter[str] = field(default_factory=Counter)
    moved: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    sentences: Counter[tuple[str, str]] = field(default_factory=Counter)
    turns: int = 0
    """Questions more (or fewer, below 0) in all calls together."""

    def add(self, call: Replayed) -> None:
        self.calls += 1
        if call.before is None or call.after is None:
            self.skipped[call.skipped] += 1
            return
        self.same += not call.changed
        self.unknown += call.after.unknown > 0
        self.changed.update(call.changed)
        self.turns += call.after.turns - call.before.turns
        for name in ("outcome", "intent", "transfers"):
            if name in call.changed:
                self.moved[name, in_words(call.before, name), in_words(call.after, name)] += 1
        first = call.before.first_difference(call.after)
        if first:
            self.sentences[first[1:]] += 1

    def as_json(self) -> dict[str, Any]:
        return {
            "calls": self.calls, "skipped": dict(self.skipped), "same": self.same, "unknown": self.unknown, "turns": self.turns,
            "changed": dict(self.changed), "moved": [[*move, count] for move, count in self.moved.most_common()],
        }  # fmt: skip


async def replay_calls(
    records: Records, flows: Flows, version_of: Callable[[str], Flows | None], *, since: str = "", until: str = "", call: str = ""
) -> AsyncIterator[Replayed]:
    """Each call that began in that time, oldest first; `version_of` gives the configuration that a call had, where it is kept."""
    for row in await records.calls_between(since, until):
        if row.call_id.startswith(call):
            yield _replayed(row, [entry.payload for entry in await records.journal(row.call_id)], flows, version_of)


def _replayed(row: CallRow, entries: list[Payload], flows: Flows, version_of: Callable[[str], Flows | None]) -> Replayed:
    version = next((str(entry.get("version", "")) for entry in entries if entry["type"] == "note.config"), "")
    told = row.call_id, row.started_at, version
    if not entries:
        return Replayed(*told, "tanpa catatan")
    if is_confidential(entries):
        return Replayed(*told, "rahasia: isinya tidak dicatat")
    try:
        own = version_of(version) if version else None
        state = replay(own, entries)[0] if own else None
        intent = state.intent or "" if state else row.intent if row.ended_at else None
        return Replayed(*told, "", as_it_was(entries, intent, state.slots if state else None), against(flows, entries))
    except ValueError:
        return Replayed(*told, "catatannya tidak dapat dibaca")


def known_versions(versions: Versions) -> Callable[[str], Flows | None]:
    """Loads each version once while it is needed."""

    @lru_cache(MOST_FLOWS)
    def version_of(name: str) -> Flows | None:
        try:
            return versions.load(name)
        except (VersionError, ConfigError):
            return None  # dropped since, or of an earlier edition of the language

    return version_of


def slot_changes(before: Course, after: Course) -> dict[str, str]:
    """What became of each slot that differs, without its value."""
    was, now = before.slots or {}, after.slots or {}
    differ = [name for name in sorted(was.keys() | now.keys()) if was.get(name) != now.get(name)]
    return {
        name: "terisi lain" if name in was and name in now else "tidak lagi terisi" if name in was else "kini terisi" for name in differ
    }


def in_words(course: Course, name: str) -> Any:
    """`outcome`, `intent`, `turns` or `transfers` of a course, to be shown."""
    value = getattr(course, name)
    if isinstance(value, tuple):
        return ", ".join(value) or "tidak"
    return value if value != "" else "(belum selesai)" if name == "outcome" else "(tidak ada)"
