"""One file a kind of slot: what was said (or keyed) -> filled, partial, or rejected because."""

from __future__ import annotations

from dialog.slots import choice, digits, nik, text, yes_no
from dialog.slots.kind import Kind

KINDS: dict[str, Kind] = {kind.name: kind for kind in (nik.KIND, digits.KIND, yes_no.KIND, choice.KIND, text.KIND)}
DIGIT_KINDS = frozenset(name for name, kind in KINDS.items() if kind.is_number)
