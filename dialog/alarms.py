"""Words that lead out at once: emergencies, distress, abuse, and the wish that nothing be kept. No threshold is in their way."""

from __future__ import annotations

from dialog import handover
from dialog.asking import Step
from dialog.commands import POLITE
from dialog.effects import Say
from dialog.events import Hypothesis
from dialog.schema import Alarm, Flows
from dialog.state import State
from dialog.understanding.normalize import normalize

HEARD_AS_WELL = 0.5
"""A reading that has at least this share of the best one's confidence can raise an alarm too."""


def alarm_in(flows: Flows, hypotheses: tuple[Hypothesis, ...]) -> Alarm | None:
    """The first alarm whose words are in what was heard: in the best reading, or in one almost as good."""
    least = HEARD_AS_WELL * max((h.confidence for h in hypotheses), default=0.0)
    heard = [f" {normalize(h.text)} " for i, h in enumerate(hypotheses) if i == 0 or h.confidence >= least]
    return next((alarm for alarm in flows.alarms for text in heard if _raised(alarm, text)), None)


def wants_secrecy(flows: Flows, text: str) -> bool:
    """Whether the caller asks that nothing be kept."""
    plain = f" {normalize(text)} "
    return any(f" {normalize(phrase)} " in plain for phrase in flows.confidential)


def without_secrecy(flows: Flows, text: str) -> str:
    """What `text` says besides; empty where it only asks for secrecy."""
    rest = f" {normalize(text)} "
    for phrase in sorted(map(normalize, flows.confidential), key=len, reverse=True):
        rest = rest.replace(f" {phrase} ", " ")
    return "" if POLITE.issuperset(rest.split()) else rest.strip()


def lead_out(flows: Flows, state: State, alarm: Alarm) -> Step:
    """Say where help is, and put the caller through to it."""
    new, effects = handover.go(flows, state, alarm.reason, number=alarm.number)
    return new, (Say(alarm.say, interruptible=False, slow=state.struggling), *effects)


def _raised(alarm: Alarm, text: str) -> bool:
    said = any(f" {normalize(phrase)} " in text for phrase in alarm.phrases)
    return said and not any(f" {normalize(word)} " in text for word in alarm.unless)
