"""Sentences of the operator's file: checked against the names they may use, and collected, so that the voice can prepare them."""

from __future__ import annotations

from jinja2 import Template

from dialog.templates import TemplateError, condition, is_variable, sentence
from dialog.yaml_map import YamlMap


def plain(where: YamlMap, name: str, texts: tuple[str, ...], said: list[str]) -> None:
    """Sentences that are spoken as they stand."""
    if any(is_variable(text) for text in texts):
        where.problem(name, "can have no {{ }}: it is said before anything is known")
    said.extend(text for text in texts if text)


def checked(where: YamlMap, name: str, source: str, known: frozenset[str], said: list[str]) -> Template:
    """The sentence over `known`."""
    try:
        template = sentence(source, known)
    except TemplateError as error:
        where.problem(name, str(error))
        return sentence("", frozenset())
    if source:
        said.append(source)
    return template


def checked_condition(where: YamlMap, name: str, source: str, known: frozenset[str]) -> Template:
    """The expression over `known`."""
    try:
        return condition(source, known)
    except TemplateError as error:
        where.problem(name, str(error))
        return sentence("", frozenset())
