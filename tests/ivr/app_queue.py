"""A small app_queue: takes the actions on members, answers and sends events as Asterisk 22.10 was recorded to do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from telephony.ami.actions import Action, ExtensionStateList, QueueAdd, QueuePause, QueuePenalty, QueueRemove, QueueStatus
from telephony.ami.client import AmiRefused, AmiUnavailable

Event = Callable[[str, Mapping[str, str]], None]


class AppQueue:
    """`seen`: actions in order. `refused` names actions that it refuses, `mute` those that it does not answer; `silent`: it accepts
    QueueStatus and does not tell; `down`: the link is gone."""

    def __init__(self, *queues: str) -> None:
        self.queues = queues
        self.members: dict[tuple[str, str], dict[str, str]] = {}
        self.phones: dict[str, str] = {}
        """Status of hints; those that are not here are unavailable."""
        self.seen: list[Action] = []
        self.refused: set[str] = set()
        self.mute: set[str] = set()
        self.silent = self.down = False
        self.event: Event = lambda name, headers: None

    async def send(self, action: Action) -> object:
        if self.down:
            raise AmiUnavailable("no AMI connection")
        self.seen.append(action)
        if action.name in self.mute:
            await asyncio.Event().wait()
        if action.name in self.refused:
            raise AmiRefused(f"{action.name}: refused")
        match action:
            case QueueStatus() if not self.silent:
                self._list()
            case ExtensionStateList():
                for exten, status in self.phones.items():
                    self.event("ExtensionStatus", {"Exten": exten, "Context": "sapa-phones", "Status": status})
            case QueueAdd():
                self._add(action)
            case QueueRemove():
                member = self.members.pop((action.queue, action.interface), None)
                if member is None:
                    raise AmiRefused("QueueRemove: Unable to remove interface: Not there")
                self.event("QueueMemberRemoved", member)
            case QueuePause():
                self.pause(action.interface, action.paused, action.reason, action.queue)
            case QueuePenalty():
                member = self.members[action.queue, action.interface]
                member["Penalty"] = str(action.penalty)
                self.event("QueueMemberPenalty", dict(member))
        return None

    def pause(self, interface: str, paused: bool, reason: str, queue: str = "", at: str = "0") -> None:
        """As the action does, and as app_queue itself does for a missed call."""
        members = [m for (q, i), m in self.members.items() if i == interface and queue in ("", q)]
        if not members:
            raise AmiRefused("QueuePause: Interface not found")
        for member in members:
            member |= {"Paused": "1" if paused else "0", "PausedReason": reason if paused else "", "LastPause": at}
            self.event("QueueMemberPause", dict(member))

    def ring(self, exten: str, status: str) -> None:
        """A telephone's state: 0 idle, 2 busy, 4 unavailable."""
        self.phones[exten] = status
        self.event("ExtensionStatus", {"Exten": exten, "Context": "sapa-phones", "Status": status})
        for member in self.members.values():
            if member["StateInterface"] == f"hint:{exten}@sapa-phones":
                member["Status"] = self._device(member["StateInterface"])
                self.event("QueueMemberStatus", dict(member))

    def summary(self) -> dict[tuple[str, str], str]:
        """By queue and member name: penalty, and the reason of a break."""
        return {
            (queue, member["MemberName"]): member["Penalty"] + (f" {member['PausedReason']}" if member["Paused"] == "1" else "")
            for (queue, _), member in sorted(self.members.items())
        }

    def _device(self, state: str) -> str:
        exten = state.removeprefix("hint:").removesuffix("@sapa-phones")
        return {"0": "1", "4": "5"}.get(self.phones.get(exten, "4"), "3")

    def _add(self, action: QueueAdd) -> None:
        if action.queue not in self.queues:
            raise AmiRefused("QueueAdd: Unable to add interface to queue: No such queue")
        if (action.queue, action.interface) in self.members:
            raise AmiRefused("QueueAdd: Unable to add interface: Already there")
        member = self.members[action.queue, action.interface] = {
            "Queue": action.queue,
            "MemberName": action.member,
            "Interface": action.interface,
            "StateInterface": action.state_interface,
            "Membership": "dynamic",
            "Penalty": str(action.penalty),
            "LastPause": "0",
            "InCall": "0",
            "Status": self._device(action.state_interface),
            "Paused": "1" if action.paused else "0",
            "PausedReason": action.reason,
        }
        self.event("QueueMemberAdded", dict(member))

    def _list(self) -> None:
        for queue in self.queues:
            self.event("QueueParams", {"Queue": queue, "TalkTime": "0"})
        for member in self.members.values():
            row = {("Location" if k == "Interface" else "Name" if k == "MemberName" else k): v for k, v in member.items()}
            self.event("QueueMember", row)
        self.event("QueueStatusComplete", {"EventList": "Complete"})
