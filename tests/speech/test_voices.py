"""A voice's name in the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from speech.synthesizer import SynthesizerError
from speech.voices import FALLBACK_VOICE, load_voice


@pytest.mark.parametrize("spec", ["", "siti", "siti:ayu", "kokoro:", "espeak", "coqui:"])
def test_an_unknown_engine_is_answered_with_the_known_voices(spec: str, tmp_path: Path) -> None:
    with pytest.raises(SynthesizerError, match=r"known are kokoro:jm_kumo .*espeak:id .*coqui:"):
        load_voice(spec, tmp_path)


def test_the_fallback_needs_no_files(tmp_path: Path) -> None:
    assert sum(map(len, load_voice(FALLBACK_VOICE, tmp_path).stream("Halo"))) > 0
    assert list(tmp_path.iterdir()) == []


def test_a_speed_is_part_of_the_name(tmp_path: Path) -> None:
    identities = [load_voice(spec, tmp_path).identity for spec in ("espeak:id@1.2", "espeak:id")]
    assert identities[0].startswith("espeak:id@1.2/") and identities[0] != identities[1]


@pytest.mark.parametrize("spec", ["espeak:id@cepat", "espeak:id@9", "espeak:id@nan"])
def test_a_speed_that_is_none_is_refused(spec: str, tmp_path: Path) -> None:
    with pytest.raises(SynthesizerError, match="speed"):
        load_voice(spec, tmp_path)


def test_a_missing_checkpoint_says_which_folder(tmp_path: Path) -> None:
    with pytest.raises(SynthesizerError, match="suara-kota does not exist"):
        load_voice(f"coqui:{tmp_path / 'suara-kota'}", tmp_path)
