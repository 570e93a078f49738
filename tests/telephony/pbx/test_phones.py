"""The agents' phones' passwords."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from telephony.pbx.phones import phone_key, phone_password


def test_each_phone_has_a_password_of_its_own_that_stays() -> None:
    names = [f"petugas{n}{kind}" for n in range(1, 21) for kind in ("", "w")]
    passwords = {name: phone_password("kunci", name) for name in names}
    assert len(set(passwords.values())) == len(names)
    assert passwords == {name: phone_password("kunci", name) for name in names}
    assert phone_password("kunci lain", "petugas1") != passwords["petugas1"]
    assert all(len(password) == 24 and password.replace("-", "").replace("_", "").isalnum() for password in passwords.values())


def test_the_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "state" / "phone.key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: phone_key(path), range(8)))
    assert len(keys) == 1 and keys == {path.read_text()}
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(path.parent) == ["phone.key"]


def test_an_empty_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "phone.key").touch()
    with pytest.raises(ValueError, match="holds no key"):
        phone_key(tmp_path / "phone.key")
