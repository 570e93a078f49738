"""Something like it is there already: shall the caller join that instead?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialog.answering import current_intent
from dialog.asking import Step, ask
from dialog.filling import advance, begin
from dialog.schema import Flows
from dialog.state import Known, Phase, State
from dialog.templates import TemplateError, render


def found(flows: Flows, state: State, data: Mapping[str, str]) -> Step:
    """What the intent's check brought. What cannot be read is as good as nothing: the wish goes on."""
    check = current_intent(flows, state).check
    assert check is not None
    values = {**flows.spoken, "hari_ini": state.today.isoformat(), **state.fields, **data}
    try:
        question = render(check.ask, values) if render(check.when, values) else ""
    except TemplateError:
        question = ""
    return ask(flows, replace(state, found=data, slot=""), Phase.OFFER_OTHER, question) if question else advance(flows, state)


def accepted(flows: Flows, state: State) -> Step:
    """The other intent, about what was found."""
    check = current_intent(flows, state).check
    assert check is not None
    slots = flows.intents[check.yes].slots
    return begin(flows, state, check.yes, "", known={s.name: Known(state.found.get(s.name, ""), confirmed=True) for s in slots})
