"""A result as lines to read: the whole conversation up to the turn that is not as expected, then both sides of it. Indonesian."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialog.effects import Say
from dialog.events import Heard, Key, LookupDone, LookupFailed, NoInput
from dialog.scenario.judge import described
from dialog.scenario.run import BACK, Result, Turn
from dialog.scenario.schema import Step
from dialog.scenario.talk import Moment

SILENT = {
    "silence": "(diam)",
    "noise": "(suara tidak jelas)",
    "wav": "(rekaman)",
    "stop_keying": "(berhenti menekan)",
    "hang_up": "(menutup telepon)",
    "no_agent": "(kembali dari antrean)",
    "sent_back": "(dikembalikan petugas)",
    "wait_transfer": "(menunggu petugas)",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """`mark` is `-` (was expected), `+` (came instead) or a space; `who` is empty for what nobody says."""

    mark: str
    who: str
    text: str

    def __str__(self) -> str:
        return f"{self.mark} {self.who:9} {self.text}".rstrip()


def conversation(result: Result) -> list[Entry]:
    """Every turn of a scenario; what is wrong stands at its end."""
    lines = [entry for turn in result.turns for entry in _turn(turn)]
    wrong = [miss for turn in result.turns for miss in turn.misses] + list(result.misses)
    return lines + [Entry(mark, "", text) for miss in wrong for mark, text in (("-", miss.expected), ("+", miss.actual))]


def happened(moment: Moment) -> Iterator[Entry]:
    """One event, as the dialog heard it, and what followed."""
    match moment.event:
        case Heard(hypotheses=hypotheses):
            yield Entry(" ", "Penelepon", hypotheses[0].text if hypotheses else SILENT["noise"])
        case Key(key=key):
            yield Entry(" ", "Penelepon", f"[{key}]")
        case NoInput():
            yield Entry(" ", "Penelepon", SILENT["silence"])
    yield from _moment(moment)


def _turn(turn: Turn) -> Iterator[Entry]:
    if turn.step is not None:
        yield Entry(" ", "Penelepon", _did(turn.step))
    for moment in turn.moments:
        yield from _moment(moment)


def _did(step: Step) -> str:
    if step.kind == "press":
        return f"[{step.value}]"
    words = SILENT.get(step.kind, step.value)
    heard = f" (terdengar {step.misheard_as!r})" if step.misheard_as else ""
    why = f" {step.value}" if step.kind in BACK and step.value else ""
    return f"{words}{why}{heard}"


def _moment(moment: Moment) -> Iterator[Entry]:
    match moment.event:
        case LookupDone(data=data):
            yield Entry(" ", "Sistem", ", ".join(f"{name}: {value}" for name, value in data.items()) or "(berhasil)")
        case LookupFailed(reason=reason):
            yield Entry(" ", "Sistem", f"(gagal: {reason})")
    for effect in moment.effects:
        if isinstance(effect, Say):
            yield Entry(" ", "Sapa", f"(pelan) {effect.text}" if effect.slow else effect.text)
        elif described(effect):
            yield Entry(" ", "Sapa", f"[{described(effect)}]")
