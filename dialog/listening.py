"""How an answer will be listened to: what is likely, which names may occur, how long a pause ends the turn."""

from __future__ import annotations

from dialog.effects import Expect, Listen, Pauses
from dialog.schema import Flows, SlotSpec
from dialog.slots import KINDS
from dialog.slots.yes_no import KIND as YES_OR_NO
from dialog.state import YES_NO, Phase, State

YES_NO_PAUSES = YES_OR_NO.pauses
MORE_PAUSES = Pauses(300, 1300, 2500)
"""After an answer: "tidak ... terima kasih" has a little pause, and nobody is in a hurry to hear goodbye."""
CHOOSE_PAUSES = Pauses(180, 900, 2000)
PATIENCE = 1.5
"""So many times longer is a caller waited for who is struggling."""
YES_NO_PHRASES = tuple("ya iya betul benar tidak bukan salah belum sudah boleh nggak enggak nggih muhun mboten".split())
"""What people say to a yes-or-no question, most usual first."""
MOST_NAMES = 100
"""Hot words of one answer: a longer list helps none of them."""
WAYS = ("tunggu", "saya tunggu", "telepon kembali", "ditelepon kembali", "tinggalkan pesan", "titip pesan", "lanjut", "lanjut dengan sapa")
AGAIN = ("coba lagi", "ya", "tolong", "tidak")
ORDINALS = ("yang pertama", "yang kedua", "pertama", "kedua", "bukan")


def listen(flows: Flows, state: State, phase: Phase) -> Listen:
    """For the answer to the question of `phase`: a yes or no, or anything."""
    if phase in YES_NO:
        return _patient(state, Listen(state.turn + 1, Expect.YES_NO, pauses=YES_NO_PAUSES, phrases=(*YES_NO_PHRASES, *_commands(flows))))
    names = dict.fromkeys((*(word for intent in flows.intents.values() for word in intent.hot_words), *flows.hot_words))
    likely = {Phase.MORE: YES_NO_PHRASES, Phase.CHOOSE_INTENT: ORDINALS, Phase.OFFER_WAYS: WAYS, Phase.CRISIS: AGAIN}.get(phase, ())
    choosing = phase in (Phase.CHOOSE_INTENT, Phase.WHICH_WRONG, Phase.OFFER_WAYS)
    pauses = MORE_PAUSES if phase is Phase.MORE else CHOOSE_PAUSES if choosing else Pauses()
    listening = Listen(state.turn + 1, Expect.FREE, pauses=pauses, phrases=(*likely, *_commands(flows)), hot_words=tuple(names))
    return _patient(state, listening)


def listen_for(flows: Flows, state: State, slot: SlotSpec, digits: int = 0) -> Listen:
    """For the answer to `slot`, or to `digits` digits of it. Names are of no use among digits and yeses."""
    kind = KINDS[slot.kind]
    options = tuple(word.lower() for name, others in slot.choices.items() for word in (name.replace("_", " "), *others))
    listening = Listen(
        state.turn + 1,
        kind.expect,
        digits=(digits or slot.length[1]) if kind.is_number else 0,
        pauses=slot.pauses,
        phrases=(*(YES_NO_PHRASES if kind.expect is Expect.YES_NO else options), *_commands(flows)),
        hot_words=_names(flows, slot) if kind.expect in (Expect.FREE, Expect.CHOICE) else (),
        no_input_ms=slot.no_input_ms,
    )
    return _patient(state, listening)


def _names(flows: Flows, slot: SlotSpec) -> tuple[str, ...]:
    places = (place.name.lower() for place in slot.gazetteer.places) if slot.gazetteer is not None else ()
    return tuple(dict.fromkeys((*slot.hot_words, *places, *flows.hot_words)))[:MOST_NAMES]


def _patient(state: State, listening: Listen) -> Listen:
    """Longer for who is struggling, but never when the answer is complete."""
    if not state.struggling:
        return listening
    pauses = listening.pauses
    longer = Pauses(pauses.complete_ms, int(pauses.open_ms * PATIENCE), int(pauses.incomplete_ms * PATIENCE))
    return Listen(
        listening.turn,
        listening.expect,
        listening.digits,
        longer,
        listening.phrases,
        listening.hot_words,
        int(listening.no_input_ms * PATIENCE),
    )


def _commands(flows: Flows) -> tuple[str, ...]:
    return tuple(phrase.lower() for phrases in flows.commands.values() for phrase in phrases)
