"""What is kept of what is said, and how a sentence begins before it is made."""

from __future__ import annotations

from pathlib import Path

from line import ToneVoice

from ivr.voice import Voice
from speech.pool import Pool
from speech.prompt_cache import PromptCache
from speech.speaker import Speaker


async def test_a_known_opening_is_heard_at_once_and_the_rest_never_kept(tmp_path: Path) -> None:
    tone = ToneVoice()
    speaker = Speaker(tone, PromptCache(tmp_path, 10_000_000))
    speaker.render_ahead(["Saya ulangi,"])
    pool = Pool(1, max_waiting=4)
    voice = Voice([speaker], pool, (), ["Saya ulangi,"])
    for _ in range(2):
        chunks: list[tuple[int, int]] = []

        def deliver(chunk: bytes, chunks: list[tuple[int, int]] = chunks) -> bool:
            chunks.append((len(tone.spoken), len(chunk)))
            return True

        before = len(tone.spoken)
        await voice.say("Saya ulangi, KTP Anda. Benar?", deliver)
        assert chunks[0][0] == before, "the opening comes from the cache"
        assert len(tone.spoken) > before, "the rest is made anew each time"
    pool.close()


async def test_whoever_wants_no_more_after_the_opening_gets_no_more(tmp_path: Path) -> None:
    tone = ToneVoice()
    speaker = Speaker(tone, PromptCache(tmp_path, 10_000_000))
    speaker.render_ahead(["Saya ulangi,"])
    pool = Pool(1, max_waiting=4)
    before = len(tone.spoken)
    await Voice([speaker], pool, (), ["Saya ulangi,"]).say("Saya ulangi, KTP Anda.", lambda chunk: False)
    assert len(tone.spoken) == before
    pool.close()
