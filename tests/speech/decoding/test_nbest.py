from __future__ import annotations

from speech.decoding.nbest import KEPT, candidates, confined, further, ranked
from speech.decoding.readings import Reading
from speech.recognizer import Expectation

FOUR = Expectation(digits=True, length=4)
YES_NO = Expectation(phrases=("ya", "tidak", "petugas"))
NOTHING = Expectation()


def reading(text: str, log_prob: float) -> Reading:
    return Reading(text, tuple(range(len(text.split()))), log_prob)


def texts(readings: tuple[Reading, ...]) -> list[str]:
    return [r.text for r in readings]


def test_without_expectation_the_order_stays_and_spellings_count_once() -> None:
    decoded = [reading("Iya.", -2), reading("iya", -1), reading("ia", -3), reading("...", -0.5)]
    assert texts(ranked(decoded, [], NOTHING, 1.0)) == ["Iya.", "ia"]
    assert candidates(decoded, NOTHING, 1.0) == ()


def test_nothing_decoded_is_nothing() -> None:
    assert ranked([], [reading("ya", -1)], YES_NO, 1.0) == ()


def test_a_number_of_the_right_length_goes_first() -> None:
    decoded = [reading("satu dua tiga", -2), reading("satu dua nama tiga", -2.5)]
    scored = [reading("satu dua dua tiga", -4), reading("satu satu dua tiga", -3)]
    assert texts(ranked(decoded, scored, FOUR, 3.0))[:2] == ["satu satu dua tiga", "satu dua dua tiga"]


def test_a_number_that_ended_early_is_not_likelier_for_it() -> None:
    decoded = [reading("satu dua", -1.5), reading("satu dua tiga empat", -10)]
    assert texts(ranked(decoded, [], FOUR, 3.0))[0] == "satu dua tiga empat"


def test_another_answer_comes_through_where_digits_are_due() -> None:
    decoded = [reading("saya tidak hafal", -1)]
    assert candidates(decoded, FOUR, 2.0) == ()
    assert texts(ranked(decoded, [reading("satu satu dua tiga", -30)], FOUR, 2.0))[0] == "saya tidak hafal"


def test_a_number_two_digits_short_is_completed_in_two_steps() -> None:
    first = candidates([reading("satu dua", -1)], FOUR, 3.0)
    assert "satu dua dua" in first
    second = further([reading(text, -1.0 - i) for i, text in enumerate(first)], FOUR)
    assert second
    assert all(len(text.split()) == 4 for text in second)
    assert further([reading("satu dua tiga empat", -1)], FOUR) == ()
    assert further([], FOUR) == ()


def test_a_phrase_that_sounds_alike_goes_first_unless_the_audio_speaks_against_it() -> None:
    heard = [reading("tida", -2)]
    assert texts(ranked(heard, [reading("tidak", -5)], YES_NO, 1.0))[0] == "tidak"
    assert texts(ranked(heard, [reading("tidak", -30)], YES_NO, 1.0))[0] == "tida"
    assert texts(ranked([reading("kehilangan", -2)], [reading("tidak", -5)], YES_NO, 1.0))[0] == "kehilangan"


def test_long_speech_is_no_short_answer() -> None:
    assert candidates([reading("tida", -2)], YES_NO, 6.0) == ()
    assert texts(ranked([reading("tida", -2)], [reading("tidak", -3)], YES_NO, 6.0))[0] == "tida"


def test_a_hot_word_goes_first_where_it_is_about_as_likely() -> None:
    hot = Expectation(hot_words=("Melati",))
    assert candidates([reading("jalan mlati", -3)], hot, 2.0) == ("jalan melati",)
    assert texts(ranked([reading("jalan mlati", -3)], [reading("jalan melati", -4)], hot, 2.0))[0] == "jalan melati"
    assert texts(ranked([reading("jalan mlati", -3)], [reading("jalan melati", -9)], hot, 2.0))[0] == "jalan mlati"


def test_confined_readings_lead_unless_something_else_was_said() -> None:
    digits = (reading("satu dua", -1),)
    numeral, words = (reading("1 2", -1),), (reading("saya lupa nomornya", -1),)
    assert confined(numeral, digits)[0].text == "satu dua"
    assert confined(words, digits)[0].text == "saya lupa nomornya"


def test_the_list_is_bounded() -> None:
    assert len(ranked([reading(f"kata{'a' * i}", -i) for i in range(30)], [], NOTHING, 1.0)) == KEPT
