"""Which telephones are registered and which are in use, by the PBX's hints; kept from its events. No I/O."""

from __future__ import annotations

from collections.abc import Mapping

UNAVAILABLE = 4
"""A bit of Asterisk's extension state; the others (in use 1, busy 2, ringing 8, on hold 16) mean that the telephone is taken."""


class Extensions:
    """Hints of one dialplan context. Bounded by the PBX's configuration, from which they come."""

    def __init__(self, context: str) -> None:
        self._context = context
        self._status: dict[str, int] = {}

    def event(self, name: str, headers: Mapping[str, str]) -> bool:
        """Take one AMI event, live or of a listing; says whether anything is different now."""
        if name != "ExtensionStatus" or headers.get("Context") != self._context:
            return False
        exten, status = headers.get("Exten", ""), headers.get("Status", "")
        number = int(status) if status.lstrip("-").isdecimal() else -1
        changed = self._status.get(exten) != number
        self._status[exten] = number
        return changed

    def lose(self) -> None:
        """The link is lost: nothing is known any more."""
        self._status.clear()

    def reachable(self, exten: str) -> bool:
        status = self._status.get(exten, -1)
        return status >= 0 and not status & UNAVAILABLE

    def busy(self, exten: str) -> bool:
        return self.reachable(exten) and self._status[exten] != 0
