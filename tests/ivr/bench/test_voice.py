"""The table of `ivr bench voice`, and callers who wait for a voice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

from ivr.bench import voice_live
from ivr.bench.voice import pairs, sound
from ivr.bench.voice_booth import Booth
from ivr.bench.voice_live import Line
from ivr.bench.voice_table import rows
from ivr.cli import app
from ivr.settings import Settings

VOICES = ("coqui:sapa", "kokoro:jm_kumo", "espeak:id")


def figures(**changes: Any) -> dict[str, Any]:
    """A voice that reaches everything."""

    def each(*values: Any) -> dict[str, Any]:
        return dict(zip(VOICES, values, strict=True))

    def manner(hz: float, semitones: float, rate: float) -> dict[str, Any]:
        return {"pitch": {"low": 80.0, "middle": hz, "high": 120.0}, "semitones": semitones, "rate": rate}

    ears = [{"stock": {"wer": stock}, "own": {"wer": own}} for stock, own in ((0.12, 0.06), (0.10, 0.05), (0.5, 0.4))]
    scores = [{"overall": x, "speech": x, "background": x, "p808": x} for x in (3.2, 3.4, 2.9)]
    found: dict[str, Any] = {
        "wer": each(*ears),
        "pitch": each(manner(100, 7.3, 5.0), manner(104, 7.0, 5.2), manner(101, 6.0, 5.1)),
        "quality": each(*scores),
        "speed": each(*({"cpu": cpu, "wall": cpu} for cpu in (0.15, 0.6, 0.01))),
        "latency": {"cached_ms": 4.0, "fresh_ms": 280.0},
        "sound": {"prompts": 300, "out": {"lufs": 0, "true_peak_dbtp": 0, "dc": 0, "worst_join": 0}},
        "load": {"callers": 8, "clauses": 40, "lost": 0, "fallback": 0, "latest_s": 1.2},
    }
    return {**found, **changes}


def test_everything_reached() -> None:
    made = rows(figures(), VOICES)
    assert [row.name for row in made if row.reached is False] == []
    assert sum(row.reached is True for row in made) == 16
    assert len(rows(figures(), VOICES[:1])) == len(made)


@pytest.mark.parametrize(
    ("part", "path", "value"),
    [
        ("wer", ("coqui:sapa", "stock", "wer"), 0.121),
        ("wer", ("coqui:sapa", "own", "wer"), 0.0601),
        ("pitch", ("coqui:sapa", "semitones"), 6.2),
        ("pitch", ("coqui:sapa", "rate"), 5.8),
        ("quality", ("coqui:sapa", "overall"), 2.8),
        ("speed", ("coqui:sapa", "cpu"), 0.31),
        ("speed", ("kokoro:jm_kumo", "cpu"), 0.29),
        ("latency", ("cached_ms",), 10.1),
        ("latency", ("fresh_ms",), 301.0),
        ("sound", ("out", "worst_join"), 1),
        ("load", ("latest_s",), 1.6),
        ("load", ("lost",), 1),
    ],
)
def test_each_target_can_be_missed(part: str, path: tuple[str, ...], value: float) -> None:
    of = figures()
    place = of[part]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    missed = [row for row in rows(of, VOICES) if row.reached is False]
    assert [row.part for row in missed] == [part] and missed[0].verdict == "BELUM"


class Hum:
    """0.5 s of sound a clause, at once."""

    sample_rate, identity = 16_000, "hum"

    def stream(self, text: str, pace: float = 1.0) -> Iterator[NDArray[np.float32]]:
        time = np.arange(1600 * max(5, len(text) // 2)) / 16_000
        yield (0.3 * np.sin(2 * np.pi * 150 * time) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time))).astype(np.float32)


@pytest.fixture
def humming(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_live, "load_voice", lambda *_: Hum())
    monkeypatch.setattr("ivr.bench.voice.load_voice", lambda *_: Hum())


PROMPTS = ("Selamat pagi, ada yang bisa kami bantu?", "Mohon tunggu sebentar.")


@pytest.mark.usefixtures("humming")
async def test_first_sounds_are_timed(tmp_path: Path) -> None:
    found = await voice_live.latency(Settings(cache=tmp_path), "hum", PROMPTS, pairs(["Satu dua.", "Tiga empat."] * 2, 9))
    assert len(found.cached) == len(found.fresh) == 2
    assert 0 < found.cached_ms < 5000 and 0 < found.fresh_ms < 5000


@pytest.mark.usefixtures("humming")
async def test_eight_callers_at_once_hear_every_clause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_live, "APART_S", 0.0)
    monkeypatch.setattr(Line, "queued_s", lambda self: 0.0)
    found = await voice_live.load(Settings(cache=tmp_path), "hum", PROMPTS, ("Satu dua tiga. Empat lima enam.",), rounds=2)
    assert (found.callers, found.clauses, found.lost, found.fallback) == (8, 32, 0, 0)


async def test_a_line_plays_in_real_time() -> None:
    line = Line()
    line.take(bytes(16_000))
    assert line.queued_s() == pytest.approx(1.0, abs=0.2)
    await asyncio.sleep(0)


@pytest.mark.usefixtures("humming")
def test_every_prompt_is_checked_at_both_rates(tmp_path: Path) -> None:
    found = sound("hum", PROMPTS, tmp_path, tmp_path / "prompts", lambda line: None)
    assert found["prompts"] == 2 and found["out"]["dc"] == 0
    assert -30 < found["worst"]["lufs_low"] <= found["worst"]["lufs_high"] < -10


def test_a_voice_in_a_booth_speaks_and_is_timed(tmp_path: Path) -> None:
    with Booth("espeak:id", tmp_path) as booth:
        said = booth.speak("Selamat pagi.")
    assert said.rate == 22_050 and said.seconds > 0.5 and 0 < said.cpu_s < 5


def test_an_unknown_part_is_told() -> None:
    result = CliRunner().invoke(app, ["bench", "voice", "--parts", "rasa"])
    assert result.exit_code == 2 and "wer, pitch" in result.output
    assert json.dumps(figures())
