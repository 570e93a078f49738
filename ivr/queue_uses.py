"""Whether the queues fit the rest: queues that the dialog names, intents to give callers back to, calendars, and who sends SMS. Pure.

It reports to where the thing stands, as the checks of `dialog.checks` do.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from dialog.load import Loaded
from dialog.notices import SEND
from dialog.yaml_map import YamlMap
from ivr.queue_settings import Floor, FloorFile


def check_queues(loaded: Loaded, file: FloorFile, operations: Collection[str]) -> None:
    """For one city, or for the base."""
    if file.floor is None or file.at is None or loaded.flows is None:
        return
    for at in _naming(loaded):
        _known(at, "queue", at.text("queue"), file.floor.queues, "queue")
    backs = file.at.children("kembali")
    for code, intent in file.floor.send_back.items():
        if intent:
            _known(backs[code], "keperluan", intent, loaded.flows.intents, "intent")
    calendars = loaded.flows.calendars.by_name if loaded.flows.calendars is not None else {}
    for at in (file.at.child("umum"), *file.at.children("antrean").values()):
        if "kalender" in at:
            _known(at, "kalender", at.text("kalender"), calendars, "calendar")
    if file.floor.callback.sms and SEND not in operations:
        file.at.child("telepon_kembali").warn(
            "sms", f"no connector has {SEND}: nobody gets an SMS", "declare it in backends/, or write sms: tidak"
        )
    _unused(loaded, file.floor)


def _naming(loaded: Loaded) -> Iterator[YamlMap]:
    """All that may name a queue, and does."""
    languages = [at for top in loaded.tops if "languages" in top for at in top.children("languages").values()]
    for at in (*loaded.tops, *languages, *loaded.intents.values()):
        if at.is_text("queue"):
            yield at


def _unused(loaded: Loaded, floor: Floor) -> None:
    named = {queue.calendar for queue in floor.queues.values()}
    for name, at in loaded.calendar.children("antrean").items() if loaded.calendar is not None else ():
        if name not in named:
            at.warn("", "is the calendar of no queue", _close(name, floor.queues) or "name it after a queue of antrean.yaml")


def _known(at: YamlMap, key: str, name: str, known: Collection[str], what: str) -> None:
    if name and name not in known:
        at.problem(key, f"no {what} {name!r}", _close(name, known) or f"known are {', '.join(sorted(known)) or 'none'}")


def _close(word: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(word, list(known), 1)
    return f"did you mean {close[0]}?" if close else ""
