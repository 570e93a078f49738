"""Questions that have no other words for a second time."""

from __future__ import annotations

from dialog.load import Loaded
from dialog.schema import Rung
from dialog.slots import KINDS


def check(loaded: Loaded) -> None:
    assert loaded.flows is not None
    flows = loaded.flows
    for name, where in loaded.intents.items():
        slots = where.children("slots") if "slots" in where else {}  # a limit has none
        for slot in (slot for slot in flows.intents[name].slots if slot.name in slots):  # the others are asked by a verification
            at, ladders = slots[slot.name], slot.ladders or flows.ladders
            asked = max(ladder.count(Rung.REASK) for ladder in (ladders.no_match, ladders.no_input))
            texts = [slot.ask, *slot.reask]
            if asked and not slot.reask:
                at.warn("ask", "has no reask: the same words again do not help who did not understand them", "add reask, in other words")
            elif len(set(texts)) < len(texts):
                at.warn("reask", "says the same twice", "use other words each time")
            if Rung.EXAMPLE in ladders.no_match and not (slot.example or KINDS[slot.kind].example) and len(slot.reask) < 2:
                at.warn("ask", f"has no example, and the type {slot.kind} has none either", "add example: a whole sentence")
