"""What does the caller want? At the start, when asked whether it was meant so, and after an answer."""

from __future__ import annotations

from dataclasses import replace

from dialog import repair
from dialog.asking import Step, ask
from dialog.confidence import Band, band, combined
from dialog.events import Hypothesis
from dialog.filling import begin
from dialog.schema import Flows
from dialog.slots import yes_no
from dialog.slots.result import Filled
from dialog.state import Phase, State
from dialog.templates import fill
from dialog.understanding.understander import Guess

SHORT_ANSWER = 4
"""Words up to which "tidak, terima kasih" is an answer and not a new wish."""


def hear(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """The answer to the open question."""
    if state.answered and yes_no.is_goodbye(heard.text):
        return repair.end(flows, state)
    return _wish(flows, state, heard) or repair.no_match(flows, state)


def hear_confirmation(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """ "Anda ingin ..., betul?": a yes, a no, or at once what is wanted instead: "bukan, saya mau lapor jalan rusak"."""
    other = hear_other(flows, state, heard)
    if other is not None:
        return other
    best, said = _best(flows, heard), yes_or_no(heard.text)
    if not said and best is not None and best.intent == state.intent and band(best.confidence, flows.bands_of(best.intent)) in (Band.ACT, Band.CONFIRM):
        said = "ya"
    return decide_confirmation(flows, state, said == "ya") if said else repair.no_match(flows, state)


def hear_other(flows: Flows, state: State, heard: Hypothesis) -> Step | None:
    """Another wish than the one under way, clearly said; None for anything else."""
    best = _best(flows, heard)
    if best is None or best.intent == state.intent or band(best.confidence, flows.bands_of(best.intent)) is not Band.ACT:
        return None
    return begin(flows, state, best.intent, heard.text)


def decide_confirmation(flows: Flows, state: State, yes: bool) -> Step:
    if yes and state.intent:
        return begin(flows, state, state.intent, state.heard)
    return repair.no_match(flows, replace(state, phase=Phase.INTENT, intent=None))


def hear_more(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """After an answer: no and goodbye, yes and what, or the next wish at once."""
    if yes_no.is_goodbye(heard.text):
        return repair.end(flows, state)
    said = yes_or_no(heard.text) if len(heard.text.split()) <= SHORT_ANSWER else ""
    if said == "tidak":
        return repair.end(flows, state)
    wish = _wish(flows, state, heard)
    if wish is not None:
        return wish
    return ask(flows, repair.understood(state), Phase.INTENT, flows.prompts.ask_intent) if said else repair.no_match(flows, state)


def yes_or_no(text: str) -> str:
    """`ya`, `tidak` or an empty string."""
    parsed = yes_no.parse(text)
    return parsed.value if isinstance(parsed, Filled) else ""


def _wish(flows: Flows, state: State, heard: Hypothesis) -> Step | None:
    """Begun, or asked whether it is meant; None when it was not understood."""
    best = _best(flows, heard)
    if best is None:
        return None
    match band(best.confidence, flows.bands_of(best.intent)):
        case Band.ACT:
            return begin(flows, state, best.intent, heard.text)
        case Band.CONFIRM:
            question = fill(flows.prompts.confirm_intent, judul=flows.intents[best.intent].title)
            return ask(flows, replace(state, intent=best.intent, heard=heard.text), Phase.CONFIRM_INTENT, question)
        case Band.ASK_AGAIN | Band.HAND_OVER:
            return None


def _best(flows: Flows, heard: Hypothesis) -> Guess | None:
    """The likeliest wish, its confidence that of hearing and understanding together."""
    guesses = flows.understander.understand(heard.text)
    return replace(guesses[0], confidence=combined(heard.confidence, guesses[0].confidence)) if guesses else None
