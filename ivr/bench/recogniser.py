"""`ivr bench recogniser`: several ways to hear, clip by clip in turn, so that whatever else the machine does hits all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from dialog.events import Hypothesis
from dialog.manager import start
from dialog.reading import choose, read
from dialog.schema import Flows
from dialog.slots import nik
from dialog.slots.result import Filled
from dialog.state import Phase, State
from dialog.understanding.numbers import digits_in
from ivr.bench.conditions import Condition
from speech.measure import Heard, Report, measure, report
from speech.recognizer import Recognizer, Transcript

ABOUT_3_S = (2.0, 4.0)
OWN = "sapa"
"""The recogniser as the settings have it."""
Figures = dict[str, object]


@dataclass(frozen=True, slots=True)
class Measured:
    """`reports[way][condition]`."""

    reports: Mapping[str, Mapping[str, Report]]
    digits: tuple[str, ...]
    """Conditions in which digits were due."""


def measure_ways(
    ways: Mapping[str, Recognizer], tests: Sequence[Condition], progress: Callable[[str], None] = lambda line: None
) -> Measured:
    """Every clip by each of `ways`. Raises CorpusError for an empty list, RecognizerError when decoding fails."""
    reports: dict[str, dict[str, Report]] = {way: {} for way in ways}
    for test in tests:
        progress(f"{test.name}: {len(test.clips)} rekaman")
        heard: dict[str, list[Heard]] = {way: [] for way in ways}
        for clip in test.clips:
            for way, recognizer in ways.items():
                heard[way] += measure([clip], recognizer, test.expectation).heard
        for way in ways:
            reports[way][test.name] = report(heard[way])
    return Measured(reports, tuple(test.name for test in tests if test.expectation.digits))


def figures(measured: Measured, flows: Flows) -> Figures:
    """What `--json` prints: those of the settings' own recogniser, and those of the other ways under their names."""
    own = measured.reports[OWN]
    others = {way: _figures(of, measured.digits, flows) for way, of in measured.reports.items() if way != OWN}
    return _figures(own, measured.digits, flows) | others | _speedups(measured.reports)


def speedup(ours: Sequence[Heard], others: Sequence[Heard], seconds: tuple[float, float] = (0.0, float("inf"))) -> float | None:
    """How many times faster, over the clips whose length lies in `seconds`; None when there are none."""
    pairs = [
        (a.transcript.decode_ms, b.transcript.decode_ms) for a, b in zip(ours, others, strict=True) if seconds[0] <= a.seconds <= seconds[1]
    ]
    mine = sum(a for a, _ in pairs)
    return sum(b for _, b in pairs) / mine if mine else None


def checked(flows: Flows, transcript: Transcript) -> str:
    """The digits that the dialog takes where a NIK is due: its own choice among the hypotheses."""
    state = _nik_due(flows)
    slot = flows.intents[state.intent or ""].slot(state.slot)
    said = tuple(Hypothesis(h.text, h.confidence) for h in transcript.hypotheses)
    if not said:
        return ""
    parsed = read(slot, said[choose(flows, state, said)].text, "", state.today)
    return parsed.value if isinstance(parsed, Filled) else ""


def _figures(reports: Mapping[str, Report], digits: Sequence[str], flows: Flows) -> Figures:
    rows = [heard for name in digits for heard in reports[name].heard]
    per: Figures = {
        key: {name: round(float(getattr(of, field)), 4) for name, of in reports.items()}
        for key, field in {
            "clips": "clips",
            "wer": "wer",
            "wer_strict": "strict",
            "exact": "exact",
            "within": "within",
            "calibration_error": "calibration",
            "ms_per_clip": "decode_ms",
            "real_time": "real_time",
        }.items()
    }
    return per | {
        "nik_exact": _share([digits_in(h.text) == digits_in(h.expected) for h in rows]),
        "nik_within": _share([any(digits_in(t) == digits_in(h.expected) for t in h.texts) for h in rows]),
        "nik_checked": _share([checked(flows, h.transcript) == digits_in(h.expected) for h in rows if _is_nik(h.expected)]),
    }


def _speedups(reports: Mapping[str, Mapping[str, Report]]) -> Figures:
    ours = [heard for of in reports[OWN].values() for heard in of.heard]
    found: Figures = {}
    for way in reports:
        if way != OWN:
            theirs = [heard for of in reports[way].values() for heard in of.heard]
            about_3_s = speedup(ours, theirs, ABOUT_3_S)
            found |= {f"speedup_vs_{way}": about_3_s or speedup(ours, theirs), f"speedup_vs_{way}_all": speedup(ours, theirs)}
    return found


def _is_nik(text: str) -> bool:
    found = digits_in(text)
    return len(found) == nik.LENGTH and not nik.wrong(found)


def _share(right: Sequence[bool]) -> float | None:
    return sum(right) / len(right) if right else None


def _nik_due(flows: Flows) -> State:
    """The dialog's state in the first intent that asks for a NIK."""
    intent, slot = next((i, s) for i in flows.intents.values() for s in i.slots if s.kind == "nik")
    return replace(start(), phase=Phase.SLOT, intent=intent.name, slot=slot.name)
