"""What who waits for a call back is told by SMS, through the outbox."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from dialog.calendar import DAYS
from dialog.notices import MOBILE, SEND
from dialog.templates import MONTHS
from ivr.callback_plan import Appointment
from ivr.records.store import Records

GIVEN_UP, STORED = 0, 1
"""Each SMS of a ticket has a number, by which it is stored once; one about an exact time has that in seconds since 1970."""
log = logging.getLogger(__name__)


class Texts:
    """Each returns whether an SMS is on its way: only to mobile numbers. `nudge` tells the outbox that there is something to send."""

    def __init__(self, records: Records, nudge: Callable[[], None]) -> None:
        self._records, self._nudge = records, nudge

    async def promised(self, ticket: str, contact: str, appointment: Appointment, zone: str, confidential: bool) -> bool:
        when = written(appointment.at, zone) if appointment.exact else appointment.words
        text = f"Petugas layanan akan menelepon Anda {when}. Nomor permintaan Anda {ticket}."
        which = int(appointment.at.timestamp()) if appointment.exact else STORED
        return await self._store(ticket, which, contact, text, confidential)

    async def message(self, ticket: str, contact: str, confidential: bool) -> bool:
        text = f"Pesan Anda sudah kami terima dengan nomor {ticket} dan akan dibaca petugas."
        return await self._store(ticket, STORED, contact, text, confidential)

    async def given_up(self, ticket: str, contact: str, confidential: bool) -> bool:
        text = (
            f"Petugas sudah beberapa kali menelepon Anda, tetapi tidak tersambung. Silakan hubungi kami lagi dan sebutkan nomor {ticket}."
        )
        return await self._store(ticket, GIVEN_UP, contact, text, confidential)

    async def _store(self, ticket: str, which: int, contact: str, text: str, confidential: bool) -> bool:
        """That it could not be stored keeps nobody from being called."""
        if not contact.startswith(MOBILE):
            return False
        try:
            await self._records.file(ticket, which, SEND, {"ke": contact, "isi": text}, "", confidential)
        except Exception as error:  # noqa: BLE001 - whatever it is, the promise itself is stored
            log.error("the SMS about a call back could not be stored: %s", type(error).__name__)
            return False
        self._nudge()
        return True


def written(at: datetime, zone: str) -> str:
    """ "Selasa, 1 Desember 2026, sekitar pukul 09.00 WIB"."""
    return f"{DAYS[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at.year}, sekitar pukul {at:%H.%M} {zone}"
