"""A call back, or a message, instead of a person now: whose number, when, and all of it stored as a ticket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from dialog import callback_when
from dialog.answering import more
from dialog.asking import CALLBACK, MESSAGE, Step, ask, ask_confirmation, ask_slot, ask_system, repeat, says
from dialog.callback_parts import wished
from dialog.callback_time import has_time
from dialog.commands import POLITE
from dialog.effects import Outcome
from dialog.repair import end, no_match, understood
from dialog.schema import Flows
from dialog.slots import KINDS, yes_no
from dialog.slots.result import Filled
from dialog.state import CallBack, Known, Phase, State
from dialog.templates import fill
from dialog.understanding.normalize import normalize
from dialog.understanding.numbers import digits_in

STORE = "sapa.callback"
"""The service's own operation."""
LONGEST = 500
"""Characters of a message."""
READ_BACK = 200
"""So many of them, the last ones, are read back."""
SHORT_QUESTION = 3
LONGEST_ANSWER = 4
_LEADS_IN = frozenset(
    "pesan begini begitu jadi gini saya aku ingin titip nitip bilang tolong sampaikan kan ini itu adalah tentang mengenai soal "
    "pak bu mas mbak ya iya halo oke baik untuk petugas ke dan".split()
)
_ASKING = frozenset("berapa kapan kenapa mengapa apa apakah bagaimana siapa".split())
_ALL = frozenset("itu saja sudah cukup selesai ada lagi segitu begitu terima kasih makasih".split())
_CLOSED = frozenset("itu sudah cukup selesai segitu tidak makasih".split())
_OTHER_NUMBER = frozenset("lain lainnya beda ganti".split())


def begin(flows: Flows, state: State, *, message: bool = False) -> Step:
    """A confidential call leaves no message: nothing of it is kept but the number."""
    wants = message and not state.confidential
    state = replace(
        understood(state), callback=CallBack(wants_message=wants, early=state.callback.early), digits="", keyed=False, heard=None
    )
    return ask_slot(flows, state, MESSAGE) if wants else _whose_number(flows, state)


def hear_message(flows: Flows, state: State, text: str) -> Step:
    """What is told in several breaths is one message; it is read back until the caller says that this is all."""
    words, told = set(normalize(text).split()), state.callback.message
    if is_all(state, text):
        return message_told(flows, state)
    if words <= _LEADS_IN:  # "pesannya begini"
        return repeat(state)
    reading = KINDS["text"].parse(text, MESSAGE, state.today)
    if not isinstance(reading, Filled) or (len(words) <= SHORT_QUESTION and not words.isdisjoint(_ASKING)):
        return no_match(flows, state)
    message = (f"{told}. {reading.value}" if told else reading.value)[:LONGEST]
    heard = replace(understood(state), callback=replace(state.callback, message=message))
    whole = message if len(message) <= READ_BACK else f"... {message[-READ_BACK:].partition(' ')[2]}"
    return ask_slot(flows, heard, MESSAGE, question=fill(flows.prompts.message_more, pesan=whole))


def is_all(state: State, text: str) -> bool:
    """Whether nothing is added to a message that was told: "sudah, itu saja"."""
    words = set(normalize(text).split())
    plain = words <= yes_no.YES | yes_no.NO | POLITE | _ALL and not words.isdisjoint(_CLOSED)
    return bool(state.callback.message) and (yes_no.is_goodbye(text) or plain)


def message_told(flows: Flows, state: State) -> Step:
    return _whose_number(flows, understood(state))


def drop_message(flows: Flows, state: State) -> Step:
    """From now on nothing is kept, so no message either; a call back is what remains, and nobody is left to believe otherwise."""
    state = replace(state, confidential=True, callback=CallBack())
    new, effects = _whose_number(flows, understood(state))
    return new, (*says(state, flows.prompts.message_dropped), *effects)


def rescue(flows: Flows, state: State, *, silent: bool) -> Step | None:
    """The call would end here. A message that was told is stored with the number that they call from, and so is a call back that was
    agreed on but for a last yes that did not come (`silent`); else they hear that nothing is stored. None: there was nothing yet."""
    agreed = state.callback
    callable_ = isinstance(KINDS["phone"].parse(state.caller, CALLBACK, state.today), Filled)
    settled = silent and state.phase is Phase.CONFIRM_CALLBACK and agreed.contact == state.caller
    if callable_ and ((agreed.wants_message and agreed.message) or settled):
        return store(flows, replace(state, heard=Known(state.caller), callback=replace(agreed, contact=state.caller, ending=True)))
    if not agreed.message and not agreed.contact:
        return None
    new, effects = end(flows, replace(state, outcome=None if state.answered or state.ticket else Outcome.FAILED))
    return new, (*says(state, flows.prompts.callback_dropped), *effects)


def hear_same(flows: Flows, state: State, text: str) -> Step | None:
    """Where the number that they call from was offered: another one, said at once or to be asked for; a time, which is a yes; more of the
    message. None for anything else."""
    plain, message = normalize(text), state.callback.wants_message
    words = plain.split()
    reading = KINDS["phone"].parse(text, CALLBACK, state.today)
    if isinstance(reading, Filled):
        return number_given(flows, understood(state), Known(reading.value))
    if not _OTHER_NUMBER.isdisjoint(words):
        return ask_slot(flows, understood(state), CALLBACK)
    if message and len(words) > LONGEST_ANSWER and "nomor" not in words and words[0] not in yes_no.YES | yes_no.NO:
        return hear_message(flows, state, text)
    if not message and has_time(text) and (words[0] in yes_no.YES or yes_no.NO.isdisjoint(wished(plain).split())):
        return decide_same(flows, callback_when.early(flows, state, text), yes=True)
    return None


def wants_other_number(text: str) -> bool:
    """ "Ganti nomor", without saying which."""
    words = set(normalize(text).split())
    return "nomor" in words and not words.isdisjoint(_OTHER_NUMBER | {"salah", "keliru"}) and not digits_in(text)


def decide_same(flows: Flows, state: State, yes: bool) -> Step:
    """Whether they are called on the number that they call from; that needs no second yes where there is nothing else to agree on."""
    if not yes:
        return ask_slot(flows, understood(state), CALLBACK)
    known = Known(state.caller, confirmed=True)
    if state.callback.wants_message:
        return store(flows, replace(understood(state), heard=known))
    return number_given(flows, understood(state), known)


def number_given(flows: Flows, state: State, known: Known) -> Step:
    """Then when; at the end all of it is read back."""
    state = replace(state, callback=replace(state.callback, contact=known.value), digits="", keyed=False)
    return ask_confirmation(flows, state, CALLBACK, known) if state.callback.wants_message else callback_when.agree(flows, state)


def store(flows: Flows, state: State) -> Step:
    """All of it is right: the service itself stores it. Of a confidential call only whom to call, and when."""
    assert state.heard is not None
    agreed, told = state.callback, state.before or state
    intent = flows.intents.get(told.intent or "") if not state.confidential else None
    arguments = {
        "contact": state.heard.value,
        "subject": intent.title if intent is not None else "",
        "queue": callback_when.agents(flows, state),
        "kind": "message" if agreed.wants_message else "callback",
        "when": agreed.when or "",
        "message": agreed.message,
    }
    return ask_system(flows, state, Phase.CALLBACK_LOOKUP, STORE, arguments)


def stored(flows: Flows, state: State, data: Mapping[str, str]) -> Step:
    """Said, to be heard again by "ulangi"; then whether there is more, for what was begun with us is not over."""
    prompts, agreed = flows.prompts, state.callback
    ticket, when = data.get("ticket", ""), data.get("kapan", "") or agreed.words
    said = fill(prompts.message_stored, tiket=ticket) if agreed.wants_message else fill(prompts.callback_stored, tiket=ticket, kapan=when)
    sms = prompts.callback_sms if data.get("sms") == "ya" else ""
    state = replace(understood(state), ticket=ticket, outcome=Outcome.CALLBACK, callback=CallBack(), heard=None, told=says(state, said))
    if agreed.ending:
        state, effects = end(flows, state)
        return state, (*says(state, said, sms), *effects)
    return more(flows, state, said, sms)


def goes_on(text: str) -> bool:
    """ "Lanjutkan yang tadi": with what was begun before a person was wanted."""
    return re.search(r"\b(?:lanjut|lanjutkan|lanjutin|dilanjutkan|terus|teruskan|terusin)\b", normalize(text)) is not None


def failed(flows: Flows, state: State) -> Step:
    """Not stored: the caller must know."""
    state, effects = end(flows, replace(state, outcome=Outcome.FAILED))
    return state, (*says(state, flows.prompts.callback_failed), *effects)


def _whose_number(flows: Flows, state: State) -> Step:
    """The one that they call from, unless nobody knows it."""
    if not isinstance(KINDS["phone"].parse(state.caller, CALLBACK, state.today), Filled):
        return ask_slot(flows, state, CALLBACK)
    return ask(flows, state, Phase.CALLBACK_SAME, fill(flows.prompts.callback_same, akhiran=state.caller[-3:]))
