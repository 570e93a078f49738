"""What an agency says of its queues, breaks and call-backs: `configs/antrean.yaml` as frozen objects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dialog.load import ConfigError
from dialog.yaml_map import Problem, YamlMap, mapping
from dialog.yaml_read import Files
from ivr.queue_keys import FILE

NAME = re.compile(r"[a-z][a-z0-9_]{0,20}")
RESERVED = frozenset({"general"})
"""Sections of queues.conf that are no queues."""
SURVEY = "00"
"""Keyed by an agent: the caller is asked for a rating, and the call ends."""
LONGEST_PAUSE_MIN = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class QueueSettings:
    """One queue. `name` is Asterisk's, `title` what people read and hear; `strategy` is one of app_queue's. Times in seconds.

    `language`: the agents speak it with callers, and are told so; empty: Indonesian. `calendar` is one of `kalender.yaml`; where
    there is none of that name, the one that holds in general.
    """

    name: str
    title: str
    strategy: str = "leastrecent"
    ring_s: int = 20
    """So long one agent's phone rings."""
    max_wait_s: int = 300
    max_waiting: int = 20
    wrap_up_s: int = 30
    service_level_s: int = 20
    """A call that is answered within it is within the service level."""
    pause_after_missed: bool = True
    """Who let the phone ring in vain gets no next call before saying that they are there."""
    announce_s: int = 45
    """So often the caller is told their place; 0: never."""
    language: str = ""
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class CallbackPlan:
    """How a promise to call back is kept. The n-th attempt in vain is followed, `pauses_min[n - 1]` minutes later, by the next; after
    `attempts` it is given up."""

    attempts: int = 3
    pauses_min: tuple[int, ...] = (15, 60, 240)
    room_min: int = 10
    """Who wants to be called as soon as possible is not promised the last minutes before the office closes."""
    late_min: int = 15
    """One that is due for longer is shown as late."""
    lock_min: int = 30
    """So long one agent alone may try."""
    sms: bool = True
    """Tell mobile numbers by SMS what was promised, and that it was given up."""

    def pause_min(self, tried: int) -> int:
        """Minutes to wait after the `tried`-th attempt, 1 the first."""
        return self.pauses_min[min(tried, len(self.pauses_min)) - 1]


@dataclass(frozen=True, slots=True)
class Floor:
    """The whole file. `pauses` are reasons for a break, the first chosen by 1; `dispositions` what can come of a call, by code."""

    default: str
    queues: Mapping[str, QueueSettings]
    pauses: tuple[str, ...]
    dispositions: Mapping[str, str]
    send_back: Mapping[str, str]
    """Where a call goes on that an agent gives back, by the two digits they key: an intent, or empty for the survey."""
    send_back_titles: Mapping[str, str]
    """What agents read for these digits."""
    callback: CallbackPlan = field(default_factory=CallbackPlan)
    listening_announced: bool = True
    """The greeting says that a supervisor may listen, and agents hear when one does."""

    def of(self, queue: str) -> QueueSettings:
        """The queue of that name; the default one for an empty or unknown name."""
        return self.queues.get(queue) or self.queues[self.default]


@dataclass(frozen=True, slots=True)
class FloorFile:
    """What could be made of the file, and every problem, some twice. `at` is where things stand; None: the file cannot be read."""

    floor: Floor | None
    problems: list[Problem]
    at: YamlMap | None


def load_floor(path: Path) -> Floor:
    """Raises ConfigError: the file is missing or wrong, with every problem by file, line and path."""
    file = read_floor(path)
    if file.floor is None or file.problems:
        raise ConfigError(list(dict.fromkeys(file.problems)))  # what is wrong in `umum` is found for every queue
    return file.floor


def read_floor(path: Path) -> FloorFile:
    """As far as possible."""
    problems = list[Problem]()
    node = Files(path.parent, problems).whole(path)
    top = mapping(node, "", problems, FILE) if node is not None else None
    floor = _floor(top) if top is not None else None
    return FloorFile(floor, problems, top)


def _floor(top: YamlMap) -> Floor | None:
    queues = {name: _queue(name, at, top.child("umum")) for name, at in top.children("antrean").items()}
    default = top.text("bawaan")
    if not queues:
        top.problem("antrean", "there is no queue", "declare at least one, with its judul")
    elif default and default not in queues:
        top.problem("bawaan", f"no queue {default!r}", f"known are {', '.join(sorted(queues))}")
    pauses, backs = top.texts("jeda"), top.children("kembali")
    if len(pauses) > top.keys["jeda"].most:
        top.problem("jeda", "has more reasons than there are keys", "at most 9")
    for code, at in backs.items():
        if not re.fullmatch(r"\d\d", code):
            at.problem("", f"{code!r} is not what an agent can key", 'write two digits in quotes, for example "01"')
        elif (code == SURVEY) == bool(at.text("keperluan")):
            how = f"take keperluan away from {SURVEY}" if code == SURVEY else "name an intent, or take the entry away"
            at.problem("keperluan", f"{SURVEY}, and only that, stands for the survey", how)
    if not queues:
        return None
    return Floor(
        default if default in queues else next(iter(queues)),
        queues,
        pauses,
        _dispositions(top),
        {code: at.text("keperluan") for code, at in backs.items()},
        {code: at.text("judul") for code, at in backs.items()},
        _plan(top.child("telepon_kembali")),
        top.flag("dengar_diumumkan", True),
    )


def _queue(name: str, at: YamlMap, common: YamlMap) -> QueueSettings:
    if not NAME.fullmatch(name) or name in RESERVED:
        at.problem("", f"{name!r} cannot be the name of a queue", "begin with a small letter; 21 small letters, digits or _ at most")
    default = QueueSettings(name, "")

    def chosen(key: str) -> YamlMap:
        return at if key in at or key not in common else common

    return QueueSettings(
        name,
        at.text("judul"),
        chosen("strategi").one_of("strategi", default.strategy),
        chosen("dering_detik").whole("dering_detik", default.ring_s),
        chosen("tunggu_detik").whole("tunggu_detik", default.max_wait_s),
        chosen("penuh").whole("penuh", default.max_waiting),
        chosen("catat_detik").whole("catat_detik", default.wrap_up_s),
        chosen("target_detik").whole("target_detik", default.service_level_s),
        chosen("jeda_bila_tak_dijawab").flag("jeda_bila_tak_dijawab", default.pause_after_missed),
        chosen("umumkan_detik").whole("umumkan_detik", default.announce_s),
        chosen("bahasa").one_of("bahasa", default.language),
        chosen("kalender").text("kalender", name),
    )


def _dispositions(top: YamlMap) -> dict[str, str]:
    found, at = dict[str, str](), top.child("hasil")
    if not at.values:
        top.problem("hasil", "is missing", "write for example {selesai: Selesai dijawab}")
    for code in at.values:
        found[code] = at.text(code)
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", code):
            at.problem(code, "is no code", "begin with a small letter; 40 small letters, digits or _ at most")
        if not found[code]:
            at.problem(code, "says nothing to agents", "write what came of the call")
    return found


def _plan(at: YamlMap) -> CallbackPlan:
    default = CallbackPlan()
    pauses = list[int]()
    for i, text in enumerate(at.texts("jeda_menit")):
        if text.isdecimal() and 1 <= int(text[:6]) <= LONGEST_PAUSE_MIN:
            pauses.append(int(text[:6]))
        else:
            at.problem("jeda_menit", f"expected whole minutes from 1 to {LONGEST_PAUSE_MIN}", item=i)
    return CallbackPlan(
        at.whole("percobaan", default.attempts),
        tuple(pauses) or default.pauses_min,
        at.whole("sisa_menit", default.room_min),
        at.whole("terlambat_menit", default.late_min),
        at.whole("kunci_menit", default.lock_min),
        at.flag("sms", default.sms),
    )
