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

SHORT_ANSWER = 4
"""Words up to which "tidak, terima kasih" is an answer and not a new wish."""


def hear(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step:
    """The answer to the open question."""
    if state.answered and yes_no.is_goodbye(hypotheses[0].text):
        return repair.end(flows, state)
    return _wish(flows, state, hypotheses) or repair.no_match(flows, state)


def hear_confirmation(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step:
    """ "Anda ingin ..., betul?": a yes, a no, or at once what is wanted instead: "bukan, saya mau lapor jalan rusak"."""
    other = hear_other(flows, state, hypotheses)
    if other is not None:
        return other
    best, said = _best(flows, hypotheses), yes_or_no(hypotheses)
    if not said and best is not None and best[1] == state.intent and band(best[0], flows.thresholds) is not Band.ASK_AGAIN:
        said = "ya"
    return decide_confirmation(flows, state, said == "ya") if said else repair.no_match(flows, state)


def hear_other(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step | None:
    """Another wish than the one under way, clearly said; None for anything else."""
    best = _best(flows, hypotheses)
    if best is None or best[1] == state.intent or band(best[0], flows.thresholds) is not Band.ACCEPT:
        return None
    return begin(flows, state, best[1], best[2])


def decide_confirmation(flows: Flows, state: State, yes: bool) -> Step:
    if yes and state.intent:
        return begin(flows, state, state.intent, state.heard)
    return repair.no_match(flows, replace(state, phase=Phase.INTENT, intent=None))


def hear_more(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step:
    """After an answer: no and goodbye, yes and what, or the next wish at once."""
    text = hypotheses[0].text
    if yes_no.is_goodbye(text):
        return repair.end(flows, state)
    said = yes_or_no(hypotheses) if len(text.split()) <= SHORT_ANSWER else ""
    if said == "tidak":
        return repair.end(flows, state)
    wish = _wish(flows, state, hypotheses)
    if wish is not None:
        return wish
    return ask(flows, repair.understood(state), Phase.INTENT, flows.prompts.ask_intent) if said else repair.no_match(flows, state)


def yes_or_no(hypotheses: tuple[Hypothesis, ...]) -> str:
    """`ya`, `tidak` or an empty string, from the first hypothesis that is either."""
    for hypothesis in hypotheses:
        parsed = yes_no.parse(hypothesis.text)
        if isinstance(parsed, Filled):
            return parsed.value
    return ""


def _wish(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step | None:
    """Begun, or asked whether it is meant; None when it was not understood."""
    best = _best(flows, hypotheses)
    if best is None:
        return None
    confidence, intent, text = best
    match band(confidence, flows.thresholds):
        case Band.ACCEPT:
            return begin(flows, state, intent, text)
        case Band.CONFIRM:
            question = fill(flows.prompts.confirm_intent, judul=flows.intents[intent].title)
            return ask(flows, replace(state, intent=intent, heard=text), Phase.CONFIRM_INTENT, question)
        case Band.ASK_AGAIN:
            return None


def _best(flows: Flows, hypotheses: tuple[Hypothesis, ...]) -> tuple[float, str, str] | None:
    """Confidence, intent and text of the hypothesis that is best heard and understood together."""
    rated = [
        (combined(hypothesis.confidence, guess.confidence), -i, guess.intent, hypothesis.text)
        for i, hypothesis in enumerate(hypotheses)
        for guess in flows.understander.understand(hypothesis.text)[:1]
    ]
    if not rated:
        return None
    confidence, _, intent, text = max(rated)
    return confidence, intent, text
