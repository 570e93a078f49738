"""The manager actions this service may use, typed. A value with a line break is refused: it would be a second action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from asterisk.ami.action import SimpleAction

MAX_LINE = 1000
"""Bytes: Asterisk reads manager lines into 1,025 and drops what is longer."""


class TooLongError(ValueError):
    """A header line is longer than Asterisk reads."""


class InjectionError(ValueError):
    """A header value holds CR, LF or NUL. The value itself is not repeated: it may be a caller's."""


class Action(Protocol):
    """One request to Asterisk."""

    name: ClassVar[str]

    def headers(self) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class Login:
    name: ClassVar[str] = "Login"
    username: str
    secret: str

    def headers(self) -> dict[str, str]:
        return {"Username": self.username, "Secret": self.secret}


@dataclass(frozen=True, slots=True)
class Ping:
    name: ClassVar[str] = "Ping"

    def headers(self) -> dict[str, str]:
        return {}


@dataclass(frozen=True, slots=True)
class Redirect:
    """Move `channel` to another place in the dialplan."""

    name: ClassVar[str] = "Redirect"
    channel: str
    context: str
    exten: str = "s"
    priority: int = 1

    def headers(self) -> dict[str, str]:
        return {"Channel": self.channel, "Context": self.context, "Exten": self.exten, "Priority": str(self.priority)}


@dataclass(frozen=True, slots=True)
class Setvar:
    name: ClassVar[str] = "Setvar"
    channel: str
    variable: str
    value: str

    def headers(self) -> dict[str, str]:
        return {"Channel": self.channel, "Variable": self.variable, "Value": self.value}


@dataclass(frozen=True, slots=True)
class Getvar:
    """Answered with the header `Value`."""

    name: ClassVar[str] = "Getvar"
    channel: str
    variable: str

    def headers(self) -> dict[str, str]:
        return {"Channel": self.channel, "Variable": self.variable}


@dataclass(frozen=True, slots=True)
class Hangup:
    name: ClassVar[str] = "Hangup"
    channel: str

    def headers(self) -> dict[str, str]:
        return {"Channel": self.channel}


@dataclass(frozen=True, slots=True)
class CoreShowChannels:
    """Answered by a list of `CoreShowChannel` events and `CoreShowChannelsComplete`."""

    name: ClassVar[str] = "CoreShowChannels"

    def headers(self) -> dict[str, str]:
        return {}


@dataclass(frozen=True, slots=True)
class ExtensionStateList:
    """Answered by one `ExtensionStatus` event for each hint, and `ExtensionStateListComplete`."""

    name: ClassVar[str] = "ExtensionStateList"

    def headers(self) -> dict[str, str]:
        return {}


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """Answered by `QueueParams`, `QueueMember` and `QueueEntry` events and `QueueStatusComplete`; of all queues where none is named."""

    name: ClassVar[str] = "QueueStatus"
    queue: str = ""

    def headers(self) -> dict[str, str]:
        return {"Queue": self.queue}


@dataclass(frozen=True, slots=True)
class QueueAdd:
    """Let `interface` be rung for `queue`. Calls go to a higher `penalty` only when nobody of a lower one is free; `state_interface` is
    what tells whether the phone is free."""

    name: ClassVar[str] = "QueueAdd"
    queue: str
    interface: str
    member: str
    state_interface: str
    penalty: int = 0
    paused: bool = False
    reason: str = ""

    def headers(self) -> dict[str, str]:
        headers = {
            "Queue": self.queue,
            "Interface": self.interface,
            "MemberName": self.member,
            "StateInterface": self.state_interface,
            "Penalty": str(self.penalty),
            "Paused": _flag(self.paused),
        }
        return headers | {"Reason": self.reason} if self.paused else headers


@dataclass(frozen=True, slots=True)
class QueueRemove:
    name: ClassVar[str] = "QueueRemove"
    queue: str
    interface: str

    def headers(self) -> dict[str, str]:
        return {"Queue": self.queue, "Interface": self.interface}


@dataclass(frozen=True, slots=True)
class QueuePause:
    """Ring `interface` no more, or again; in all its queues where none is named."""

    name: ClassVar[str] = "QueuePause"
    interface: str
    paused: bool
    reason: str = ""
    queue: str = ""

    def headers(self) -> dict[str, str]:
        headers = {"Interface": self.interface, "Paused": _flag(self.paused), "Reason": self.reason}
        return headers | {"Queue": self.queue} if self.queue else headers


@dataclass(frozen=True, slots=True)
class QueueWithdraw:
    """Take the caller on `channel` out of a queue, for whom nobody will come: back to the dialplan, and so to the service. While phones
    ring for them it has no effect before these have stopped. Refused when the caller is not in that queue."""

    name: ClassVar[str] = "QueueWithdrawCaller"
    queue: str
    channel: str

    def headers(self) -> dict[str, str]:
        return {"Queue": self.queue, "Caller": self.channel}


@dataclass(frozen=True, slots=True)
class QueuePenalty:
    """Another rank of `interface` in `queue`."""

    name: ClassVar[str] = "QueuePenalty"
    interface: str
    penalty: int
    queue: str

    def headers(self) -> dict[str, str]:
        return {"Interface": self.interface, "Penalty": str(self.penalty), "Queue": self.queue}


def _flag(value: bool) -> str:
    return "true" if value else "false"


def encode(action: Action, action_id: str) -> bytes:
    """Raises InjectionError when any value holds a line break, TooLongError when a line is longer than Asterisk reads."""
    headers = {**action.headers(), "ActionID": action_id}
    for key, value in headers.items():
        if any(c in value for c in "\r\n\0"):
            raise InjectionError(f"{action.name}: the value of {key} holds a line break")
        if len(f"{key}: {value}".encode()) > MAX_LINE:
            raise TooLongError(f"{action.name}: the value of {key} is too long for a manager line")
    return f"{SimpleAction(action.name, **headers)}\r\n".encode()
