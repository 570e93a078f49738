"""Marks for the voice where nothing is spoken, or what is written is sent: they would be read by people."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from dialog.load import Loaded

_MARK = re.compile(r"\[\s*(?:jeda\s+\d|(?:pelan|tekan|eja)\s*:)", re.I)
_SPOKEN = frozenset("say ask answer summary not_found example keypad reask intro thanks".split())
_ALL_SPOKEN = frozenset("prompts bersama follow_up".split())
_SENT = frozenset(("code_sms", "sms"))
_TOLD = frozenset(("value",))
"""Of facts: the loader tells."""


def check(loaded: Loaded) -> None:
    for top in loaded.tops:
        for name, node in top.values.items():
            for found, path in _misplaced(node, (name,)):
                how = "hapus, atau pindahkan ke kalimat yang diucapkan"
                top.report(found.start_mark, ".".join(path), "tanda untuk suara tidak dibaca di sini", how)


def _misplaced(node: yaml.Node, path: tuple[str, ...]) -> Iterator[tuple[yaml.Node, tuple[str, ...]]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _misplaced(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _misplaced(value, path)
    elif _MARK.search(node.value) and not _is_spoken(path):
        yield node, path


def _is_spoken(path: tuple[str, ...]) -> bool:
    last = path[-1]
    return last in _TOLD or (last not in _SENT and (last in _SPOKEN or not _ALL_SPOKEN.isdisjoint(path)))
