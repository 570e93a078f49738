"""What our own dialplan says by AMI `UserEvent`, as frozen data. Pure.

| UserEvent | here |
|---|---|
| `SapaCall` | `Announced`: a connection is about to be opened |
| `SapaQueue` | `EnteredQueue`: a caller is about to wait for a person |
| `SapaRing` | `Ringing`: an agent's phones ring in a moment |
| `SapaRang` | `RangInVain`: they have stopped, and the two were not joined |
| `SapaJoined` | `Joined`: an emergency service has answered |
| `SapaCode` | `CodeDialled`: an agent's phone has dialled a code |

What is not well formed means nothing (None): the dialplan may be an agency's own, edited by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast
from uuid import UUID

Role = Literal["caller", "briefing", "notice"]
ROLES = ("caller", "briefing", "notice")
Why = Literal["no_answer", "nobody", "full", "callback"]
WHY = ("no_answer", "nobody", "full", "callback")


@dataclass(frozen=True, slots=True)
class Announced:
    """Our dialplan is about to connect `call_id`: a caller, an agent's `briefing` (which names the caller's call), or a `notice`, a
    sentence for an agent who dialled a code (`call_id` is that of its `CodeDialled`)."""

    call_id: UUID
    role: Role
    channel: str
    caller_id: UUID
    returned: bool = False
    """The caller comes back from `queue`, for the reason `why`."""
    number: str = ""
    """Whom the caller calls from: digits with a leading 0; empty where it is withheld, foreign or no number."""
    why: Why | None = None
    queue: str = ""
    sent_back: bool = False
    """An agent sends the caller back, to `intent` (empty: to be asked for a rating)."""
    intent: str = ""
    agent: str = ""
    """Who is briefed or hears the notice: `petugas7`, whichever of that agent's phones it is."""
    rate: int | None = None
    """Samples a second, as the dialplan has chosen for the connection; None where it does not say."""

    @property
    def first(self) -> bool:
        """A caller's first arrival in this call."""
        return self.role == "caller" and not self.returned and not self.sent_back


@dataclass(frozen=True, slots=True)
class EnteredQueue:
    """The caller of `call_id` begins to wait in `queue`."""

    call_id: UUID
    queue: str


@dataclass(frozen=True, slots=True)
class Ringing:
    """The phones of `agent` (`petugas7`) ring in a moment for the caller of `call_id`. `channel`: the queue's leg, which ends the ringing
    when it is hung up."""

    call_id: UUID
    agent: str
    channel: str


@dataclass(frozen=True, slots=True)
class RangInVain:
    """The phones of `agent` have stopped ringing for `call_id`, without a conversation. `status`: Asterisk's DIALSTATUS (NOANSWER, BUSY,
    CHANUNAVAIL, CONGESTION, CANCEL), `DECLINED` by key or desk, or `HUNGUP` during the briefing."""

    call_id: UUID
    agent: str
    status: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody outside, an emergency service, has answered the caller of `call_id`."""

    call_id: UUID


@dataclass(frozen=True, slots=True)
class CodeDialled:
    """A phone of `agent` has dialled `*` and `code` (digits), and waits some seconds on `channel` for what follows. `call_id` is new."""

    call_id: UUID
    code: str
    agent: str
    channel: str


News = Announced | EnteredQueue | Ringing | RangInVain | Joined | CodeDialled


def national(number: str) -> str:
    """A telephone number as people in Indonesia write it, `081234567890`, of what a trunk sends for it (`+62 812-3456-7890`,
    `6281234567890`); empty for what is none: `anonymous`, an extension, a number abroad."""
    digits = re.sub(r"^(\+|00)?62(?=[1-9])", "0", re.sub(r"[ ().-]", "", number))
    return digits if re.fullmatch(r"0[1-9][0-9]{6,12}", digits) else ""


def parse(headers: Mapping[str, str]) -> News | None:
    """What a `UserEvent` with these headers says; None for one that is not ours or not well formed."""
    try:
        call_id = UUID(headers.get("CallId", ""))
    except ValueError:
        return None
    agent, channel = _as(r"petugas[1-9][0-9]{0,2}", headers.get("Agent", "")), headers.get("Channel", "")
    match headers.get("UserEvent"):
        case "SapaCall":
            return _announced(call_id, agent, headers)
        case "SapaQueue" if queue := _queue(headers):
            return EnteredQueue(call_id, queue)
        case "SapaRing" if agent:
            return Ringing(call_id, agent, channel)
        case "SapaRang" if agent:
            return RangInVain(call_id, agent, _as(r"[A-Z]{1,20}", headers.get("Status", "")) or "NOANSWER")
        case "SapaJoined":
            return Joined(call_id)
        case "SapaCode" if agent and (code := _as(r"[0-9]{1,20}", headers.get("Code", ""))):
            return CodeDialled(call_id, code, agent, channel)
    return None


def _announced(call_id: UUID, agent: str, headers: Mapping[str, str]) -> Announced | None:
    said, back = headers.get("Role", ""), headers.get("Return", "")
    role = cast("Role", said if said in ROLES else "caller")
    try:
        caller_id = UUID(headers["CallerId"]) if role == "briefing" else call_id
    except (ValueError, KeyError):
        return None
    why = headers.get("Why", "")
    return Announced(
        call_id,
        role,
        headers.get("Channel", ""),
        caller_id,
        returned=back == "1",
        number=national(headers.get("Caller", "")),
        why=cast("Why", why if why in WHY else "no_answer") if back == "1" else None,
        queue=_queue(headers),
        sent_back=back == "2",
        intent=_as(r"[a-z][a-z0-9_.]{0,80}", headers.get("Intent", "")) if back == "2" else "",
        agent=agent,
        rate=int(_as(r"8000|16000", headers.get("Rate", "")) or 0) or None,
    )


def _queue(headers: Mapping[str, str]) -> str:
    return _as(r"[a-z][a-z0-9_]{0,20}", headers.get("Queue", ""))


def _as(pattern: str, value: str) -> str:
    """`value` where it is written as `pattern` says, else empty."""
    return value if re.fullmatch(pattern, value) else ""
