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


async def test_sentences_of_a_new_configuration_are_kept_once_they_are_known(tmp_path: Path) -> None:
    tone = ToneVoice()
    pool = Pool(1, max_waiting=4)
    voice = Voice([Speaker(tone, PromptCache(tmp_path, 10_000_000))], pool, ["Lama."])
    voice.learn(["Baru."], ["Saya ulangi,"])
    for _ in range(2):
        for text in ("Lama.", "Baru.", "Saya ulangi, KTP."):
            await voice.say(text, lambda chunk: True)
    assert sorted(tone.spoken) == ["Baru.", "Lama.", "Saya ulangi,", "ka te pe.", "ka te pe."]
    pool.close()


async def test_slow_speech_reaches_the_engine(tmp_path: Path) -> None:
    pool = Pool(1, max_waiting=4)
    voice = Voice([Speaker(ToneVoice(), PromptCache(tmp_path, 10_000_000))], pool, ["Halo."])
    lengths: list[int] = []
    for slow in (False, True, False, True):
        chunks: list[bytes] = []
        await voice.say("Halo.", lambda chunk, chunks=chunks: bool(chunks.append(chunk)) or True, slow)  # type: ignore[misc]
        lengths.append(sum(map(len, chunks)))
    assert lengths[0] < lengths[1]
    assert lengths[:2] == lengths[2:]
    pool.close()
