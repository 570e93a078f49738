"""Unquoted values that other YAML tools take for something else. We keep the text; an editor that rewrites the file would not."""

from __future__ import annotations

import re

import yaml

from dialog.load import Loaded
from dialog.yaml_map import Severity, YamlMap

_CHANGED = re.compile(r"[-+]?0\d+|[-+]?\d[\d_]*_[\d_]*|\d+(?::[0-5]?\d)+|0[xob][\da-f_]+|[-+]?\d+(?:\.\d*)?e[-+]?\d+", re.IGNORECASE)
_TRUTH = re.compile(r"yes|no|on|off|y|n", re.IGNORECASE)


def check(loaded: Loaded) -> None:
    for where in loaded.tops:
        for name, node in where.values.items():
            _check(where, node, name)


def _check(where: YamlMap, node: yaml.Node, path: str) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _check(where, key, f"{path}.{key.value}")
            _check(where, value, f"{path}.{key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            _check(where, item, f"{path}[{i}]")
    elif isinstance(node, yaml.ScalarNode) and not node.style and (_CHANGED.fullmatch(node.value) or _TRUTH.fullmatch(node.value)):
        message = f"{node.value} is not in quotes: other programs read it as another number, or as true or false"
        where.report(node.start_mark, path, message, "put it in quotes", Severity.WARNING)
