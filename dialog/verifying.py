"""What became of a proof: it fits, it does not, a code is on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialog.answering import NOT_THERE, current_intent, lookup_failed
from dialog.asking import CODE, Step, ask_slot, says
from dialog.filling import advance
from dialog.handover import transfer
from dialog.identity import FITS, proofs, unproved
from dialog.schema import Flows, Verification
from dialog.state import Phase, State
from dialog.templates import fill

MOST_REFUSALS = 3
"""Proofs that do not fit, in one call, after which a person goes on."""


def answered(flows: Flows, state: State, data: Mapping[str, str]) -> Step:
    """The system has spoken."""
    if FITS not in data:
        return ask_slot(flows, state, CODE, fill(flows.prompts.code_sent, akhiran=data.get("akhiran", "")))
    return _fits(flows, state) if data[FITS] == "ya" else _refused(flows, state)


def failed(flows: Flows, state: State, reason: str) -> Step:
    """No answer. That somebody is unknown is said in the same words as that the proof is wrong: it is nobody else's business."""
    return _refused(flows, state) if reason in NOT_THERE else lookup_failed(flows, state, reason)


def _fits(flows: Flows, state: State) -> Step:
    proof = unproved(flows, state, current_intent(flows, state))
    assert proof is not None
    values = {slot.name: state.known[slot.name].value for slot in proof.slots}
    known = {name: replace(value, confirmed=value.confirmed or name in values) for name, value in state.known.items()}
    return advance(flows, replace(state, known=known, verified={**state.verified, proof.name: values}))


def _refused(flows: Flows, state: State) -> Step:
    """The next way to prove it, if there is one; otherwise once more from the beginning, and at last a person."""
    intent, proof = current_intent(flows, state), unproved(flows, state, current_intent(flows, state))
    following = intent.verify[state.attempt + 1] if state.attempt < len(intent.verify) - 1 else ""
    if not following or not _goes_on(flows, proof, following):
        state = replace(state, refusals=state.refusals + 1, struggle=state.struggle + 1)
    if state.refusals >= MOST_REFUSALS:
        new, effects = transfer(flows, state, "verification")
        return new, (*says(state, flows.prompts.verification_failed), *effects)
    if following:
        return advance(flows, replace(state, attempt=state.attempt + 1))
    if proof is not None and proof.code and state.slot == CODE.name:
        return ask_slot(flows, replace(state, phase=Phase.CODE), CODE, flows.prompts.wrong_code)
    known = {name: value for name, value in state.known.items() if name not in proofs(flows, intent)}
    return advance(flows, replace(state, known=known), flows.prompts.not_verified)


def _goes_on(flows: Flows, proof: Verification | None, following: str) -> bool:
    """Whether the next way asks for more than this one: what did not fit was not the caller's word, but where they call from."""
    names = {slot.name for slot in flows.verification[following].slots}
    return proof is not None and {slot.name for slot in proof.slots} < names
