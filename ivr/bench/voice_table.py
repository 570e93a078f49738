"""What a voice must reach, and whether it does. Pure: figures in, rows out.

`figures[part][voice]` are what the parts of `ivr bench voice` found; the first voice is examined, the second is its teacher, the third is
the floor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OF_TEACHER, OWN_WER, WITHIN = 1.2, 0.08, 0.10
RTF, RTF_OF_TEACHER = 0.3, 0.5
CACHED_MS, FIRST_MS, LATEST_S = 10.0, 300.0, 1.5
Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """`values`: one a voice, or one alone; `reached` None: nothing to compare with."""

    part: str
    name: str
    values: tuple[str, ...]
    target: str
    reached: bool | None

    @property
    def verdict(self) -> str:
        return "-" if self.reached is None else "tercapai" if self.reached else "BELUM"


def rows(figures: Figures, voices: Sequence[str]) -> list[Row]:
    """In the order of the parts; parts that were not measured have none."""
    made = {"wer": _wer, "pitch": _pitch, "quality": _quality, "speed": _speed, "latency": _latency, "sound": _sound, "load": _load}
    return [row for part, make in made.items() if part in figures for row in make(figures[part], voices)]


def _each(of: Mapping[str, Any], voices: Sequence[str], show: Callable[[Any], str]) -> tuple[str, ...]:
    return tuple(show(of[voice]) for voice in voices)


def _teacher(voices: Sequence[str]) -> str | None:
    return voices[1] if len(voices) > 1 else None


def _wer(of: Mapping[str, Any], voices: Sequence[str]) -> list[Row]:
    teacher, made = _teacher(voices), []
    for ears, label in (("stock", "kata salah, Whisper base asli"), ("own", "kata salah, pengenal kita")):
        values = _each(of, voices, lambda v, ears=ears: percent(v[ears]["wer"]))  # type: ignore[misc]
        wanted = [f"<= {OF_TEACHER:g} kali guru"] if teacher else []
        mine = of[voices[0]][ears]["wer"]
        met = [mine <= OF_TEACHER * of[teacher][ears]["wer"]] if teacher else []
        if ears == "own":
            wanted.append(f"<= {OWN_WER:.0%}")
            met.append(mine <= OWN_WER)
        made.append(Row("wer", label, values, "; ".join(wanted), all(met) if met else None))
    return made


def _pitch(of: Mapping[str, Any], voices: Sequence[str]) -> list[Row]:
    teacher = of[voices[1]] if len(voices) > 1 else None
    mine = of[voices[0]]
    named: list[tuple[str, Callable[[Any], float | None], str]] = [
        ("nada tengah (Hz)", lambda v: v["pitch"]["middle"] if v["pitch"] else None, ".0f"),
        ("rentang nada 5-95 % (semitone)", lambda v: v["semitones"], ".1f"),
        ("suku kata per detik", lambda v: v["rate"], ".2f"),
    ]
    made = []
    for name, value, form in named:
        values = _each(of, voices, lambda v, value=value, form=form: _shown(value(v), form))  # type: ignore[misc]
        made.append(Row("pitch", name, values, f"dalam {WITHIN:.0%} dari guru", _near(value(mine), value(teacher)) if teacher else None))
    return made


def _quality(of: Mapping[str, Any], voices: Sequence[str]) -> list[Row]:
    floor = of[voices[2]] if len(voices) > 2 else None
    named = {"overall": "mutu (DNSMOS P.835, semua)", "speech": "mutu suara", "background": "latar", "p808": "mutu (P.808)"}
    made = []
    for key, name in named.items():
        decides = key == "overall"
        target = "tidak di bawah espeak-ng" if decides and floor else ""
        reached = of[voices[0]][key] >= floor[key] if decides and floor else None
        made.append(Row("quality", name, _each(of, voices, lambda v, key=key: f"{v[key]:.2f}"), target, reached))  # type: ignore[misc]
    return made


def _speed(of: Mapping[str, Any], voices: Sequence[str]) -> list[Row]:
    mine, teacher = of[voices[0]]["cpu"], _teacher(voices)
    met = mine <= RTF and (teacher is None or mine <= RTF_OF_TEACHER * of[teacher]["cpu"])
    target = f"<= {RTF:g}" + (f"; <= {RTF_OF_TEACHER:g} kali guru" if teacher else "")
    return [
        Row("speed", "faktor waktu nyata, satu utas (CPU)", _each(of, voices, lambda v: f"{v['cpu']:.3f}"), target, met),
        Row("speed", "sama, menurut jam dinding", _each(of, voices, lambda v: f"{v['wall']:.3f}"), "", None),
    ]


def _latency(of: Mapping[str, Any], voices: Sequence[str]) -> list[Row]:
    return [
        _single("latency", "suara pertama, kalimat tersimpan, median (ms)", of["cached_ms"], CACHED_MS, ".1f"),
        _single("latency", "suara pertama, dua klausa baru, median (ms)", of["fresh_ms"], FIRST_MS, ".0f"),
    ]


def _sound(of: Mapping[str, Any], voices: Sequence[str]) -> list[Row]:
    limits = {"lufs": "-20 +/- 1 LUFS", "true_peak_dbtp": "< -3 dBTP", "dc": "|DC| <= 0,001", "worst_join": "tanpa klik"}
    return [
        Row("sound", f"kalimat di luar batas {name}, dari {of['prompts']}", (str(of["out"][name]),), target, of["out"][name] == 0)
        for name, target in limits.items()
    ]


def _load(of: Mapping[str, Any], voices: Sequence[str]) -> list[Row]:
    lost = Row("load", f"klausa hilang dari {of['clauses']}, {of['callers']} sekaligus", (str(of["lost"]),), "0", of["lost"] == 0)
    other = Row("load", "klausa oleh suara cadangan", (str(of["fallback"]),), "0", of["fallback"] == 0)
    return [lost, other, _single("load", "klausa paling terlambat (s)", of["latest_s"], LATEST_S, ".2f")]


def _single(part: str, name: str, value: float, most: float, form: str) -> Row:
    return Row(part, name, (_shown(value, form),), f"<= {most:g}", value <= most)


def _near(value: float | None, other: float | None) -> bool:
    return value is not None and other is not None and abs(value - other) <= WITHIN * other


def _shown(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"
