from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from ivr.transcribe import transcribe
from speech.pcm import AudioFileError, write_wav
from speech.recognizer import Hypothesis, Request, Transcript


class Deaf:
    """Hears nothing in silence, one word in anything else."""

    def bucket(self, request: Request) -> int:
        return 0

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        return [Transcript((Hypothesis("halo", 0.8),) if any(request.pcm) else (), 1.0) for request in requests]


def test_one_object_a_file(tmp_path: Path) -> None:
    loud, silent = tmp_path / "loud.wav", tmp_path / "silent.wav"
    write_wav(loud, b"\x00\x10" * 800)
    write_wav(silent, bytes(1600))
    first, second = (json.loads(json.dumps(t.as_json())) for t in transcribe([loud, silent], Deaf()))
    assert first == {
        "file": str(loud),
        "text": "halo",
        "confidence": 0.8,
        "hypotheses": [{"text": "halo", "confidence": 0.8}],
    }
    assert second == {"file": str(silent), "text": "", "confidence": 0.0, "hypotheses": []}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match=r"none\.wav"):
        list(transcribe([tmp_path / "none.wav"], Deaf()))
