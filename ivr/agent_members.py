"""Who ought to be a member of which of Asterisk's queues, and what has to be done where it is otherwise. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from ivr.standing import Status
from telephony.ami.actions import Action, QueueAdd, QueuePause, QueuePenalty, QueueRemove
from telephony.queues import Member

PHONES = "sapa-phones"
"""The dialplan's context of hints."""
MAX_PENALTY = 9
MAX_REASON = 72
"""Bytes: Asterisk keeps 79 of a reason, and what it cut off would look like another reason for ever."""
WRITING, MISSED = "mencatat", "tidak menjawab"
"""Reasons that are not the agent's own words: after a call, and after the phone rang in vain."""
Key = tuple[str, str]
"""Queue and interface."""


@dataclass(frozen=True, slots=True)
class Agent:
    """One who takes calls, and what they do. `since_s` and `until_s` in seconds since 1970."""

    login: str
    name: str
    extension: int
    queues: tuple[str, ...]
    status: Status = Status.OUT
    reason: str = ""
    since: str = ""
    since_s: float = 0.0
    until_s: float = 0.0

    @property
    def phone(self) -> str:
        return f"petugas{self.extension}"

    @property
    def interface(self) -> str:
        return f"Local/{self.phone}@sapa-agent/n"


def in_one_line(reason: str) -> str:
    """A reason as both the records and Asterisk can keep it."""
    printable = "".join(c if c.isprintable() else " " for c in reason)
    return " ".join(printable.split()).encode()[:MAX_REASON].decode(errors="ignore").strip()


def wanted(agents: Iterable[Agent], queues: Collection[str]) -> dict[Key, Member]:
    """Members as they ought to be in `queues`: those at work, first in rank where their list of queues has it first."""
    members = dict[Key, Member]()
    for agent in agents:
        if agent.status is Status.OUT:
            continue
        paused = agent.status is not Status.READY
        for rank, queue in enumerate(name for name in dict.fromkeys(agent.queues) if name in queues):
            members[queue, agent.interface] = Member(
                queue,
                agent.interface,
                agent.login,
                f"hint:{agent.phone}@{PHONES}",
                penalty=min(rank, MAX_PENALTY),
                paused=paused,
                reason=agent.reason if paused else "",
            )
    return members


def differences(want: Mapping[Key, Member], have: Iterable[Member], queues: Collection[str]) -> list[Action]:
    """What makes the members of `queues` as wanted. Members that the PBX's configuration names stay, and so do all in other queues."""
    every = {(member.queue, member.interface): member for member in have}
    there = {key: member for key, member in every.items() if member.queue in queues and member.dynamic}
    actions = list[Action]()
    alike = dict[str, list[tuple[Member, Member]]]()
    for (queue, interface), member in there.items():
        right = want.get((queue, interface))
        if right is None:
            actions.append(QueueRemove(queue, interface))
        elif (member.name, member.state_interface) != (right.name, right.state_interface):
            actions += [QueueRemove(queue, interface), added(right)]
        else:
            alike.setdefault(interface, []).append((member, right))
            if member.penalty != right.penalty:
                actions.append(QueuePenalty(interface, right.penalty, queue))
    for interface, pairs in alike.items():
        actions += _pauses(interface, pairs)
    return actions + [added(member) for key, member in want.items() if key not in every]


def _pauses(interface: str, pairs: list[tuple[Member, Member]]) -> list[Action]:
    """One action for all queues of a telephone where all differ, so that no call comes in between."""
    wrong = [right for member, right in pairs if (member.paused, member.reason if member.paused else "") != (right.paused, right.reason)]
    if wrong and len(wrong) == len(pairs):
        return [QueuePause(interface, wrong[0].paused, wrong[0].reason)]
    return [QueuePause(interface, right.paused, right.reason, right.queue) for right in wrong]


def added(member: Member) -> QueueAdd:
    return QueueAdd(member.queue, member.interface, member.name, member.state_interface, member.penalty, member.paused, member.reason)


def done(action: Action, have: Iterable[Member]) -> list[tuple[Key, Member | None]]:
    """What Asterisk has once it has accepted an action: the member, or None for one that is gone. Events may have told of it before."""
    match action:
        case QueueAdd() if not any((action.queue, action.interface) == (m.queue, m.interface) for m in have):
            member = Member(
                action.queue, action.interface, action.member, action.state_interface, action.penalty, True, action.paused, action.reason
            )
            return [((action.queue, action.interface), member)]
        case QueueRemove():
            return [((action.queue, action.interface), None)]
        case QueuePenalty():
            return [(key, replace(member, penalty=action.penalty)) for key, member in _of(action.interface, action.queue, have)]
        case QueuePause():
            return [
                (key, replace(member, paused=action.paused, reason=action.reason))
                for key, member in _of(action.interface, action.queue, have)
            ]
    return []


def _of(interface: str, queue: str, have: Iterable[Member]) -> list[tuple[Key, Member]]:
    return [((m.queue, m.interface), m) for m in have if m.interface == interface and queue in ("", m.queue)]
