"""One `services/*.yaml` to intents."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dialog.gazetteer import Gazetteer
from dialog.load_facts import dates
from dialog.load_queue import load_queue
from dialog.load_sentences import Sentences, check_name
from dialog.load_slot import known_of, load_slots, words
from dialog.schema import Answer, Check, Intent, Risk, Verification
from dialog.yaml_map import YamlMap

DEADLINE_MS = 6000
_OPERATION = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", re.ASCII)


def load_service(
    top: YamlMap, stem: str, say: Sentences, places: Mapping[str, Gazetteer], proofs: Mapping[str, Verification]
) -> list[tuple[YamlMap, Intent]]:
    """Every intent of one file (whose name is `stem`), and where it stands."""
    service, intents = top.text("service", stem), top.children("intents")
    if not intents:
        top.problem("intents", "is missing or empty")
    found = [(where, _intent(where, name, service, top, say, places, proofs)) for name, where in intents.items()]
    return found + [(where, _limit(where, name, service, top, say)) for name, where in top.children("limits").items()]


def _intent(
    where: YamlMap,
    name: str,
    service: str,
    top: YamlMap,
    say: Sentences,
    places: Mapping[str, Gazetteer],
    proofs: Mapping[str, Verification],
) -> Intent:
    check_name(where, name)
    names, verify = words(top), _verify(where, proofs)
    proving = {slot.name: slot for proof in verify for slot in proofs[proof].slots}
    own = where.children("slots")
    for twice in proving.keys() & own.keys():
        where.problem("slots", f"{twice} is asked by the verification already", "take it away here")
    slots = load_slots({slot: at for slot, at in own.items() if slot not in proving}, names, say, places, tuple(proving.values()))
    asked = known_of(slots)
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
        queue=load_queue(where, top),
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
        verify=verify,
        check=_check(where.child("check"), asked, say) if "check" in where else None,
        sms=say.template(where, "sms", asked | returns, spoken=False)[0] if "sms" in where else None,
        follow_up={aspect: say.template(at, aspect, frozenset())[0] for at in (where.child("follow_up"),) for aspect in at.values},
    )


def _limit(where: YamlMap, name: str, service: str, top: YamlMap, say: Sentences) -> Intent:
    check_name(where, name)
    valid_from, valid_until = dates(where)
    template, facts = say.template(where, "say", frozenset())
    return Intent(
        name=name,
        service=service,
        title=where.text("title"),
        examples=where.texts("examples"),
        queue=load_queue(where, top),
        answers=(Answer(template, facts=facts),),
        source=where.text("source"),
        owner=where.text("owner", top.text("owner")),
        valid_from=valid_from,
        valid_until=valid_until,
        limit=True,
    )


def _verify(where: YamlMap, proofs: Mapping[str, Verification]) -> tuple[str, ...]:
    names = where.texts("verify")
    for i, name in enumerate(names):
        if name not in proofs:
            where.problem("verify", f"no verification {name!r}", f"known are {', '.join(sorted(proofs)) or 'none'}", item=i)
    return tuple(name for name in names if name in proofs)


def _check(where: YamlMap, asked: frozenset[str], say: Sentences) -> Check | None:
    returns = frozenset(where.texts("returns"))
    if returns & asked:
        where.problem("returns", f"{', '.join(sorted(returns & asked))} is a slot too", "rename one")
    when = say.condition(where, "when", asked | returns)
    ask = say.template(where, "ask", asked | returns)[0]
    return Check(where.text("lookup"), ask, when, where.text("yes"), returns) if when is not None else None


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
