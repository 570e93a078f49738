"""What the caller is about to hear: a queue of clips, cut into 20 ms frames. No clock of its own."""

from __future__ import annotations

from collections import deque

from telephony.audiosocket import FRAME_BYTES, SAMPLE_RATE, SILENCE

MAX_QUEUED_S = 300
"""Five minutes of speech: more is a fault of ours, not something to be said to a caller."""


class PlayerFull(Exception):
    """More than MAX_QUEUED_S of speech is waiting."""


class _Clip:
    __slots__ = ("complete", "number", "pcm")

    def __init__(self, number: int) -> None:
        self.number = number
        self.pcm = bytearray()
        self.complete = False


class Player:
    """Clips play in the order in which they were first mentioned; a clip may still grow while it plays (clause by clause)."""

    def __init__(self) -> None:
        self._clips: deque[_Clip] = deque()
        self._finished: list[int] = []
        self._dropped: set[int] = set()

    def play(self, clip: int, pcm: bytes) -> None:
        """Append PCM (8 kHz, 16-bit little-endian) to `clip`; ignored when `clip` was flushed.

        Raises:
            PlayerFull: beyond five minutes.
            ValueError: half a sample came.
        """
        if len(pcm) % 2:
            raise ValueError(f"{len(pcm)} bytes are not whole 16-bit samples")
        if clip in self._dropped:
            return
        if sum(len(c.pcm) for c in self._clips) + len(pcm) > MAX_QUEUED_S * SAMPLE_RATE * 2:
            raise PlayerFull(f"more than {MAX_QUEUED_S} s of speech waiting")
        self._clip(clip).pcm += pcm

    def finish(self, clip: int) -> None:
        """No more PCM will come for `clip`."""
        if clip in self._dropped:
            self._dropped.discard(clip)
            return
        self._clip(clip).complete = True

    def flush(self) -> None:
        """Drop everything at once: it is not reported as finished, and what a synthesis still under way adds to it is ignored."""
        self._dropped.update(clip.number for clip in self._clips if not clip.complete)
        self._clips.clear()

    @property
    def idle(self) -> bool:
        """Nothing plays and nothing is expected to."""
        return not self._clips

    def next_frame(self) -> bytes:
        """The next 20 ms: 320 bytes, silence where there is nothing (yet) to say."""
        frame = bytearray()
        while self._clips and len(frame) < FRAME_BYTES:
            clip = self._clips[0]
            take = FRAME_BYTES - len(frame)
            frame += clip.pcm[:take]
            del clip.pcm[:take]
            if clip.pcm or not clip.complete:
                break
            self._finished.append(clip.number)
            self._clips.popleft()
        return bytes(frame) + SILENCE[len(frame) :]

    def finished(self) -> list[int]:
        """Clips that were heard to their end since this was last asked."""
        done, self._finished = self._finished, []
        return done

    def _clip(self, number: int) -> _Clip:
        for clip in self._clips:
            if clip.number == number:
                return clip
        self._clips.append(_Clip(number))
        return self._clips[-1]
