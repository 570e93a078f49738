"""Which sentences are spoken ahead: those that most calls need before the first one, all others while nobody is on the line."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import fields
from itertools import chain

from dialog.repair import menu
from dialog.schema import Flows, Intent, Prompts
from dialog.templates import TemplateError, render
from ivr.voice import Voice
from speech.synthesizer import SynthesizerError

IDLE_S = 1.0
"""Between two looks whether anybody is on the line."""
log = logging.getLogger(__name__)


def urgent(flows: Flows) -> tuple[str, ...]:
    """Fixed sentences of every call, of alarms, and of the wishes that the menu names, with their proofs: in the order of `flows.fixed`."""
    values = (getattr(flows.prompts, f.name) for f in fields(Prompts))
    shared = chain.from_iterable((value,) if isinstance(value, str) else value for value in values)
    offered = chain.from_iterable(_said(flows, flows.intents[name]) for name in flows.menu)
    said = {*shared, *offered, *_asked_last(flows), *menu(flows), *(alarm.say for alarm in flows.alarms)}
    return tuple(text for text in flows.fixed if text in said)


async def speak_rest(voice: Voice, flows: Flows, busy: Callable[[], bool]) -> None:
    """Have every other fixed sentence spoken ahead, one at a time, never beside a call. A voice that fails is left alone: a call
    that needs the sentence tries again, and falls back."""
    done = frozenset(urgent(flows))
    for text in flows.fixed:
        if text in done:
            continue
        while busy():
            await asyncio.sleep(IDLE_S)
        try:
            await voice.prepare((text,), ())
        except SynthesizerError as error:
            log.warning("sentences are no longer spoken ahead: %s", error)
            return


def _said(flows: Flows, intent: Intent) -> Sequence[str]:
    proofs = chain.from_iterable(flows.verification[name].slots for name in intent.verify)
    asked = [text for slot in (*proofs, *intent.slots) for text in (slot.ask, *slot.reask)]
    return [*asked, intent.not_found, *filter(None, (_fixed(flows, intent, number) for number in range(len(intent.answers))))]


def _asked_last(flows: Flows) -> Sequence[str]:
    """Of callers who were served."""
    questionnaire = flows.questionnaire
    return [questionnaire.intro, questionnaire.thanks, *(one.ask for one in questionnaire.questions)] if questionnaire else []


def _fixed(flows: Flows, intent: Intent, number: int) -> str:
    try:
        return render(intent.answers[number].say, flows.spoken)
    except TemplateError:  # it needs what a system answers
        return ""
