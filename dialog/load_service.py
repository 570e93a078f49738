"""One `services/*.yaml` to intents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from dialog.effects import Pauses
from dialog.listening import YES_NO_PAUSES
from dialog.load_sentences import checked, checked_condition, plain
from dialog.schema import Answer, Confirm, Intent, SlotSpec
from dialog.slots import KINDS
from dialog.yaml_map import Problem, YamlMap, read

PAUSES = {
    "nik": Pauses(180, 1300, 2500),
    "digits": Pauses(180, 1300, 2500),
    "yes_no": YES_NO_PAUSES,
    "choice": Pauses(180, 900, 2000),
    "text": Pauses(200, 1300, 2500),
}
"""By kind: dictated digits and stories pause, a yes does not."""
FEWEST_EXAMPLES = 5
SHORTEST_MS, LONGEST_MS = 100, 60_000
_INTENT_KEYS = {"title", "examples", "slots", "summary", "lookup", "returns", "answer", "not_found", "ticket", "source", "valid_until"}
_SLOT_KEYS = {"type", "label", "ask", "reask", "confirm", "min", "max", "choices", "endpointing", "no_input_ms", "hot_words"}


def load_service(path: Path, problems: list[Problem], said: list[str]) -> Iterable[tuple[YamlMap, Intent]]:
    """Every intent of one file, and where it stands."""
    top = read(path, {"service", "title", "owner", "hot_words", "intents"}, problems)
    if top is None:
        return []
    service, names, intents = top.text("service", path.stem), hot_words(top), top.children("intents", _INTENT_KEYS)
    if not intents:
        top.problem("intents", "is missing or empty")
    return [(where, _intent(where, name, service, names, said)) for name, where in intents.items()]


def _intent(where: YamlMap, name: str, service: str, names: tuple[str, ...], said: list[str]) -> Intent:
    slots = tuple(_slot(at, slot, names, said) for slot, at in where.children("slots", _SLOT_KEYS).items()) if "slots" in where else ()
    asked = frozenset(slot.name for slot in slots)
    lookup, returns = where.text("lookup", ""), frozenset(where.texts("returns") if "returns" in where else ())
    if lookup and "." not in lookup:
        where.problem("lookup", "expected system.operation")
    if returns and not lookup:
        where.problem("returns", "needs a lookup")
    ticket = where.text("ticket", "")
    if ticket and ticket not in returns:
        where.problem("ticket", f"{ticket!r} is not among what the lookup returns")
    summary, not_found = where.text("summary", ""), where.text("not_found", "")
    if not_found:
        plain(where, "not_found", (not_found,), said)
    return Intent(
        name=name,
        service=service,
        title=where.text("title"),
        examples=where.texts("examples", FEWEST_EXAMPLES),
        slots=slots,
        summary=checked(where, "summary", summary, asked, said) if summary else None,
        lookup=lookup,
        answers=_answers(where, asked | returns, said),
        not_found=not_found,
        ticket=ticket,
        source=where.text("source", ""),
        valid_until=_date(where, "valid_until"),
        hot_words=names,
    )


def _answers(where: YamlMap, known: frozenset[str], said: list[str]) -> tuple[Answer, ...]:
    if where.is_text("answer"):
        return (Answer(checked(where, "answer", where.text("answer"), known, said)),)
    answers = []
    for at in where.items("answer", {"when", "say"}):
        when = at.text("when", "")
        say = checked(at, "say", at.text("say"), known, said)
        answers.append(Answer(say, checked_condition(at, "when", when, known) if when else None))
    if not answers:
        where.problem("answer", "is missing: what should be said?")
    elif answers[-1].when is not None:
        where.problem("answer", "the last answer must have no `when`, so that something is always said")
    return tuple(answers)


def _slot(where: YamlMap, name: str, names: tuple[str, ...], said: list[str]) -> SlotSpec:
    kind = where.text("type")
    if kind and kind not in KINDS:
        where.problem("type", f"unknown slot type {kind!r}; known are {', '.join(sorted(KINDS))}")
    choices_at = where.child("choices")
    choices = {choice: choices_at.texts(choice, 0) for choice in choices_at.values}
    if kind == "choice" and len(choices) < 2:
        where.problem("choices", "a choice needs at least two")
    least, most = (16, 16) if kind == "nik" else (1, 32)
    least, most = where.whole("min", least, 1, 32), where.whole("max", most, 1, 32)
    if least > most:
        where.problem("min", "is more than max")
    ask, reask = where.text("ask"), where.texts("reask") if "reask" in where else ()
    plain(where, "ask", (ask,), said)
    plain(where, "reask", reask, said)
    return SlotSpec(
        name=name,
        kind=kind,
        label=where.text("label", name),
        ask=ask,
        reask=reask,
        confirm=Confirm(KINDS[kind].confirm) if kind in KINDS else Confirm.NEVER,
        length=(least, most),
        choices=choices,
        pauses=_pauses(where, PAUSES.get(kind, Pauses())),
        no_input_ms=where.whole("no_input_ms", 8000, 1000, LONGEST_MS),
        hot_words=hot_words(where, *names),
    )


def _pauses(where: YamlMap, default: Pauses) -> Pauses:
    at = where.child("endpointing", ("complete", "open", "incomplete"))
    times = (("complete", default.complete_ms), ("open", default.open_ms), ("incomplete", default.incomplete_ms))
    pauses = Pauses(*(at.whole(name, ms, SHORTEST_MS, LONGEST_MS) for name, ms in times))
    if not pauses.complete_ms <= pauses.open_ms <= pauses.incomplete_ms:
        where.problem("endpointing", "expected complete <= open <= incomplete")
    return pauses


def hot_words(where: YamlMap, *more: str) -> tuple[str, ...]:
    """The names listed here, then `more`; lower case, each once."""
    own = where.texts("hot_words", 0) if "hot_words" in where else ()
    return tuple(dict.fromkeys((*(word.lower() for word in own), *more)))


def _date(where: YamlMap, name: str) -> date | None:
    text = where.text(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        where.problem(name, f"{text!r} is not a date like 2027-12-31")
        return None
