"""To a person, with the story: what the agent hears before the two are joined."""

from __future__ import annotations

from dataclasses import replace

from dialog.asking import Step
from dialog.effects import Fact, Say, Transfer
from dialog.schema import Flows
from dialog.state import Phase, State
from dialog.templates import readable

REASONS = {
    "requested": "Penelepon meminta berbicara dengan petugas.",
    "not_understood": "Sistem tidak memahami penelepon.",
    "no_input": "Penelepon tidak menjawab pertanyaan sistem.",
    "failure": "Sistem sedang mengalami gangguan.",
}


def transfer(flows: Flows, state: State, reason: str) -> Step:
    """Announce the transfer, then order it."""
    intent = flows.intents.get(state.intent or "")
    facts = tuple(
        Fact(slot.label, readable(state.slots[slot.name]), slot.name in state.confirmed)
        for slot in (intent.slots if intent else ())
        if slot.name in state.slots
    )
    subject = intent.title if intent else ""
    effect = Transfer(reason, subject, facts, briefing(reason, subject, facts))
    return replace(state, phase=Phase.TRANSFERRING, listening=None), (Say(flows.prompts.transfer, interruptible=False), effect)


def briefing(reason: str, subject: str, facts: tuple[Fact, ...]) -> str:
    """Who and why, in a few sentences; what was not confirmed is called so."""
    parts = [REASONS.get(reason, REASONS["failure"])]
    parts.append(f"Keperluan: {subject}." if subject else "Keperluan belum diketahui.")
    parts += [f"{fact.label} {fact.value}{'' if fact.confirmed else ', belum dikonfirmasi'}." for fact in facts]
    return " ".join(parts)
