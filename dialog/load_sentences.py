"""Sentences of the operator's files: checked against the names they may use, and collected, so that the voice can prepare them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from jinja2 import Template

from dialog.marks import encoded, plain
from dialog.schema import DatedFact
from dialog.templates import TemplateError, condition, is_variable, names, opening, render, sentence, whole_sentences
from dialog.yaml_map import YamlMap

FACT, SHARED, TODAY = "fakta", "bersama", "hari_ini"
RESERVED = frozenset({FACT, SHARED, TODAY})
_SHARED = re.compile(r"\{\{\s*bersama\.(\w+)\s*\}\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


class Sentences:
    """`shared` and `facts` are what every sentence may use; shared ones are put in at once, so that most sentences stay fixed."""

    def __init__(self, shared: Mapping[str, str], facts: Mapping[str, DatedFact]) -> None:
        self._shared, self._facts = shared, facts
        self._said: list[str] = []
        self.spoken = {
            FACT: {name: fact.value for name, fact in facts.items()},
            SHARED: {name: plain(text) for name, text in shared.items()},
        }
        self._everywhere = frozenset({TODAY, *(f"{FACT}.{name}" for name in facts), *(f"{SHARED}.{name}" for name in shared)})

    def plain(self, where: YamlMap, name: str) -> str:
        """A sentence that is spoken as it stands, with shared ones."""
        return self._plain(where, name, where.text(name))

    def plains(self, where: YamlMap, name: str) -> tuple[str, ...]:
        return tuple(self._plain(where, name, text, i) for i, text in enumerate(where.texts(name)))

    def prompt(self, where: YamlMap, name: str, known: frozenset[str], *, spoken: bool = True) -> str:
        """A sentence over `known`, as text; empty when it is wrong."""
        source = self._source(where, name, where.text(name), spoken)
        return source if self._checked(where, name, source, known, spoken=spoken) else ""

    def template(self, where: YamlMap, name: str, known: frozenset[str], *, spoken: bool = True) -> tuple[Template, frozenset[str]]:
        """The sentence over `known` and what is known everywhere, and the names of the facts in it."""
        source = self._source(where, name, where.text(name), spoken)
        used = names(source)
        facts = frozenset(used_name.removeprefix(f"{FACT}.") for used_name in used if used_name.startswith(f"{FACT}."))
        template = self._checked(where, name, source, known | self._everywhere, spoken=spoken) or sentence("", frozenset())
        if spoken and used and used <= self._everywhere - {TODAY} and facts <= self._facts.keys():
            self._said.append(render(template, self.spoken))
        return template, facts

    def condition(self, where: YamlMap, name: str, known: frozenset[str]) -> Template | None:
        source = where.text(name)
        if not source:
            return None
        try:
            return condition(source, known | self._everywhere)
        except TemplateError as error:
            where.problem(name, str(error))
            return None

    def also(self, texts: Iterable[str]) -> None:
        """More that is said, and is known to be right."""
        self._said += [text for text in texts if text]

    @property
    def fixed(self) -> tuple[str, ...]:
        plain = (text for text in self._said if not is_variable(text))
        inner = (sentence for text in self._said for sentence in whole_sentences(text))
        return tuple(dict.fromkeys((*plain, *inner)))

    @property
    def openings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(start for text in self._said if (start := opening(text))))

    def _plain(self, where: YamlMap, name: str, text: str, item: int = -1) -> str:
        said = self._source(where, name, text, item=item)
        if is_variable(said):
            where.problem(
                name, "can have no {{ }}: it is said before anything is known", "only {{ bersama.nama }} may stand here", item=item
            )
        self.also([said])
        return said

    def _source(self, where: YamlMap, name: str, text: str, spoken: bool = True, item: int = -1) -> str:
        """With shared sentences and marks for the voice; without marks where it is read."""
        if not spoken:
            return plain(with_shared(text, self._shared))
        return with_shared(marked(where, name, text, item), self._shared)

    def _checked(self, where: YamlMap, name: str, source: str, known: frozenset[str], *, spoken: bool = True) -> Template | None:
        try:
            template = sentence(source, known)
        except TemplateError as error:
            where.problem(name, str(error))
            return None
        if spoken:
            self.also([source])
        return template


def with_shared(text: str, shared: Mapping[str, str]) -> str:
    """`text` with the sentences that it takes from `shared`."""
    return _SHARED.sub(lambda found: shared.get(found[1], found[0]), text)


def marked(where: YamlMap, name: str, text: str, item: int = -1) -> str:
    """`text` with its marks for the voice; those that are wrong are reported."""
    said, wrong = encoded(text)
    for one in wrong:
        where.problem(name, one.message, one.how, item=item)
    return said


def check_name(where: YamlMap, name: str) -> None:
    """Report a name that cannot stand in a template."""
    if not _NAME.fullmatch(name) or hasattr(dict, name) or name in RESERVED:
        how = "use small letters, digits and _, beginning with a letter; some words are taken"
        where.problem(name if name in where else "", f"{name!r} cannot be a name", how)
