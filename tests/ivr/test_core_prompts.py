"""Set-up records what must sound when no engine does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dialog.schema import Flows, Sayings
from ivr.core_prompts import core_sentences, record_core, recordings
from ivr.mouth import SORRY
from ivr.patience import FILLER
from ivr.pronounce import pronounce
from ivr.settings import ROOT, Settings, VoiceSettings
from ivr.voice import RECORDED
from speech.reading import read
from speech.sound_check import check
from speech.synthesizer import SynthesizerError
from speech.track import MASTER_RATE


@pytest.fixture
def settings(tmp_path: Path, flows: Flows, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr("ivr.core_prompts.load", lambda folder, overlay: flows)  # read once for all tests: it takes seconds
    return Settings(dialog=ROOT / "tests" / "data" / "hotline", cache=tmp_path, voice=VoiceSettings("espeak:id", "espeak:id+f3"))


def test_greeting_notice_alarms_and_the_way_to_a_person_are_among_them(flows: Flows) -> None:
    core = core_sentences(flows)
    assert {SORRY, FILLER, flows.prompts.greeting, flows.prompts.notice, flows.prompts.transfer} <= set(core)
    assert {alarm.say for alarm in flows.alarms} <= set(core)
    assert len(core) < 40


def test_all_are_recorded_once_and_sound_as_they_should(settings: Settings, flows: Flows) -> None:
    told: list[str] = []
    record_core(settings, told.append)
    pieces = [piece for text in core_sentences(flows) for piece in read(text)]
    sounds = [recordings(settings.cache).get(RECORDED, piece.text) for piece in pieces]
    assert all(sound is not None and "true_peak_dbtp" not in check(sound, MASTER_RATE).faults for sound in sounds)
    assert told
    record_core(settings, told.append)
    assert len(told) == len(set(told)), "nothing is made again"


def test_where_the_chosen_voice_is_missing_the_fallback_records_until_it_is_there(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.core_prompts.core_sentences", lambda flows: (FILLER, SORRY))
    without, told = replace(settings, voice=VoiceSettings("coqui:/nowhere", "espeak:id")), list[str]()
    record_core(without, told.append)
    before = len(told)
    assert recordings(settings.cache).get(RECORDED, read(SORRY)[0].text) is not None
    record_core(without, told.append)
    assert len(told) == 2 * before, "the next set-up tries again"


def test_that_nothing_speaks_is_told(settings: Settings) -> None:
    with pytest.raises(SynthesizerError):
        record_core(replace(settings, voice=VoiceSettings("coqui:/nowhere", "ajaib:suara")), print)


def test_what_was_lost_is_recorded_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.core_prompts.core_sentences", lambda flows: (FILLER, SORRY))
    record_core(settings, lambda line: None)
    for path in (settings.cache / "core").glob("*.pcm"):
        path.write_bytes(b"damaged")
    record_core(settings, lambda line: None)
    assert all(recordings(settings.cache).get(RECORDED, piece.text) for piece in read(SORRY))


def test_they_are_found_by_a_hotline_with_words_of_its_own(settings: Settings, flows: Flows, monkeypatch: pytest.MonkeyPatch) -> None:
    own = replace(flows, sayings=Sayings({"Sapa": "sapa kota"}))
    monkeypatch.setattr("ivr.core_prompts.load", lambda folder, overlay: own)
    monkeypatch.setattr("ivr.core_prompts.core_sentences", lambda flows: ("Selamat datang di Sapa.",))
    try:
        record_core(settings, lambda line: None)
        pronounce(own.sayings)
        (piece,) = read("Selamat datang di Sapa.")
        assert "sapa kota" in piece.text
        assert recordings(settings.cache).get(RECORDED, piece.text)
    finally:
        pronounce(Sayings())
