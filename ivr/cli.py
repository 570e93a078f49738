"""The `ivr` command. Bodies live in their own modules; here are only options, output and exit codes.

Exit codes: 0 all is well, 1 what was asked for failed, 2 the command or a configuration is wrong.
"""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from ivr.backends.commands import backend_app
from ivr.bench.commands import bench_app
from ivr.config_commands import config_app
from ivr.outbox_commands import outbox_app
from ivr.records_commands import records_app
from ivr.settings import DEFAULT, Settings, SettingsError, load_settings
from ivr.terminal import Json, SettingsFile, err, out, progress, run
from ivr.user_commands import user_app
from ivr.voice_commands import voice_app

app = typer.Typer(
    name="ivr",
    help="Sapa: the voice that answers a government hotline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # locals would hold what callers said
)
pbx_app = typer.Typer(help="The PBX.", no_args_is_help=True)
app.add_typer(pbx_app, name="pbx")
app.add_typer(bench_app, name="bench")
app.add_typer(config_app, name="config")
app.add_typer(backend_app, name="backend")
app.add_typer(outbox_app, name="outbox")
app.add_typer(records_app, name="records")
app.add_typer(user_app, name="user")
app.add_typer(voice_app, name="voice")


def main() -> None:
    """Entry point: known errors become one clear line and an exit code."""
    from dialog.load import ConfigError
    from dialog.scenario.load import ScenarioError
    from ivr.bench.errors import BenchError
    from ivr.config_versions import VersionError
    from ivr.government.server import PortInUse
    from ivr.only_one import AlreadyRunning
    from ivr.records.store import RecordsError
    from ivr.tune_data import LabelsError
    from speech.measure import CorpusError
    from speech.pcm import AudioFileError
    from speech.recognizer import RecognizerError
    from speech.synthesizer import SynthesizerError
    from speech.voice_training.errors import CheckpointError, RecordingsError
    from speech.weights import ModelUnavailable
    from telephony.pbx.fetch import PbxError
    from telephony.phone import PhoneError

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    try:
        app()
    except (SettingsError, ConfigError, VersionError, ScenarioError, LabelsError, CorpusError, RecordingsError, AudioFileError) as error:
        err.print(str(error), style="red", markup=False)
        sys.exit(2)
    except (
        *(ModelUnavailable, RecognizerError, SynthesizerError, BenchError, CheckpointError),
        *(AlreadyRunning, PbxError, PhoneError, PortInUse, RecordsError),
    ) as error:
        err.print(str(error), style="red", markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


@app.command()
def serve(settings: SettingsFile = DEFAULT) -> None:
    """Run the hotline until stopped."""
    from ivr.demo import serve as body

    run(body(load_settings(settings), out, progress))


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="End after the demonstration calls; status 1 when one failed.")] = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Run the hotline with an agent's phone, and show the demonstration calls."""
    from ivr.demo import demonstrate

    if not run(demonstrate(load_settings(settings), out, progress, once=once)):
        raise typer.Exit(1)


@app.command()
def call(
    script: Annotated[list[Path], typer.Argument(help="Scenarios (docs/scenarios.md).")],
    only: Annotated[str, typer.Option(help="Only scenarios with this in their title.")] = "",
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Let scripted callers call the hotline (the running one, or one started for them); status 1 when an `expect` did not hold."""
    from dialog.scenario.load import load_scenarios
    from ivr.demo import call_scripts

    scenarios = [scenario for scenario in load_scenarios(script) if only.lower() in scenario.title.lower()]
    reports = run(call_scripts(load_settings(settings), scenarios, out if not as_json else None, progress))
    if as_json:
        for report in reports:
            print(json.dumps({**asdict(report), "median_gap_ms": report.median_gap_ms}, ensure_ascii=False))  # noqa: T201
    if not reports or not all(report.ok for report in reports):
        raise typer.Exit(1)


@app.command()
def chat(settings: SettingsFile = DEFAULT) -> None:
    """Talk to the dialog by keyboard: a line is what was said, `#12` are keys, an empty line is silence."""
    from ivr.local import chat as body

    run(body(load_settings(settings)))


@app.command()
def talk(settings: SettingsFile = DEFAULT) -> None:
    """Talk to the hotline with this machine's microphone and loudspeaker, without a PBX."""
    from ivr.local import talk as body

    run(body(load_settings(settings), out, progress))


@app.command()
def say(
    text: Annotated[list[str], typer.Argument(help="What to say, one or several sentences; marks such as [jeda 300] are obeyed.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The WAV file to write; a folder for a file a sentence.")],
    voice: Annotated[str, typer.Option(help="Another voice than the settings'.")] = "",
    rate: Annotated[int, typer.Option(help="8000 as most callers hear it, 16000 as wideband ones do.")] = 8000,
    slow: Annotated[bool, typer.Option("--slow", help="As for callers who ask for it.")] = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Speak sentences into WAV files."""
    from ivr.pronounce import pronounce_alone
    from ivr.say import say as body
    from speech.pcm import read_wav

    if rate not in (8000, 16_000):
        raise typer.BadParameter("rate: 8000 or 16000")
    loaded = load_settings(settings)
    pronounce_alone(loaded.dialog, loaded.overlay)
    try:
        files = body(text, output, cache=loaded.cache, voice=voice or loaded.voice.name, rate=rate, slow=slow)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    for file in files:
        out.print(f"{file}: {len(read_wav(file, rate)) / 2 / rate:.1f} s", markup=False)


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

    loaded = load_settings(settings)
    flows = load(loaded.dialog, loaded.overlay)
    for line in text or (line.strip() for line in sys.stdin):
        row = body(flows, line)
        if as_json:
            print(json.dumps(row, ensure_ascii=False))  # noqa: T201
        else:
            out.print(f"{row['text']} → {row['intent'] or '(tidak dikenal)'} {row['confidence']:.0%} {row['slots'] or ''}", markup=False)


@app.command()
def check(
    configs: Annotated[Path | None, typer.Argument(help="The folder with hotline.yaml and services/.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Check a dialog configuration and its cities; every problem with file, line and column. Status 1 when there are errors."""
    from datetime import date

    from ivr.check import check as body

    loaded = load_settings(settings)
    systems, queues = (None, None) if configs else (loaded.backends, loaded.floor)
    raise typer.Exit(body(configs or loaded.dialog, date.today(), systems, queues, strict=strict, as_json=as_json))


@app.command()
def schema(file: Annotated[str, typer.Argument(help="hotline, service, gazetteer, calendar or queues.")] = "service") -> None:
    """Print the JSON Schema of one kind of file, for editors (docs/dialog-language.md, docs/kalender-dan-antrean.md)."""
    from dialog.json_schema import SCHEMAS, schema_of_keys
    from ivr.queue_keys import FILE

    known = {**SCHEMAS, "queues": FILE}
    if file not in known:
        raise typer.BadParameter(f"known are {', '.join(known)}")
    print(json.dumps(schema_of_keys(file, known[file]), indent=2, ensure_ascii=False))  # noqa: T201


@app.command("test")
def test_command(
    configs: Annotated[Path | None, typer.Argument(help="The folder with hotline.yaml, services/ and scenarios/.")] = None,
    only: Annotated[str, typer.Option(help="Only scenarios with this in their title.")] = "",
    written: Annotated[bool, typer.Option("--written/--no-written", help="The scenarios of the files.")] = True,
    generated: Annotated[bool, typer.Option("--generated/--no-generated", help="Those that follow from the configuration.")] = True,
    coverage: Annotated[bool, typer.Option("--coverage", help="Show everything that no scenario came by.")] = False,
    least: Annotated[float, typer.Option("--min", help="Fail below this coverage of any area, 0 to 1.")] = 0.0,
    overlay: Annotated[str, typer.Option(help="A city's overlay; the settings' one by default.")] = "",
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Run a dialog configuration's scenarios (docs/scenarios.md); status 1 when one fails."""
    from ivr.scenarios import test as body

    loaded = load_settings(settings)
    folder, city = configs or loaded.dialog, overlay or ("" if configs else loaded.overlay)
    how = {"written": written, "generated": generated, "least": least, "as_json": as_json, "all_missing": coverage}
    raise typer.Exit(body(folder, city, only, **how))  # type: ignore[arg-type]


@app.command("replay")
def replay_command(
    against: Annotated[str, typer.Option(help="A dialog's folder (the settings' one by default), or a version of `ivr config list`.")] = "",
    since: Annotated[str, typer.Option(help="Calls that began on this day or later, e.g. 2026-11-20.")] = "",
    until: Annotated[str, typer.Option(help="Calls that began on this day or earlier.")] = "",
    call_id: Annotated[str, typer.Option("--call", help="Only this call, or those whose id begins so.")] = "",
    overlay: Annotated[str, typer.Option(help="A city's overlay of that folder; the settings' one by default.")] = "",
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Put journalled calls' inputs through another configuration; show what would have changed, call by call and in sum."""
    from ivr.replay_report import report as body

    run(body(load_settings(settings), against, since, until, call_id, overlay, out, as_json=as_json))


@app.command("tune")
def tune_command(
    configs: Annotated[Path | None, typer.Argument(help="The folder with hotline.yaml and services/.")] = None,
    labels: Annotated[list[Path] | None, typer.Option(help="Lines of text, TAB, confidence, TAB, intent (empty for none).")] = None,
    journal: Annotated[bool, typer.Option("--journal", help="What callers confirmed in journalled calls.")] = False,
    scenarios: Annotated[bool, typer.Option("--scenarios", help="What the scenarios say and expect.")] = False,
    examples: Annotated[bool, typer.Option("--examples", help="The configuration's examples, each understood from the others.")] = False,
    since: Annotated[str, typer.Option(help="Journalled calls that began on this day or later, e.g. 2026-11-20.")] = "",
    until: Annotated[str, typer.Option(help="Journalled calls that began on this day or earlier.")] = "",
    target: Annotated[float | None, typer.Option(min=0.0, max=1.0, help="Share of wrong actions; by default 0.05, 0.02, 0.005.")] = None,
    png: Annotated[Path | None, typer.Option(help="Draw the risk-coverage curve.")] = None,
    overlay: Annotated[str, typer.Option(help="A city's overlay; the settings' one by default.")] = "",
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Show what each threshold of confidence would have done, and propose thresholds; writes no configuration."""
    from dataclasses import replace

    from ivr.tune import Sources
    from ivr.tune import report as body

    loaded = load_settings(settings)
    city = overlay or ("" if configs else loaded.overlay)
    chosen = replace(loaded, dialog=configs or loaded.dialog, overlay=city)
    nothing = not (labels or journal or scenarios)
    sources = Sources(tuple(labels or ()), journal, scenarios, examples or nothing, since, until)
    raise typer.Exit(run(body(chosen, sources, out, target=target, as_json=as_json, png=png)))


@app.command()
def government(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where it listens on this machine; 0: any free port.")] = 8090,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Run the demonstration government alone, to develop connectors against, until stopped."""
    from ivr.government.command import serve as body

    run(body(load_settings(settings).state / "government.db", port, out))


@pbx_app.command("config")
def pbx_config(settings: SettingsFile = DEFAULT) -> None:
    """Print the dialplan, queue and AMI snippets for an Asterisk of your own (at least 22.9)."""
    from ivr.exchange import pbx_settings
    from telephony.pbx.snippets import snippets

    loaded = load_settings(settings)
    print(snippets(pbx_settings(loaded, loaded.audiosocket.port or 9092)))  # noqa: T201


def _recognizer(settings: Settings) -> Any:
    from ivr.engines import build_recognizer

    return build_recognizer(settings)


if __name__ == "__main__":
    main()
