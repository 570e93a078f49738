"""What an agent hears before the two are joined: 4 to 8 seconds, the most important first. All else is on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from dialog.effects import Fact
from dialog.identity import is_proved
from dialog.schema import Flows, Intent
from dialog.slots import KINDS
from dialog.state import Known, Phase, State

LONGEST = 105
"""Characters: 8 s in the shipped voice (`dialog.checks.lengths`)."""
SHORT = 24
"""A value of more characters than this is left to the screen."""
REASONS = {
    "language": "minta bahasa daerah",
    "not_understood": "sulit dipahami sistem",
    "no_input": "tidak menjawab pertanyaan",
    "low_confidence": "maksudnya kurang jelas",
    "authority": "perlu keputusan petugas",
    "verification": "identitas tidak terbukti",
    "expired": "jawaban sistem kedaluwarsa",
    "emergency": "keadaan darurat",
    "distress": "penelepon tertekan, perlu ditenangkan",
    "abuse": "penelepon sedang marah",
    "failure": "sistem terganggu",
    "overload": "sistem kelebihan beban",
    "takeover": "diambil alih petugas",
}
"""In a few words. Who simply asks for a person needs no reason."""
FIRST = frozenset({"emergency", "distress", "abuse"})
"""Reasons that an agent must know before anything else."""
TROUBLES = {
    "not_found": "datanya tidak ditemukan",
    "rejected": "datanya ditolak sistem",
    "timeout": "sistem instansi tidak menjawab",
    "unavailable": "sistem instansi tidak menjawab",
}
SECRET = "Penelepon meminta percakapan dirahasiakan, jadi rinciannya tidak dicatat."
UNSURE = "belum pasti"
PROVED = "proved"
"""Instead of the kind of a slot: the value was verified, and is told by that."""
_TELLING = frozenset({"choice", "yes_no", "date", "time", "quantity", "plate", "money", "address", "text"})
"""Kinds whose values help an agent who only hears them; of numbers it is only told that they are not certain."""


def briefing(
    reason: str,
    subject: str,
    facts: tuple[tuple[str, Fact], ...] = (),
    *,
    guessed: bool = False,
    trouble: str = "",
    verified: tuple[str, ...] = (),
    missing: str = "",
) -> str:
    """ "Mengurus KTP hilang, Siti Aminah, NIK terverifikasi, belum tahu surat polisi."

    `facts` go with the kind of their slot, `missing` is the label of what was asked last and is not known, `trouble` why the last lookup
    had no answer.
    """
    why = REASONS.get(reason, "")
    wish = f"{subject}{f', {UNSURE}' if guessed else ''}" if subject else "keperluannya belum disebutkan"
    parts = [why, wish] if reason in FIRST else [wish]
    parts += [_told(fact) for kind, fact in facts if kind == "name"]
    parts += [f"{' serta '.join(verified)} terverifikasi"] if verified else []
    parts += [] if reason in FIRST else [why]
    parts += [TROUBLES.get(trouble, "") if subject else "", f"belum tahu {missing}" if missing else ""]
    parts += [f"{fact.label} {_told(fact)}" for kind, fact in facts if kind in _TELLING and len(fact.value) <= SHORT]
    parts += [f"{fact.label} {UNSURE}" for kind, fact in facts if kind not in {*_TELLING, "name", PROVED} and not fact.confirmed]
    return _sentence(parts)


def facts_of(intent: Intent, state: State) -> Iterator[tuple[str, Fact]]:
    """What is known, and what was just read back and waits for its yes, each with the kind of its slot."""
    for slot in intent.slots:
        waits = state.heard if state.phase is Phase.CONFIRM_SLOT and slot.name == state.slot else None
        known: Known | None = waits or state.known.get(slot.name)
        if known is not None:
            value = KINDS[slot.kind].read(known.value)
            kind = PROVED if slot.kind != "name" and is_proved(state, slot.name, known.value) else slot.kind
            yield kind, Fact(slot.label, value, known.confirmed and waits is None, known.keyed, round(known.confidence, 4))


def missing_of(flows: Flows, state: State) -> str:
    """The label of the slot that was being asked for."""
    intent = flows.intents.get(state.intent or "")
    return intent.slot(state.slot).label if intent is not None and state.phase is Phase.SLOT and state.slot else ""


def _told(fact: Fact) -> str:
    return f"{fact.value}{'' if fact.confirmed else f' {UNSURE}'}"


def _sentence(parts: list[str]) -> str:
    """As many parts as there is time for, in their order; the first two always."""
    said = list[str]()
    for part in dict.fromkeys(filter(None, parts)):
        if len(said) < 2 or len(", ".join((*said, part))) < LONGEST:
            said.append(part)
    whole = ", ".join(said)[: 2 * LONGEST].strip()
    return f"{whole[:1].upper()}{whole[1:]}."
