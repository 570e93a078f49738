"""Whether a person can be had, asked by the dialog before it speaks of one; where one can, Asterisk has accepted the hand-over already."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from dialog.effects import Lookup
from ivr.standing import Availability, Finding
from ivr.switchboard import FAILURES, FIRST, Switchboard

PERSON = "sapa.petugas"
log = logging.getLogger(__name__)


class Queues(Protocol):
    """What is asked of `ivr.agents.Agents`."""

    def find(self, queue: str) -> Availability: ...


class People:
    """Answers `sapa.petugas`: `keadaan` (a `Finding`), `posisi`, `tunggu` (seconds, 0: not known), `buka` (ISO 8601, empty: not known)."""

    def __init__(self, queues: Queues, board: Switchboard) -> None:
        self._queues, self._board = queues, board

    async def find(self, call_id: str, lookup: Lookup) -> dict[str, str]:
        queue, reason = lookup.arguments.get("queue", ""), lookup.arguments.get("reason", "")
        found = self._queues.find(queue)
        if found.finding is Finding.FULL and reason in FIRST:
            found = replace(found, finding=Finding.BUSY)  # the PBX has room for who is in danger
        waits = found.finding is Finding.BUSY and lookup.arguments.get("wait") == "ya"
        if found.finding is Finding.FREE or waits:
            try:
                await self._board.accept(call_id, queue, reason, announced=found.finding is Finding.FREE, secret=lookup.confidential)
            except FAILURES as error:
                log.error("call %s: the PBX could not be asked for a person (%s)", call_id, error or "no answer")
                found = Availability(Finding.UNKNOWN)
        return answer(found)


def answer(found: Availability) -> dict[str, str]:
    return {"keadaan": str(found.finding), "posisi": str(found.position), "tunggu": str(found.wait_s), "buka": found.opens}


async def always(call_id: str, lookup: Lookup) -> Mapping[str, str]:
    """Where there is no PBX to ask: the dialog by keyboard, or through the sound card."""
    return answer(Availability(Finding.FREE))
