"""A caller whose line was cut off and who calls again."""

from __future__ import annotations

from dataclasses import replace

from dialog.asking import Step, ask, says
from dialog.effects import Say
from dialog.events import CallStarted
from dialog.filling import begin
from dialog.identity import proofs
from dialog.schema import Confirm, Flows, SlotSpec
from dialog.slots import KINDS
from dialog.slots.result import Filled
from dialog.state import Known, Phase, State
from dialog.templates import fill

WHO = frozenset({"nik", "kk", "nip", "npwp", "phone", "name"})
"""Kinds that tell who somebody is."""


def greet(flows: Flows, state: State, event: CallStarted) -> Step:
    """Who we are; then what was cut off, or the open question."""
    state = replace(state, now=event.now, caller=event.caller)
    last, prompts = event.unfinished, flows.prompts
    notice = Say(prompts.notice, interruptible=False)
    filed = fill(prompts.filed_before, tiket=last.ticket) if last is not None and last.ticket else ""
    if last is None or filed or last.intent not in flows.intents or flows.intents[last.intent].confidential:
        new, effects = ask(flows, state, Phase.INTENT, prompts.greeting, filed, prompts.ask_intent)
        again = says(state, *filter(None, (filed, prompts.ask_intent)))  # what "ulangi" repeats
        return replace(new, ticket=last.ticket if last is not None and filed else None, asked=again), (notice, *effects)
    question = fill(prompts.resume_call, judul=flows.intents[last.intent].title)
    new, effects = ask(flows, replace(state, unfinished=last), Phase.RESUME_CALL, prompts.greeting, question)
    return new, (notice, *effects)


def go_on(flows: Flows, state: State) -> Step:
    """With what was told of the matter, not of who was calling: the same telephone may be in another hand."""
    last = state.unfinished
    assert last is not None
    intent = flows.intents[last.intent]
    who = proofs(flows, intent)
    mine = [slot for slot in intent.slots if slot.name not in who and slot.kind not in WHO and last.values.get(slot.name)]
    known = {slot.name: value for slot in mine if (value := _known(state, slot, last.values[slot.name])) is not None}
    return begin(flows, state, last.intent, "", known=known)


def anew(flows: Flows, state: State) -> Step:
    return ask(flows, replace(state, unfinished=None), Phase.INTENT, flows.prompts.ask_intent)


def _known(state: State, slot: SlotSpec, value: str) -> Known | None:
    """None where the value is none for the slot any more."""
    parsed = KINDS[slot.kind].parse(value, slot, state.today)
    if slot.kind == "choice":
        return Known(value) if value in slot.choices else None
    read_back = slot.confirm is Confirm.ALWAYS
    return Known(value, parsed.parts, to_confirm=read_back) if isinstance(parsed, Filled) and parsed.value == value else None
