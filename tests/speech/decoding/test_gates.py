from __future__ import annotations

import pytest

from speech.decoding.gates import nothing_said
from speech.decoding.readings import Decoded, Reading, loops


def decoded(text: str, mean: float, no_speech: float) -> Decoded:
    tokens = tuple(range(len(text.split())))
    return Decoded((Reading(text, tokens, mean * (len(tokens) + 1)),), no_speech, 2.0)


@pytest.mark.parametrize(
    ("text", "mean", "no_speech"),
    [
        ("Saya", -1.5, 0.9),
        ("Terima kasih telah menonton!", -0.2, 0.5),
        ("Terima kasih.", -0.9, 0.1),
        ("...", -0.1, 0.0),
        ("", -0.1, 0.0),
        ("kuda nil", -3.0, 0.1),
        ("tu tu tu tu tu", -0.9, 0.1),
    ],
)
def test_what_was_made_up_is_dropped(text: str, mean: float, no_speech: float) -> None:
    assert nothing_said(decoded(text, mean, no_speech))


def test_no_reading_is_nothing() -> None:
    assert nothing_said(Decoded((), 0.0, 1.0))


@pytest.mark.parametrize(
    ("text", "mean", "no_speech"),
    [
        ("Terima kasih.", -0.2, 0.05),
        ("Saya kehilangan KTP", -1.2, 0.2),
        ("Ya", -0.3, 0.7),
        ("mbak ktp saya udah jadi belum ya", -0.9, 0.75),
        ("halo halo halo halo", -0.3, 0.1),
    ],
)
def test_what_a_caller_said_is_kept(text: str, mean: float, no_speech: float) -> None:
    assert not nothing_said(decoded(text, mean, no_speech))


@pytest.mark.parametrize("text", ["ya " * 40, "tu tu tu tu", "saya mau saya mau saya mau saya mau", "nol " * 30])
def test_a_loop_is_seen(text: str) -> None:
    assert loops(text)


@pytest.mark.parametrize(
    "text", ["", "saya mau mengurus kartu keluarga yang hilang", "nol nol nol nol lima", "tidak tidak tidak bukan itu"]
)
def test_what_people_repeat_is_no_loop(text: str) -> None:
    assert not loops(text)
