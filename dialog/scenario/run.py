"""A scenario through the dialog, step by step, until the first turn that is not as expected. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dialog.events import AgentUnavailable, CallStarted, Event, Heard, Hypothesis, Key, KeysTimedOut, NoInput, SentBack
from dialog.scenario.judge import Miss, judge_end, judge_step
from dialog.scenario.keys import SPOKEN
from dialog.scenario.pauses import pieces
from dialog.scenario.schema import Scenario, Step
from dialog.scenario.talk import Moment, Talk, Written
from dialog.schema import Flows

BACK = ("no_agent", "sent_back")
"""Steps by which a caller comes back from the agents."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A step (None: the call's beginning), what happened, and what was expected instead."""

    step: Step | None
    moments: tuple[Moment, ...]
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """`misses` are those of the whole call; they are judged only when every turn was as expected."""

    scenario: Scenario
    turns: tuple[Turn, ...]
    misses: tuple[Miss, ...] = ()
    outcome: str = ""
    intent: str = ""
    slots: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.misses and not any(turn.misses for turn in self.turns)

    @property
    def moments(self) -> list[Moment]:
        return [moment for turn in self.turns for moment in turn.moments]


def run(flows: Flows, scenario: Scenario) -> Result:
    """The whole conversation, and whether it went as the scenario says."""
    written = Written(scenario.lookups)
    talk = Talk(flows, written, CallStarted(scenario.now, scenario.caller, scenario.unfinished))
    turns, joined = [Turn(None, tuple(talk.begin()))], False
    for number, step in enumerate(scenario.steps):
        joined = step.kind == "wait_transfer" or (joined and step.kind not in BACK)
        following = scenario.steps[number + 1].kind if number + 1 < len(scenario.steps) else ""
        moments, wrong = _do(talk, step, following) if not joined else ([], _not_joined(talk))
        effects = [effect for moment in moments for effect in moment.effects]
        misses = wrong or tuple(judge_step(flows, talk.state, effects, step.expect))
        misses += tuple(Miss(f"`lookups` menyebut jawaban {name}", "tidak disebut di skenario") for name in written.unknown)
        turns.append(Turn(step, tuple(moments), misses))
        if misses:
            return Result(scenario, tuple(turns), (), talk.outcome, talk.state.intent or "", talk.state.slots)
    outcome, intent, slots = talk.outcome, talk.state.intent or "", talk.state.slots
    at_end = tuple(judge_end(outcome, intent, slots, talk.effects, scenario.expect))
    return Result(scenario, tuple(turns), at_end, outcome, intent, slots)


def heard(step: Step) -> tuple[Hypothesis, ...]:
    """What the recogniser makes of what is said."""
    words = step.misheard_as or " ".join(piece for piece in pieces(step.value) if isinstance(piece, str))
    all_of_it = {words: step.confidence, **step.hypotheses}
    return tuple(Hypothesis(text, chance) for text, chance in sorted(all_of_it.items(), key=lambda item: -item[1]))


def _do(talk: Talk, step: Step, following: str) -> tuple[list[Moment], tuple[Miss, ...]]:
    """What happens, and why the step cannot be done."""
    match step.kind:
        case "hang_up":
            talk.hang_up()
            return talk.moments[-1:], ()
        case "no_agent" if talk.transferred:
            return talk.happens(AgentUnavailable(step.value or "no_answer")), ()
        case "sent_back" if talk.transferred:
            return talk.happens(SentBack(step.value)), ()
        case kind if kind in BACK:
            return [], (Miss("sedang disambungkan ke petugas", "tidak sedang disambungkan"),)
        case _ if talk.over:
            return [], (Miss("panggilan masih berlangsung", "sudah disambungkan" if talk.transferred else "sudah berakhir"),)
        case _:
            return [moment for event in _events(talk, step, following) for moment in talk.happens(event)], ()


def _events(talk: Talk, step: Step, following: str) -> Iterator[Event]:
    listening, turn = talk.state.listening, talk.state.turn
    match step.kind:
        case kind if kind in SPOKEN or (kind == "wav" and step.misheard_as):
            yield Heard(turn, heard(step))
        case "noise" | "wav":
            yield Heard(turn, ())
        case "silence" if listening is not None and float(step.value or "inf") * 1000 >= listening.no_input_ms:
            yield NoInput(turn)
        case "stop_keying":
            yield KeysTimedOut(turn)
        case "press":
            yield from map(Key, step.value)
            if following not in ("press", "stop_keying") and talk.state.turn == turn and talk.state.listening is not None:
                yield KeysTimedOut(turn)  # nobody goes on keying, as on a real telephone


def _not_joined(talk: Talk) -> tuple[Miss, ...]:
    return () if talk.transferred else (Miss("disambungkan ke petugas", "tidak disambungkan"),)


def run_all(flows: Flows, scenarios: Sequence[Scenario]) -> list[Result]:
    return [run(flows, scenario) for scenario in scenarios]
