"""`ivr understand`: what the dialog makes of a sentence, without a call."""

from __future__ import annotations

from datetime import date

from dialog.confidence import Band, band
from dialog.schema import Flows
from dialog.slots import KINDS


def understand(flows: Flows, text: str) -> dict[str, object]:
    """`text, intent, confidence, slots, alternatives`; `intent` is None when the sentence would be asked again."""
    guesses = flows.understander.understand(text)
    best = guesses[0] if guesses else None
    known = best is not None and band(best.confidence, flows.bands_of(best.intent)) in (Band.ACT, Band.CONFIRM)
    slots: dict[str, str] = {}
    if best is not None and known:
        for slot in flows.intents[best.intent].slots:
            parsed = KINDS[slot.kind].find(text, slot, date.today())
            if parsed is not None:
                slots[slot.name] = parsed.value
    return {
        "text": text,
        "intent": best.intent if best is not None and known else None,
        "confidence": best.confidence if best is not None else 0.0,
        "slots": slots,
        "alternatives": [{"intent": g.intent, "confidence": g.confidence} for g in guesses[1:]],
    }
