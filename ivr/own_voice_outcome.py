"""What an agency's voice is worth beside its recordings: as a table, as JSON, as the card in its folder. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.table import Table

from speech.voice_training.evaluate import Manner


@dataclass(frozen=True, slots=True)
class Judged:
    """`wer`: what our recogniser read back wrong; `quality`: DNSMOS, 1 to 5; None where it is not installed."""

    wer: float
    manner: Manner
    quality: float | None

    def as_json(self) -> dict[str, object]:
        return {"wer": self.wer, **self.manner.as_json(), "quality": self.quality}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`recordings` and `voice` say the same `apart` sentences, which were not learnt. `wrong`: what was left out, and why."""

    learnt: int
    seconds: float
    apart: int
    wrong: tuple[str, ...]
    recordings: Judged
    voice: Judged

    def as_json(self) -> dict[str, object]:
        own = {"recordings": self.recordings.as_json(), "voice": self.voice.as_json()}
        return {"learnt": self.learnt, "seconds": self.seconds, "apart": self.apart, "wrong": self.wrong, **own}


_ROWS: tuple[tuple[str, Callable[[Judged], str]], ...] = (
    ("kata yang salah didengar pengenal", lambda of: f"{of.wer:.1%}"),
    ("nada tengah (Hz)", lambda of: f"{of.manner.pitch.middle:.0f}" if of.manner.pitch else "-"),
    ("rentang nada (semitone)", lambda of: f"{of.manner.pitch.semitones:.1f}" if of.manner.pitch else "-"),
    ("suku kata per detik", lambda of: f"{of.manner.rate:.2f}"),
    ("mutu (DNSMOS, 1 sampai 5)", lambda of: "-" if of.quality is None else f"{of.quality:.2f}"),
)


def table(outcome: Outcome) -> Table:
    """Recordings and voice, side by side."""
    title = f"{outcome.apart} kalimat yang tidak dipelajari; dipelajari {outcome.learnt} rekaman, {outcome.seconds / 60:.1f} menit"
    made = Table("", "rekaman", "suara baru", title=title)
    for name, cell in _ROWS:
        made.add_row(name, cell(outcome.recordings), cell(outcome.voice))
    return made


def card(outcome: Outcome, day: str, *, from_scratch: bool) -> str:
    """CARD.md: what stands beside the weights."""
    rows = "\n".join(f"| {name} | {cell(outcome.recordings)} | {cell(outcome.voice)} |" for name, cell in _ROWS)
    began = "dari nol" if from_scratch else "dari suara bawaan Sapa"
    return (
        "# Suara sintetis\n\n"
        "Suara ini buatan mesin. Ia meniru seorang penutur; pakailah hanya dengan izin tertulis penutur itu, dan hanya untuk layanan yang "
        "disebut dalam izinnya.\n\n"
        f"Dilatih {day} {began} dengan `ivr voice train`, dari {outcome.learnt} rekaman ({outcome.seconds / 60:.1f} menit).\n\n"
        f"| {outcome.apart} kalimat yang tidak dipelajari | rekaman | suara ini |\n|---|---|---|\n{rows}\n"
    )
