"""What callers said and meant, from calls: those of the journal, and those of scenarios."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from dialog.effects import Say
from dialog.events import Event, Heard, Key
from dialog.journal_codec import decode, is_event
from dialog.keys import YES_NO_KEYS
from dialog.manager import start, step
from dialog.replay import is_confidential
from dialog.scenario.run import Result
from dialog.schema import Flows
from dialog.state import AT_A_WISH, Phase, State
from dialog.wishes import yes_or_no
from ivr.records.store import Records
from ivr.tune_data import Labelled

OPEN = (Phase.INTENT, Phase.MORE)
SERVED = AT_A_WISH | {Phase.LOOKUP, Phase.MORE}
"""Where a wish that was agreed on leads."""
Entries = Sequence[dict[str, object]]


def expected(flows: Flows, results: Iterable[Result]) -> Iterator[Labelled]:
    """What the callers of scenarios answer to the open question, where the step (or a scenario's first wish, the end) expects an intent."""
    for result in results:
        due = result.scenario.expect.intent
        for turn in result.turns:
            spoken = [m for m in turn.moments if m.before.phase in OPEN and isinstance(m.event, Heard) and m.event.hypotheses]
            intent = (turn.step.expect.intent if turn.step else "") or due
            if spoken and intent in flows.intents:
                yield _meant(spoken[0].event, intent)
            due = "" if spoken else due


async def journalled(
    records: Records, version_of: Callable[[str], Flows | None], since: str = "", until: str = ""
) -> tuple[list[Labelled], Counter[str]]:
    """What callers confirmed in calls that began in that time; and the calls that were left out, by reason (Indonesian)."""
    found, skipped = list[Labelled](), Counter[str]()
    for call in await records.calls_between(since, until):
        entries = [row.payload for row in await records.journal(call.call_id)]
        version = next((str(e.get("version", "")) for e in entries if e.get("type") == "note.config"), "")
        flows = version_of(version) if version else None
        if is_confidential(entries):
            skipped["rahasia: isinya tidak dicatat"] += 1
        elif flows is None:
            skipped["versi konfigurasinya tidak disimpan"] += 1
        else:
            try:
                found += confirmed(flows, entries)
            except ValueError:
                skipped["catatannya tidak dapat dibaca, atau berjalan lain bila diputar ulang"] += 1
    return found, skipped


def confirmed(flows: Flows, entries: Entries) -> list[Labelled]:
    """Answers to the open question, each with the wish that the caller then said yes to or picked; `flows` is what the call had.

    What was said before a "bukan" belongs to the wish that was confirmed in the end: that is how mistakes are found. A caller who changes
    his mind counts as one that was misunderstood.

    Raises:
        ValueError: an entry cannot be read, or the dialog says something else than it did.
    """
    state, waiting, found, said = start(), list[Heard](), list[Labelled](), list[str]()
    for event in (decode(entry) for entry in entries if is_event(entry)):
        assert isinstance(event, Event)
        before, (state, effects) = state, step(flows, state, event)
        said += (effect.text for effect in effects if isinstance(effect, Say))
        if before.phase is Phase.MORE:
            waiting = []
        if isinstance(event, Heard) and event.hypotheses and before.phase in OPEN and event.turn == before.turn:
            waiting.append(event)
        intent = _agreed(before, state, event)
        if intent:
            found += (_meant(heard, intent) for heard in waiting)
            waiting = []
    if said != [entry["text"] for entry in entries if entry.get("type") == "Say"]:
        raise ValueError("the dialog says something else than it did in this call")
    return found


def _meant(event: Event, intent: str) -> Labelled:
    assert isinstance(event, Heard)
    return Labelled(event.hypotheses[0].text, event.hypotheses[0].confidence, intent)


def _agreed(before: State, after: State, event: Event) -> str:
    """The wish that `event` said yes to, or picked of two; else an empty string."""
    if after.phase not in SERVED or not isinstance(event, Heard | Key):
        return ""
    if before.phase is Phase.CHOOSE_INTENT:
        return after.intent if after.intent in (before.intent, before.rival) and after.intent else ""
    asked = before.phase in (Phase.CONFIRM_INTENT, Phase.SUMMARY)
    return before.intent or "" if asked and _said(event) == "ya" and before.phase is not after.phase else ""


def _said(event: Heard | Key) -> str:
    if isinstance(event, Key):
        return YES_NO_KEYS.get(event.key, "")
    return yes_or_no(event.hypotheses[0].text) if event.hypotheses else ""
