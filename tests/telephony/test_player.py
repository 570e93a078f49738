import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.audiosocket import FRAME_BYTES, SILENCE
from telephony.player import MAX_QUEUED_S, Player, PlayerFull

ONE = b"\x01\x00" * 160


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


def test_flush_is_silence_at_once_and_nothing_is_finished() -> None:
    player = Player()
    player.play(1, ONE * 3)
    player.next_frame()
    player.flush()
    assert player.idle
    assert player.next_frame() == SILENCE
    assert player.finished() == []


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
