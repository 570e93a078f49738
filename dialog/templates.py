"""Sandboxed Jinja2 for answers and conditions, with the filters that Indonesian sentences need.

Operators need little of Jinja2, and the rest can be made to run for ever, so only what is listed here may stand in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import jinja2
from jinja2 import StrictUndefined, Template, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dialog.marks import clean, is_open

MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
LONGEST_SOURCE = 2000
DEEPEST = 30
FILTERS = frozenset("tanggal kelompok rupiah eja default int lower upper capitalize trim length".split())
"""None of these makes a text longer than a small multiple of its value."""
TESTS = frozenset("defined undefined none string number".split())
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.Concat, nodes.Getattr, nodes.Filter, nodes.Test, nodes.List, nodes.Tuple,
)  # fmt: skip


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


def rupiah(value: str) -> str:
    """Whole rupiah as they are spoken: `1500000` -> `1.500.000 rupiah`; anything else stays as it is."""
    text = str(value)
    return f"{int(text):,} rupiah".replace(",", ".") if text.isdecimal() and len(text) < 19 else text


def eja(value: str) -> str:
    """One by one, so that the voice spells: `ADU-2` -> `A, D, U, 2`."""
    return ", ".join(c.upper() for c in str(value) if c.isalnum())


_environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, finalize=clean)
_environment.filters.update(tanggal=tanggal, kelompok=kelompok, rupiah=rupiah, eja=eja)


def sentence(source: str, known: frozenset[str]) -> Template:
    """A sentence over the names in `known`, which may have a dot: `fakta.biaya`. Raises TemplateError."""
    tree = _parsed(source)
    _check(tree, 0)
    unknown = _names(tree) - known
    if unknown:
        raise TemplateError(f"unknown name {', '.join(sorted(unknown))}; known here are {', '.join(sorted(known)) or 'none'}")
    try:
        return _environment.from_string(source)
    except (jinja2.TemplateError, SyntaxError, RecursionError, MemoryError) as error:
        raise TemplateError(f"template: {error}") from None


def names(source: str) -> frozenset[str]:
    """Every name that a template uses, `fakta.biaya` as one; none of a template that is wrong."""
    try:
        return _names(_parsed(source))
    except TemplateError:
        return frozenset()


def condition(source: str, known: frozenset[str]) -> Template:
    """An expression, true when it renders as `ya`. Raises TemplateError."""
    return sentence("{% if " + source + " %}ya{% endif %}", known)


def is_variable(source: str) -> bool:
    return "{{" in source or "{%" in source or "{#" in source


def opening(source: str) -> str:
    """What a sentence with variable parts begins with in any case, up to the last full stop or the like before the first of them; or
    nothing. What is marked for the voice is not torn apart."""
    constant = re.split(r"\{\{|\{%|\{#", source)[0] if is_variable(source) else ""
    ends = [found.end() for found in re.finditer(r"[,.:;!?](?=\s)", constant)]
    return next((constant[:end] for end in reversed(ends) if not is_open(constant[:end])), "")


def whole_sentences(source: str) -> tuple[str, ...]:
    """Those of a sentence with variable parts that hold none: they sound the same whatever the others are about."""
    if not is_variable(source):
        return ()
    found: list[str] = []
    for number, constant in enumerate(re.split(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", source, flags=re.DOTALL)):
        sentences = re.split(r"(?<=[.!?])\s+", constant.strip())
        found += [sentence for sentence in sentences[number > 0 :] if re.search(r"[.!?]$", sentence)]
    return tuple(found)


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


def _parsed(source: str) -> nodes.Template:
    if len(source) > LONGEST_SOURCE:
        raise TemplateError(f"template: longer than {LONGEST_SOURCE} characters")
    try:
        return _environment.parse(source)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(f"template: {error.message}") from None
    except RecursionError:
        raise TemplateError("template: nested too deeply") from None


def _check(node: nodes.Node, depth: int) -> None:
    """Raises TemplateError for what is not allowed."""
    if depth > DEEPEST:
        raise TemplateError("template: nested too deeply")
    if not isinstance(node, _ALLOWED):
        raise TemplateError(f"template: {type(node).__name__.lower()} is not allowed here")
    if isinstance(node, nodes.Getattr) and not isinstance(node.node, nodes.Name):
        raise TemplateError(f"template: .{node.attr} is not allowed here")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise TemplateError(f"template: no filter named {node.name!r}; known are {', '.join(sorted(FILTERS))}")
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        raise TemplateError(f"template: no test named {node.name!r}; known are {', '.join(sorted(TESTS))}")
    for child in node.iter_child_nodes():
        _check(child, depth + 1)


def _names(tree: nodes.Node) -> frozenset[str]:
    return frozenset(_found(tree))


def _found(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        yield f"{node.node.name}.{node.attr}"
    elif isinstance(node, nodes.Name):
        yield node.name
    else:
        for child in node.iter_child_nodes():
            yield from _found(child)
