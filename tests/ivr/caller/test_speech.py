"""What a caller says, rendered: where the voice lies in it, and the line's noise around it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dialog.scenario.schema import Expected, Line, Scenario, Step
from ivr.caller.speech import background, render
from ivr.caller.trace import Spoken, placed
from speech.pcm import to_float


def script(text: str, line: Line) -> Scenario:
    return Scenario("uji", "espeak:id", line, (Step("hang_up"), Step("say", text)), Expected(), Path())


def test_a_pause_lasts_as_long_as_it_says(tmp_path: Path) -> None:
    sound = render(script("tiga dua <jeda 1.0> tujuh", Line()), tmp_path)[1]
    pauses = [after[0] - before[1] for before, after in zip(sound.said, sound.said[1:], strict=False)]
    assert max(pauses) == pytest.approx(1000, abs=80)
    assert sound.end_ms <= len(sound.pcm) / 16


def test_the_line_is_as_noisy_between_the_words_as_behind_them(tmp_path: Path) -> None:
    line = Line(snr_db=15)
    sounds = render(script("tiga dua <jeda 1.0> tujuh", line), tmp_path)
    said = sounds[1].said
    start = next(before[1] for before, after in zip(said, said[1:], strict=False) if after[0] - before[1] > 500)
    pause, between = to_float(sounds[1].pcm[(start + 100) * 16 : (start + 800) * 16]), to_float(background(line, sounds))
    assert 10 * np.log10(np.mean(pause**2) / np.mean(between**2)) == pytest.approx(0, abs=1.5)


def test_a_caller_who_only_presses_keys_has_a_silent_line() -> None:
    assert background(Line(), {}) == b""


def test_words_are_found_in_what_was_sent(tmp_path: Path) -> None:
    sound = render(script("ya", Line()), tmp_path)[1]
    sent = bytes(16 * 1037) + sound.pcm + bytes(3200)
    spoken = Spoken(Step("say", "ya"), tuple((1000 + start, 1000 + end) for start, end in sound.said), 0)
    assert placed(spoken, sound, sent).said[0][0] == 1037 + sound.start_ms
    assert placed(spoken, sound, bytes(len(sent))) == spoken


def test_a_noise_is_sound(tmp_path: Path) -> None:
    noise = Scenario("uji", "espeak:id", Line(), (Step("noise"),), Expected(), tmp_path)
    assert render(noise, tmp_path)[0].said
