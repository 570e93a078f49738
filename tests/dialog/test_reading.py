"""Which hypothesis is taken, and that the journal knows."""

from __future__ import annotations

import pytest
from conversation import NIK, SPOKEN_NIK, Conversation

from dialog.effects import Chosen
from dialog.events import Heard, Hypothesis
from dialog.journal_codec import encode
from dialog.replay import replay
from dialog.state import Phase

SHORT = SPOKEN_NIK.removesuffix(" satu")
"""Fifteen digits of the same number."""
IMPOSSIBLE = SPOKEN_NIK.replace("tiga dua", "sembilan sembilan")


def hears(call: Conversation, *readings: tuple[str, float]) -> Conversation:
    return call.happens(Heard(call.state.turn, tuple(Hypothesis(*reading) for reading in readings)))


def chosen(call: Conversation) -> int:
    return next((effect.hypothesis for effect in call.effects if isinstance(effect, Chosen)), 0)


@pytest.mark.parametrize(
    ("readings", "place", "digits"),
    [
        ([(SPOKEN_NIK, 0.6), (SHORT, 0.3)], 0, NIK),
        ([(SHORT, 0.6), (SPOKEN_NIK, 0.1)], 1, NIK),
        ([(IMPOSSIBLE, 0.9), (SPOKEN_NIK, 0.01)], 1, NIK),
        ([(IMPOSSIBLE, 0.9), (SHORT, 0.01)], 1, ""),
        ([("halo", 0.9), (SPOKEN_NIK, 0.1)], 1, NIK),
        ([(SHORT, 0.97), (SPOKEN_NIK, 0.01)], 0, ""),
    ],
)
def test_a_number_of_the_right_structure_is_taken(call: Conversation, readings: list[tuple[str, float]], place: int, digits: str) -> None:
    hears(call.says("cek status ktp"), *readings)
    assert chosen(call) == place
    assert call.heard == digits


def test_bent_digit_words_count(call: Conversation) -> None:
    assert call.says("cek status ktp").says(SPOKEN_NIK.replace("sembilan", "milan").replace("empat", "mat")).heard == NIK


def test_a_yes_is_taken_where_one_is_due_unless_hardly_heard(call: Conversation) -> None:
    call.says("cek status ktp").says(SPOKEN_NIK)
    assert chosen(hears(call, ("yang", 0.5), ("ya", 0.3))) == 1
    assert call.lookup is not None
    other = Conversation(call.flows).begins().says("cek status ktp").says(SPOKEN_NIK)
    assert hears(other, ("yang mana", 0.9), ("ya", 0.02)).lookup is None


def test_the_wish_that_is_known_is_taken(call: Conversation) -> None:
    assert chosen(hears(call, ("ceking setatus kaki", 0.5), ("cek status ktp", 0.4))) == 1
    assert call.state.intent == "status_ktp"


def test_a_wish_is_what_the_readings_together_speak_for(call: Conversation) -> None:
    """The best reading means little, two others agree; and the call goes on as surely as the utterance was heard."""
    assert chosen(hears(call, ("saya kaki ilalang", 0.85), ("ktp saya hilang", 0.06), ("katepe saya hilang", 0.04))) == 1
    assert call.state.intent == "ktp_hilang"


def test_of_wishes_that_mean_the_same_the_best_heard_is_taken(call: Conversation) -> None:
    assert chosen(hears(call, ("ktp saya hilang", 0.8), ("ktp saya ilang", 0.1), ("ktp hilang", 0.1))) == 0


def test_free_text_is_what_was_heard_best(call: Conversation) -> None:
    hears(call.says("mau lapor jalan rusak"), ("jalan berlubang", 0.6), ("petugas", 0.3))
    assert call.state.slots == {"apa": "jalan berlubang"}


def test_the_choice_that_there_is_is_taken(call: Conversation) -> None:
    assert chosen(hears(call.says("mau urus izin usaha").says("belum"), ("kacamata", 0.5), ("jasa", 0.4))) == 1
    assert call.state.phase is Phase.SLOT
    assert call.state.slots["bidang"] == "jasa"


def test_replay_takes_the_same(call: Conversation) -> None:
    hears(call.says("cek status ktp"), (SHORT, 0.6), (SPOKEN_NIK, 0.2)).says("ya")
    assert replay(call.flows, [encode(event) for event in call.events]) == (call.state, call.all_effects)
