"""What an agent can file for a caller: the same operations, questions and checks that Sapa has, as a form. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialog.effects import Fact
from dialog.schema import Flows, Intent, SlotSpec
from dialog.slots import KINDS
from dialog.slots.result import Filled
from dialog.templates import TemplateError, render
from ivr.backends.schema import Operation

HINTS = {
    "nik": "NIK terdiri dari 16 angka; periksa lagi.",
    "kk": "Nomor kartu keluarga terdiri dari 16 angka; periksa lagi.",
    "phone": "Nomor telepon diawali 0 dan kode wilayah atau operator; periksa lagi.",
    "ticket": "Nomor tiket seperti PGD-2611-00473; periksa lagi.",
    "date": "Tulis tanggal seperti 5 Desember 2026.",
    "time": "Tulis jam seperti 09.30.",
    "choice": "Pilih salah satu.",
    "text": "Tulis paling sedikit beberapa kata.",
}
LONGEST = 500
"""Characters of one field."""


@dataclass(frozen=True, slots=True)
class Filing:
    """One thing to file: a new ticket, or (`adds`) something added to one that exists."""

    intent: Intent
    operation: Operation

    @property
    def title(self) -> str:
        return self.operation.title or self.intent.title

    @property
    def adds(self) -> bool:
        return not self.operation.ticket


@dataclass(frozen=True, slots=True)
class Field:
    """`choices`: value and words, for a list to choose from. `error`: what is wrong with `value`, in Indonesian."""

    name: str
    label: str
    kind: str
    required: bool
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    error: str = ""


def filings(flows: Flows, operations: Mapping[str, Operation]) -> dict[str, Filing]:
    """By the intent's name, new tickets first. What is confidential stays between the caller and Sapa."""
    found = [
        Filing(intent, operations[intent.lookup])
        for intent in flows.intents.values()
        if intent.lookup in operations and operations[intent.lookup].write and not intent.confidential
    ]
    return {filing.intent.name: filing for filing in sorted(found, key=lambda filing: (filing.adds, filing.title))}


def blank(filing: Filing, facts: Sequence[Fact], ticket: str, today: date) -> tuple[Field, ...]:
    """The form as it is first shown, with what the caller has told already; `ticket` is the latest one of this number."""
    told = {fact.label: fact.value for fact in facts}
    return tuple(_field(slot, _known(slot, told, ticket, today)) for slot in filing.intent.slots)


def read(filing: Filing, flows: Flows, values: Mapping[str, str], today: date) -> tuple[dict[str, str], tuple[Field, ...]]:
    """What the operation is told, and the form again, with an error wherever something is wrong."""
    arguments: dict[str, str] = {}
    fields = []
    for slot in filing.intent.slots:
        written = values.get(slot.name, "").strip()[:LONGEST]
        arguments[slot.name] = ""
        error = ""
        if _is_due(flows, slot, arguments, today):
            reading = KINDS[slot.kind].parse(written, slot, today) if written else None
            if isinstance(reading, Filled):
                arguments |= {slot.name: reading.value, **{f"{slot.name}_{part}": text for part, text in reading.parts.items()}}
            else:
                error = HINTS.get(slot.kind, "Belum benar; periksa lagi.") if written else "Harus diisi."
        fields.append(_field(slot, written, error))
    return arguments, tuple(fields)


def _is_due(flows: Flows, slot: SlotSpec, before: Mapping[str, str], today: date) -> bool:
    try:
        return slot.when is None or bool(render(slot.when, {**flows.spoken, "hari_ini": today.isoformat(), **before}))
    except TemplateError:  # it speaks of what is not known
        return False


def _known(slot: SlotSpec, told: Mapping[str, str], ticket: str, today: date) -> str:
    """A choice in the form's own value; anything else as it was read back."""
    said = told.get(slot.label, "")
    if slot.kind == "ticket":
        return said or ticket
    if slot.kind != "choice" or not said:
        return said
    reading = KINDS["choice"].parse(said, slot, today)
    return reading.value if isinstance(reading, Filled) else ""


def _field(slot: SlotSpec, value: str, error: str = "") -> Field:
    return Field(slot.name, slot.label, slot.kind, slot.when is None, value, tuple(_choices(slot)), error)


def _choices(slot: SlotSpec) -> Iterator[tuple[str, str]]:
    if slot.kind == "yes_no":
        yield from (("ya", "ya"), ("tidak", "tidak"))
    for name in slot.choices:
        yield name, name.replace("_", " ")
