"""A yes or a no to a question of ours."""

from __future__ import annotations

from dataclasses import replace

from dialog import answering, callback, callback_when, closing, confirming, filling, handover, notices, others, repair, returning, wishes
from dialog.asking import CALLBACK, Step, ask, ask_slot, resume
from dialog.corrections import objects
from dialog.events import Hypothesis
from dialog.schema import Flows
from dialog.slots import yes_no
from dialog.state import CALLING_BACK, CONFIRMING, NO_PERSON, OPTIONAL, Phase, State
from dialog.unasked import names
from dialog.understanding.normalize import normalize

_BUT = frozenset("tapi tetapi kecuali cuma hanya selain".split())
_CALL = frozenset("telepon ditelepon telponan hubungi dihubungi kabari dikabari".split())
_BACK = frozenset("kembali balik lagi nanti saja saya".split())
_ENOUGH = frozenset("cukup selesai sudah".split())
_RIGHT = frozenset("benar betul".split())
_WHY = {"expired": "expired", "authority": "authority", "no_input": "no_input", "not_understood": "not_understood", "unknown": "requested"}
"""Why a person was offered, as the agent hears it; what is not on record is no failure of ours: the caller simply asks for a person."""


def hear(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """An answer where a yes or a no is due: one of them, or at once what is right instead."""
    if state.phase is Phase.OFFER_PERSON and _rather_called(heard.text):
        return callback.begin(flows, callback_when.early(flows, handover.kept(state), heard.text))
    if (agreeing := _about_callback(flows, state, heard.text)) is not None:
        return agreeing
    if state.phase is Phase.OFFER_SMS and yes_no.is_goodbye(heard.text) and not _ENOUGH.isdisjoint(normalize(heard.text).split()):
        return closing.goodbye(flows, state)
    if state.phase is Phase.OFFER_SMS and (step := _about_sms(flows, state, heard)) is not None:
        return step
    if state.phase is Phase.SUMMARY and not _BUT.isdisjoint(normalize(heard.text).split()):
        return confirming.corrected(flows, state, heard) or filling.refuse_summary(flows, state, heard.text)
    if state.phase is Phase.OFFER_PERSON and state.before is None and (again := _once_more(flows, state, heard.text)):
        return filling.ask_again(flows, replace(state, trouble=""), again)
    correction = confirming.corrected(flows, state, heard)
    if correction is not None:
        return correction
    said, words = wishes.yes_or_no(heard.text), normalize(heard.text).split()
    if said == "ya" and state.phase in CONFIRMING and not _BUT.isdisjoint(words):
        said = "tidak"
    if state.phase is Phase.OFFER_OTHER and said == "ya":  # "ya, saya ikut mendukung" is no other wish
        return others.accepted(flows, state)
    if not said or len(heard.text.split()) > wishes.SHORT_ANSWER or state.phase in OPTIONAL:
        other = wishes.hear_other(flows, state, heard) if state.phase not in NO_PERSON else None
        if other is not None:
            return other
    return decided(flows, state, said == "ya", heard.text) if said else repair.no_match(flows, state)


def hear_which(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """An answer to "which part is wrong?"."""
    words = set(normalize(heard.text).split())
    if words & _RIGHT and not words & (yes_no.NO | _BUT):  # "sudah benar semua"
        whole = filling.is_whole(flows, state)
        return filling.accept_summary(flows, state) if whole else filling.advance(flows, state)
    taken = confirming.corrected(flows, state, heard) or filling.hear_which(flows, state, heard.text)
    if taken is not None:
        return taken
    return wishes.hear_other(flows, state, heard) or repair.no_match(flows, state)


def _about_callback(flows: Flows, state: State, text: str) -> Step | None:
    """Another number, or another time, than what was offered or read back; or that it is fine so."""
    if state.phase in CALLING_BACK and yes_no.is_fine(text):
        return decided(flows, state, yes=True)
    if state.phase is Phase.CONFIRM_CALLBACK and not state.callback.wants_message and callback.wants_other_number(text):
        return ask_slot(flows, repair.understood(state), CALLBACK)
    match state.phase:
        case Phase.CALLBACK_SAME:
            return callback.hear_same(flows, state, text)
        case Phase.PROPOSE_WHEN | Phase.CONFIRM_CALLBACK if callback_when.says_the_same(flows, state, text):
            return decided(flows, state, yes=True)
        case Phase.PROPOSE_WHEN | Phase.CONFIRM_CALLBACK:
            return callback_when.hear_instead(flows, state, text)
        case _:
            return None


def _about_sms(flows: Flows, state: State, heard: Hypothesis) -> Step | None:
    """To another number; or the answer itself is called wrong, and nobody is sent away with that."""
    words = set(normalize(heard.text).split())
    if notices.elsewhere(heard.text) or not _BUT.isdisjoint(words):
        return notices.ask_number(flows, state)
    if "sms" in words and yes_no.NO.isdisjoint(words):
        return notices.accepted(flows, state)
    if objects(heard.text):
        return wishes.hear_other(flows, state, heard) or repair.offer_person(flows, state, "unknown")
    return None


def _rather_called(text: str) -> bool:
    """ "Telepon kembali saja"."""
    words = set(normalize(text).split())
    return bool(words & _CALL) and bool(words & _BACK) and not words & yes_no.NO


def _once_more(flows: Flows, state: State, text: str) -> list[str]:
    """After "not found": the slots that the caller wants to say again."""
    words = set(normalize(text).split())
    told = filling.told_slots(flows, state) if state.intent else []
    wrong = [slot.name for slot in told if names(slot, text)] if objects(text) or "ganti" in words else []
    return wrong or ([slot.name for slot in told] if {"coba", "lagi"} <= words else [])


def decided(flows: Flows, state: State, yes: bool, text: str = "") -> Step:
    """`text` holds what else was said with the yes or no."""
    match state.phase:
        case Phase.CONFIRM_INTENT:
            return wishes.decide_confirmation(flows, state, yes)
        case phase if phase in CONFIRMING:
            return confirming.decide(flows, state, yes)
        case Phase.OFFER_OTHER:
            return others.accepted(flows, state) if yes else filling.advance(flows, state)
        case Phase.OFFER_SMS:
            return notices.accepted(flows, state) if yes else answering.more(flows, replace(repair.understood(state), sms=""))
        case Phase.RESUME_CALL:
            return (returning.go_on if yes else returning.anew)(flows, repair.understood(state))
        case Phase.SUMMARY:
            return filling.accept_summary(flows, state) if yes else filling.refuse_summary(flows, state, text)
        case Phase.OFFER_PERSON if yes:
            not_there = "requested" if state.trouble in answering.NOT_THERE else "failure"
            return handover.transfer(flows, state, _WHY.get(state.trouble, not_there))
        case Phase.OFFER_PERSON:
            return without_person(flows, state)
        case Phase.CALLBACK_SAME:
            return callback.decide_same(flows, state, yes)
        case _:
            return callback_when.decide_proposal(flows, state, yes)


def without_person(flows: Flows, state: State) -> Step:
    """Back to the question that got nowhere, or on to the next wish."""
    if state.before is None:
        # A number that was not found is likely to be wrong; one that could not be looked up is not.
        kept = state.remembered if state.trouble in answering.NOT_THERE else filling.remembered(flows, state)
        return ask(flows, replace(repair.understood(state), remembered=kept, known={}), Phase.MORE, flows.prompts.anything_else)
    before = replace(state.before, turn=state.turn, struggle=state.struggle, speed=state.speed, confidential=state.confidential, failures=0)
    return resume(flows, before)
