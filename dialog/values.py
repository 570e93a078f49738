"""One answer to one slot: said, half of it said, one group of it again, or something else altogether."""

from __future__ import annotations

from dataclasses import replace

from dialog import callback, closing, confirming, repair, wishes
from dialog.answering import current_intent
from dialog.asking import Step, ask, ask_confirmation, ask_group, ask_slot, due_slot, go_on, repeat
from dialog.confidence import combined
from dialog.confirming import PATIENCE
from dialog.corrections import correction, objects, takes_back
from dialog.events import Hypothesis
from dialog.filling import advance, fill, which_wrong
from dialog.groups import replaced
from dialog.identity import check_code, prove, unproved
from dialog.reading import answer
from dialog.repair import end, no_match
from dialog.schema import Confirm, Flows, Risk, SlotSpec, Verification
from dialog.slots import KINDS, yes_no
from dialog.slots.result import Filled, Parsed, Partial, Rejected
from dialog.state import Known, Phase, State
from dialog.templates import fill as sentence
from dialog.unasked import told
from dialog.understanding.normalize import normalize
from dialog.understanding.numbers import digits_in
from dialog.understanding.small_words import SMALL_WORDS

_THANKS = frozenset("terima kasih makasih trims banyak iya pak bu mas mbak".split())
_QUESTION = frozenset("tanya nanya bertanya tanyakan menanyakan".split())
_THIS = frozenset("ini sama sekarang".split())
_NUMBER = frozenset("nomor hp telepon ponsel pakai memakai dipakai menelepon telponan yang".split())
_NOT_THERE = frozenset("ulang lagi belum tidak".split())
_SENT = frozenset("kirim kirimkan dikirim sms kode masuk dapat terima diterima sampai muncul".split())


def hear(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """An answer to the slot, the beginning of a number, a correction of something earlier, or something else."""
    slot = due_slot(flows, state)
    wrong = correction(flows, state, heard.text) if state.phase is Phase.SLOT else None
    if wrong is not None and (wrong.filled is not None or wrong.slot is not slot):
        return confirming.correct(flows, state, wrong, heard.confidence)
    if slot.kind == "text" and state.known and takes_back(heard.text):
        return which_wrong(flows, state)
    if slot.kind == "text":
        between = wishes.hear_other(flows, state, heard, certain=True)
        if between is not None:
            return between
    if state.digits and state.group < 0 and objects(heard.text):
        return _begun_wrongly(flows, state, slot, heard)
    reading = Filled(state.caller) if slot.kind == "phone" and _this_number(state, heard.text) else answer(state, slot, heard.text)
    if state.group >= 0 and isinstance(reading, Rejected) and wishes.yes_or_no(heard.text) == "ya":  # right after all
        reading = KINDS[slot.kind].parse(state.digits, slot, state.today)
    if reading is None:
        return _more_of_group(flows, state, digits_in(heard.text))
    if state.group >= 0 and not isinstance(reading, Rejected):
        state = replace(state, digits="", group=-1, part="")
    return parsed(flows, state, slot, reading, heard)


def parsed(flows: Flows, state: State, slot: SlotSpec, reading: Parsed, heard: Hypothesis) -> Step:
    """What the kind made of an answer."""
    match reading:
        case Filled():
            return take(flows, state, slot, reading, heard)
        case Partial(value) if value.startswith(state.digits):
            return go_on_with(flows, state, value)
        case Partial(value) if state.misses < PATIENCE:  # begun anew
            return go_on_with(flows, replace(state, misses=state.misses + 1), value)
        case Rejected(value=value, group=group) if group >= 0 and state.misses < PATIENCE:
            return ask_group(flows, replace(state, misses=state.misses + 1, struggle=state.struggle + 1), slot, value, group)
        case _:
            return _not_read(flows, state, slot, heard)


def _not_read(flows: Flows, state: State, slot: SlotSpec, heard: Hypothesis) -> Step:
    if state.phase is Phase.SURVEY and not state.misses and _THANKS.issuperset(normalize(heard.text).split()):
        return repeat(replace(state, misses=1))  # the rest of "tidak, terima kasih", said into the question
    if state.phase is Phase.SURVEY and (wishes.yes_or_no(heard.text) == "tidak" or yes_no.is_goodbye(heard.text)):
        return end(flows, state)
    if state.phase is Phase.SURVEY and not _QUESTION.isdisjoint(normalize(heard.text).split()):
        return wishes.hear_other(flows, state, heard) or ask(flows, state, Phase.INTENT, flows.prompts.ask_intent)
    if state.phase is Phase.CODE and (proof := _another_code(flows, state, heard.text)) is not None:
        return prove(flows, state, proof)
    if state.phase in (Phase.SMS_NUMBER, Phase.SURVEY):
        return wishes.hear_other(flows, state, heard) or no_match(flows, replace(state, digits="", keyed=False))
    if state.phase is Phase.SLOT and slot.kind != "text":
        also = told(flows, current_intent(flows, state), state, heard.text, heard.confidence)
        if also:  # an answer to a question that is still to come
            new, effects = advance(flows, replace(state, known={**state.known, **also}))
            return replace(new, digits=state.digits if new.slot == slot.name else ""), effects
        other = wishes.hear_other(flows, state, heard)
        if other is not None:
            return other
    if state.group >= 0:
        return no_match(flows, replace(state, part=""))
    if state.digits and state.misses < PATIENCE and not digits_in(heard.text):
        # "sebentar ya" between two halves of a number loses nothing
        return go_on_with(flows, replace(state, misses=state.misses + 1), state.digits)
    return no_match(flows, replace(state, digits="", keyed=False))


def _this_number(state: State, text: str) -> bool:
    """ "Nomor yang saya pakai ini saja"."""
    words = set(normalize(text).split())
    return bool(state.caller) and not digits_in(text) and not words.isdisjoint(_THIS) and words <= _THIS | _NUMBER | SMALL_WORDS


def _another_code(flows: Flows, state: State, text: str) -> Verification | None:
    """ "Kirim ulang", "belum masuk"."""
    words = set(normalize(text).split())
    return unproved(flows, state, current_intent(flows, state)) if words & _NOT_THERE and words & _SENT else None


def _more_of_group(flows: Flows, state: State, digits: str) -> Step:
    state = replace(state, part=state.part + digits)
    return go_on(state, sentence(flows.prompts.continue_digits, nilai=" ".join(state.part)))


def take(flows: Flows, state: State, slot: SlotSpec, filled: Filled, heard: Hypothesis) -> Step:
    """A whole answer; what else the sentence tells is kept as well."""
    sure = combined(heard.confidence, 1.0, filled.confidence)
    known = Known(filled.value, filled.parts, sure, keyed=state.keyed)
    if state.phase is Phase.SURVEY:
        return closing.rated(flows, state, slot, known.value)
    if state.phase is Phase.CODE:
        return check_code(flows, state, known.value)
    if state.phase is Phase.SLOT:
        with_it = replace(state, known={**state.known, slot.name: known})
        also = told(flows, current_intent(flows, state), with_it, heard.text, heard.confidence) if not state.keyed else {}
        state = replace(state, known={**state.known, **also})
    if state.phase is Phase.CALLBACK:
        return callback.number_given(flows, repair.understood(state), known)
    risk = flows.intents[state.intent].risk if state.phase is Phase.SLOT and state.intent else Risk.NORMAL
    if slot.confirm is Confirm.ALWAYS or (slot.confirm is Confirm.UNSURE and sure < flows.bands[risk].fill):
        return ask_confirmation(flows, state, slot, known)
    return advance(flows, fill(flows, state, slot.name, known))


def _begun_wrongly(flows: Flows, state: State, slot: SlotSpec, heard: Hypothesis) -> Step:
    """ "Bukan, yang terakhir tujuh" in the middle of a number: its beginning is put right; without digits it is asked for anew."""
    kind, said = KINDS[slot.kind], digits_in(heard.text)
    state = replace(state, misses=state.misses + 1)
    if state.misses > PATIENCE:
        return no_match(flows, replace(state, digits="", keyed=False))
    if not said:
        return ask_slot(flows, state, slot)
    # Without a word on what was wrong, it was as many digits as are said instead.
    instead = state.digits[: -len(said)] + said if len(said) <= len(state.digits) else said
    digits = replaced(kind, state.digits, heard.text, halves=False) or instead
    reading = kind.parse(digits, slot, state.today)
    return parsed(flows, replace(state, digits=""), slot, reading, heard)


def go_on_with(flows: Flows, state: State, digits: str) -> Step:
    """Half a number is progress, but no new patience: halves may go on for ever."""
    state = replace(state, digits=digits, silences=0, failures=0)
    slot = due_slot(flows, state)
    return go_on(state, sentence(flows.prompts.continue_digits, nilai=KINDS[slot.kind].read(digits)))
