"""The agents' phones: `petugasN`, any SIP phone, and `petugasNw`, the telephone in the browser. Their passwords are derived from one key,
so that none is stored and a new agent's phones are there before the agent is."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import secrets
from pathlib import Path

PASSWORD_CHARACTERS = 24
KEY_CHARACTERS = 32


def phone_password(key: str, name: str) -> str:
    """What the phone `name` (`petugas7`, `petugas7w`) registers with."""
    digest = hmac.new(key.encode(), name.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()[:PASSWORD_CHARACTERS]


def phone_key(path: Path) -> str:
    """The key in the file `path`, which is made at the first call, for its owner's eyes only (0600).

    Raises:
        OSError: the file cannot be read or made.
        ValueError: it holds no key; an empty one would give passwords that anybody can compute.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(32), encoding="ascii")
        with contextlib.suppress(FileExistsError):  # another start was faster; its key holds
            path.hardlink_to(fresh)
        fresh.unlink()
    key = path.read_text(encoding="ascii").strip()
    if len(key) < KEY_CHARACTERS:
        raise ValueError(f"{path} holds no key of {KEY_CHARACTERS} characters or more: remove it, and the agents' phones get new passwords")
    return key
