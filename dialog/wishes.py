"""What does the caller want? At the start, when asked whether or which it was, and after an answer."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from dialog import closing, repair
from dialog.answering import digress
from dialog.asking import Step, ask, resume
from dialog.commands import POLITE
from dialog.confidence import Band, band, close, combined
from dialog.confirming import correct
from dialog.corrections import correction, objects
from dialog.events import Hypothesis
from dialog.filling import begin
from dialog.handover import transfer
from dialog.schema import Flows
from dialog.slots import yes_no
from dialog.slots.result import Filled
from dialog.state import AT_A_WISH, Phase, State
from dialog.templates import fill
from dialog.understanding.normalize import normalize, telling
from dialog.understanding.small_words import SMALL_WORDS
from dialog.understanding.understander import Guess

_THANKS, _FINE = frozenset("terima makasih trims nuwun".split()), ("baik", "oke")
_ASKING = frozenset("apa apakah berapa kapan mana bagaimana kenapa mengapa siapa bisa boleh tapi tetapi tanya bertanya ingin".split())
SHORT_ANSWER = 4
"""Words up to which "tidak, terima kasih" is an answer and not a new wish."""
FIRST, SECOND = frozenset("pertama satu awal".split()), frozenset("kedua dua terakhir".split())
LIKE_TITLE = 80.0
"""rapidfuzz token set ratio (0 to 100) from which on a title counts as said."""
_TAGS, _PARTICLES = ("tidak", "belum"), ("iya",)
"""Last words of a question, and of any sentence."""
CERTAIN = 0.8
"""Confidence from which on a question is heard as one even where a story is due."""


def hear(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """The answer to the open question."""
    if state.answered and yes_no.is_goodbye(heard.text):
        return closing.goodbye(flows, state)
    return _wish(flows, state, heard) or repair.no_match(flows, state)


def is_secret(flows: Flows, text: str) -> bool:
    """Whether `text` is itself the wish to blow a whistle: "saya mau lapor rahasia"."""
    best = _best(flows, Hypothesis(text, 1.0))
    return best is not None and flows.intents[best.intent].confidential and band(best.confidence, flows.bands_of(best.intent)) is Band.ACT


def hear_choice(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """ "X atau Y?": by place, by title, by saying it again; or neither."""
    pair, words = (state.intent or "", state.rival), set(normalize(heard.text).split())
    refused = yes_or_no(heard.text) == "tidak"
    places = [i for i, ordinals in enumerate((FIRST, SECOND)) if words & ordinals]
    if len(places) == 1 and not (refused and "dua" in words):  # "bukan dua-duanya"
        return pick(flows, state, 1 - places[0] if refused else places[0])
    likeness = [fuzz.token_set_ratio(telling(heard.text), telling(flows.intents[name].title)) for name in pair]
    if max(likeness) >= LIKE_TITLE and likeness[0] != likeness[1]:
        return pick(flows, state, likeness.index(max(likeness)))
    chances = {guess.intent: guess.confidence for guess in flows.understander.understand(heard.text)}
    first, second = (chances.get(name, 0.0) for name in pair)
    if abs(first - second) >= flows.bands_of(pair[0]).gap:
        return pick(flows, state, 0 if first > second else 1)
    other = hear_other(flows, state, heard)
    if other is not None:
        return other
    return _refused(flows, state) if refused else repair.no_match(flows, state)


def pick(flows: Flows, state: State, place: int) -> Step:
    """The first or the second of the two that were named."""
    return begin(flows, state, (state.intent or "", state.rival)[place], state.wish)


def hear_confirmation(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """ "Anda ingin ..., betul?": a yes, a no, or at once what is wanted instead: "bukan, saya mau lapor jalan rusak"."""
    other = hear_other(flows, state, heard)
    if other is not None:
        return other
    best, said = _best(flows, heard), yes_or_no(heard.text)
    if not said and best is not None and best.intent == state.intent:
        sure = band(best.confidence, flows.bands_of(best.intent))
        said = "ya" if sure in (Band.ACT, Band.CONFIRM) else ""
    return decide_confirmation(flows, state, said == "ya") if said else repair.no_match(flows, state)


def hear_other(flows: Flows, state: State, heard: Hypothesis, *, certain: bool = False) -> Step | None:
    """Another wish than the one under way, clearly said; None for anything else. What can be answered at once is, and the question
    under way comes back. `certain`: only such an answer, and only without any doubt: a story is due."""
    best = None if only_answers(heard.text) else _best(flows, heard)
    if best is None or best.intent == state.intent or band(best.confidence, flows.bands_of(best.intent)) is not Band.ACT:
        return None
    if flows.intents[best.intent].by_person and state.phase in AT_A_WISH and not certain:
        return _surely(flows, state, best.intent, heard.text)
    between = flows.intents[best.intent].is_digression and state.phase in AT_A_WISH
    if between and (not certain or best.confidence >= CERTAIN):
        return digress(flows, state, best.intent)
    return None if certain else begin(flows, state, best.intent, heard.text, heard.confidence)


def _surely(flows: Flows, state: State, name: str, text: str) -> Step:
    """Nobody is put through in the middle of something on a guess."""
    asking = replace(state, before=replace(state, before=None), intent=name, wish=text)
    return ask(flows, asking, Phase.CONFIRM_INTENT, fill(flows.prompts.confirm_intent, judul=flows.intents[name].title))


def decide_confirmation(flows: Flows, state: State, yes: bool) -> Step:
    if yes and state.intent:
        return begin(flows, state, state.intent, state.wish)
    if state.before is not None and state.before.phase is not Phase.MORE:
        return resume(flows, replace(state.before, turn=state.turn, confidential=state.confidential))
    return _refused(flows, state)


def _refused(flows: Flows, state: State) -> Step:
    """None of what was guessed: what the caller wants is asked again, after an answer whether there is more."""
    if state.before is not None and state.before.phase is Phase.MORE:
        return repair.no_match(flows, replace(state.before, turn=state.turn, confidential=state.confidential))
    return repair.no_match(flows, replace(state, phase=Phase.INTENT, intent=None, rival=""))


def hear_more(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """After an answer: no and goodbye, yes and what, or the next wish at once."""
    if yes_no.is_goodbye(heard.text):
        return closing.goodbye(flows, state)
    if objects(heard.text):  # "bukan, KTP saya hilang"; "lho, namanya salah": nobody is sent away with a wrong answer
        anew = _asked_anew(flows, state, heard)
        return anew or hear_other(flows, state, heard) or repair.offer_person(flows, state, "unknown")
    said = yes_or_no(heard.text) if len(heard.text.split()) <= SHORT_ANSWER else ""
    if said == "tidak" and _closes(heard.text):
        return closing.goodbye(flows, state)
    wish = _wish(flows, state, heard)
    if wish is not None:
        return wish
    if said == "ya":
        return ask(flows, repair.understood(state), Phase.INTENT, flows.prompts.ask_intent)
    return closing.goodbye(flows, state) if _takes_leave(heard.text) else repair.no_match(flows, state)


def _asked_anew(flows: Flows, state: State, heard: Hypothesis) -> Step | None:
    """After an answer: the question again with what is right instead, "bukan, NIK saya ...". What was filed is filed."""
    intent = flows.intents.get(state.intent or "")
    if intent is None or not intent.lookup or intent.ticket:
        return None
    wrong = correction(flows, replace(state, told=()), heard.text)
    return correct(flows, replace(state, told=()), wrong, heard.confidence) if wrong is not None and wrong.filled is not None else None


def _closes(text: str) -> bool:
    """ "Tidak, pak", not "boleh tidak besok pagi" nor "saya belum jelas"."""
    words = [word for word in normalize(text).split() if word not in POLITE]
    return "belum" not in words and (words[:1] == ["tidak"] or (SMALL_WORDS.issuperset(words) and yes_no.YES.isdisjoint(words)))


def _takes_leave(text: str) -> bool:
    """ "Ya sudah, makasih banyak ya nak, semoga sehat"; "baik, kalau begitu saya ke sana besok"."""
    words = normalize(text).split()
    return not _ASKING.intersection(words) and bool(words) and (bool(_THANKS.intersection(words)) or words[0] in _FINE)


def only_answers(text: str) -> bool:
    """Nothing but yes, no and politeness: no wish, whatever it sounds like."""
    return set(normalize(text).split()) <= yes_no.YES | yes_no.NO | POLITE


def yes_or_no(text: str) -> str:
    """`ya`, `tidak` or an empty string: also for a question, which often ends in "tidak", and for what ends in a mere "ya"."""
    parsed, words = yes_no.parse(text), normalize(text).split()
    if not isinstance(parsed, Filled) or _asks(words):
        return ""
    return parsed.value


def _asks(words: list[str]) -> bool:
    """ "Bisa diwakilkan tidak?", "pastikan besok diperbaiki ya": the last word decides nothing, and what is before it is no answer."""
    before = words[:-1]
    if not words or words[-1] not in (*_TAGS, *_PARTICLES) or SMALL_WORDS.issuperset(before):
        return False
    return before[0] not in yes_no.NO and (words[-1] in _TAGS or yes_no.YES.isdisjoint(before))


def _wish(flows: Flows, state: State, heard: Hypothesis) -> Step | None:
    """Begun, or asked whether or which is meant; None when it was not understood."""
    guesses = [replace(g, confidence=combined(heard.confidence, g.confidence)) for g in flows.understander.understand(heard.text)]
    if not guesses:
        return None
    best, bands = guesses[0], flows.bands_of(guesses[0].intent)
    sure = band(best.confidence, bands)
    rival = guesses[1] if len(guesses) > 1 and close(best.confidence, guesses[1].confidence, bands) else None
    before = replace(state, before=None) if state.phase is Phase.MORE else state.before
    asking = replace(state, intent=best.intent, wish=heard.text, before=before)
    titles = flows.intents
    # Who struggles is asked one question at a time.
    if rival is not None and sure in (Band.ACT, Band.CONFIRM) and not state.struggling:
        question = fill(flows.prompts.choose_intent, pertama=titles[best.intent].title, kedua=titles[rival.intent].title)
        return ask(flows, replace(asking, rival=rival.intent), Phase.CHOOSE_INTENT, question)
    match sure:
        case Band.ACT:
            return begin(flows, state, best.intent, heard.text, heard.confidence)
        case Band.CONFIRM:
            return ask(flows, asking, Phase.CONFIRM_INTENT, fill(flows.prompts.confirm_intent, judul=titles[best.intent].title))
        case Band.HAND_OVER:
            return transfer(flows, state, "low_confidence")
        case Band.ASK_AGAIN:
            return None


def _best(flows: Flows, heard: Hypothesis) -> Guess | None:
    """The likeliest wish, its confidence that of hearing and understanding together."""
    guesses = flows.understander.understand(heard.text)
    return replace(guesses[0], confidence=combined(heard.confidence, guesses[0].confidence)) if guesses else None
