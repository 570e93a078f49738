"""To a person, with the story: what the agent hears before the two are joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dialog.asking import Step
from dialog.effects import Fact, Say, Transfer
from dialog.schema import Flows, Intent
from dialog.state import Phase, State
from dialog.templates import readable

REASONS = {
    "requested": "Penelepon meminta berbicara dengan petugas.",
    "not_understood": "Sistem tidak memahami penelepon.",
    "no_input": "Penelepon tidak menjawab pertanyaan sistem.",
    "failure": "Sistem sedang mengalami gangguan.",
}
TROUBLES = {
    "not_found": "Datanya tidak ditemukan di sistem instansi.",
    "rejected": "Sistem instansi menolak datanya.",
    "unavailable": "Sistem instansi tidak menjawab.",
}
_UNSURE = ", belum dikonfirmasi"


def transfer(flows: Flows, state: State, reason: str) -> Step:
    """Announce the transfer, then order it."""
    intent = flows.intents.get(state.intent or "")
    guessed = state.phase is Phase.CONFIRM_INTENT
    facts = tuple(_facts(intent, state)) if intent else ()
    subject = intent.title if intent else ""
    told = briefing(reason, subject, facts, guessed=guessed, trouble="" if guessed else state.trouble)
    effect = Transfer(reason, subject, facts, briefing=told)
    return replace(state, phase=Phase.TRANSFERRING, listening=None), (Say(flows.prompts.transfer, interruptible=False), effect)


def briefing(reason: str, subject: str, facts: tuple[Fact, ...], *, guessed: bool = False, trouble: str = "") -> str:
    """Who and why, in a few sentences; what was not confirmed is called so. `trouble`: why the last lookup had no answer."""
    parts = [REASONS.get(reason, REASONS["failure"])]
    parts.append(f"Keperluan: {subject}{_UNSURE if guessed else ''}." if subject else "Keperluan belum diketahui.")
    parts += [f"{fact.label} {fact.value}{'' if fact.confirmed else _UNSURE}." for fact in facts]
    if subject and trouble:
        parts.append(TROUBLES.get(trouble, TROUBLES["unavailable"]))
    return " ".join(parts)


def _facts(intent: Intent, state: State) -> Iterator[Fact]:
    """What is known, and what was just read back and waits for its yes."""
    for slot in intent.slots:
        if slot.name in state.slots:
            yield Fact(slot.label, readable(state.slots[slot.name]), slot.name in state.confirmed)
        elif state.phase is Phase.CONFIRM_SLOT and slot.name == state.slot and state.heard:
            yield Fact(slot.label, readable(state.heard), confirmed=False)
