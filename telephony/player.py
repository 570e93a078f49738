"""What the caller is about to hear: a queue of clips, cut into 20 ms frames. No clock of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection

from telephony.audiosocket import NARROW, frame_bytes
from telephony.fader import Fader
from telephony.rewind import Rewind

MAX_QUEUED_S = 300
"""Five minutes of speech: more is a fault of ours, not something to be said to a caller."""
DUCKED = 0.03
"""-30 dB: all but silent, no longer in the way of somebody who speaks."""


class PlayerFull(Exception):
    """More than MAX_QUEUED_S of speech is waiting."""


class _Clip:
    __slots__ = ("complete", "number", "pcm")

    def __init__(self, number: int) -> None:
        self.number = number
        self.pcm = bytearray()
        self.complete = False


class Player:
    """Clips play in the order in which they were first mentioned; a clip may still grow while it plays (clause by clause).

    `duck`, `hold` and `resume` may come in any order and twice: the latest counts, from the next frame on, faded within it.
    All that is played, and every frame, has `rate` samples a second.
    """

    def __init__(self, rate: int = NARROW) -> None:
        self.rate = rate
        self._size = frame_bytes(rate)
        self._silence = bytes(self._size)
        self._clips: deque[_Clip] = deque()
        self._finished: list[int] = []
        self._dropped: set[int] = set()
        self._fader, self._rewind = Fader(self._size), Rewind(rate)
        self._ending = b""
        self.latest = self._silence
        """The frame that was taken last, as the caller hears it."""

    def play(self, clip: int, pcm: bytes) -> None:
        """Append PCM (at `rate`, 16-bit little-endian) to `clip`; ignored when `clip` was flushed.

        Raises:
            PlayerFull: beyond five minutes.
            ValueError: half a sample came.
        """
        if len(pcm) % 2:
            raise ValueError(f"{len(pcm)} bytes are not whole 16-bit samples")
        if clip in self._dropped:
            return
        if sum(len(c.pcm) for c in self._clips) + len(pcm) > MAX_QUEUED_S * self.rate * 2:
            raise PlayerFull(f"more than {MAX_QUEUED_S} s of speech waiting")
        self._clip(clip).pcm += pcm

    def finish(self, clip: int) -> None:
        """No more PCM will come for `clip`."""
        if clip in self._dropped:
            self._dropped.discard(clip)
            return
        self._clip(clip).complete = True

    def duck(self) -> None:
        """Go on, softly."""
        self._go_on(DUCKED)

    def hold(self) -> None:
        """Fall silent within a frame; nothing is lost."""
        self._fader.target = 0.0

    def resume(self) -> None:
        """Go on at full level, from a quiet moment before the voice was turned down, for whole words."""
        self._go_on(1.0)

    def flush(self, keep: Collection[int] = ()) -> None:
        """Drop every clip but those of `keep`: what sounds now fades within one frame, nothing dropped is reported as finished, and what a
        synthesis still under way adds is ignored."""
        front = self._clips[0] if self._clips else None
        if front is not None and front.number in keep:
            self.resume()
        else:
            sounding = self._rewind.take(self._size) + (front.pcm[: self._size] if front else b"")
            self._fader.target = 0.0
            self._ending = self._fader.apply(bytes(sounding[: self._size])) if any(self.latest) else b""
            self._rest()
        self._dropped.update(clip.number for clip in self._clips if not clip.complete and clip.number not in keep)
        self._clips = deque(clip for clip in self._clips if clip.number in keep)

    @property
    def idle(self) -> bool:
        """Nothing plays and nothing is expected to."""
        return not self._clips and self._rewind.done

    @property
    def queued_s(self) -> float:
        """How much sound still waits to be played."""
        return sum(len(clip.pcm) for clip in self._clips) / (2 * self.rate)

    def next_frame(self) -> bytes:
        """The next 20 ms: silence where there is nothing (yet) to say."""
        if self._ending:
            self.latest, self._ending = self._ending, b""
        elif self._fader.silent:
            self.latest = self._silence
        else:
            pcm = self._take()
            self._rewind.heard(pcm, weak=not self._fader.full)
            self.latest = self._fader.apply(pcm)
            if self.idle:
                self._rest()
        return self.latest

    def finished(self) -> list[int]:
        """Clips that were heard to their end since this was last asked."""
        done, self._finished = self._finished, []
        return done

    def _go_on(self, level: float) -> None:
        if level > self._fader.target:
            self._rewind.back()
        self._fader.target = level

    def _rest(self) -> None:
        """What comes next begins anew, at full level."""
        self._fader, self._rewind = Fader(self._size), Rewind(self.rate)

    def _take(self) -> bytes:
        """Up to 20 ms of what is next."""
        frame = self._rewind.take(self._size)
        while self._clips and len(frame) < self._size:
            clip = self._clips[0]
            take = self._size - len(frame)
            frame += clip.pcm[:take]
            del clip.pcm[:take]
            if clip.pcm or not clip.complete:
                break
            self._finished.append(clip.number)
            self._clips.popleft()
        return bytes(frame)

    def _clip(self, number: int) -> _Clip:
        for clip in self._clips:
            if clip.number == number:
                return clip
        self._clips.append(_Clip(number))
        return self._clips[-1]
