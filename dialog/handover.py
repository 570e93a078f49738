"""To a person, with the story: what the agent hears before the two are joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from dialog.asking import Step, ask
from dialog.effects import Fact, Say, Transfer
from dialog.identity import proved
from dialog.schema import Flows, Intent
from dialog.slots import KINDS
from dialog.state import Known, Phase, State

REASONS = {
    "requested": "Penelepon meminta berbicara dengan petugas.",
    "not_understood": "Sistem tidak memahami penelepon.",
    "no_input": "Penelepon tidak menjawab pertanyaan sistem.",
    "low_confidence": "Sistem tidak cukup yakin akan maksud penelepon.",
    "authority": "Keperluannya harus diputuskan petugas.",
    "verification": "Data diri penelepon tidak dapat dipastikan.",
    "expired": "Jawaban di sistem sudah habis masa berlakunya.",
    "emergency": "Keadaan darurat.",
    "distress": "Penelepon sedang tertekan dan perlu ditenangkan.",
    "abuse": "Penelepon sedang marah.",
    "failure": "Sistem sedang mengalami gangguan.",
}
TROUBLES = {
    "not_found": "Datanya tidak ditemukan di sistem instansi.",
    "rejected": "Sistem instansi menolak datanya.",
    "timeout": "Sistem instansi tidak menjawab.",
    "unavailable": "Sistem instansi tidak menjawab.",
}
_UNSURE = ", belum dikonfirmasi"
_SECRET = "Penelepon meminta percakapan dirahasiakan; rinciannya tidak dicatat."


def transfer(flows: Flows, state: State, reason: str) -> Step:
    """Announce the transfer, then order it; while the office is closed, offer a call-back instead."""
    if flows.calendars is not None and not flows.calendars.default.open_at(datetime.fromisoformat(state.now)):
        return ask(flows, replace(state, digits="", heard=None, before=None, outcome=None), Phase.OFFER_CALLBACK, flows.prompts.closed)
    new, effects = go(flows, state, reason)
    return new, (Say(flows.prompts.transfer, interruptible=False, slow=state.struggling), *effects)


def go(flows: Flows, state: State, reason: str, *, number: str = "") -> Step:
    """Order the transfer, to `number` where one is given."""
    told = state.before or state
    intent = flows.intents.get(told.intent or "")
    guessed = told.phase in (Phase.CONFIRM_INTENT, Phase.CHOOSE_INTENT)
    facts = tuple(_facts(intent, told)) if intent and not state.confidential else ()
    subject = intent.title if intent and not state.confidential else ""
    trouble = "" if guessed else state.trouble
    verified = proved(flows, told) if not state.confidential else ()
    story = _SECRET if state.confidential else briefing(reason, subject, facts, guessed=guessed, trouble=trouble, verified=verified)
    effect = Transfer(reason, subject, facts, number, verified, story)
    return replace(state, phase=Phase.TRANSFERRING, listening=None, before=None), (effect,)


def briefing(
    reason: str, subject: str, facts: tuple[Fact, ...], *, guessed: bool = False, trouble: str = "", verified: tuple[str, ...] = ()
) -> str:
    """Who and why, in a few sentences; what was not confirmed is called so. `trouble`: why the last lookup had no answer."""
    parts = [REASONS.get(reason, REASONS["failure"])]
    parts.append(f"Keperluan: {subject}{_UNSURE if guessed else ''}." if subject else "Keperluan belum diketahui.")
    parts += [f"{fact.label} {fact.value}{'' if fact.confirmed else _UNSURE}." for fact in facts]
    parts += [f"Sudah terverifikasi: {', '.join(verified)}."] if verified else []
    if subject and trouble in TROUBLES:
        parts.append(TROUBLES[trouble])
    return " ".join(parts)


def _facts(intent: Intent, state: State) -> Iterator[Fact]:
    """What is known, and what was just read back and waits for its yes."""
    for slot in intent.slots:
        waits = state.heard if state.phase is Phase.CONFIRM_SLOT and slot.name == state.slot else None
        known: Known | None = waits or state.known.get(slot.name)
        if known is not None:
            value = KINDS[slot.kind].read(known.value)
            yield Fact(slot.label, value, known.confirmed and waits is None, known.keyed, round(known.confidence, 4))
