import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from telephony.player import DUCKED, MAX_QUEUED_S, Player, PlayerFull
from telephony.rewind import LEAD_MS

FRAME_BYTES = 320
SILENCE = bytes(FRAME_BYTES)
ONE = b"\x01\x00" * 160
LOUD = (8000).to_bytes(2, "little") * 160


def samples(frame: bytes) -> NDArray[np.int16]:
    return np.frombuffer(frame, np.dtype("<i2"))


def counting(count: int) -> bytes:
    """Samples that tell where they come from."""
    return np.arange(1000, 1000 + count).astype("<i2").tobytes()


def playing(count: int = 16_000) -> Player:
    player = Player()
    player.play(1, counting(count))
    player.finish(1)
    return player


def test_silence_when_there_is_nothing_to_say() -> None:
    player = Player()
    assert player.idle
    assert player.next_frame() == SILENCE


def test_clips_play_in_order_without_a_gap() -> None:
    player = Player()
    player.play(1, b"\x01\x00" * 80)
    player.finish(1)
    player.play(2, b"\x02\x00" * 80)
    player.finish(2)
    assert player.next_frame() == b"\x01\x00" * 80 + b"\x02\x00" * 80
    assert player.finished() == [1, 2]
    assert player.finished() == []
    assert player.idle


def test_a_clip_that_still_grows_holds_its_place() -> None:
    player = Player()
    player.play(1, ONE)
    player.play(2, b"\x02\x00" * 160)
    player.finish(2)
    assert player.next_frame() == ONE
    assert player.next_frame() == SILENCE
    assert not player.idle
    player.play(1, b"\x03\x00" * 160)
    player.finish(1)
    assert player.next_frame() == b"\x03\x00" * 160
    assert player.next_frame() == b"\x02\x00" * 160
    assert player.finished() == [1, 2]


def test_flush_fades_within_a_frame_and_nothing_is_finished() -> None:
    player = Player()
    player.play(1, LOUD * 3)
    player.next_frame()
    player.flush()
    assert player.idle
    assert np.all(np.diff(samples(player.next_frame())) <= 0)
    assert player.next_frame() == SILENCE
    assert player.finished() == []


def test_flush_of_what_is_held_is_silence_at_once_and_what_comes_next_is_at_full_level() -> None:
    player = Player()
    player.play(1, LOUD * 3)
    player.hold()
    player.next_frame()
    player.flush()
    assert player.next_frame() == SILENCE
    player.play(2, LOUD)
    player.finish(2)
    assert player.next_frame() == LOUD


def test_flush_spares_what_must_be_heard() -> None:
    player = Player()
    for clip in (1, 2, 3):
        player.play(clip, clip.to_bytes(2, "little") * 200)
        player.finish(clip)
    assert player.next_frame() == ONE
    player.flush(keep={2})
    assert samples(player.next_frame()).max() <= 1, "the rest of the first fades"
    assert player.next_frame() + player.next_frame() == b"\x02\0" * 200 + bytes(2 * FRAME_BYTES - 400)
    assert player.finished() == [2]
    assert player.idle


def test_flush_while_what_must_be_heard_sounds_changes_nothing_but_the_queue() -> None:
    player = Player()
    player.play(1, LOUD * 2)
    player.finish(1)
    player.play(2, LOUD)
    player.next_frame()
    player.flush(keep={1})
    assert player.next_frame() == LOUD
    assert player.idle


def test_a_synthesis_still_under_way_does_not_revive_a_flushed_clip() -> None:
    player = Player()
    player.play(1, ONE)
    player.flush()
    player.play(1, ONE)
    player.finish(1)
    player.play(2, b"\x02\x00" * 160)
    player.finish(2)
    assert player.next_frame() == b"\x02\x00" * 160
    assert player.finished() == [2]


def test_an_empty_clip_is_finished_all_the_same() -> None:
    player = Player()
    player.finish(5)
    assert not player.idle
    assert player.next_frame() == SILENCE
    assert player.finished() == [5]


def test_bounds() -> None:
    player = Player()
    player.play(1, bytes(MAX_QUEUED_S * 16_000))
    with pytest.raises(PlayerFull):
        player.play(1, b"\0\0")
    with pytest.raises(ValueError, match="whole"):
        player.play(1, b"\0")


@given(st.lists(st.integers(0, 700), min_size=1, max_size=6))
def test_everything_said_is_heard_once_in_order(samples: list[int]) -> None:
    player = Player()
    said = b""
    for number, count in enumerate(samples):
        pcm = (number + 1).to_bytes(2, "little") * count
        said += pcm
        player.play(number, pcm)
        player.finish(number)
    heard = b""
    while not player.idle:
        heard += player.next_frame()
    assert heard[: len(said)] == said
    assert set(heard[len(said) :]) <= {0}
    assert len(heard) % FRAME_BYTES == 0
    assert player.finished() == list(range(len(samples)))


def test_ducking_is_soft_and_without_a_step() -> None:
    player = Player()
    player.play(1, LOUD * 5)
    player.duck()
    fading, soft = samples(player.next_frame()), samples(player.next_frame())
    assert fading[0] == 8000
    assert np.abs(np.diff(fading.astype(int))).max() <= 8000 / 100
    assert set(soft) == {int(8000 * DUCKED)}
    player.resume()
    assert samples(player.next_frame())[-1] == 8000
    assert player.next_frame() == LOUD


def test_a_held_voice_waits_and_goes_on_a_little_earlier_without_reporting_anything_twice() -> None:
    player = playing(8000)
    before = [player.next_frame() for _ in range(30)][-1]
    player.hold()
    player.next_frame()
    assert {player.next_frame() for _ in range(100)} == {SILENCE}
    assert player.finished() == []
    player.resume()
    player.next_frame()
    again = int(samples(player.next_frame())[0]) - FRAME_BYTES // 2
    assert LEAD_MS.start <= (int(samples(before)[-1]) + 1 - again) / 8 <= LEAD_MS.stop
    while not player.idle:
        player.next_frame()
    assert player.finished() == [1]


def test_it_goes_on_where_it_is_quiet() -> None:
    player, pause = Player(), range(4000 - 8 * 250, 4000 - 8 * 240)
    said = np.full(8000, 3000, "<i2")
    said[pause.start : pause.stop] = 0
    player.play(1, said.tobytes())
    for _ in range(25):
        player.next_frame()
    player.hold()
    player.next_frame()
    player.resume()
    assert set(samples(player.next_frame())[: len(pause)]) == {0}


def test_a_voice_held_near_the_end_of_all_it_says_is_not_over() -> None:
    player = playing(320)
    player.next_frame()
    player.duck()
    player.hold()
    player.next_frame()
    assert player.idle, "all of it was heard, the last moment fading"
    player.play(2, LOUD)
    assert player.next_frame() == LOUD


PLACES = np.random.default_rng(7).integers(0, 30_000, 16_000)


@given(st.lists(st.sampled_from("dhr......"), max_size=120))
@example(list(".....h.d."))
def test_whatever_the_order_all_is_heard_in_order_and_nothing_is_lost(orders: list[str]) -> None:
    """Between two silences samples follow one another; after one they begin at most a moment back, never before an earlier beginning."""
    player = Player()
    player.play(1, said(0, 16_000).astype("<i2").tobytes())
    player.finish(1)
    gain = target = 1.0
    position = beginning = reached = weak_from = 0
    woken = False
    for order in [*orders, "r", *"." * 400]:
        if order == "h":
            player.hold()
            target = 0.0
        elif order != ".":
            (player.duck if order == "d" else player.resume)()
            level = DUCKED if order == "d" else 1.0
            woken |= level > target and weak_from < position
            target = level
        elif not player.idle:
            frame = samples(player.next_frame())
            if gain == target == 0:
                assert not frame.any()
                continue
            if woken:
                back = range(max(weak_from, reached - 8 * 800), max(beginning, reached - 8 * 800) - 1, -1)
                position = beginning = next(at for at in back if matches(frame, at, gain, target))
                weak_from, woken = position, False
            assert matches(frame, position, gain, target)
            if gain == target == 1:
                weak_from = min(position + 160, 16_000)
            position = min(position + 160, 16_000)
            reached = max(reached, position)
            gain = target
    assert player.idle
    assert position == 16_000
    assert player.finished() == [1]


def said(position: int, count: int) -> NDArray[np.int64]:
    """Samples that tell where they come from, however softly they are heard; silence beyond the end."""
    return np.concatenate((PLACES[position : position + count], np.zeros(max(0, position + count - max(position, 16_000)), np.int64)))


def matches(frame: NDArray[np.int16], position: int, gain: float, target: float) -> bool:
    """`frame` holds the samples from `position` on, between two levels."""
    return bool(np.abs(frame - said(position, 160) * np.linspace(gain, target, 160)).max() <= 1)
