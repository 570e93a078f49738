"""What is kept of what is said, how a sentence begins before it is made, and what a caller hears when it is late."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from line import EngineLoop, ToneVoice

from dialog.schema import Sayings
from ivr.patience import AFTER_S, FILLER, Patience
from ivr.pronounce import pronounce
from ivr.voice import RECORDED, Voice
from speech.pool import Pool
from speech.prompt_cache import PromptCache
from speech.reading import read
from speech.recall import Owner
from speech.speaker import Speaker
from speech.voice_engine import Engine

SENTENCE = "Saya ulangi, KTP Anda. Benar?"


def run(main: Callable[[], Awaitable[None]]) -> None:
    loop = EngineLoop()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()


def voice_of(
    tone: ToneVoice, folder: Path | None, *texts: str, openings: tuple[str, ...] = (), recorded: PromptCache | None = None
) -> Voice:
    cache = PromptCache(folder, 10_000_000) if folder else None
    return Voice([Engine.of(Speaker(tone, cache), Pool(1, max_waiting=8))], texts, openings, recorded=recorded)


async def heard(voice: Voice, text: str, *, pace: float = 1.0, rate: int = 8000, owner: Owner | None = None) -> list[bytes]:
    chunks: list[bytes] = []

    def take(chunk: bytes) -> bool:
        chunks.append(chunk)
        return True

    await voice.say(text, take, pace=pace, rate=rate, owner=owner)
    return chunks


def test_a_known_opening_is_heard_at_once_and_the_rest_never_kept(tmp_path: Path) -> None:
    async def main() -> None:
        tone = ToneVoice()
        voice = voice_of(tone, tmp_path, openings=("Saya ulangi,",))
        await voice.prepare("Saya ulangi,")
        for _ in range(2):
            made: list[int] = []

            def take(chunk: bytes, made: list[int] = made) -> bool:
                made.append(len(tone.spoken))
                return True

            before = len(tone.spoken)
            await voice.say(SENTENCE, take)
            assert made == [before, before + 1, before + 2], "the opening comes from the cache, the rest is made anew each time"

    run(main)


def test_whoever_wants_no_more_after_the_opening_gets_no_more(tmp_path: Path) -> None:
    async def main() -> None:
        tone = ToneVoice()
        voice = voice_of(tone, tmp_path, openings=("Saya ulangi,",))
        await voice.prepare("Saya ulangi,")
        await voice.say(SENTENCE, lambda chunk: False)
        assert tone.spoken == ["Saya ulangi,"]

    run(main)


def test_sentences_of_a_new_configuration_are_kept_once_they_are_known(tmp_path: Path) -> None:
    async def main() -> None:
        tone = ToneVoice()
        voice = voice_of(tone, tmp_path, "Lama.")
        voice.learn(["Baru."], ["Saya ulangi,"])
        for _ in range(2):
            for text in ("Lama.", "Baru.", "Saya ulangi, KTP."):
                await heard(voice, text)
        assert sorted(tone.spoken) == ["Baru.", "Lama.", "Saya ulangi,", "ka te pe.", "ka te pe."]

    run(main)


def test_a_fixed_clause_within_a_variable_sentence_is_kept_and_what_is_personal_is_not(tmp_path: Path) -> None:
    async def main() -> None:
        tone = ToneVoice()
        voice = voice_of(tone, tmp_path, "Silakan ambil di kantor.")
        await voice.prepare("Silakan ambil di kantor.")
        files = sorted(tmp_path.iterdir())
        await heard(voice, "Budi Santoso. Silakan ambil di kantor.")
        assert tone.spoken == ["Silakan ambil di kantor.", "Budi Santoso."]
        assert sorted(tmp_path.iterdir()) == files

    run(main)


def test_what_is_said_again_in_a_call_is_not_made_again_until_it_is_forgotten() -> None:
    async def main() -> None:
        tone, call, secret = ToneVoice(), Owner(), None
        voice = voice_of(tone, None)
        first = await heard(voice, "Budi Santoso.", owner=call)
        assert await heard(voice, "Budi Santoso.", owner=call) == first
        assert len(tone.spoken) == 1
        voice.forget(call)
        await heard(voice, "Budi Santoso.", owner=secret)
        await heard(voice, "Budi Santoso.", owner=secret)
        assert len(tone.spoken) == 3, "of a confidential call nothing is remembered"

    run(main)


def test_a_wide_line_gets_twice_the_samples_of_the_same_sound(tmp_path: Path) -> None:
    async def main() -> None:
        tone = ToneVoice()
        voice = voice_of(tone, tmp_path, "Halo.")
        narrow, wide = [sum(map(len, await heard(voice, "Halo.", rate=rate))) for rate in (8000, 16_000)]
        assert wide == pytest.approx(2 * narrow, abs=8)
        assert tone.spoken == ["Halo."]

    run(main)


def test_each_pace_reaches_the_engine_and_is_kept_apart(tmp_path: Path) -> None:
    async def main() -> None:
        tone = ToneVoice()
        voice = voice_of(tone, tmp_path, "Halo, apa kabar Anda.")
        lengths = [sum(map(len, await heard(voice, "Halo, apa kabar Anda.", pace=pace))) for pace in (0.65, 0.8, 1.0, 1.15) * 2]
        assert lengths[:4] == lengths[4:] == sorted(lengths[:4], reverse=True)
        assert len(tone.spoken) == 4

    run(main)


def test_the_first_clause_of_a_long_sentence_is_heard_before_the_rest_is_made() -> None:
    async def main() -> None:
        at, loop = list[float](), asyncio.get_running_loop()

        def take(chunk: bytes) -> bool:
            at.append(loop.time())
            return True

        text = "Nomor laporan Anda kami simpan, mohon dicatat baik-baik sampai selesai."
        await voice_of(ToneVoice(takes_s=0.25), None).say(text, take)
        assert at == pytest.approx([0.25, 0.5])

    run(main)


@pytest.mark.parametrize(("takes_s", "fillers"), [(0.6, 0), (2.0, 1)])
def test_a_clause_that_is_late_is_bridged_once(tmp_path: Path, takes_s: float, fillers: int) -> None:
    async def main() -> None:
        recorded = PromptCache(tmp_path, 1_000_000)
        (piece,) = read(FILLER)
        recorded.put(RECORDED, piece.text, bytes(3200))
        loop, ends, at = asyncio.get_running_loop(), [0.0], list[float]()

        def take(chunk: bytes) -> bool:
            at.append(loop.time())
            ends[0] = max(ends[0], loop.time()) + len(chunk) / 16_000
            return True

        voice, patience = voice_of(ToneVoice(takes_s=takes_s), None, recorded=recorded), Patience(lambda: max(0.0, ends[0] - loop.time()))
        for _ in range(2):
            await voice.say("Budi.", take, patience=patience)
        assert len(at) == 2 + fillers
        assert not fillers or at[0] == pytest.approx(AFTER_S, abs=0.01)

    run(main)


def test_an_agency_whose_words_make_the_filler_long_still_has_one(tmp_path: Path) -> None:
    async def main() -> None:
        recorded, chunks = PromptCache(tmp_path, 1_000_000), list[bytes]()
        pieces = read(FILLER)
        assert len(pieces) > 1
        for piece in pieces:
            recorded.put(RECORDED, piece.text, bytes(3200))
        voice = voice_of(ToneVoice(takes_s=2.0), None, recorded=recorded)

        def take(chunk: bytes) -> bool:
            chunks.append(chunk)
            return True

        await voice.say("Budi.", take, patience=Patience(lambda: 0.0))
        assert len(chunks) == 2

    said = "mohon tunggu sebentar lagi ya bapak dan ibu, kami masih memeriksanya, jangan ditutup dahulu teleponnya"
    pronounce(Sayings({"sebentar": said, "ya": said}))
    try:
        run(main)
    finally:
        pronounce(Sayings())
