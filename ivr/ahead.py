"""Fixed sentences are spoken ahead, in the background: those that most calls need first, and never before what a caller waits for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import fields
from itertools import chain

from dialog.repair import menu
from dialog.schema import Flows, Intent, Prompts
from dialog.templates import TemplateError, render
from ivr.core_prompts import core_sentences
from ivr.pronounce import pronounce
from ivr.queue_sounds import SOUNDS, TRANSFER, QueueSounds
from ivr.voice import Voice
from speech.voice_engine import EngineFailed

NEEDED_SHARE, SHARE = 1.0, 3.0
"""While somebody is on the line, so many times as long as a sentence took nothing is done: recognising needs the processor too. The
first is for those that most calls need."""
REST_S = 5.0
"""Until a voice that fails is asked again."""
TRIES = 2
TELL_S = 15.0
log = logging.getLogger(__name__)


def urgent(flows: Flows) -> tuple[str, ...]:
    """Fixed sentences of every call, of alarms, and of the wishes that the menu names, with their proofs: in the order of `flows.fixed`."""
    values = (getattr(flows.prompts, f.name) for f in fields(Prompts))
    shared = chain.from_iterable((value,) if isinstance(value, str) else value for value in values)
    offered = chain.from_iterable(_said(flows, flows.intents[name]) for name in flows.menu)
    said = {*shared, *offered, *_asked_last(flows), *menu(flows), *(alarm.say for alarm in flows.alarms)}
    return tuple(text for text in flows.fixed if text in said)


class Ahead:
    """The voice's work for nobody: one configuration at a time, the latest. `busy()`: somebody is on the line. `tell` gets lines for the
    operator."""

    def __init__(self, voice: Voice, sounds: QueueSounds, busy: Callable[[], bool], tell: Callable[[str], None]) -> None:
        self._voice, self._sounds, self._busy, self._tell = voice, sounds, busy, tell
        self._work: asyncio.Task[None] | None = None

    async def announce(self, flows: Flows) -> None:
        """The sentence of a transfer, by whoever has it at hand: Asterisk lists what it plays when it starts, and then never again."""
        pronounce(flows.sayings)
        await self._sounds.write(self._voice, {TRANSFER: flows.prompts.transfer})

    def begin(self, flows: Flows) -> asyncio.Event:
        """Set when what most calls need is ready, or will not be soon."""
        if self._work is not None:
            self._work.cancel()
        pronounce(flows.sayings)
        self._voice.learn((*flows.fixed, *core_sentences(flows), *_sounds(flows).values()), flows.openings)
        ready = asyncio.Event()
        self._work = asyncio.create_task(self._all(flows, ready), name="sentences ahead")
        return ready

    async def stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait([self._work])

    async def _all(self, flows: Flows, ready: asyncio.Event) -> None:
        core, sounds = core_sentences(flows), _sounds(flows)
        first = tuple(dict.fromkeys((*core, *urgent(flows))))
        texts = tuple(dict.fromkeys((*first, *flows.openings, *sounds.values(), *flows.fixed)))
        at_hand = asyncio.create_task(self._sounds.write(self._voice, sounds), name="queue sounds")
        try:
            await self._speak(texts, len(first), core, ready)
        finally:
            at_hand.cancel()
            await asyncio.wait([at_hand])
        await self._sounds.write(self._voice, sounds)

    async def _speak(self, texts: Sequence[str], needed: int, core: Sequence[str], ready: asyncio.Event) -> None:
        """The first `needed` texts are what most calls need."""
        told = asyncio.get_running_loop().time()
        for done, text in enumerate(texts, start=1):
            await self._one(text, ready, record=text in core, share=SHARE if done > needed else NEEDED_SHARE)
            self._voice.health.prepared(done, len(texts))
            if done == needed:
                ready.set()
            if done == len(texts) or asyncio.get_running_loop().time() > told + TELL_S:
                told = asyncio.get_running_loop().time()
                self._tell(f"kalimat tetap: {done} dari {len(texts)} siap")

    async def _one(self, text: str, ready: asyncio.Event, *, record: bool, share: float) -> None:
        """A sentence that the voice cannot speak although it works is left to the call that needs it."""
        loop, tries = asyncio.get_running_loop(), 0
        while tries < TRIES:
            began = loop.time()
            try:
                made = await self._voice.prepare(text)
                if record:
                    await self._voice.record(text)
            except EngineFailed:
                tries += self._voice.engines[0].works
                if not self._voice.engines[0].works:
                    ready.set()
                    await asyncio.sleep(REST_S)
                    await self._voice.engines[0].try_again()
                continue
            if made and self._busy():
                await asyncio.sleep(share * (loop.time() - began))
            return
        log.warning("a fixed sentence of %d letters could not be spoken ahead", len(text))


def _sounds(flows: Flows) -> dict[str, str]:
    """Name → text of all that Asterisk plays."""
    return {**SOUNDS, TRANSFER: flows.prompts.transfer}


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
