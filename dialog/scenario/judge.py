"""Whether what was expected came: each miss with both sides, in Indonesian."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dialog.effects import Confidential, Effect, End, Expect, Lookup, Rated, Say, Transfer, told
from dialog.handover import FIND
from dialog.reading import due
from dialog.scenario.keys import ACTIONS
from dialog.scenario.load_expected import is_pattern
from dialog.scenario.schema import Action, Expected, StepExpected
from dialog.schema import Flows
from dialog.state import Phase, State


@dataclass(frozen=True, slots=True)
class Miss:
    """What was expected, and what came instead."""

    expected: str
    actual: str


def judge_step(flows: Flows, state: State, effects: Sequence[Effect], expected: StepExpected) -> Iterator[Miss]:
    """`effects` are those of the step, `state` is what it led to."""
    said = _said(effects)
    for prompt in expected.prompt:
        if not any(_says(text, prompt) for text in (*said, " ".join(said))):
            yield Miss(f"mengucapkan {prompt!r}", f"mengucapkan {' '.join(said)!r}")
    for prompt in expected.not_prompt:
        yield from (Miss(f"tidak mengucapkan {prompt!r}", f"mengucapkan {text!r}") for text in said if _says(text, prompt))
    yield from _judge_intent(expected.intent, state.intent or "")
    yield from _judge_slots(expected.slots, state.slots)
    asks = asked(flows, state)
    if expected.asks and asks != expected.asks:
        yield Miss(f"menanyakan {expected.asks}", f"menanyakan {asks}")
    if expected.action is not None:
        yield from _judge_action(expected.action, effects)
    if expected.slow is not None and any(e.slow != expected.slow for e in effects if isinstance(e, Say)):
        yield Miss("berbicara pelan" if expected.slow else "berbicara biasa", "berbicara biasa" if expected.slow else "berbicara pelan")


def judge_end(outcome: str, intent: str, slots: Mapping[str, str], effects: Sequence[Effect], expected: Expected) -> Iterator[Miss]:
    """`effects` are those of the whole call."""
    if expected.outcome and outcome != expected.outcome:
        yield Miss(f"panggilan berakhir {expected.outcome}", f"panggilan berakhir {outcome or 'tanpa hasil'}")
    yield from _judge_intent(expected.intent, intent)
    yield from _judge_slots(expected.slots, slots)
    said = _said(effects)
    yield from _judge_order(expected.heard, said)
    for never in expected.never:
        if never in ACTIONS:
            orders = [effect for effect in effects if _kind(effect) == never and not _finds_person(effect)]
            yield from (Miss(f"tidak pernah {never}", described(order)) for order in orders)
        else:
            yield from (Miss(f"tidak pernah mengucapkan {never!r}", f"mengucapkan {text!r}") for text in said if _says(text, never))


def asked(flows: Flows, state: State) -> str:
    """What is due: a slot's name, `keperluan`, `ya_tidak`, `pilihan` or `tidak_ada`."""
    slot = due(flows, state) if state.listening is not None else None
    if slot is not None:
        return slot.name
    if state.listening is None:
        return "tidak_ada"
    if state.phase in (Phase.OFFER_WAYS, Phase.CRISIS):
        return "pilihan"
    return "ya_tidak" if state.listening.expect is Expect.YES_NO else "keperluan"


def described(effect: Effect) -> str:
    """An order in words; an empty string for what is none."""
    match effect:
        case Lookup(operation=operation, arguments=arguments):
            return f"bertanya ke {operation} ({', '.join(f'{k}: {v}' for k, v in arguments.items())})"
        case Transfer(reason=reason, number=number):
            return f"menyambungkan ke {number or 'petugas'} ({reason})"
        case End(outcome=outcome):
            return f"mengakhiri panggilan ({outcome.value})"
        case Rated(value=value):
            return f"mencatat penilaian ({value})"
        case Confidential():
            return "berhenti mencatat"
        case _:
            return ""


def plain(text: str) -> str:
    """Words alone, for comparing what is said."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def _judge_intent(expected: str, intent: str) -> Iterator[Miss]:
    if expected and intent != expected:
        yield Miss(f"keperluan {expected}", f"keperluan {intent or 'belum diketahui'}")


def _judge_slots(expected: Mapping[str, str], slots: Mapping[str, str]) -> Iterator[Miss]:
    for name, value in expected.items():
        if slots.get(name, "").lower() != value.lower():
            yield Miss(f"{name} = {value or '(kosong)'}", f"{name} = {slots.get(name) or '(kosong)'}")


def _judge_order(heard: Iterable[str], said: Sequence[str]) -> Iterator[Miss]:
    text, after = "\n".join(map(plain, said)), 0
    for phrase in heard:
        at = text.find(plain(phrase), after)
        if at < 0:
            yield Miss(f"mengucapkan {phrase!r} (menurut urutan)", "tidak diucapkan")
        else:
            after = at + len(plain(phrase))


def _judge_action(expected: Action, effects: Sequence[Effect]) -> Iterator[Miss]:
    orders = [effect for effect in effects if described(effect)]
    found = "; ".join(map(described, orders)) or "tidak memerintahkan apa pun"
    if expected.kind == "none":
        if orders:
            yield Miss("tidak memerintahkan apa pun", found)
    elif not any(_fits(effect, expected) for effect in orders):
        details = ", ".join(f"{k}: {v}" for k, v in expected.details.items())
        yield Miss(" ".join(filter(None, (expected.kind, expected.name, details and f"({details})"))), found)


def _fits(effect: Effect, expected: Action) -> bool:
    if _kind(effect) != expected.kind:
        return False
    match effect:
        case Lookup():
            name, details = effect.operation, dict(effect.arguments)
        case Transfer():
            name, details = effect.reason, {"number": effect.number}
        case End():
            name, details = effect.outcome.value, {}
        case Rated():
            name, details = effect.value, {}
        case _:
            name, details = "", {}
    same = all(details.get(key, "").lower() == value.lower() for key, value in expected.details.items())
    return same and expected.name in ("", name)


def _kind(effect: Effect) -> str:
    return type(effect).__name__.lower()


def _finds_person(effect: Effect) -> bool:
    """Part of every transfer: no system is asked."""
    return isinstance(effect, Lookup) and effect.operation == FIND


def _says(text: str, prompt: str) -> bool:
    if is_pattern(prompt):
        return re.search(prompt[1:-1], text, re.IGNORECASE) is not None
    return plain(prompt) in plain(text)


def _said(effects: Iterable[Effect]) -> list[str]:
    return [text for effect in effects if (text := told(effect))]
