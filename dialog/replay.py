"""A call again, from its journal: the same events through the same pure step, or through that of another configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dialog.course import Course, course
from dialog.effects import Effect, End, Listen, Lookup, Outcome, Transfer
from dialog.events import (
    AgentUnavailable,
    CallStarted,
    Event,
    Heard,
    HungUp,
    Key,
    KeysTimedOut,
    LookupDone,
    LookupFailed,
    NoInput,
    RecognizerFailed,
    SentBack,
    TakenOver,
    VoiceFailed,
)
from dialog.journal_codec import decode, is_event
from dialog.manager import start, step
from dialog.schema import Flows
from dialog.state import State

MOST_LOOKUPS = 10
"""In a row, with nothing said by the caller in between."""
OWN = "sapa."
"""Operations of the service itself: what they are told changes nothing in how they answer."""

Said = Heard | NoInput | KeysTimedOut | RecognizerFailed
Entries = Iterable[dict[str, object]]


def replay(flows: Flows, entries: Entries) -> tuple[State, list[Effect]]:
    """The final state and every effect. Entries that are not events (effects, notes) are skipped."""
    state, effects = start(), list[Effect]()
    for entry in entries:
        if is_event(entry):
            state, new = step(flows, state, decode(entry))  # type: ignore[arg-type]
            effects += new
    return state, effects


def is_confidential(entries: Entries) -> bool:
    """Whether a stretch of the call was kept without its content, so that it cannot be gone through again."""
    return any(entry.get("confidential") for entry in entries)


def as_it_was(entries: Entries, intent: str | None, slots: Mapping[str, str] | None) -> Course:
    """What became of a journalled call. `intent` and `slots` at its end do not stand in a journal: None where nobody knows them."""
    rows = list(entries)
    ended = next((str(row["outcome"]) for row in reversed(rows) if row.get("type") == "note.ended"), Outcome.ABANDONED.value)
    return course((entry for row in rows if _known(row) for entry in (decode(row),)), ended, intent, slots)


def against(flows: Flows, entries: Entries) -> Course:
    """What would become of a journalled call with `flows`.

    As long as both dialogs ask and look up at the same moments, its events are taken as they are. From the first difference on they
    are put to whatever question is open then, in their order, and a lookup gets the answer that the journal holds for the same
    operation and arguments; where it holds none the answer is `LookupFailed(unavailable)`, and counted.

    Raises:
        ValueError: an entry that this version cannot read.
    """
    recorded = _recorded(entries)
    run, in_step = _Run(flows, _answers(recorded)), True
    for moment in recorded:
        if in_step:
            in_step = _marks(run.follow(moment.event)) == _marks(moment.effects)
        elif not moment.stale:
            run.adapt(moment.event)
    if not in_step:
        run.look_up()
    state = run.state
    ended = (state.outcome or Outcome.ABANDONED).value
    return course(run.history, ended, state.intent or "", dict(state.slots), run.unknown, run.unused)


@dataclass(frozen=True, slots=True)
class _Moment:
    """An event and what it brought about; `stale`: it answered a question that was not open any more, and nobody heeded it."""

    event: Event
    effects: tuple[Effect, ...]
    stale: bool


def _known(row: dict[str, object]) -> bool:
    return not str(row.get("type", "")).startswith("note.")


def _recorded(entries: Entries) -> list[_Moment]:
    moments, turn, brought = list[_Moment](), -1, list[Effect]()
    for entry in (decode(row) for row in entries if _known(row)):
        if isinstance(entry, Event):
            brought = []
            moments.append(_Moment(entry, (), isinstance(entry, Said) and entry.turn != turn))
        elif moments:
            brought.append(entry)
            moments[-1] = replace(moments[-1], effects=tuple(brought))
        if isinstance(entry, Listen):
            turn = entry.turn
    return moments


def _answers(moments: Sequence[_Moment]) -> list[tuple[Lookup, LookupDone | LookupFailed]]:
    asked, answers = dict[int, Lookup](), list[tuple[Lookup, LookupDone | LookupFailed]]()
    for moment in moments:
        if isinstance(moment.event, LookupDone | LookupFailed) and moment.event.request in asked:
            answers.append((asked[moment.event.request], moment.event))
        asked |= {effect.request: effect for effect in moment.effects if isinstance(effect, Lookup)}
    return answers


def _marks(effects: Iterable[Effect]) -> list[object]:
    """What must be the same for the next event to mean the same; the words may differ."""
    marks = list[object]()
    for effect in effects:
        match effect:
            case Listen():
                marks.append(effect.turn)
            case Lookup():
                marks.append((effect.request, effect.operation, dict(effect.arguments)))
            case Transfer() | End():
                marks.append(type(effect))
    return marks


class _Run:
    """A dialog under way, and what it waits for."""

    def __init__(self, flows: Flows, answers: list[tuple[Lookup, LookupDone | LookupFailed]]) -> None:
        self._flows, self._answers = flows, answers
        self._waits: Effect | None = None
        self.state, self.history = start(), list[Event | Effect]()
        self.unknown = self.unused = 0

    def follow(self, event: Event) -> tuple[Effect, ...]:
        """`event` as it came."""
        if isinstance(event, LookupDone | LookupFailed) and isinstance(self._waits, Lookup):
            self._answer(self._waits)
        return self._take(event)

    def _take(self, event: Event) -> tuple[Effect, ...]:
        self.state, effects = step(self._flows, self.state, event)
        self.history += (event, *effects)
        for effect in effects:
            if isinstance(effect, Listen | Lookup | Transfer | End):
                self._waits = effect
        return effects

    def adapt(self, event: Event) -> None:
        """`event` of another dialog, put to what is open in this one."""
        self.look_up()
        match event:
            case Heard() | NoInput() | KeysTimedOut() | RecognizerFailed() if isinstance(self._waits, Listen):
                self._take(replace(event, turn=self._waits.turn))
            case Key() if isinstance(self._waits, Listen):
                self._take(event)
            case Heard() | NoInput() | KeysTimedOut() | RecognizerFailed() | Key():
                self.unused += 1
            case AgentUnavailable() | SentBack() if not isinstance(self._waits, Transfer):
                pass  # nobody was asked to come
            case CallStarted() | HungUp() | VoiceFailed() | AgentUnavailable() | SentBack() | TakenOver():
                self._take(event)
            case _:
                pass  # an answer to the other dialog's lookup: kept in `_answers`

    def look_up(self) -> None:
        """Answer the lookups that wait."""
        for _ in range(MOST_LOOKUPS):
            if not isinstance(self._waits, Lookup):
                return
            lookup = self._waits
            answer = self._answer(lookup)
            self.unknown += answer is None
            self._waits = None
            self._take(replace(answer, request=lookup.request) if answer else LookupFailed(lookup.request, "unavailable"))

    def _answer(self, lookup: Lookup) -> LookupDone | LookupFailed | None:
        """The next answer that the journal holds for it; the last one again when all have been given."""
        fitting = [pair for pair in self._answers if _same(pair[0], lookup)]
        if len(fitting) > 1:
            self._answers.remove(fitting[0])
        return fitting[0][1] if fitting else None


def _same(asked: Lookup, now: Lookup) -> bool:
    """An argument that only one of the two names is no difference: a configuration may send more, or less, for the same thing."""
    both = asked.arguments.keys() & now.arguments.keys()
    equal = all(asked.arguments[name] == now.arguments[name] for name in both) and (bool(both) or not now.arguments)
    return asked.operation == now.operation and (equal or now.operation.startswith(OWN))
