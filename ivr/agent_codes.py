"""What agents key on their telephone: codes that they dial (`*11`), and digits during a conversation (`*7` and two more). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

BETWEEN_S = 3.0
"""The longest pause between two keys of one sequence."""


class Listening(StrEnum):
    """How a supervisor takes part: `SAPA_SPY_MODE` of the dialplan."""

    LISTEN = "listen"
    WHISPER = "whisper"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class SignOn:
    pass


@dataclass(frozen=True, slots=True)
class SignOff:
    pass


@dataclass(frozen=True, slots=True)
class Break:
    """`number` of the reason in the agency's list, 1 the first."""

    number: int


@dataclass(frozen=True, slots=True)
class Ready:
    pass


@dataclass(frozen=True, slots=True)
class CallBack:
    """Call whom the ticket with this short code is about."""

    short: str


@dataclass(frozen=True, slots=True)
class Supervise:
    """Take part in the conversation at `phone`."""

    mode: Listening
    phone: str


Code = SignOn | SignOff | Break | Ready | CallBack | Supervise
MODES = {"1": Listening.LISTEN, "2": Listening.WHISPER, "3": Listening.JOIN}


def parse(code: str) -> Code | None:
    """`code` is what stands after the star, as `SapaCode` has it; None for what means nothing."""
    match code:
        case "11":
            return SignOn()
        case "12":
            return SignOff()
        case "14":
            return Ready()
    if found := re.fullmatch(r"13([1-9])", code, re.ASCII):
        return Break(int(found[1]))
    if found := re.fullmatch(r"8([0-9]{4})", code, re.ASCII):
        return CallBack(found[1])
    if found := re.fullmatch(r"3([123])([1-9][0-9]{0,2})", code, re.ASCII):
        return Supervise(MODES[found[1]], f"petugas{found[2]}")
    return None


class SendBackKeys:
    """Finds `*7` and two digits in the keys of one channel. A star begins anew, and so does a key that comes late."""

    def __init__(self) -> None:
        self._keys = ""
        self._last_s = 0.0

    def feed(self, key: str, at_s: float) -> str | None:
        """`key` at `at_s` (seconds, any clock); the two digits once they are complete."""
        keys = "" if key == "*" or at_s - self._last_s > BETWEEN_S else self._keys
        keys, self._last_s = keys + key, at_s
        if re.fullmatch(r"\*7[0-9]{2}", keys, re.ASCII):
            self._keys = ""
            return keys[2:]
        self._keys = keys if re.fullmatch(r"\*(7[0-9]?)?", keys, re.ASCII) else ""
        return None
