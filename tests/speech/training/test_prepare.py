from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from speech.training.damage import RATE
from speech.training.mixture import Corpus, mixture, trimmed
from speech.training.prepare import POSITION, PROMPT, Clip, groups, masked, tokens_of, windowed
from speech.training.render import GROUPS_A_VOICE, LONGEST_S

SEQUENCES = [[100, 101, 102, 103, 1, 2, 3, 9], [100, 101, 102, 103, 4, 9]]


@given(st.lists(st.integers(8_000, 200_000), min_size=1, max_size=60), st.integers())
def test_every_clip_is_in_one_group_and_no_group_is_too_long(lengths: list[int], seed: int) -> None:
    made = groups(lengths, 48.0, Random(seed))
    assert sorted(i for group in made for i in group) == list(range(len(lengths)))
    assert all(len(group) == 1 or len(group) * max(lengths[i] for i in group) / RATE <= 60 for group in made)


def test_targets_are_the_words_and_the_end_only() -> None:
    tokens, targets = tokens_of(SEQUENCES, Random(0))
    assert tokens.shape == targets.shape == (2, 7)
    assert targets.tolist() == [[-100, -100, -100, 1, 2, 3, 9], [-100, -100, -100, 4, 9, -100, -100]]
    assert tokens[:, : len(PROMPT)].tolist() == [[100, 101, 102, 103]] * 2


def test_now_and_then_a_word_before_is_another() -> None:
    rng = Random(0)
    changed = sum((tokens_of(SEQUENCES, rng)[0][0, 4:] != [1, 2, 3]).any() for _ in range(200))
    assert 0 < changed < 60


def test_a_window_is_whole_positions_and_holds_the_longest_clip() -> None:
    clips = [np.ones(n, np.int16) * 1000 for n in (8_000, 16_000, 12_345)]
    for seed in range(30):
        audio = windowed(clips, Random(seed))
        assert audio.shape[1] % POSITION == 0 and audio.shape[1] >= 16_000 and audio.dtype == np.float32


def test_masking_leaves_most_of_the_features() -> None:
    for seed in range(30):
        mel = np.random.default_rng(seed).random((80, 200), np.float32)
        assert np.mean(masked(mel.copy(), Random(seed)) != mel) < 0.4


def test_a_pass_joins_groups_of_one_voice_into_long_numbers_and_adds_noise_without_words() -> None:
    def voice(number: int) -> list[Clip]:
        return [("satu dua", np.full(RATE, number + 1, np.int16)) for _ in range(GROUPS_A_VOICE)]

    halo: list[Clip] = [("halo", np.ones(RATE, np.int16))]
    corpus = Corpus(kokoro=halo, groups=voice(0) + voice(1), short=[("ya", np.ones(RATE, np.int16))], espeak=halo * 3)
    made = mixture(corpus, 0)
    numbers = [clip for clip in made if clip[0] not in ("halo", "ya", "")]
    assert sum(text == "halo" for text, _ in made) == 2 and sum(text == "ya" for text, _ in made) == 1
    assert sum(text == "" for text, _ in made) > 10
    for text, pcm in numbers:
        assert len(pcm) <= LONGEST_S * RATE and 4 <= len(text.split()) <= 17
        assert len(set(pcm.tolist()) - {0}) == 1, "one number, one voice"
    assert [t for t, _ in mixture(corpus, 1)] != [t for t, _ in mixture(corpus, 2)]


def test_a_word_said_alone_loses_the_silence_around_it() -> None:
    pcm = np.concatenate([np.zeros(800, np.int16), np.full(1600, 9000, np.int16), np.zeros(4000, np.int16)])
    assert trimmed(pcm).tolist() == [9000] * 1600
