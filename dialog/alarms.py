"""Words that lead out at once: emergencies, distress, abuse, and the wish that nothing be kept. No threshold is in their way.

An alarm's phrase counts, except where one of these holds; in doubt it counts, for a needless transfer costs less than a missed fire:

- it is denied ("bukan kebakaran"), or part of a longer expression of `unless` ("polisi tidur"),
- an expression of `unless` stands a few words before it ("surat keterangan kebakaran") or, for an emergency, the sentence tells of the
  past or of what happens often ("bulan lalu", "sering"), and no word of present need ("tolong", "sekarang") is in the sentence.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dialog import handover, ways
from dialog.asking import Step
from dialog.commands import POLITE
from dialog.effects import Say
from dialog.events import Hypothesis
from dialog.schema import Alarm, Flows
from dialog.state import NO_PERSON, State
from dialog.understanding.normalize import normalize

HEARD_AS_WELL = 0.5
"""A reading that has at least this share of the best one's confidence can raise an alarm too."""
NEAR = 3
"""An expression of `unless` counts that ends at most so many words before the phrase."""
_DENIED = re.compile(r"\b(?:tidak|bukan)(?: (?:ada|akan|butuh|ingin|lapor|minta|perlu|sedang|soal|tentang|terjadi)){0,2} $")
"""At the end of what is before the phrase."""
_PAST = re.compile(
    r"(?<!sejak )(?<!dari )\b(?:kemarin|dulu|dahulu|sering|pernah|rawan|(?:hari|minggu|bulan|tahun) (?:yang )?(?:lalu|kemarin))\b"
)
"""Not "dari kemarin": that goes on."""
_NEED = re.compile(r"\b(?:tolong|butuh|sekarang|segera|cepat|cepetan|buruan|barusan)\b")


def alarm_in(flows: Flows, hypotheses: tuple[Hypothesis, ...]) -> Alarm | None:
    """The first alarm whose words are in what was heard: in the best reading, or in one almost as good."""
    least = HEARD_AS_WELL * max((h.confidence for h in hypotheses), default=0.0)
    heard = [h.text for i, h in enumerate(hypotheses) if i == 0 or h.confidence >= least]
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
    """Say where help is and put the caller through to it at once, or to a person, as soon as it is known that there is one. Despair goes
    to a person first, and to its number where none comes."""
    if alarm.reason == "abuse" and state.phase in NO_PERSON:
        return ways.insist(flows, state)
    state = replace(state, number=alarm.number, dialled=alarm.reason == "emergency")
    if alarm.number and state.dialled:
        new, effects = handover.go(flows, handover.kept(state), alarm.reason, number=alarm.number)
    else:
        new, effects = handover.transfer(flows, state, alarm.reason)
    return new, (Say(alarm.say, interruptible=False, pace=state.pace), *effects)


def _raised(alarm: Alarm, text: str) -> bool:
    plain = normalize(text)
    return any(_counts(alarm, plain, *place) for phrase in alarm.phrases for place in _places(phrase, plain))


def _places(phrase: str, plain: str) -> list[tuple[int, int]]:
    """Where it begins and ends, in characters."""
    if phrase not in plain:  # nearly always
        return []
    return [found.span() for found in re.finditer(rf"\b{re.escape(phrase)}\b", plain)]


def _counts(alarm: Alarm, plain: str, begin: int, end: int) -> bool:
    before, after = plain[:begin], plain[end:]
    others = [place for words in alarm.unless for place in _places(words, plain)]
    if _DENIED.search(before) or any(first < end and last > begin for first, last in others):
        return False
    if _NEED.search(plain):
        return True
    past = alarm.reason == "emergency" and _PAST.search(f"{before}|{after}")
    return not past and not any(last < begin and plain[last:begin].count(" ") <= NEAR for _, last in others)
