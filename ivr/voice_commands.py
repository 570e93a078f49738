"""`ivr voice`: which voices there are, how they sound, and one of an agency's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ivr.settings import DEFAULT, load_settings
from ivr.terminal import Json, SettingsFile, out, progress

voice_app = typer.Typer(help="The hotline's voice (docs/voice.md, docs/suara.md).", no_args_is_help=True)


@voice_app.command("list")
def list_voices(as_json: Json = False, settings: SettingsFile = DEFAULT) -> None:
    """Show the voices, their licences, which one speaks, and whether their files are there."""
    from ivr.voice_list import listed

    chosen = load_settings(settings).voice
    for voice in listed(load_settings(settings).cache, chosen.name, chosen.fallback):
        used = "bawaan" if voice.spec == chosen.name else "cadangan" if voice.spec == chosen.fallback else ""
        if as_json:
            print(json.dumps({**voice.as_json(), "used": used}, ensure_ascii=False))  # noqa: T201
            continue
        files = f"KURANG: {voice.missing}" if voice.missing else "berkas lengkap"
        out.print(f"{'*' if used else ' '} {voice.spec}  {used or '-'}", style="bold" if used else None, markup=False)
        out.print(f"    {voice.what}; izin {voice.licence}; {files}", markup=False)


@voice_app.command("sample")
def sample(
    spec: Annotated[str, typer.Argument(help="ENGINE:VOICE, as `ivr voice list` shows them; the settings' one by default.")] = "",
    output: Annotated[Path, typer.Option("--out", help="The folder for the WAV files.")] = Path("contoh-suara"),
    rate: Annotated[int, typer.Option(help="8000 as most callers hear it, 16000 as wideband ones do.")] = 8000,
    png: Annotated[Path | None, typer.Option(help="Save a picture of the first ten: waveforms and spectrograms.")] = None,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Speak a dozen sentences into WAV files, and show what the recogniser reads back of each."""
    from ivr.engines import build_recognizer
    from ivr.voice_sample import samples
    from speech.voices import load_voice

    _checked(rate)
    loaded = load_settings(settings)
    voice = load_voice(spec or loaded.voice.name, loaded.cache)
    made = samples(
        voice,
        build_recognizer(loaded),
        output,
        rate,
        lambda one: None if as_json else out.print(f"{'✓' if one.right else '✗'} {one.file}: {one.text}\n    → {one.heard}", markup=False),
    )
    if png is not None:
        from ivr.voice_picture import draw

        draw(made, output, rate, spec or loaded.voice.name, png)
    if as_json:
        for one in made:
            print(json.dumps(one.as_json(), ensure_ascii=False))  # noqa: T201
        return
    out.print(f"{sum(one.right for one in made)} dari {len(made)} kalimat terbaca kembali dengan benar; berkas di {output}", markup=False)


@voice_app.command("train")
def train(
    data: Annotated[Path, typer.Option(help="A folder: metadata.csv (name|text) and wavs/, or NAME.wav beside NAME.txt.")],
    output: Annotated[Path, typer.Option("--out", help="The voice's folder; it must not be there yet.")],
    from_scratch: Annotated[bool, typer.Option("--from-scratch", help="Not from the voice that ships; needs half an hour.")] = False,
    start: Annotated[Path | None, typer.Option(help="The folder of another voice of this kind to go on from.")] = None,
    steps: Annotated[int, typer.Option(min=0, help="How long to learn; 0: as is usual.")] = 0,
    threads: Annotated[int, typer.Option(min=1, help="Processor threads.")] = 2,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Teach a Coqui voice an agency's own recordings (docs/suara.md). Hours; stopped and given again, it goes on where it was."""
    loaded = load_settings(settings)
    first = None if from_scratch else start or _shipped()

    import torch

    from ivr.engines import build_recognizer
    from ivr.own_voice import AT_LEAST_S, FROM_NOTHING_S, train_own
    from ivr.own_voice_outcome import table
    from speech.voice_training.own import plan_for

    torch.set_num_threads(threads)
    outcome = train_own(
        data,
        output,
        loaded.cache,
        plan=plan_for(steps, from_scratch=first is None),
        start=first,
        teacher=lambda: _teacher(loaded.cache),
        hear=lambda: build_recognizer(loaded),
        tell=progress,
        at_least_s=FROM_NOTHING_S if first is None else AT_LEAST_S,
    )
    if as_json:
        print(json.dumps(outcome.as_json(), ensure_ascii=False))  # noqa: T201
        return
    out.print(table(outcome))
    out.print(f"voice.name: coqui:{output.resolve()}", markup=False)


def _shipped() -> Path:
    from speech.voices import SHIPPED

    folder = SHIPPED / "sapa"
    if not (folder / "model.pth").is_file():
        raise typer.BadParameter(f"{folder} tidak ada: pakai --from-scratch, atau --start FOLDER")
    return folder


def _teacher(cache: Path) -> Callable[[str], Any]:
    from speech.voice_training.teacher import TEACHER, Teacher
    from speech.weights import kokoro_files

    files = kokoro_files(cache)
    return Teacher(files.model, files.voices, files.vocab, TEACHER).speak


def _checked(rate: int) -> None:
    if rate not in (8000, 16_000):
        raise typer.BadParameter("rate: 8000 or 16000")
