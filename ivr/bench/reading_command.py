"""`ivr bench reading`: options and output."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.table import Table

from ivr.settings import DEFAULT, load_settings
from ivr.terminal import Json, SettingsFile, out, progress


def bench_reading(
    count: Annotated[int, typer.Option(min=1, help="Values of each kind.")] = 100,
    voice: Annotated[str, typer.Option(help="ENGINE:VOICE; the settings' one by default.")] = "",
    kinds: Annotated[str, typer.Option(help="Of number,date,money,plate,nik (the default), phone,time,ticket,nip,nop,digits.")] = "",
    noise: Annotated[bool, typer.Option("--noise", help="And noise, 15 to 30 dB under the voice.")] = False,
    seed: Annotated[int, typer.Option(help="Other values.")] = 1,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Read random values out, over a telephone line, and hear them back: how many come back as the same value, and which do not."""
    from dialog.load import load
    from ivr.bench.reading import ASKED, figures, measure
    from ivr.bench.reading_values import VALUES
    from ivr.engines import build_recognizer
    from ivr.pronounce import pronounce
    from speech.speaker import Speaker
    from speech.voices import load_voice

    chosen = [kind.strip() for kind in kinds.split(",") if kind.strip()] or list(ASKED)
    if unknown := [kind for kind in chosen if kind not in VALUES]:
        raise typer.BadParameter(f"{unknown[0]}: known are {', '.join(VALUES)}")
    loaded = load_settings(settings)
    flows = load(loaded.dialog, loaded.overlay)
    pronounce(flows.sayings)
    speaker = Speaker(load_voice(voice or loaded.voice.name, loaded.cache, threads=1), None)
    found = measure(chosen, count, speaker, build_recognizer(loaded), flows, progress, seed=seed, noise=noise)
    rows, wrong = figures(found), [one for one in found if not one.right]
    if as_json:
        failed = [{"kind": one.kind, "wanted": one.wanted, "heard": one.heard, "value": one.value} for one in wrong]
        print(json.dumps({**rows, "wrong": failed}, ensure_ascii=False))  # noqa: T201
        return
    table = Table("jenis", "dibacakan", "sama", box=None, pad_edge=False, header_style="bold")
    for name, row in rows.items():
        table.add_row(name, str(row["count"]), f"{row['right']:.1%}")
    out.print(table)
    for one in wrong:
        became = one.value or "tidak ada"
        out.print(f"{one.kind} {one.wanted}: dibaca {one.written!r}, terdengar {one.heard!r}, menjadi {became}", markup=False)
