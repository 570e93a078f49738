"""Sentences in order, the fallback voice, and silence at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from line import EngineLoop, ToneVoice

from dialog.effects import Say
from ivr.barge_in import Order
from ivr.mouth import SORRY, Mouth
from ivr.voice import RECORDED, Voice, VoiceFailed
from speech.pool import Pool
from speech.prompt_cache import PromptCache
from speech.reading import read
from speech.speaker import Speaker
from speech.voice_engine import Engine
from telephony.player import MAX_QUEUED_S, Player


def run(main: Coroutine[Any, Any, None]) -> None:
    loop = EngineLoop()
    try:
        loop.run_until_complete(main)
    finally:
        loop.close()


def voice(*engines: ToneVoice) -> tuple[Voice, Pool]:
    pool = Pool(1, 8)
    return Voice([Engine.of(Speaker(engine, None), pool) for engine in engines]), pool


def played(player: Player) -> list[int]:
    """Clips in the order in which they are heard to their end."""
    order: list[int] = []
    for _ in range(20_000):
        if player.idle:
            break
        player.next_frame()
        order += player.finished()
    return order


def with_mouth(engines: list[ToneVoice], act: Callable[[Mouth, Player], Awaitable[None]]) -> tuple[Player, int]:
    """Run `act`, let all sentences be spoken; the player, and how often no voice could speak."""
    player, failures = Player(), list[None]()

    async def main() -> None:
        speaking, pool = voice(*engines)
        async with asyncio.TaskGroup() as group:
            await act(Mouth(player, speaking, group, lambda: failures.append(None)), player)
        pool.close()

    run(main())
    return player, len(failures)


def test_sentences_are_spoken_in_order_by_the_first_voice() -> None:
    first, second = ToneVoice(), ToneVoice("other")

    async def act(mouth: Mouth, player: Player) -> None:
        for text in ("satu kalimat", "dua", "tiga"):
            mouth.say(Say(text))
        assert mouth.playing

    player, failures = with_mouth([first, second], act)
    assert (first.spoken, second.spoken) == (["satu kalimat", "dua", "tiga"], [])
    assert played(player) == [1, 2, 3]
    assert failures == 0


def test_the_fallback_speaks_when_the_first_voice_cannot(caplog: pytest.LogCaptureFixture) -> None:
    first, second = ToneVoice("kokoro", broken=True), ToneVoice("espeak")

    async def act(mouth: Mouth, player: Player) -> None:
        mouth.say(Say("nomor rahasia"))

    player, failures = with_mouth([first, second], act)
    assert second.spoken == ["nomor rahasia"]
    assert failures == 0
    assert played(player) == [1]
    assert "kokoro" in caplog.text
    assert "rahasia" not in caplog.text


def test_no_voice_is_told_and_the_player_does_not_wait_for_it() -> None:
    async def act(mouth: Mouth, player: Player) -> None:
        mouth.say(Say("halo"))

    player, failures = with_mouth([ToneVoice(broken=True), ToneVoice("b", broken=True)], act)
    assert failures == 1
    assert played(player) == [1]
    assert player.idle


def test_stopping_drops_what_is_queued_and_what_comes_after_is_heard() -> None:
    engine = ToneVoice()

    async def act(mouth: Mouth, player: Player) -> None:
        mouth.say(Say("satu"))
        mouth.say(Say("dua"))
        mouth.stop()
        assert not mouth.playing
        mouth.say(Say("tiga"))

    player, failures = with_mouth([engine], act)
    assert engine.spoken == ["tiga"]
    assert played(player) == [3]
    assert failures == 0


def test_stopping_spares_what_must_be_heard() -> None:
    engine = ToneVoice()

    async def act(mouth: Mouth, player: Player) -> None:
        mouth.say(Say("selamat datang"))
        mouth.say(Say("percakapan ini dicatat", interruptible=False))
        mouth.say(Say("apa yang bisa dibantu"))
        mouth.obey(Order.STOP)
        assert mouth.playing
        assert not mouth.interruptible
        mouth.say(Say("baik"))

    player, failures = with_mouth([engine], act)
    assert engine.spoken == ["percakapan ini dicatat", "baik"]
    assert played(player) == [2, 4]
    assert failures == 0


def test_slow_sentences_last_longer() -> None:
    def length(pace: float) -> int:
        async def act(mouth: Mouth, player: Player) -> None:
            mouth.say(Say("satu kalimat", pace=pace))

        player, _ = with_mouth([ToneVoice()], act)
        return sum(1 for _ in iter(lambda: player.idle or player.next_frame(), True))

    assert 1.15 < length(0.8) / length(1.0) < 1.35


def test_a_held_voice_goes_on_when_told() -> None:
    async def act(mouth: Mouth, player: Player) -> None:
        mouth.say(Say("satu kalimat"))
        mouth.obey(Order.DUCK)
        mouth.obey(Order.HOLD)

        held.append(mouth)

    held: list[Mouth] = []
    player, _ = with_mouth([ToneVoice()], act)
    assert played(player) == []
    held[0].obey(Order.RESUME)
    assert played(player) == [1]


def test_whether_it_may_be_cut_off_is_asked_of_what_is_heard_now() -> None:
    async def act(mouth: Mouth, player: Player) -> None:
        assert mouth.interruptible
        mouth.say(Say("penting", interruptible=False))
        mouth.say(Say("biasa"))
        assert not mouth.interruptible
        mouth.finished(1)
        assert mouth.interruptible

    with_mouth([ToneVoice()], act)


def test_a_player_that_is_full_is_a_voice_that_failed_and_ends_nothing() -> None:
    async def act(mouth: Mouth, player: Player) -> None:
        player.play(99, bytes(MAX_QUEUED_S * 16_000))
        mouth.say(Say("halo"))

    _, failures = with_mouth([ToneVoice()], act)
    assert failures == 1


def test_a_voice_stops_as_soon_as_nobody_wants_more() -> None:
    engine, chunks = ToneVoice(), list[bytes]()

    async def main() -> None:
        speaking, pool = voice(engine)
        await speaking.say("Satu kalimat. Dua kalimat. Tiga kalimat.", lambda chunk: bool(chunks.append(chunk)))
        pool.close()

    run(main())
    assert len(chunks) == len(engine.spoken) == 1


def test_both_voices_fail() -> None:
    async def main() -> None:
        speaking, pool = voice(ToneVoice(broken=True), ToneVoice(broken=True))
        with pytest.raises(VoiceFailed):
            await speaking.say("halo", lambda chunk: True)
        pool.close()

    run(main())


def test_what_comes_after_a_stop_does_not_wait_for_what_was_dropped() -> None:
    async def main() -> None:
        engine, pool = ToneVoice(takes_s=2.0), Pool(2, 8)
        async with asyncio.TaskGroup() as group:
            mouth = Mouth(Player(), Voice([Engine.of(Speaker(engine, None), pool)]), group, lambda: None)
            mouth.say(Say("satu"))
            await asyncio.sleep(0.1)
            mouth.stop()
            mouth.say(Say("dua"))
            await asyncio.sleep(0.1)
            assert engine.spoken == ["satu", "dua"]
        pool.close()

    run(main())


def test_an_apology_to_a_player_that_is_full_ends_nothing(tmp_path: Path) -> None:
    async def main() -> None:
        recorded, player, failures = PromptCache(tmp_path, 1_000_000), Player(), list[None]()
        for piece in read(SORRY):
            recorded.put(RECORDED, piece.text, bytes(3200))
        player.play(99, bytes(MAX_QUEUED_S * 16_000))
        async with asyncio.TaskGroup() as group:
            mute = Voice([Engine.of(Speaker(ToneVoice(broken=True), None), Pool(1, 8))], recorded=recorded)
            Mouth(player, mute, group, lambda: failures.append(None)).say(Say("halo"))
        assert len(failures) == 1

    run(main())
