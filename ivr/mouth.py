"""What one call says: each `Say` becomes a clip, spoken in order; a barge-in drops all that may be interrupted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from dialog.effects import Say
from ivr.barge_in import Order
from ivr.patience import Patience
from ivr.voice import Deliver, Voice, VoiceFailed
from speech.recall import Owner
from telephony.player import Player, PlayerFull

SORRY = "Maaf, suara kami sedang terganggu. Anda saya sambungkan dengan petugas."
"""Recorded: what is heard when no engine speaks any more."""


class Mouth:
    """Starts synthesis and returns at once. `failed` is called when no voice can speak."""

    def __init__(self, player: Player, voice: Voice, group: asyncio.TaskGroup, failed: Callable[[], None]) -> None:
        self._player, self._voice, self._group, self._failed = player, voice, group, failed
        self._number = 0
        self._interruptible: dict[int, bool] = {}
        self._speaking: dict[int, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()
        self._patience = Patience(lambda: player.queued_s)
        self._owner: Owner | None = Owner()
        self._sorry = False

    @property
    def playing(self) -> bool:
        return not self._player.idle

    @property
    def interruptible(self) -> bool:
        """Whether the clip that is heard now may be cut off."""
        return next(iter(self._interruptible.values()), True)

    def say(self, say: Say) -> None:
        self._number += 1
        self._interruptible[self._number] = say.interruptible
        self._player.play(self._number, b"")  # holds its place in the order
        clip = self._number
        self._speaking[clip] = self._group.create_task(self._speak(clip, say))
        self._speaking[clip].add_done_callback(lambda _: self._speaking.pop(clip))

    def finished(self, clip: int) -> None:
        self._interruptible.pop(clip, None)

    def forget(self) -> None:
        """The call is confidential: nothing of it is remembered, nor will be."""
        if self._owner is not None:
            self._voice.forget(self._owner)
        self._owner = None

    def obey(self, order: Order) -> None:
        match order:
            case Order.DUCK:
                self._player.duck()
            case Order.HOLD:
                self._player.hold()
            case Order.RESUME:
                self._player.resume()
            case Order.STOP:
                self.stop()

    def stop(self) -> None:
        """Silence at once, and sentences still being synthesised are dropped too; all but what must be heard, such as a legal notice."""
        self._interruptible = {clip: False for clip, interruptible in self._interruptible.items() if not interruptible}
        self._player.flush(keep=self._interruptible)
        for task in [task for clip, task in self._speaking.items() if clip not in self._interruptible]:
            task.cancel()  # what comes next does not wait for it

    async def _speak(self, clip: int, say: Say) -> None:
        def deliver(chunk: bytes) -> bool:
            if clip in self._interruptible:
                self._player.play(clip, chunk)
            return clip in self._interruptible

        try:
            async with self._turn:  # one sentence of a call at a time: the first is the one that is waited for
                if clip in self._interruptible:
                    await self._say_or_apologise(say, deliver)
        except PlayerFull:
            self._failed()
        if clip in self._interruptible:
            self._player.finish(clip)

    async def _say_or_apologise(self, say: Say, deliver: Deliver) -> None:
        rate = self._player.rate
        try:
            await self._voice.say(say.marked, deliver, pace=say.pace, rate=rate, patience=self._patience, owner=self._owner)
        except VoiceFailed:
            await self._apologise(deliver)
            self._failed()

    async def _apologise(self, deliver: Deliver) -> None:
        """Once a call."""
        if not self._sorry:
            self._sorry = True
            await self._voice.recording(SORRY, deliver, self._player.rate)
