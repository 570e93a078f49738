"""The commands of `ivr bench`: options, output and exit codes; the measuring stands in its own modules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from ivr.bench.reading_command import bench_reading
from ivr.bench.voice_command import bench_voice
from ivr.settings import DEFAULT, Settings, load_settings
from ivr.terminal import Json, SettingsFile, out, progress, run

SENTENCES = Path("tests/data/understanding")
EXAMPLES, HELD_OUT, OUTSIDE = (SENTENCES / f"{name}.yaml" for name in ("examples", "held_out", "outside"))
SHIPPED = {"teks": SENTENCES / "held_out_shipped.yaml", "kedua": SENTENCES / "held_out_shipped_2.yaml"}

bench_app = typer.Typer(help="Measure.", no_args_is_help=True)
bench_app.command("voice")(bench_voice)
bench_app.command("reading")(bench_reading)


@bench_app.command("turns")
def bench_turns(
    script: Annotated[list[Path] | None, typer.Argument(help="Scenarios; configs/calls/bench/*.yaml by default.")] = None,
    png: Annotated[Path | None, typer.Option(help="Save a picture.")] = None,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Real SIP calls to a hotline started for them: gaps between turns, turns cut off, how soon the voice stops when interrupted."""
    from dialog.scenario.load import load_scenarios
    from ivr.bench.calls import measure_turns, script_paths
    from ivr.bench.summary import summary
    from ivr.bench.tables import turns_lines, turns_table

    measured = run(measure_turns(load_settings(settings), load_scenarios(script_paths(script or [])), progress))
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
            measured = measure_ways(ways, tests, progress)
            row = {"model": name, **figures(measured, flows)}
            _picture(png, lambda pictures, path, measured=measured: pictures.draw_errors(measured, path))
            if as_json:
                print(json.dumps(row))  # noqa: T201
                continue
            out.print(f"[bold]{name}[/bold]")
            out.print(recogniser_table(measured))
            for line in [*recogniser_lines(row), *mistakes(measured, show)]:
                out.print(line, markup=False)


@bench_app.command("understanding")
def bench_understanding(
    examples: Annotated[Path, typer.Option(help="What intents are learned from: YAML, lists of sentences by intent.")] = EXAMPLES,
    held_out: Annotated[Path, typer.Option(help="Other sentences of the same intents.")] = HELD_OUT,
    outside: Annotated[Path, typer.Option(help="Sentences about something else.")] = OUTSIDE,
    of_shipped: Annotated[bool, typer.Option("--shipped", help="Learn from the settings' dialog; its own two held-out sets.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Show what was taken for something else.")] = False,
    audio: Annotated[bool, typer.Option("--audio", help="And as the recogniser hears them over a telephone line (seconds each).")] = False,
    limit: Annotated[int, typer.Option(help="Sentences to speak, from every intent in turn; 0: all.")] = 0,
    png: Annotated[Path | None, typer.Option(help="Save a picture of confidence against rightness.")] = None,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """How often intents are understood, how honest the confidence is, whether what is foreign is told apart, and how fast."""
    from dialog.load import load
    from ivr.bench.tables import understanding_table
    from ivr.bench.understanding import apart, confusions, draw, examples_of, figures, judge, learn, median_ms, read_sentences

    loaded = load_settings(settings)
    learned = examples_of(load(loaded.dialog)) if of_shipped else read_sentences(examples)
    paths = SHIPPED if of_shipped else {"teks": held_out}
    sets = {name: apart(read_sentences(path), learned) for name, path in paths.items()}
    foreign = read_sentences(outside)
    understander, seconds = learn(learned)
    within = sets["teks"]
    per_sentence = median_ms(understander.understand, [text for texts in within.values() for text in texts])
    judged = {name: judge(understander.understand, sentences, foreign) for name, sentences in sets.items()}
    rows = {name: figures(of) for name, of in judged.items()}
    if audio:
        rows["telepon"] = _over_the_telephone(loaded, understander, within, limit)
    if png is not None:
        draw(judged["teks"], png)
    if as_json:
        print(json.dumps({**rows, "load_s": round(seconds, 3), "median_ms": round(per_sentence, 3)}))  # noqa: T201
        return
    out.print(understanding_table(rows))
    out.print(f"belajar {seconds:.2f} s, satu kalimat {per_sentence:.2f} ms (median)", markup=False)
    for line in confusions(understander.understand, within) if show else ():
        out.print(line, markup=False)


def _over_the_telephone(settings: Settings, understander: Any, within: Any, limit: int) -> Any:
    from ivr.bench.understanding import Judged, figures, heard, judge_heard, spread
    from speech.training.voices import KokoroVoices
    from speech.weights import kokoro_files

    files = kokoro_files(settings.cache)
    spoken = heard(spread(within, limit), KokoroVoices(files.model, files.voices, files.vocab), _recognizer(settings))
    judged = list[Judged]()
    for number, sentence in enumerate(spoken, start=1):
        judged.append(judge_heard(understander.understand, sentence))
        if number % 50 == 0:
            progress(f"{number} kalimat")
    return figures(judged)


@bench_app.command("noise")
def bench_noise(
    minutes: Annotated[float, typer.Option(help="Of noise, of all kinds together.")] = 30.0,
    forced: Annotated[bool, typer.Option("--forced", help="And give every 3 s to the recogniser, past the detector.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Show what was heard in it.")] = False,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """What the hotline hears where nobody speaks; status 1 when it heard a word."""
    from ivr.bench.noise import figures
    from ivr.bench.quiet import measure_quiet
    from ivr.bench.tables import noise_table

    found = run(measure_quiet(load_settings(settings), minutes, progress, forced=forced))
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
        row = run(measure(count, seconds))
        rows.append(row)
        if as_json:
            print(json.dumps(row.as_json()))  # noqa: T201
        else:
            out.print(f"{count:9d} {row.cpu_per_call:19.2%} {row.late_p50_ms:15.1f} {row.late_p99_ms:8.1f} {row.late_max_ms:8.1f}")
    if png:
        draw(rows, png)


@bench_app.command("handover")
def bench_handover(
    calls: Annotated[int, typer.Option(min=2, help="How many callers ask for a person, every other one by key.")] = 20,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """How soon an agent who is free is rung, and heard."""
    from ivr.bench.handover import measure_handovers, summary

    found = summary(run(measure_handovers(load_settings(settings), calls, progress)))
    if as_json:
        print(json.dumps(found))  # noqa: T201
        return
    out.print(f"dari 'sambungkan' sampai berdering: median {found['ringing_spoken_ms']} ms; dari tombol nol: {found['ringing_key_ms']} ms")
    out.print(f"layar petugas lebih dulu daripada dering: paling sedikit {found['pop_least_ms']} ms")
    out.print(f"dari tombol terima sampai saling mendengar: median {found['joined_ms']} ms")


@bench_app.command("dialog")
def bench_dialog(
    configs: Annotated[Path | None, typer.Argument(help="A folder with hotline.yaml and services/.")] = None,
    as_json: Json = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """How long the dialog takes to load and to decide."""
    from ivr.bench.dialog import measure_dialog

    speed = measure_dialog(configs or load_settings(settings).dialog)
    if as_json:
        print(json.dumps(speed.as_json()))  # noqa: T201
        return
    out.print(f"{speed.intents} keperluan dimuat dalam {speed.load_s:.2f} s")
    out.print(f"{speed.steps} langkah: median {speed.p50_us:.0f}, p95 {speed.p95_us:.0f}, p99 {speed.p99_us:.0f} µs")


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
    from ivr.engines import build_recognizer

    return build_recognizer(settings)
