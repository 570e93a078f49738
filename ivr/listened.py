"""Who is being listened to by a supervisor: from the redirect to the hang-up of the supervisor's channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ear:
    """`mode`: listen, whisper or join; `call_id`: the agent's call then, empty for one that they have made themselves."""

    login: str
    call_id: str
    mode: str


class Listened:
    """`changed(login)` when somebody begins or stops. A hang-up that was not seen shows no longer than the agent's call."""

    def __init__(self, changed: Callable[[str], None]) -> None:
        self._changed = changed
        self._ears: dict[str, Ear] = {}
        """By the supervisor's channel."""

    def began(self, channel: str, ear: Ear) -> None:
        over = [known for known, old in self._ears.items() if old.login == ear.login and old.call_id != ear.call_id]
        for known in over:
            del self._ears[known]
        self._ears[channel] = ear
        self._changed(ear.login)

    def event(self, name: str, headers: Mapping[str, str]) -> None:
        """Every AMI event."""
        if name == "Hangup" and (ear := self._ears.pop(headers.get("Channel", ""), None)) is not None:
            self._changed(ear.login)

    def modes(self, login: str, call_id: str) -> tuple[str, ...]:
        """How that agent is listened to in that call, each once."""
        return tuple(dict.fromkeys(ear.mode for ear in self._ears.values() if (ear.login, ear.call_id) == (login, call_id)))
