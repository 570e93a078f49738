"""One `services/*.yaml` to intents."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dialog.gazetteer import Gazetteer
from dialog.load_facts import dates
from dialog.load_sentences import Sentences, check_name
from dialog.load_slot import load_slot, words
from dialog.schema import Answer, Intent, Risk, SlotSpec
from dialog.slots import KINDS
from dialog.yaml_map import YamlMap

DEADLINE_MS = 6000
_OPERATION = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", re.ASCII)


def load_service(top: YamlMap, stem: str, say: Sentences, places: Mapping[str, Gazetteer]) -> list[tuple[YamlMap, Intent]]:
    """Every intent of one file (whose name is `stem`), and where it stands."""
    service, intents = top.text("service", stem), top.children("intents")
    if not intents:
        top.problem("intents", "is missing or empty")
    return [(where, _intent(where, name, service, top, say, places)) for name, where in intents.items()]


def _intent(where: YamlMap, name: str, service: str, top: YamlMap, say: Sentences, places: Mapping[str, Gazetteer]) -> Intent:
    check_name(where, name)
    names = words(top)
    slots = tuple(load_slot(at, slot, names, say, places) for slot, at in where.children("slots").items())
    asked = frozenset(known for slot in slots for known in _known(slot))
    lookup, returns, ticket = where.text("lookup"), frozenset(where.texts("returns")), where.text("ticket")
    if lookup and not _OPERATION.fullmatch(lookup):
        where.problem("lookup", "expected system.operation", "small letters, digits and _ on both sides of one dot")
    if returns and not lookup:
        where.problem("returns", "needs a lookup")
    if returns & asked:
        where.problem("returns", f"{', '.join(sorted(returns & asked))} is a slot too", "rename one")
    if ticket and ticket not in returns:
        where.problem("ticket", f"{ticket!r} is not among what the lookup returns")
    valid_from, valid_until = dates(where)
    return Intent(
        name=name,
        service=service,
        title=where.text("title"),
        examples=where.texts("examples"),
        slots=slots,
        summary=say.template(where, "summary", asked)[0] if "summary" in where else None,
        lookup=lookup,
        deadline_ms=where.whole("deadline_ms", DEADLINE_MS),
        answers=_answers(where, asked | returns, say),
        not_found=say.plain(where, "not_found"),
        ticket=ticket,
        source=where.text("source"),
        owner=where.text("owner", top.text("owner")),
        valid_from=valid_from,
        valid_until=valid_until,
        risk=Risk(where.one_of("risk", Risk.NORMAL.value)),
        confidential=where.flag("confidential"),
        hot_words=names,
    )


def _known(slot: SlotSpec) -> tuple[str, ...]:
    return (slot.name, *(f"{slot.name}_{part}" for part in KINDS[slot.kind].parts))


def _answers(where: YamlMap, known: frozenset[str], say: Sentences) -> tuple[Answer, ...]:
    if where.is_text("answer"):
        template, facts = say.template(where, "answer", known)
        return (Answer(template, facts=facts),)
    answers, items = [], where.items("answer")
    for at in items:
        template, facts = say.template(at, "say", known)
        answers.append(Answer(template, say.condition(at, "when", known), at.one_of("then", "") == "person", facts))
    if not answers:
        where.problem("answer", "is missing: what should be said?")
    elif "when" in items[-1]:
        where.problem("answer", "the last answer must have no `when`, so that something is always said")
    return tuple(answers)
