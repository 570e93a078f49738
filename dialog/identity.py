"""Who is calling: what must be proved before a personal answer, and what has been."""

from __future__ import annotations

from dialog.asking import Step, ask_system
from dialog.schema import Flows, Intent, Verification
from dialog.state import Phase, State
from dialog.templates import fill

SEND_CODE, CHECK_CODE = "sapa.kirim_kode", "sapa.periksa_kode"
"""Operations of the service itself."""
CALLER, THROUGH, TEXT, FITS = "penelepon", "melalui", "isi", "cocok"
"""Names in what they, and the operations of verifications, are asked and say."""
HERE = "{kode}"
"""In TEXT, where the code comes."""
CODE_MS = 12_000
"""The register is asked first, then the SMS is sent."""


def unproved(flows: Flows, state: State, intent: Intent) -> Verification | None:
    """What is still to be proved; None: nothing."""
    if not intent.verify or any(_holds(state, name) for name in intent.verify):
        return None
    return flows.verification[intent.verify[min(state.attempt, len(intent.verify) - 1)]]


def proofs(flows: Flows, intent: Intent) -> frozenset[str]:
    """Names of the slots that are asked for as proof alone."""
    return frozenset(slot.name for name in intent.verify for slot in flows.verification[name].slots)


def proved(flows: Flows, state: State) -> tuple[str, ...]:
    """What was proved in this call, for agents; what was said anew since then is not."""
    return tuple(flows.verification[name].title for name in state.verified if name in flows.verification and not _other(state, name))


def not_ours(state: State) -> frozenset[str]:
    """Names of what was proved together with something that is another value now."""
    return frozenset(slot for name, values in state.verified.items() if _other(state, name) for slot in values)


def is_proved(state: State, name: str, value: str) -> bool:
    """Whether `value` of the slot `name` is the caller's own."""
    return any(values.get(name) == value for values in state.verified.values())


def prove(flows: Flows, state: State, proof: Verification) -> Step:
    """All that `proof` needs is known: the system is asked, or a code is sent."""
    values = {slot.name: state.known[slot.name].value for slot in proof.slots} | ({CALLER: state.caller} if state.caller else {})
    if proof.code:
        sms = fill(flows.prompts.code_sms, kode=HERE)
        return ask_system(flows, state, Phase.VERIFYING, SEND_CODE, {**values, THROUGH: proof.lookup, TEXT: sms}, CODE_MS)
    return ask_system(flows, state, Phase.VERIFYING, proof.lookup, values)


def check_code(flows: Flows, state: State, code: str) -> Step:
    return ask_system(flows, state, Phase.VERIFYING, CHECK_CODE, {"kode": code})


def _other(state: State, name: str) -> bool:
    """Whether something that was proved by `name` is another value now."""
    return any(slot in state.known and state.known[slot].value != value for slot, value in state.verified[name].items())


def _holds(state: State, name: str) -> bool:
    values = state.verified.get(name)
    return values is not None and all(slot in state.known and state.known[slot].value == value for slot, value in values.items())
