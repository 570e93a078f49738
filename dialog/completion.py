"""Has the caller finished? From what was heard so far and what is due; it sets how long a pause ends the turn."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from dialog.confidence import combined
from dialog.events import Hypothesis
from dialog.reading import answer, command_said, due, read, weigh
from dialog.schema import Flows, SlotSpec
from dialog.slots import DIGIT_KINDS, KINDS, yes_no
from dialog.slots.result import Filled, Partial
from dialog.state import CONFIRMING, YES_NO, Phase, State
from dialog.understanding.near_digits import straighten
from dialog.understanding.normalize import normalize, telling
from dialog.understanding.numbers import digits_in
from dialog.understanding.place_and_time import is_place, is_time
from dialog.understanding.sentence_end import finished, is_whole, unfinished

CERTAIN, APART = 0.7, 0.5
"""Confidence in a wish, and its distance to the next one, from which on the rest of the sentence changes nothing."""
PLAIN, PLAIN_WORDS = 0.9, 3
"""A wish that begins with its verb is whole with this confidence and this many telling words, whatever its last word."""
BEGUN = 0.95
"""Below this confidence a sentence goes on where one of the operator's own does."""
FEWEST_WORDS = 2
"""Telling words of a wish; "lapor" alone goes on."""
RIVAL = 0.5
"""A hypothesis that weighs at least this share of the best has a say: the more patient of the two wins."""
MOBILE = ("08", 10)
"""Numbers that begin so have at least so many digits."""
_PARTS_OF_DAY = (["pagi"], ["siang"], ["sore"], ["malam"])
"""After which nothing more is said of an hour."""
_VERB_FIRST = re.compile(
    r"(?:(?:begini|jadi|saya|kami|ingin|tolong|mohon|bisa|halo|permisi|maaf|selamat|pagi|siang|sore|malam|pak|bu|mas|mbak|iya) )*"
    r"(?:cek|lihat|periksa|tahu|lapor|urus|adu|buat|ambil|ganti|protes|komplain|menyampaikan|bayar|perpanjang|daftar) "
)
_OF_ANSWERS = frozenset(
    "pak bu bapak ibu mas mbak kak dong sih deh lah kok itu ini saja sekali terima kasih makasih usah perlu ada punya apa "
    "memang sangat oh ah nah yang dulu lagi cukup".split()
)


class Completion(StrEnum):
    """`COMPLETE`: nothing more is to be expected; `OPEN`: unclear; `INCOMPLETE`: more will come."""

    COMPLETE = "complete"
    OPEN = "open"
    INCOMPLETE = "incomplete"


_PATIENCE = (Completion.COMPLETE, Completion.OPEN, Completion.INCOMPLETE)


def completion(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Completion:
    """Pure, well under 1 ms. No hypotheses (nothing said, noise) are OPEN."""
    if not hypotheses:
        return Completion.OPEN
    weights = weigh(flows, state, hypotheses)
    rivals = (h for h, weight in zip(hypotheses, weights, strict=True) if weight >= RIVAL * max(weights))
    return max((_completion(flows, state, hypothesis) for hypothesis in rivals), key=_PATIENCE.index)


def _completion(flows: Flows, state: State, heard: Hypothesis) -> Completion:
    slot, text = due(flows, state), heard.text
    command = command_said(flows, state, text)
    if command:  # "sebentar, saya cari dulu": nobody is in a hurry
        return Completion.OPEN if command == "tunggu" else Completion.COMPLETE
    if slot is not None and slot.kind in DIGIT_KINDS:
        if state.group >= 0:
            return Completion.INCOMPLETE if answer(state, slot, text) is None else Completion.COMPLETE
        return _number(slot, text, state.digits, state.today)
    if slot is not None and slot.kind == "yes_no":
        return _yes_no(text)
    if slot is not None and slot.kind == "choice":
        return _choice(slot, text, state.today)
    if slot is not None:
        hour = slot.kind == "time" and text.split()[-1:] in _PARTS_OF_DAY
        return Completion.COMPLETE if hour and isinstance(KINDS["time"].parse(text, slot, state.today), Filled) else _story(flows, text)
    if state.phase in YES_NO or state.phase is Phase.MORE:
        return _answer(flows, state, heard)
    return _wish(flows, state, heard)


def _number(slot: SlotSpec, text: str, before: str, today: date) -> Completion:
    """As many digits as there must be, and such as there can be."""
    words = straighten(text).lower().split()
    parsed = read(slot, text, before, today)
    few = 0 < len(before + digits_in(straighten(text))) < slot.length[0]  # also of such as cannot be: one was heard wrongly
    if isinstance(parsed, Partial) or few or (words and words[-1] in ("dobel", "double", "tripel")):
        return Completion.INCOMPLETE
    if not isinstance(parsed, Filled):
        return Completion.INCOMPLETE if not digits_in(text) and unfinished(text) else Completion.OPEN
    begin, fewest = MOBILE
    if len(parsed.value) < fewest <= slot.length[1] and parsed.value.startswith(begin):
        return Completion.INCOMPLETE
    # "... dua puluh" may still become "dua puluh satu", which is no digit more.
    return Completion.COMPLETE if len(parsed.value) == slot.length[1] and words[-1] not in ("puluh", "ratus", "ribu") else Completion.OPEN


def _yes_no(text: str) -> Completion:
    """A clear answer, and nothing but."""
    words = normalize(text).split()
    if words and isinstance(yes_no.parse(text), Filled) and set(words) <= yes_no.YES | yes_no.NO | _OF_ANSWERS and words[-1] != "yang":
        return Completion.COMPLETE
    return Completion.INCOMPLETE if unfinished(text) else Completion.OPEN


def _answer(flows: Flows, state: State, heard: Hypothesis) -> Completion:
    """A yes or no to a question of ours. What is right may follow a no, what is wanted next a yes: such an answer is open."""
    said, text = yes_no.parse(heard.text), heard.text
    if state.phase is Phase.MORE:
        if yes_no.is_goodbye(text) or (said == Filled("tidak") and _yes_no(text) is Completion.COMPLETE):
            return Completion.COMPLETE
        return Completion.OPEN if said == Filled("ya") and _yes_no(text) is Completion.COMPLETE else _wish(flows, state, heard)
    if state.phase in CONFIRMING and len(digits_in(text)) > 1:
        return Completion.COMPLETE if state.heard and len(digits_in(text)) == len(state.heard.value) else Completion.INCOMPLETE
    if said == Filled("tidak") and state.phase in CONFIRMING | {Phase.CONFIRM_INTENT, Phase.SUMMARY}:
        return Completion.INCOMPLETE if unfinished(text) and len(text.split()) > 1 else Completion.OPEN
    if said == Filled("ya") or state.phase is not Phase.CONFIRM_INTENT:
        return _yes_no(text)
    return _wish(flows, state, heard)


def _choice(slot: SlotSpec, text: str, today: date) -> Completion:
    """An option was named, and it is not the beginning of another one."""
    plain = normalize(text)
    options = [normalize(word) for name, words in slot.choices.items() for word in (name.replace("_", " "), *words)]
    if unfinished(text):
        return Completion.INCOMPLETE
    if not isinstance(KINDS["choice"].parse(text, slot, today), Filled):
        return Completion.OPEN
    goes_on = any(plain.endswith(option) and other.startswith(f"{option} ") for option in options for other in options)
    return Completion.OPEN if goes_on else Completion.COMPLETE


def _story(flows: Flows, text: str) -> Completion:
    """Free text ends where a time or a place does; otherwise nobody can tell."""
    if unfinished(text) and not is_time(text):
        return Completion.INCOMPLETE
    return Completion.COMPLETE if is_time(text) or is_place(text, flows.endings.said) else Completion.OPEN


def _wish(flows: Flows, state: State, heard: Hypothesis) -> Completion:
    """A wish that is certain, apart from every other, in a sentence that is whole."""
    text, digits = heard.text, len(digits_in(heard.text))
    guesses = flows.understander.understand(text)
    if not guesses:
        return Completion.OPEN
    best, runner_up = guesses[0], guesses[1].confidence if len(guesses) > 1 else 0.0
    confidence = combined(heard.confidence, best.confidence)
    slot = next((s for s in flows.intents[best.intent].slots if s.kind in DIGIT_KINDS), None) if digits > 1 else None
    if slot is not None and confidence >= flows.bands_of(best.intent).act:
        return _number(slot, text, "", state.today)
    if unfinished(text):
        return Completion.INCOMPLETE
    words = len(telling(text).split())
    if confidence < CERTAIN or best.confidence - runner_up < APART or (words < FEWEST_WORDS and not is_whole(text, flows.endings)):
        return Completion.OPEN
    if confidence < BEGUN and normalize(text) in flows.endings.begun:
        return Completion.OPEN
    plainly = confidence >= PLAIN and words >= PLAIN_WORDS and _VERB_FIRST.match(normalize(text)) is not None
    said = normalize(text).split()
    whole = finished(text, flows.endings) or (plainly and "sudah" not in said and said[-1] not in flows.endings.inner)
    return Completion.COMPLETE if whole else Completion.OPEN
