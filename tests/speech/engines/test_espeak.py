"""The voice that is always there."""

from __future__ import annotations

import numpy as np
import pytest

from speech.engines.espeak import EspeakSynthesizer
from speech.synthesizer import SynthesizerError


def test_it_speaks_clause_by_clause() -> None:
    voice = EspeakSynthesizer("id+f3")
    first, second = voice.stream("Selamat pagi. Nomor antrean Anda sudah dipanggil.")
    assert first.dtype == np.float32
    assert voice.sample_rate // 2 < first.size < second.size
    assert 0.05 < np.abs(second).max() <= 1


def test_speed_changes_the_length_and_the_identity() -> None:
    slow, fast = EspeakSynthesizer("id", speed=0.8), EspeakSynthesizer("id", speed=1.4)
    assert sum(map(len, slow.stream("Mohon tunggu sebentar"))) > sum(map(len, fast.stream("Mohon tunggu sebentar")))
    assert sum(map(len, fast.stream("Mohon tunggu sebentar", 0.8))) > sum(map(len, fast.stream("Mohon tunggu sebentar")))
    assert slow.identity != fast.identity


def test_text_that_looks_like_an_option_is_spoken_not_obeyed() -> None:
    assert sum(map(len, EspeakSynthesizer("id").stream("--version"))) > 0


@pytest.mark.parametrize("voice", ["id+tidakada", "xx-tidakada"])
def test_an_unknown_voice_is_refused(voice: str) -> None:
    with pytest.raises(SynthesizerError, match=r"espeak-ng has no (variant 'tidakada'; it has .*f3|language)"):
        EspeakSynthesizer(voice)


def test_nothing_to_say_is_no_audio() -> None:
    assert list(EspeakSynthesizer("id").stream("  \n ")) == []
