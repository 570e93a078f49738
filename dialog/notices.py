"""By SMS, to who wants it: a ticket number, what to bring."""

from __future__ import annotations

from dataclasses import replace

from dialog.asking import SMS_NUMBER, Step, ask, ask_slot, ask_system
from dialog.schema import Flows
from dialog.state import Phase, State
from dialog.templates import fill
from dialog.understanding.normalize import normalize

SEND = "sms.kirim"
MOBILE = "08"
"""What numbers begin with that take an SMS."""
_ELSEWHERE = frozenset("lain lainnya beda ganti".split())


def offer(flows: Flows, state: State, message: str, said: str) -> Step | None:
    """Say the answer and offer to send `message`; None where there is none."""
    if not message:
        return None
    question = flows.prompts.offer_sms if state.caller.startswith(MOBILE) else flows.prompts.offer_sms_to
    return ask(flows, replace(state, sms=message), Phase.OFFER_SMS, said, question)


def elsewhere(text: str) -> bool:
    """ "Ya, tapi ke nomor lain"."""
    return not _ELSEWHERE.isdisjoint(normalize(text).split())


def accepted(flows: Flows, state: State) -> Step:
    """To the number that the caller calls from, unless it takes none."""
    return send(flows, state, state.caller) if state.caller.startswith(MOBILE) else ask_number(flows, state)


def ask_number(flows: Flows, state: State) -> Step:
    return ask_slot(flows, state, SMS_NUMBER)


def send(flows: Flows, state: State, number: str) -> Step:
    state = replace(state, found={"akhiran": number[-3:]})
    return ask_system(flows, state, Phase.SENDING, SEND, {"ke": number, "isi": state.sms})


def sent(flows: Flows, state: State, *, well: bool) -> Step:
    """It is on its way, or cannot be sent."""
    prompts = flows.prompts
    said = fill(prompts.sms_sent, akhiran=state.found.get("akhiran", "")) if well else prompts.sms_failed
    return ask(flows, replace(state, sms="", found={}), Phase.MORE, said, prompts.anything_else)
