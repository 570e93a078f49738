"""`ivr bench voice`: options and output."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table

from ivr.settings import DEFAULT, Settings, load_settings
from ivr.terminal import Json, SettingsFile, out, progress, run

VOICES = "coqui:sapa,kokoro:jm_kumo,espeak:id"
FRESH, CACHED = 20, 20


def bench_voice(
    voices: Annotated[str, typer.Option(help="Examined, its teacher, the floor: ENGINE:VOICE, separated by commas.")] = VOICES,
    count: Annotated[int, typer.Option(min=1, help="Unseen sentences.")] = 200,
    parts: Annotated[str, typer.Option(help="Of wer,pitch,quality,speed,latency,sound,load; all by default.")] = "",
    limit: Annotated[int, typer.Option(help="Fixed prompts for `sound`; 0: all.")] = 0,
    show: Annotated[int, typer.Option(help="Show this many sentences that were not read back right.")] = 0,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Compare voices: words read back, pitch, quality, speed; and what callers hear of the first. Best on an idle machine."""
    from dialog.load import load
    from ivr.bench.voice import OFFLINE, PARTS, offline, pairs, sound, speak, unseen
    from ivr.bench.voice_live import latency
    from ivr.bench.voice_live import load as under_load
    from ivr.bench.voice_table import rows

    loaded, names = load_settings(settings), [name.strip() for name in voices.split(",") if name.strip()]
    chosen = [part.strip() for part in parts.split(",") if part.strip()] or list(PARTS)
    if unknown := [part for part in chosen if part not in PARTS]:
        raise typer.BadParameter(f"{unknown[0]}: known are {', '.join(PARTS)}")
    flows = load(loaded.dialog, loaded.overlay)
    clauses = unseen(flows.fixed, count)
    figures: dict[str, Any] = {}
    if OFFLINE.intersection(chosen):
        said = speak(names, clauses, loaded.cache, progress)
        figures |= offline(said, chosen, _ears(loaded) if "wer" in chosen else {}, progress)
    if "latency" in chosen:
        progress("suara pertama")
        figures["latency"] = run(latency(loaded, names[0], flows.fixed[:CACHED], pairs(clauses, FRESH))).as_json()
    if "sound" in chosen:
        prompts = flows.fixed[: limit or None]
        figures["sound"] = sound(names[0], prompts, loaded.cache, loaded.cache / "prompts", progress)
    if "load" in chosen:
        progress("delapan penelepon sekaligus")
        figures["load"] = run(under_load(loaded, names[0], flows.fixed, pairs(clauses, len(clauses)))).as_json()
    table = rows(figures, names)
    if as_json:
        found = {"voices": names, "sentences": len(clauses), "rows": [asdict(row) for row in table], **figures}
        print(json.dumps(found, ensure_ascii=False))  # noqa: T201
        return
    made = Table("", *names, "syarat", "", box=None, pad_edge=False, header_style="bold")
    for row in table:
        made.add_row(row.name, *row.values, *[""] * (len(names) - len(row.values)), row.target, row.verdict)
    out.print(made)
    for line in _mistakes(figures, clauses, names[0], show):
        out.print(line, markup=False)


def _mistakes(figures: Mapping[str, Any], clauses: list[str], voice: str, count: int) -> list[str]:
    from speech.measure import same

    if not count or "wer" not in figures:
        return []
    heard = figures["wer"][voice]["own"]["heard"]
    wrong = [(said, got) for said, got in zip(clauses, heard, strict=True) if not same(said, got)]
    return [f"  {said}\n→ {got}" for said, got in wrong[:count]]


def _ears(settings: Settings) -> dict[str, Any]:
    from ivr.bench.plain import PlainTranscribe
    from ivr.engines import build_recognizer
    from speech.weights import STOCK, resolve

    folder = resolve(STOCK, settings.cache).folder
    threads = settings.recognizer.threads
    stock = PlainTranscribe(folder, beam=settings.recognizer.beam, threads=threads, device="cpu", compute_type="int8")
    return {"stock": stock, "own": build_recognizer(settings)}
