"""`ivr backend`: what systems can be asked, one operation tried, a connector begun from an OpenAPI document. Indonesian, for operators."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
import yaml

from dialog.load import ConfigError
from ivr.backends.load import load_backends
from ivr.backends.schema import Operation, System
from ivr.backends.secrets import access
from ivr.settings import DEFAULT, load_settings
from ivr.terminal import Json, SettingsFile, err, out, run

MOST_DOCUMENT = 20_000_000
"""Bytes of an OpenAPI document."""

backend_app = typer.Typer(help="Connectors to government systems (docs/connectors.md).", no_args_is_help=True)


@backend_app.command("list")
def list_backends(as_json: Json = False, settings: SettingsFile = DEFAULT) -> None:
    """Show every system and what it can be asked."""
    systems = load_backends(load_settings(settings).backends)
    for system in systems.values():
        if as_json:
            for operation in system.operations.values():
                print(json.dumps(_row(system, operation), ensure_ascii=False))  # noqa: T201
            continue
        out.print(f"[bold]{system.name}[/bold]", end=" ")
        out.print(f"{system.title}, {system.base_url}", markup=False)
        try:
            access(system, {"demonstration": "http://127.0.0.1"})
        except ConfigError as error:
            err.print(f"  belum dapat dihubungi: {error}", style="yellow", markup=False)
        for operation in system.operations.values():
            out.print(f"  {operation.name}: {_line(operation)}", markup=False)
    if not systems and not as_json:
        out.print("Belum ada sistem: tulis satu berkas di configs/backends/ (docs/connectors.md).", markup=False)


@backend_app.command("test")
def test_backend(
    name: Annotated[str, typer.Argument(help="system.operation")],
    given: Annotated[list[str] | None, typer.Option("--with", help="name=value; without any, the sample of the file.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Really send an operation that changes something.")] = False,
    settings: SettingsFile = DEFAULT,
) -> None:
    """Try one operation: what is sent, the shape of the answer, what becomes of it. Status 1 when there was no answer."""
    from ivr.backends.trial import trial

    loaded = load_settings(settings)
    systems = load_backends(loaded.backends)
    operation = {o.full: o for s in systems.values() for o in s.operations.values()}.get(name)
    if operation is None:
        raise typer.BadParameter(f"no operation {name!r}; `ivr backend list` shows all")
    arguments = dict(operation.sample)
    for pair in given or ():
        key, equals, value = pair.partition("=")
        if not equals or key not in operation.arguments:
            raise typer.BadParameter(f"{key!r} is nothing that {name} takes; write one of {', '.join(sorted(operation.arguments))}=...")
        arguments[key] = value
    if not run(trial(systems, operation, arguments, out, send=write or not operation.write, settings=loaded)):
        raise typer.Exit(1)


@backend_app.command("from-openapi")
def from_openapi(
    file: Annotated[Path, typer.Argument(help="An OpenAPI 3 document, JSON or YAML.")],
    system: Annotated[str, typer.Option(help="The system's name; by default from the document's title.")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A new file; without it the connector is printed.")] = None,
) -> None:
    """Begin a connector from an OpenAPI document; comments with TODO stand where a person must decide."""
    from ivr.backends.openapi import OpenApiError, draft
    from ivr.backends.skeleton import skeleton

    try:
        new = draft(_document(file), system)
    except (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise typer.BadParameter(f"{file}: cannot be read as JSON or YAML ({type(error).__name__})") from None
    except OpenApiError as error:
        raise typer.BadParameter(f"{file}: {error}") from None
    text = skeleton(new)
    if output is None:
        print(text, end="")  # noqa: T201
        return
    try:
        with output.open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        raise typer.BadParameter(f"{output} is there already; give a new file") from None
    left = text.count("# TODO:")
    err.print(f"{output}: {len(new.operations)} operasi, {left} hal yang harus diputuskan (TODO)", markup=False)


def _document(file: Path) -> object:
    if file.stat().st_size > MOST_DOCUMENT:
        raise ValueError("too large")
    text = file.read_text(encoding="utf-8")
    return json.loads(text) if text.lstrip().startswith("{") else yaml.safe_load(text)


def _line(operation: Operation) -> str:
    takes = ", ".join((*sorted(operation.takes), *(f"[{name}]" for name in sorted(operation.optional))))
    after = (
        f"menulis, tiket {operation.ticket}" if operation.ticket else "menulis" if operation.write else ", ".join(sorted(operation.returns))
    )
    kept = f"; disimpan {operation.cache_s} s" if operation.cache_s else ""
    return f"{takes} → {after}{kept}" + (f" ({operation.title})" if operation.title else "")


def _row(system: System, operation: Operation) -> dict[str, object]:
    return {
        "operation": operation.full,
        "title": operation.title,
        "takes": sorted(operation.takes),
        "optional": sorted(operation.optional),
        "returns": sorted(operation.returns),
        "write": operation.write,
        "ticket": operation.ticket,
        "timeout_ms": operation.timeout_ms,
        "retries": operation.retries,
        "cache_s": operation.cache_s,
        "base_url": system.base_url,
    }
