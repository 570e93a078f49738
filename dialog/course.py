"""What became of a call, as two configurations are compared by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dialog.effects import Effect, End, Listen, Outcome, Say, Transfer
from dialog.events import AgentUnavailable, Event, HungUp, SentBack


@dataclass(frozen=True, slots=True)
class Course:
    """`outcome` empty: the call would have gone on where the known inputs end. `intent` and `slots` None: nobody knows
    any more.

    `turns`: questions asked. `transfers`: their reasons. `unknown`: lookups that nobody knows the answer of; what follows the first is
    a guess. `unused`: inputs of the caller that came after the end.
    """

    outcome: str
    intent: str | None
    slots: Mapping[str, str] | None
    turns: int
    transfers: tuple[str, ...]
    said: tuple[str, ...]
    unknown: int = 0
    unused: int = 0

    def first_difference(self, other: Course) -> tuple[int, str, str] | None:
        """Number (from 1) of the first sentence that is another one in `other`, and both sentences; empty where one says no more."""
        for number in range(max(len(self.said), len(other.said))):
            pair = self.said[number : number + 1] + ("",), other.said[number : number + 1] + ("",)
            if pair[0][0] != pair[1][0]:
                return number + 1, pair[0][0], pair[1][0]
        return None

    def changed(self, other: Course) -> tuple[str, ...]:
        """What differs, of `outcome`, `intent`, `slots`, `turns`, `transfers` and `said`; what is not known differs from nothing."""
        names = ("outcome", "intent", "slots", "turns", "transfers", "said")
        return tuple(name for name in names if getattr(self, name) not in (None, getattr(other, name)))


def course(
    history: Iterable[Event | Effect], ended: str, intent: str | None, slots: Mapping[str, str] | None, unknown: int = 0, unused: int = 0
) -> Course:
    """From events and effects in order. `ended` is how a call counts whose caller hung up while being served."""
    outcome, turns, transfers, said = "", set[int](), list[str](), list[str]()
    for entry in history:
        match entry:
            case Say():
                said.append(entry.text)
            case Listen():
                turns.add(entry.turn)
            case Transfer():
                transfers.append(entry.reason)
                outcome = Outcome.TRANSFERRED.value
            case AgentUnavailable() | SentBack():
                outcome = ""
            case End():
                outcome = entry.outcome.value
            case HungUp():
                outcome = outcome or ended
    return Course(outcome, intent, slots, len(turns), tuple(transfers), tuple(said), unknown, unused)
