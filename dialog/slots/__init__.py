"""One file a kind of slot: what was said (or keyed) -> filled, partial, or rejected because."""

from __future__ import annotations

from dialog.slots import (
    address,
    choice,
    date,
    digits,
    kk,
    money,
    name,
    nik,
    nip,
    nop,
    npwp,
    phone,
    plate,
    quantity,
    text,
    ticket,
    time,
    yes_no,
)
from dialog.slots.kind import Kind
from dialog.slots.mended import mending

_NUMBERS = (nik.KIND, kk.KIND, nip.KIND, nop.KIND, npwp.KIND, phone.KIND, ticket.KIND, plate.KIND, digits.KIND)
_WORDS = (date.KIND, time.KIND, money.KIND, quantity.KIND, name.KIND, address.KIND, choice.KIND, yes_no.KIND)
KINDS: dict[str, Kind] = {kind.name: kind for kind in (*map(mending, (*_NUMBERS, *_WORDS)), text.KIND)}
DIGIT_KINDS = frozenset(name for name, kind in KINDS.items() if kind.is_number)
