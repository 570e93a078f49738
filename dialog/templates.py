"""Sandboxed Jinja2 for answers and conditions, with the filters that Indonesian sentences need."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


class TemplateError(Exception):
    """The template is wrong; the message says how."""


def tanggal(value: str) -> str:
    """`2026-12-15` -> `15 Desember 2026`; anything else stays as it is."""
    parts = str(value).split("-")
    if len(parts) != 3 or not all(p.isdigit() for p in parts) or not 1 <= int(parts[1]) <= 12:
        return str(value)
    return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]} {parts[0]}"


def kelompok(value: str, size: int = 4) -> str:
    """Digits in groups, for reading back: `3273014107900001` -> `3273 0141 0790 0001`."""
    text = str(value)
    return " ".join(text[i : i + size] for i in range(0, len(text), size))


_environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
_environment.filters.update(tanggal=tanggal, kelompok=kelompok)


def sentence(source: str, known: frozenset[str]) -> Template:
    """A sentence over the names in `known`. Raises TemplateError."""
    try:
        unknown = meta.find_undeclared_variables(_environment.parse(source)) - known
        if unknown:
            raise TemplateError(f"unknown name {', '.join(sorted(unknown))}; known here are {', '.join(sorted(known)) or 'none'}")
        return _environment.from_string(source)
    except TemplateSyntaxError as error:
        raise TemplateError(f"template: {error.message}") from error


def condition(source: str, known: frozenset[str]) -> Template:
    """An expression, true when it renders as `ya`. Raises TemplateError."""
    return sentence("{% if " + source + " %}ya{% endif %}", known)


def is_variable(source: str) -> bool:
    return "{{" in source or "{%" in source


def render(template: Template, values: Mapping[str, str]) -> str:
    return template.render(dict(values)).strip()
