"""The SIP phone where no PBX is needed: what it says when things are not as they must be."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from telephony.pbx.process import free_port
from telephony.phone import Account, PhoneError, SipPhone, free_sip_port

NOBODY = Account("warga", 1)


def test_a_phone_with_a_password_registers_and_answers_by_itself() -> None:
    assert "answermode=auto" in Account("petugas1", 5060, "sandi").line()
    assert "answermode" not in Account("warga", 5060).line()


def test_a_sip_port_leaves_room_for_the_next_one() -> None:
    assert 1024 < free_sip_port() < 65_535


async def test_without_baresip_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PhoneError, match="baresip-core"):
        async with SipPhone(NOBODY, tmp_path):
            pass


@pytest.mark.calls
async def test_a_wav_of_another_shape_is_refused_and_nothing_is_left_running(tmp_path: Path) -> None:
    path = tmp_path / "wide.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        out.writeframes(bytes(320))
    folder = tmp_path / "phone"
    async with SipPhone(NOBODY, folder) as phone:
        with pytest.raises(PhoneError, match=r"wide\.wav must be 8 kHz"):
            await phone.speak(path)
        with pytest.raises(PhoneError, match="cannot be read"):
            await phone.speak(tmp_path / "none.wav")
        assert phone.sent() == phone.heard() == b""
    assert phone.closed.is_set()
    with pytest.raises(PhoneError, match="not running"):
        phone.press("1")


@pytest.mark.calls
async def test_nobody_there_is_said_in_time(tmp_path: Path) -> None:
    async with SipPhone(Account("warga", free_port()), tmp_path / "phone") as phone:
        with pytest.raises(PhoneError, match="500 (did not answer|refused)"):
            await phone.dial("500", timeout_s=1.0)
