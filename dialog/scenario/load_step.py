"""One step of a scenario."""

from __future__ import annotations

import math
from pathlib import Path

import yaml

from dialog.keys import KEYS
from dialog.scenario.keys import ALONE, MAX_SILENCE_S, RETURNS, SPOKEN, STEPS
from dialog.scenario.load_expected import step_expected
from dialog.scenario.pauses import PauseError, pieces
from dialog.scenario.schema import CONFIDENCE, INTERRUPT_AFTER_S, Step
from dialog.yaml_map import YamlMap


def only_alone(at: YamlMap) -> None:
    """A step that needs no value may stand without a colon: `- hang_up` is `- hang_up:`."""
    node = at.values.get("steps")
    if not isinstance(node, yaml.SequenceNode):
        return
    for i, item in enumerate(node.value):
        if isinstance(item, yaml.ScalarNode) and item.value in ALONE:
            nothing = yaml.ScalarNode("tag:yaml.org,2002:null", "", item.start_mark, item.end_mark)
            node.value[i] = yaml.MappingNode("tag:yaml.org,2002:map", [(item, nothing)], item.start_mark, item.end_mark)


def load_step(at: YamlMap, folder: Path) -> Step:
    """`folder` is where sound files are looked for."""
    kinds = [name for name in STEPS if name in at]
    if len(kinds) != 1:
        at.problem("", "a step does one thing", f"write one of {', '.join(STEPS)}, each on a line of its own")
        return Step("silence")
    kind = kinds[0]
    value = at.text(kind)
    wrong = _wrong(at, kind, value, folder)
    if wrong:
        at.problem(kind, wrong)
    after = number(at, "after", INTERRUPT_AFTER_S)
    if "after" in at and not (kind == "interrupt" and 0 < after <= MAX_SILENCE_S):
        at.problem("after", f"`after` is for an `interrupt`, more than 0 and at most {MAX_SILENCE_S:.0f} seconds")
    for name in ("misheard_as", "asr_confidence", "hypotheses"):
        if name in at and kind not in (*SPOKEN, "wav"):
            at.problem(name, "is for what is spoken")
    return Step(
        kind,
        value,
        at.at.line + 1,
        at.text("label"),
        after,
        at.text("misheard_as"),
        _chance(at, "asr_confidence", CONFIDENCE),
        {text: _chance(at.child("hypotheses"), text, 0.0) for text in at.child("hypotheses").values},
        step_expected(at.child("expect")),
    )


def number(at: YamlMap, name: str, default: float) -> float:
    found = at.number(name, default)
    if not math.isfinite(found):
        at.problem(name, "expected a finite number")
        return default
    return found


def texts_by_name(at: YamlMap) -> dict[str, str]:
    return {name: at.text(name) for name in at.values}


def _chance(at: YamlMap, name: str, default: float) -> float:
    found = number(at, name, default)
    if not 0 <= found <= 1:
        at.problem(name, "is 0 to 1")
    return found


def _wrong(at: YamlMap, kind: str, value: str, folder: Path) -> str:
    """What is wrong with the step's value; an empty string: nothing."""
    if kind in SPOKEN:
        try:
            pieces(value) if value else None
        except PauseError as error:
            return str(error)
        return "" if value or not at.is_text(kind) else "needs words to say"
    if kind == "press":
        return "" if value and set(value) <= KEYS else "keys are 0 to 9, * and #"
    if kind == "silence" and value:
        return "" if 0 < number(at, kind, 0) <= MAX_SILENCE_S else f"lasts more than 0 and at most {MAX_SILENCE_S:.0f} seconds"
    if kind == "wav":
        return "" if (folder / value).is_file() else f"{folder / value} does not exist"
    if kind == "no_agent":
        return "" if value in ("", *RETURNS) else f"is one of {', '.join(RETURNS)}"
    return "needs no value" if value and kind in ALONE and kind != "sent_back" else ""
