"""Commands, wherever the call stands: a person, again, slower, faster, wait, back, help, from the beginning, cancel, finished."""

from __future__ import annotations

from dataclasses import replace

from dialog import closing, crisis, handover, remaining, repair, ways
from dialog.asking import Step, ask, ask_slot, current_slot, repeat, resume
from dialog.commands import PERSON, UNKNOWN
from dialog.filling import advance
from dialog.schema import Flows
from dialog.slots import KINDS
from dialog.state import ANSWERED, AT_A_WISH, CALLING_BACK, NO_PERSON, PACES, Phase, State
from dialog.understanding.normalize import normalize

AGAIN = "ulangi"
_WHAT = frozenset("berapa apa bagaimana nomor nomornya".split())
MORE_TROUBLE = 2
"""How much more a caller struggles who asks for help."""
MOST_TROUBLE = 6


def obey(flows: Flows, state: State, command: str) -> Step:
    match command:
        case name if name == PERSON:
            return _person(flows, state)
        case "tunggu":
            return repair.wait(flows, state)
        case "ulangi":
            return _again(flows, state)
        case "pelan" | "cepat":
            return _pace(flows, state, 1 if command == "cepat" else -1)
        case "bantuan":
            return _help(flows, replace(state, struggle=state.struggle + MORE_TROUBLE))
        case name if name == UNKNOWN:
            at_slot = state.phase is Phase.SLOT
            return repair.offer_person(flows, state, "unknown", flows.prompts.unknown) if at_slot else repair.no_match(flows, state)
        case "batal" | "kembali" if state.phase in CALLING_BACK:
            return handover.offer(flows, state, waiting=state.can_wait)
        case "batal" | "kembali" | "mulai_lagi" if state.phase in NO_PERSON:
            return ways.go_on(flows, state)
        case "kembali":
            return _back(flows, state)
        case "mulai_lagi" if state.phase in AT_A_WISH:
            return advance(flows, replace(_without_values(state), rejections=0), flows.prompts.restart)
        case "mulai_lagi":
            return ask(flows, _without_wish(state), Phase.INTENT, flows.prompts.restart, flows.prompts.ask_intent)
        case "batal" if state.phase in (Phase.SMS_NUMBER, Phase.SURVEY):
            return repair.without(flows, state)
        case "batal" if state.phase is not Phase.MORE:
            return ask(flows, _without_wish(state), Phase.INTENT, flows.prompts.ask_intent)
        case _:
            return closing.goodbye(flows, state) if state.phase in ANSWERED else repair.end(flows, state)


def _person(flows: Flows, state: State) -> Step:
    """Where none was free: who asks again would rather wait, or speak with any of them than with none who knows their language."""
    if state.phase is Phase.CRISIS:
        return crisis.again(flows, state)
    if state.phase is Phase.OFFER_WAYS and state.can_wait:
        return ways.take(flows, state, remaining.WAIT)
    if state.phase is Phase.OFFER_WAYS and state.language:
        return handover.transfer(flows, state, "requested", queue="")
    return ways.insist(flows, state) if state.phase in NO_PERSON else handover.transfer(flows, state, "requested")


def asks_again(text: str) -> bool:
    """For the answer once more: "nomornya berapa tadi", "tolong ulangi nomornya"."""
    words = set(normalize(text).split())
    return "ulangi" in words or ("tadi" in words and not words.isdisjoint(_WHAT))


def _pace(flows: Flows, state: State, by: int) -> Step:
    """A step more each time it is asked for, to the end of the call."""
    prompts, speed = flows.prompts, state.spoken_speed + by
    if speed not in PACES:
        return resume(flows, state, prompts.slowest if by < 0 else prompts.fastest)
    struggle = 0 if by > 0 else state.struggle  # who wants it faster does not struggle
    return resume(flows, replace(state, speed=speed, struggle=struggle), prompts.slower if by < 0 else prompts.faster)


def _again(flows: Flows, state: State) -> Step:
    if state.phase not in ANSWERED or not state.told:
        return resume(flows, state)
    return repeat(state, *(say.text for say in state.told))


def _help(flows: Flows, state: State) -> Step:
    """What can be said here, then the question again; who is still lost after that is offered a person."""
    if state.struggle > MOST_TROUBLE and state.phase not in NO_PERSON | {Phase.OFFER_PERSON}:
        return repair.offer_person(flows, state, "not_understood")
    slot = current_slot(flows, state)
    if slot is not None and state.phase is Phase.SLOT:
        kind = KINDS[slot.kind]
        return resume(flows, state, slot.example or kind.example or slot.keypad or kind.keypad, flows.prompts.help)
    if state.phase is Phase.INTENT:
        return repeat(state, flows.prompts.help, *repair.menu(flows))
    if state.phase is Phase.OFFER_WAYS:
        return repair.by_keys(flows, state)
    return repeat(state, flows.prompts.help)


def _back(flows: Flows, state: State) -> Step:
    """To the question before this one, whose answer is forgotten."""
    if state.intent is None or state.phase not in AT_A_WISH:
        return repeat(state, flows.prompts.nothing_back)
    slot = flows.intents[state.intent].slot(state.slot) if state.phase is Phase.CONFIRM_SLOT else None
    if slot is None:
        if not state.known:
            return repeat(state, flows.prompts.nothing_back)
        slot = flows.intents[state.intent].slot(list(state.known)[-1])
    known = {name: value for name, value in state.known.items() if name != slot.name}
    return ask_slot(flows, replace(state, known=known), slot, flows.prompts.back)


def _without_values(state: State) -> State:
    return replace(repair.understood(state), known={}, slot="", heard=None, digits="", keyed=False, group=-1, part="", before=None)


def _without_wish(state: State) -> State:
    return replace(_without_values(state), intent=None, rival="", wish="", trouble="", unfinished=None)
