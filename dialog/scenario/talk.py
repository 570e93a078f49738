"""A dialog that is being held: events go in, lookups are answered at once, and everything is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialog.callback import STORE
from dialog.effects import Effect, End, Lookup, Transfer, told
from dialog.events import AgentUnavailable, CallStarted, Event, HungUp, LookupDone, LookupFailed, LookupSlow, SentBack
from dialog.finding_person import FREE, STANDING
from dialog.handover import FIND
from dialog.identity import CHECK_CODE, FITS, SEND_CODE
from dialog.manager import start, step
from dialog.notices import SEND
from dialog.repair import outcome_so_far
from dialog.scenario.schema import Reply
from dialog.schema import Flows
from dialog.state import Phase, State

MOST_LOOKUPS = 10
"""In a row, with nothing said in between."""
Answers = Callable[[Lookup], Reply]
OURS: Mapping[str, Mapping[str, str]] = {
    FIND: {STANDING: FREE},
    STORE: {"ticket": "TLP-2611-00010"},
    SEND_CODE: {"akhiran": "415"},
    CHECK_CODE: {FITS: "ya"},
    SEND: {},
}
"""What the service itself answers when all is well."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One event and what it brought about."""

    before: State
    event: Event
    effects: tuple[Effect, ...]
    after: State
    asked: Lookup | None = None
    """The lookup that this event answers."""

    @property
    def said(self) -> tuple[str, ...]:
        return tuple(text for effect in self.effects if (text := told(effect)))


class Talk:
    """One call with `flows`."""

    def __init__(self, flows: Flows, answers: Answers, start_with: CallStarted) -> None:
        self.flows, self._answers, self._start_with = flows, answers, start_with
        self.state: State = start()
        self.moments: list[Moment] = []

    def begin(self) -> list[Moment]:
        return self.happens(self._start_with)

    def happens(self, event: Event) -> list[Moment]:
        """The event, and the answers to the lookups that it led to."""
        new, asked = list[Moment](), None
        for _ in range(MOST_LOOKUPS):
            before = self.state
            self.state, effects = step(self.flows, before, event)
            new.append(Moment(before, event, effects, self.state, asked))
            asked = next((effect for effect in effects if isinstance(effect, Lookup)), None)
            if asked is None:
                break
            reply = self._answers(asked)
            if reply.slow:
                self.state, effects = step(self.flows, self.state, LookupSlow(asked.request))
                new.append(Moment(new[-1].after, LookupSlow(asked.request), effects, self.state))
            event = LookupFailed(asked.request, reply.failed) if reply.failed else LookupDone(asked.request, reply.data)
        self.moments += new
        return new

    @property
    def effects(self) -> tuple[Effect, ...]:
        return tuple(effect for moment in self.moments for effect in moment.effects)

    @property
    def transferred(self) -> bool:
        """Whether the caller waits for a person, or speaks with one."""
        turns = (AgentUnavailable, SentBack, Transfer)
        last = next((e for m in reversed(self.moments) for e in (m.event, *m.effects) if isinstance(e, turns)), None)
        return isinstance(last, Transfer)

    @property
    def over(self) -> bool:
        """Whether there is nothing to say any more: ended, or with a person."""
        return self.state.listening is None

    @property
    def outcome(self) -> str:
        """As reports count the call if it ended here."""
        ended = next((effect.outcome for effect in self.effects if isinstance(effect, End)), None)
        if ended is not None:
            return ended.value
        return "transferred" if self.transferred else (self.state.outcome or outcome_so_far(self.state)).value

    def hang_up(self) -> None:
        if self.state.phase is not Phase.ENDED:
            self.happens(HungUp())


class Written:
    """Answers as a scenario gives them: one after the other for each operation, the last one again and again.

    `unknown` are operations that were asked and that it does not know.
    """

    def __init__(self, lookups: Mapping[str, tuple[Reply, ...]]) -> None:
        self._lookups, self._times = lookups, dict[str, int]()
        self.unknown: list[str] = []

    def __call__(self, lookup: Lookup) -> Reply:
        replies = self._lookups.get(lookup.operation)
        if replies is None and lookup.operation in OURS:
            return Reply(OURS[lookup.operation])
        if not replies:
            self.unknown.append(lookup.operation)
            return Reply(failed="unavailable")
        time = self._times.get(lookup.operation, 0)
        self._times[lookup.operation] = time + 1
        return replies[min(time, len(replies) - 1)]
