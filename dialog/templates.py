"""Sandboxed Jinja2 for answers and conditions, with the filters that Indonesian sentences need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import jinja2
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


class TemplateError(Exception):
    """The template is wrong, or does not fit its values; the message says how."""


def tanggal(value: str) -> str:
    """`2026-12-15` -> `15 Desember 2026`; anything else stays as it is."""
    parts = str(value).split("-")
    if len(parts) != 3 or not all(p.isdecimal() for p in parts) or not 1 <= int(parts[1]) <= 12:
        return str(value)
    return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]} {parts[0]}"


def kelompok(value: str, size: int = 4) -> str:
    """Digits in groups, for reading back: `3273014107900001` -> `3273 0141 0790 0001`."""
    text = str(value)
    return " ".join(text[i : i + size] for i in range(0, len(text), size))


def readable(value: str) -> str:
    """A value as it is read to people: digits in groups of four."""
    return kelompok(value) if value.isdigit() and len(value) > 5 else value


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


def opening(source: str) -> str:
    """What a sentence with variable parts begins with in any case, up to the last mark before the first of them; or nothing."""
    constant = re.split(r"\{\{|\{%", source)[0] if is_variable(source) else ""
    marks = re.match(r".*[,.:;!?](?=\s)", constant, re.DOTALL)
    return marks[0] if marks else ""


def render(template: Template, values: Mapping[str, object]) -> str:
    """Raises TemplateError when `values` lack a name or have it in a form that the template cannot use (no value is in the message)."""
    try:
        return template.render(dict(values)).strip()
    except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise TemplateError(f"template: {type(error).__name__}") from None


def fill(source: str, **values: str) -> str:
    """A checked prompt with its variable parts."""
    return render(_compiled(source), values)


@lru_cache(maxsize=256)
def _compiled(source: str) -> Template:
    return _environment.from_string(source)
