"""What agents key, and what they hear of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr import agent_sentences as sentences
from ivr.agent_codes import Break, CallBack, Code, Listening, Ready, SendBackKeys, SignOff, SignOn, Supervise, parse


@pytest.mark.parametrize(
    ("code", "means"),
    [
        ("11", SignOn()),
        ("12", SignOff()),
        ("131", Break(1)),
        ("139", Break(9)),
        ("14", Ready()),
        ("80417", CallBack("0417")),
        ("317", Supervise(Listening.LISTEN, "petugas7")),
        ("3212", Supervise(Listening.WHISPER, "petugas12")),
        ("331", Supervise(Listening.JOIN, "petugas1")),
        *[(code, None) for code in ("", "1", "13", "130", "1311", "15", "8041", "804177", "310", "341", "31", "3112345", "٣١٧", "11\n")],
    ],
)
def test_codes(code: str, means: Code | None) -> None:
    assert parse(code) == means


@given(st.text(max_size=8))
def test_no_code_raises(code: str) -> None:
    parse(code)


def keyed(keys: str, pause_s: float = 0.5) -> list[str]:
    watch = SendBackKeys()
    return [found for n, key in enumerate(keys) if (found := watch.feed(key, n * pause_s)) is not None]


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("*700", ["00"]),
        ("*701", ["01"]),
        ("12*70199", ["01"]),
        ("**701", ["01"]),
        ("*7*702", ["02"]),
        ("*700*701", ["00", "01"]),
        ("*801", []),
        ("701", []),
        ("*7#1", []),
        ("*70A", []),
        ("*7", []),
    ],
)
def test_digits_that_send_back(keys: str, found: list[str]) -> None:
    assert keyed(keys) == found


def test_a_late_key_begins_anew() -> None:
    assert keyed("*701", pause_s=3.0) == ["01"]
    assert keyed("*701", pause_s=3.01) == []


def test_what_agents_hear() -> None:
    assert sentences.signed_on(["kependudukan", "pajak"]) == "Anda masuk. Antrean: kependudukan, pajak."
    assert "belum ditugaskan" in sentences.signed_on([])
    assert sentences.on_break("Salat") == "Anda jeda: Salat. Tekan bintang satu empat bila sudah siap."
    assert "1 untuk Istirahat, 2 untuk Salat" in sentences.no_such_break(["Istirahat", "Salat"])
