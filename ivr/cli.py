"""The `ivr` command. Bodies live in their own modules; here are only options, output and exit codes.

Exit codes: 0 all is well, 1 what was asked for failed, 2 the command or a configuration is wrong.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from collections.abc import Coroutine
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from ivr.settings import DEFAULT, Settings, SettingsError, load_settings

T = TypeVar("T")
app = typer.Typer(
    name="ivr",
    help="Sapa: the voice that answers a government hotline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # locals would hold what callers said
)
pbx_app = typer.Typer(help="The PBX.", no_args_is_help=True)
bench_app = typer.Typer(help="Measure.", no_args_is_help=True)
app.add_typer(pbx_app, name="pbx")
app.add_typer(bench_app, name="bench")
out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)

SettingsFile = Annotated[Path, typer.Option("--settings", help="The installation's settings.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def main() -> None:
    """Entry point: known errors become one clear line and an exit code."""
    from dialog.load import ConfigError
    from ivr.bench.errors import BenchError
    from ivr.caller.script import ScriptError
    from ivr.records.store import RecordsError
    from speech.measure import CorpusError
    from speech.pcm import AudioFileError
    from speech.recognizer import RecognizerError
    from speech.synthesizer import SynthesizerError
    from speech.weights import ModelUnavailable
    from telephony.pbx.fetch import PbxError
    from telephony.phone import PhoneError

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    try:
        app()
    except (SettingsError, ConfigError, ScriptError, CorpusError, AudioFileError) as error:
        err.print(str(error), style="red", markup=False)
        sys.exit(2)
    except (ModelUnavailable, RecognizerError, SynthesizerError, PbxError, PhoneError, RecordsError, BenchError) as error:
        err.print(str(error), style="red", markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end; SIGTERM ends it as orderly as Ctrl+C does."""

    async def cancellable() -> T:
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await work

    try:
        return asyncio.run(cancellable())
    except asyncio.CancelledError:
        sys.exit(143)


def _progress(line: str) -> None:
    err.print(f"[dim]· {line}[/dim]")


@app.command()
def serve(settings: SettingsFile = DEFAULT) -> None:
    """Run the hotline until stopped."""
    from ivr.demo import serve as body

    _run(body(load_settings(settings), out, _progress))


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="End after the demonstration calls; status 1 when one failed.")] = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Run the hotline with an agent's phone, and show the demonstration calls."""
    from ivr.demo import demonstrate

    if not _run(demonstrate(load_settings(settings), out, _progress, once=once)):
        raise typer.Exit(1)


@app.command()
def call(
    script: Annotated[list[Path], typer.Argument(help="Scripts of callers (docs/caller-scripts.md).")],
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Let a scripted caller call the hotline (the running one, or one started for it); status 1 when its `expect` did not hold."""
    from ivr.caller.script import load_script
    from ivr.demo import call_scripts

    scripts = [load_script(path) for path in script]
    reports = _run(call_scripts(load_settings(settings), scripts, out if not as_json else None, _progress))
    if as_json:
        for report in reports:
            print(json.dumps({**asdict(report), "median_gap_ms": report.median_gap_ms}, ensure_ascii=False))  # noqa: T201
    if not all(report.ok for report in reports):
        raise typer.Exit(1)


@app.command()
def chat(settings: SettingsFile = DEFAULT) -> None:
    """Talk to the dialog by keyboard: a line is what was said, `#12` are keys, an empty line is silence."""
    from ivr.local import chat as body

    _run(body(load_settings(settings)))


@app.command()
def talk(settings: SettingsFile = DEFAULT) -> None:
    """Talk to the hotline with this machine's microphone and loudspeaker, without a PBX."""
    from ivr.local import talk as body

    _run(body(load_settings(settings), out, _progress))


@app.command()
def say(
    text: Annotated[str, typer.Argument(help="What to say.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The WAV file to write (8 kHz, what a caller hears).")],
    voice: Annotated[str, typer.Option(help="Another voice than the settings'.")] = "",
    settings: SettingsFile = DEFAULT,
) -> None:
    """Speak a sentence into a WAV file."""
    from ivr.say import say as body

    loaded = load_settings(settings)
    seconds = body(text, output, cache=loaded.cache, voice=voice or loaded.voice.name)
    out.print(f"{output}: {seconds:.1f} s")


@app.command()
def transcribe(
    files: Annotated[list[Path], typer.Argument(help="WAV files.")],
    digits: Annotated[bool, typer.Option("--digits", help="As where digits are due.")] = False,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Write down what is said in WAV files."""
    from ivr.transcribe import transcribe as body

    recognizer = _recognizer(load_settings(settings))
    for heard in body(files, recognizer, digits=digits):
        if as_json:
            print(json.dumps(heard.as_json(), ensure_ascii=False))  # noqa: T201
        else:
            transcript = heard.transcript
            out.print(f"{heard.file}: {transcript.text or '(tidak ada ucapan)'} [{transcript.confidence:.0%}]", markup=False)


@app.command()
def adapt(
    data: Annotated[Path, typer.Option(help="A LIST.tsv (lines of `path TAB transcript`) or a folder of calls, each with one.")],
    output: Annotated[Path, typer.Option("--out", help="The model folder to write.")],
    base: Annotated[str, typer.Option(help="The Whisper to adapt; the settings' one by default.")] = "",
    start: Annotated[Path | None, typer.Option(help="An adapter of that Whisper to go on from (.npz).")] = None,
    steps: Annotated[int, typer.Option(help="How long to learn; by the length of the recordings by default.")] = 0,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Teach a Whisper a hotline's own labelled recordings; status 1 when calls kept apart are then heard worse (docs/recogniser.md)."""
    from dataclasses import replace

    from ivr.adapt import adapt as body
    from ivr.adapt_outcome import table
    from speech.weights import resolve

    if output.exists():
        raise typer.BadParameter(f"{output} is there already; give a new folder")
    loaded = load_settings(settings)
    name = base or loaded.recognizer.model
    outcome = body(
        resolve(name, loaded.cache).folder,
        data,
        output,
        loaded.cache,
        lambda folder: _recognizer(replace(loaded, recognizer=replace(loaded.recognizer, model=str(folder)))),
        steps=steps,
        start=start,
    )
    if as_json:
        print(json.dumps({"base": name, **outcome.as_json()}))  # noqa: T201
    else:
        out.print(table(outcome))
    if outcome.refused:
        err.print(outcome.advice(), style="red", markup=False)
        raise typer.Exit(1)
    if not as_json:
        out.print(f"recognizer.model: {output.resolve()}", markup=False)


@app.command()
def understand(
    text: Annotated[list[str] | None, typer.Argument(help="Sentences; without any, lines from standard input.")] = None,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Show what the dialog understands of a sentence."""
    from dialog.load import load
    from ivr.understand import understand as body

    flows = load(load_settings(settings).dialog)
    for line in text or (line.strip() for line in sys.stdin):
        row = body(flows, line)
        if as_json:
            print(json.dumps(row, ensure_ascii=False))  # noqa: T201
        else:
            out.print(f"{row['text']} → {row['intent'] or '(tidak dikenal)'} {row['confidence']:.0%} {row['slots'] or ''}", markup=False)


@app.command()
def check(
    configs: Annotated[Path | None, typer.Argument(help="The folder with hotline.yaml and services/.")] = None,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Check a dialog configuration; every problem with file and line."""
    from ivr.check import check as body

    raise typer.Exit(body(configs or load_settings(settings).dialog))


@pbx_app.command("config")
def pbx_config(settings: SettingsFile = DEFAULT) -> None:
    """Print the dialplan, queue and AMI snippets for an Asterisk of your own (at least 22.9)."""
    from ivr.app import pbx_settings
    from telephony.pbx.snippets import snippets

    loaded = load_settings(settings)
    print(snippets(pbx_settings(loaded, loaded.audiosocket.port or 9092)))  # noqa: T201


@bench_app.command("turns")
def bench_turns(
    script: Annotated[list[Path] | None, typer.Argument(help="Callers' scripts; configs/calls/bench/*.yaml by default.")] = None,
    png: Annotated[Path | None, typer.Option(help="Save a picture.")] = None,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Real SIP calls to a hotline started for them: gaps between turns, turns cut off, how soon the voice stops when interrupted."""
    from ivr.bench.calls import measure_turns, script_paths
    from ivr.bench.summary import summary
    from ivr.bench.tables import turns_lines, turns_table
    from ivr.caller.script import load_script

    scripts = [load_script(path) for path in script_paths(script or [])]
    measured = _run(measure_turns(load_settings(settings), scripts, _progress))
    figures = summary(measured.turns, measured.path_ms)
    _picture(png, lambda pictures, path: pictures.draw_gaps(measured.turns, path))
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))  # noqa: T201
        return
    out.print(turns_table(figures))
    for line in turns_lines(figures):
        out.print(line, markup=False)


@bench_app.command("recogniser")
def bench_recogniser(
    corpus: Annotated[list[str] | None, typer.Option(help="NAME=LIST.tsv: lines of `path TAB transcript`; may be repeated.")] = None,
    clean: Annotated[list[str] | None, typer.Option(help="The same, sent over telephone lines first: 15-30 dB; 5-10 dB, 3 % lost.")] = None,
    digits: Annotated[list[str] | None, typer.Option(help="NAME of a list that is heard as where digits are due.")] = None,
    choices: Annotated[list[str] | None, typer.Option(help="NAME of a list in which one of its own transcripts is due.")] = None,
    model: Annotated[list[str] | None, typer.Option(help="Models to compare; the settings' one by default.")] = None,
    beam: Annotated[int, typer.Option(help="Beam width.")] = 0,
    against_transcribe: Annotated[bool, typer.Option("--against-transcribe", help="And faster-whisper's own transcribe().")] = False,
    against_full: Annotated[bool, typer.Option("--against-full", help="And the full window of 30 s.")] = False,
    limit: Annotated[int, typer.Option(help="Clips of each list; 0: all.")] = 0,
    show: Annotated[int, typer.Option(help="Show this many mistakes of each list.")] = 0,
    png: Annotated[Path | None, typer.Option(help="Save a picture.")] = None,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Word error rates and whole strings of a recogniser on lists of recordings, and how fast it is against others."""
    from dataclasses import replace
    from tempfile import TemporaryDirectory

    from dialog.load import load
    from ivr.bench.conditions import conditions
    from ivr.bench.recogniser import OWN, figures, measure_ways
    from ivr.bench.tables import mistakes, recogniser_lines, recogniser_table

    loaded = load_settings(settings)
    flows = load(loaded.dialog)
    with TemporaryDirectory(prefix="sapa-bench-") as folder:
        tests = conditions(corpus or [], clean or [], digits or [], choices or [], Path(folder), limit)
        for name in model or [loaded.recognizer.model]:
            chosen = replace(loaded.recognizer, model=name, beam=beam or loaded.recognizer.beam)
            ways = {OWN: _recognizer(replace(loaded, recognizer=chosen))}
            if against_full:
                ways["full"] = _recognizer(replace(loaded, recognizer=replace(chosen, window="full")))
            if against_transcribe:
                ways["transcribe"] = _plain(replace(loaded, recognizer=chosen))
            measured = measure_ways(ways, tests, _progress)
            row = {"model": name, **figures(measured, flows)}
            _picture(png, lambda pictures, path, measured=measured: pictures.draw_errors(measured, path))
            if as_json:
                print(json.dumps(row))  # noqa: T201
                continue
            out.print(f"[bold]{name}[/bold]")
            out.print(recogniser_table(measured))
            for line in [*recogniser_lines(row), *mistakes(measured, show)]:
                out.print(line, markup=False)


@bench_app.command("noise")
def bench_noise(
    minutes: Annotated[float, typer.Option(help="Of noise, of all kinds together.")] = 30.0,
    show: Annotated[bool, typer.Option("--show", help="Show what was heard in it.")] = False,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """What the hotline hears where nobody speaks; status 1 when it heard a word."""
    from ivr.bench.noise import figures
    from ivr.bench.quiet import measure_quiet
    from ivr.bench.tables import noise_table

    found = _run(measure_quiet(load_settings(settings), minutes, _progress))
    row = figures(found)
    if as_json:
        print(json.dumps(row))  # noqa: T201
    else:
        out.print(noise_table(row))
    if show:
        for kind, of in found.items():
            for text in of.texts:
                out.print(f"{kind}: {text}", markup=False)
    if row["false_turns"]:
        raise typer.Exit(1)


@bench_app.command("media")
def bench_media(
    calls: Annotated[list[int] | None, typer.Option(help="How many calls at once; 1, 50 and 200 by default.")] = None,
    seconds: Annotated[float, typer.Option(help="How long each is measured.")] = 20.0,
    png: Annotated[Path | None, typer.Option(help="Save a picture.")] = None,
    as_json: Json = False,
) -> None:
    """CPU of a call before anything is recognised, and how late its clock runs. Callers are another process; best on an idle machine."""
    from ivr.bench.media import COUNTS, draw, measure

    rows = []
    if not as_json:
        out.print("panggilan   CPU per panggilan   terlambat p50      p99     maks (ms)")
    for count in calls or COUNTS:
        row = _run(measure(count, seconds))
        rows.append(row)
        if as_json:
            print(json.dumps(row.as_json()))  # noqa: T201
        else:
            out.print(f"{count:9d} {row.cpu_per_call:19.2%} {row.late_p50_ms:15.1f} {row.late_p99_ms:8.1f} {row.late_max_ms:8.1f}")
    if png:
        draw(rows, png)


def _picture(png: Path | None, draw: Any) -> None:
    if png is not None:
        from ivr.bench import pictures

        draw(pictures, png)


def _plain(settings: Settings) -> Any:
    from ivr.bench.plain import PlainTranscribe
    from speech.weights import resolve

    chosen = settings.recognizer
    folder = resolve(chosen.model, settings.cache).folder
    return PlainTranscribe(folder, beam=chosen.beam, threads=chosen.threads, device=chosen.device, compute_type=chosen.compute_type)


def _recognizer(settings: Settings) -> Any:
    from ivr.app import build_recognizer

    return build_recognizer(settings)


if __name__ == "__main__":
    main()
