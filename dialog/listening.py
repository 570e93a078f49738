"""How an answer will be listened to: what is likely, which names may occur, how long a pause ends the turn."""

from __future__ import annotations

from dialog.effects import Expect, Listen, Pauses
from dialog.schema import Flows, SlotSpec
from dialog.slots import DIGIT_KINDS
from dialog.state import YES_NO, Phase, State

YES_NO_PAUSES = Pauses(180, 700, 2000)
MORE_PAUSES = Pauses(300, 1300, 2500)
"""After an answer: "tidak ... terima kasih" has a little pause, and nobody is in a hurry to hear goodbye."""
YES_NO_PHRASES = tuple("ya iya betul benar tidak bukan salah belum sudah boleh nggak enggak nggih muhun mboten".split())
"""What people say to a yes-or-no question, most usual first."""
_EXPECT = {"yes_no": Expect.YES_NO, "choice": Expect.CHOICE, "text": Expect.FREE}


def listen(flows: Flows, state: State, phase: Phase) -> Listen:
    """For the answer to the question of `phase`: a yes or no, or anything."""
    if phase in YES_NO:
        return Listen(state.turn + 1, Expect.YES_NO, pauses=YES_NO_PAUSES, phrases=(*YES_NO_PHRASES, *_commands(flows)))
    names = dict.fromkeys((*(word for intent in flows.intents.values() for word in intent.hot_words), *flows.hot_words))
    more = YES_NO_PHRASES if phase is Phase.MORE else ()
    pauses = MORE_PAUSES if phase is Phase.MORE else Pauses()
    return Listen(state.turn + 1, Expect.FREE, pauses=pauses, phrases=(*more, *_commands(flows)), hot_words=tuple(names))


def listen_for(flows: Flows, state: State, slot: SlotSpec) -> Listen:
    """For the answer to `slot`. Names are of no use among digits and yeses."""
    digits = slot.kind in DIGIT_KINDS
    options = tuple(word.lower() for name, others in slot.choices.items() for word in (name.replace("_", " "), *others))
    return Listen(
        state.turn + 1,
        Expect.DIGITS if digits else _EXPECT[slot.kind],
        digits=slot.length[1] if digits else 0,
        pauses=slot.pauses,
        phrases=(*(YES_NO_PHRASES if slot.kind == "yes_no" else options), *_commands(flows)),
        hot_words=tuple(dict.fromkeys((*slot.hot_words, *flows.hot_words))) if slot.kind in ("text", "choice") else (),
        no_input_ms=slot.no_input_ms,
    )


def _commands(flows: Flows) -> tuple[str, ...]:
    return tuple(phrase.lower() for phrases in flows.commands.values() for phrase in phrases)
