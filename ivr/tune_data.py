"""What callers said and meant: from a file of labels, from the journal, from the configuration's own examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dialog.confidence import combined
from dialog.effects import Say
from dialog.events import Event, Heard, Key
from dialog.journal_codec import decode, is_event
from dialog.keys import YES_NO_KEYS
from dialog.manager import start, step
from dialog.replay import is_confidential
from dialog.risk_coverage import Judged
from dialog.scenario.run import Result
from dialog.schema import Flows
from dialog.state import AT_A_WISH, Phase, State
from dialog.understanding.understander import Understander
from dialog.wishes import yes_or_no
from ivr.records.store import Records

FOLDS = 5
OPEN = (Phase.INTENT, Phase.MORE)
SERVED = AT_A_WISH | {Phase.LOOKUP, Phase.MORE}
"""Where a wish that was agreed on leads."""
Entries = Sequence[dict[str, object]]


class LabelsError(Exception):
    """A labels file cannot be used; the message says where and why, and never what a caller said."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """What was heard, the recogniser's confidence in it (0 to 1), and the intent that was meant; empty: none."""

    text: str
    confidence: float
    intent: str


def judged(understander: Understander, labelled: Iterable[Labelled]) -> list[Judged]:
    """Each with what would have been understood, at the dialog's one confidence."""
    return [_judged(understander, one) for one in labelled]


def _judged(understander: Understander, one: Labelled) -> Judged:
    known = [(g.intent, combined(one.confidence, g.confidence)) for g in understander.understand(one.text)]
    (best, confidence), (rival, rival_confidence) = (*known, ("", 0.0), ("", 0.0))[:2]
    return Judged(one.intent, best, confidence, rival, rival_confidence)


def cross_validated(examples: Mapping[str, Sequence[str]], folds: int = FOLDS) -> list[Judged]:
    """Every example as understood by one who learned from the others only: every `folds`th of each intent is kept apart in turn.

    An intent with one example is never learned when that one is asked for, and counts as not understood.
    """
    found = list[Judged]()
    for fold in range(folds if examples else 0):
        learned = {name: [t for i, t in enumerate(texts) if i % folds != fold] for name, texts in examples.items()}
        understander = Understander({name: texts for name, texts in learned.items() if texts})
        asked = [Labelled(t, 1.0, name) for name, texts in examples.items() for i, t in enumerate(texts) if i % folds == fold]
        found += judged(understander, asked)
    return found


def read_labels(path: Path, intents: Iterable[str]) -> list[Labelled]:
    """Lines of text, TAB, confidence, TAB, intent (empty: none of the services). Raises LabelsError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelsError(f"{path}: cannot be read ({type(error).__name__}); give a text file in UTF-8") from None
    known = frozenset(intents)
    return [_label(path, number, line, known) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]


def _label(path: Path, number: int, line: str, intents: frozenset[str]) -> Labelled:
    cells = line.split("\t")
    if len(cells) != 3:
        raise LabelsError(f"{path}:{number}: {len(cells)} columns; write text, TAB, confidence, TAB, intent (empty for none)")
    text, confidence, intent = (cell.strip() for cell in cells)
    try:
        value = float(confidence)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise LabelsError(f"{path}:{number}: the second column must be a confidence from 0 to 1, such as 0.82")
    if intent and intent not in intents:
        raise LabelsError(f"{path}:{number}: no intent is called {intent!r}; the configuration has {', '.join(sorted(intents))}")
    return Labelled(text, value, intent)


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
