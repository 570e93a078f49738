"""What `ivr tune` shows. Indonesian, as operators read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.box import SIMPLE
from rich.table import Table

from dialog.risk_coverage import TARGETS, Judged, Outcome, Proposal, calibration_error, outcome, propose
from dialog.schema import Bands, Risk
from ivr.tune_picture import NAMES

SHOWN = tuple(i / 20 for i in range(1, 20))
"""Thresholds of the table."""
LEGEND = (
    "dilayani: tanpa bertanya; keliru: di antaranya; betul? dan X/Y?: ditanya dulu; sia-sia: pertanyaan itu tidak memuat maksudnya; "
    "ulang: ditanya ulang; terlewat: di antaranya yang sebenarnya sudah dipahami benar"
)
FEW = 50
"""Fewer utterances tell next to nothing: with none wrong of 50 acted on, one in 20 may still be (Wilson, 95 %)."""


@dataclass(frozen=True, slots=True)
class Tuned:
    """`present` are the configuration's bands."""

    judged: Sequence[Judged]
    present: Mapping[Risk, Bands]
    proposals: Mapping[Risk, Proposal]


def tune(known: Sequence[Judged], present: Mapping[Risk, Bands], target: float | None = None) -> Tuned:
    """`target` in place of every risk's own."""
    proposals = {risk: propose(known, TARGETS[risk] if target is None else target, present[risk].hand_over) for risk in Risk}
    return Tuned(known, present, proposals)


def figures(tuned: Tuned) -> dict[str, Any]:
    return {
        "n": len(tuned.judged),
        "outside": _outside(tuned.judged),
        "calibration_error": round(calibration_error(tuned.judged), 4),
        "thresholds": [{"act": t, **asdict(_row(tuned, t))} for t in SHOWN],
        "present": {risk.value: asdict(bands) | asdict(outcome(tuned.judged, bands)) for risk, bands in tuned.present.items()},
        "proposed": {
            risk.value: asdict(p.bands)
            | asdict(p.outcome)
            | {"target": p.target, "reachable": p.reachable, "bound": round(p.bound, 4), "enough": p.enough, "needed": p.needed}
            for risk, p in tuned.proposals.items()
        },
    }


def table(tuned: Tuned) -> Table:
    """A row a threshold of `act`, the other thresholds as they are for normal risk; then the present and the proposed bands."""
    shown = Table("ambang", "dilayani", "keliru", "%", "betul?", "X/Y?", "sia-sia", "ulang", "terlewat", box=SIMPLE, padding=(0, 1, 0, 0))
    for threshold in SHOWN:
        shown.add_row(f"{threshold:.2f}", *_cells(_row(tuned, threshold)))
    for risk, bands in tuned.present.items():
        shown.add_section()
        shown.add_row(f"{NAMES[risk]} kini", *_cells(outcome(tuned.judged, bands)))
        shown.add_row(f"{NAMES[risk]} usul", *_cells(tuned.proposals[risk].outcome))
    return shown


def _row(tuned: Tuned, threshold: float) -> Outcome:
    bands = tuned.present[Risk.NORMAL]
    confirm = min(bands.confirm, threshold)
    return outcome(tuned.judged, Bands(threshold, confirm, min(bands.hand_over, confirm), bands.gap))


def _cells(done: Outcome) -> list[str]:
    risk = f"{done.risk:.1%}" if done.acted else "-"
    counts = (done.confirmed, done.chosen, done.needless, done.again, done.missed)
    return [str(done.acted), str(done.wrong), risk, *map(str, counts)]


def yaml(tuned: Tuned) -> str:
    """Ready to paste into hotline.yaml."""
    rows = (f"  {risk.value}: {{{_bands(p.bands)}, fill: {tuned.present[risk].fill:g}}}" for risk, p in tuned.proposals.items())
    return "\n".join(["thresholds:", *rows])


def _bands(bands: Bands) -> str:
    low = f", hand_over: {bands.hand_over:g}" if bands.hand_over else ""
    return f"act: {bands.act:g}, confirm: {bands.confirm:g}, gap: {bands.gap:g}{low}"


def remarks(tuned: Tuned) -> Iterator[str]:
    """How far the figures can be relied on."""
    n, outside = len(tuned.judged), _outside(tuned.judged)
    yield f"{n} ucapan, {outside} di antaranya di luar layanan; galat kalibrasi {calibration_error(tuned.judged):.3f}"
    if not n:
        return
    if n < FEW:
        yield f"DATA TERLALU SEDIKIT: {n} ucapan, sedikitnya {FEW}; jangan dipakai sebagai dasar"
    if not outside:
        yield "tidak ada ucapan di luar layanan dalam data: pada panggilan sungguhan lebih banyak yang keliru; tambahkan dengan --labels"
    for risk, p in tuned.proposals.items():
        yield f"risiko {NAMES[risk]}: {_reliable(p)}"
    yield "ambang dipilih pada data yang sama dengan pengukurannya: periksa lagi pada panggilan berikutnya"


def _reliable(p: Proposal) -> str:
    if not p.reachable:
        return f"tidak ada ambang yang menjaga kekeliruan di bawah {p.target:.1%}; act: 1 bertanya dulu, kecuali bila yakin penuh"
    told = f"{p.outcome.wrong} keliru dari {p.outcome.acted} yang dilayani; dengan keyakinan 95% paling banyak {p.bound:.1%}"
    if p.enough:
        return f"{told}, jadi sasaran {p.target:.1%} terpenuhi"
    more = f"perlu sedikitnya {p.needed} yang dilayani, kelirunya sejarang ini, atau " if p.needed else "perlu "
    return f"{told}: BELUM TERBUKTI di bawah {p.target:.1%}; {more}--target yang lebih ketat"


def _outside(judged: Sequence[Judged]) -> int:
    return sum(not j.meant for j in judged)
