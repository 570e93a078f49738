"""A caller's script: YAML into frozen steps, every error with its line. The format is documented in docs/caller-scripts.md."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from ivr.caller.pauses import PauseError, pieces

OUTCOMES = ("answered", "ticket", "transferred", "callback", "abandoned", "failed")
STEPS = ("say", "wav", "press", "silence", "interrupt", "hang_up", "wait_transfer")
MAX_SILENCE_S = 120.0
INTERRUPT_AFTER_S = 1.2


class ScriptError(Exception):
    """`file:line: what is wrong and what to do`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the caller does. `kind` is one of STEPS; `interrupt` speaks without waiting for the prompt's end; `label` sorts
    turns for `ivr bench turns`; `after_s`: how much of the hotline's voice an `interrupt` listens to first."""

    kind: str
    value: str = ""
    line: int = 0
    label: str = ""
    after_s: float = INTERRUPT_AFTER_S


@dataclass(frozen=True, slots=True)
class Line:
    """The telephone line: noise `snr_db` below the voice, `codec` alaw or ulaw, `gain_db` of the speaker, packets of 20 ms lost."""

    snr_db: float = 30.0
    codec: str = "alaw"
    gain_db: float = 0.0
    lost_percent: float = 0.0


@dataclass(frozen=True, slots=True)
class Expected:
    """What must hold at the end; empty means not asked. `heard`: phrases that the hotline must say, in this order."""

    outcome: str = ""
    intent: str = ""
    slots: dict[str, str] = field(default_factory=dict)
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    title: str
    voice: str
    line: Line
    steps: tuple[Step, ...]
    expect: Expected
    folder: Path


def load_script(path: Path) -> Script:
    """Raises ScriptError when the file is missing or wrong."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except OSError as error:
        raise ScriptError(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, yaml.reader.ReaderError) as error:
        raise ScriptError(f"{path}: not UTF-8 text: save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ScriptError(f"{path}:{line}: not valid YAML: {error.problem}") from error
    top = _mapping(node, path, {"title", "voice", "line", "steps", "expect"})
    if "steps" not in top or not isinstance(top["steps"], yaml.SequenceNode):
        raise ScriptError(f"{path}:1: a script needs `steps`, a list")
    return Script(
        title=_text(top["title"], path) if "title" in top else path.stem,
        voice=_text(top["voice"], path) if "voice" in top else "kokoro:jf_alpha",
        line=_line(top.get("line"), path),
        steps=tuple(_step(item, path) for item in top["steps"].value),
        expect=_expect(top.get("expect"), path),
        folder=path.parent,
    )


def _step(node: yaml.Node, path: Path) -> Step:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode) and node.value in ("hang_up", "wait_transfer"):
        return Step(node.value, line=line)
    values = _mapping(node, path, {*STEPS, "label", "after"})
    label = _text(values.pop("label"), path) if "label" in values else ""
    after_s = _number(values.pop("after"), path) if "after" in values else INTERRUPT_AFTER_S
    if len(values) != 1:
        raise ScriptError(f"{path}:{line}: a step does one thing; write each on a line of its own")
    ((kind, value),) = values.items()
    text = _text(value, path)
    if kind == "silence" and not 0 < _number(value, path) <= MAX_SILENCE_S:
        raise ScriptError(f"{path}:{line}: silence lasts more than 0 and at most {MAX_SILENCE_S:.0f} seconds")
    if kind == "press" and not (text and set(text) <= set("0123456789*#")):
        raise ScriptError(f"{path}:{line}: keys are 0 to 9, * and #")
    if kind in ("say", "interrupt"):
        if not text.strip():
            raise ScriptError(f"{path}:{line}: `{kind}` needs words to say")
        try:
            pieces(text)
        except PauseError as error:
            raise ScriptError(f"{path}:{line}: {error}") from error
    if kind == "wav" and not (path.parent / text).is_file():
        raise ScriptError(f"{path}:{line}: {path.parent / text} does not exist")
    if after_s != INTERRUPT_AFTER_S and not (kind == "interrupt" and 0 < after_s <= MAX_SILENCE_S):
        raise ScriptError(f"{path}:{line}: `after` is for an `interrupt`, more than 0 and at most {MAX_SILENCE_S:.0f} seconds")
    return Step(kind, text, line, label, after_s)


def _line(node: yaml.Node | None, path: Path) -> Line:
    if node is None:
        return Line()
    values = _mapping(node, path, {"snr_db", "codec", "gain_db", "lost_percent"})
    codec = _text(values["codec"], path) if "codec" in values else "alaw"
    if codec not in ("alaw", "ulaw"):
        raise ScriptError(f"{path}:{values['codec'].start_mark.line + 1}: codec is alaw or ulaw")
    numbers = {name: _number(values[name], path) for name in ("snr_db", "gain_db", "lost_percent") if name in values}
    if not 0 <= numbers.get("lost_percent", 0) <= 50:
        raise ScriptError(f"{path}:{values['lost_percent'].start_mark.line + 1}: lost_percent is 0 to 50")
    return Line(codec=codec, **numbers)


def _expect(node: yaml.Node | None, path: Path) -> Expected:
    if node is None:
        return Expected()
    values = _mapping(node, path, {"outcome", "intent", "slots", "heard"})
    outcome = _text(values["outcome"], path) if "outcome" in values else ""
    if outcome and outcome not in OUTCOMES:
        raise ScriptError(f"{path}:{values['outcome'].start_mark.line + 1}: outcome is one of {', '.join(OUTCOMES)}")
    slots = {k: _text(v, path) for k, v in _mapping(values["slots"], path, None).items()} if "slots" in values else {}
    phrases = _phrases(values["heard"], path) if "heard" in values else ()
    return Expected(outcome, _text(values["intent"], path) if "intent" in values else "", slots, phrases)


def _phrases(node: yaml.Node, path: Path) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise ScriptError(f"{path}:{node.start_mark.line + 1}: `heard` is a list of phrases")
    return tuple(_text(item, path) for item in node.value)


def _mapping(node: yaml.Node | None, path: Path, known: set[str] | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise ScriptError(f"{path}:{node.start_mark.line + 1 if node else 1}: expected names and values")
    values: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name, line = _text(key, path), key.start_mark.line + 1
        if known is not None and name not in known:
            raise ScriptError(f"{path}:{line}: unknown {name!r}; known here are {', '.join(sorted(known))}")
        if name in values:
            raise ScriptError(f"{path}:{line}: {name!r} stands here twice")
        values[name] = value
    return values


def _text(node: yaml.Node, path: Path) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise ScriptError(f"{path}:{node.start_mark.line + 1}: expected one value")
    return str(node.value)


def _number(node: yaml.Node, path: Path) -> float:
    try:
        number = float(_text(node, path))
    except ValueError as error:
        raise ScriptError(f"{path}:{node.start_mark.line + 1}: expected a number") from error
    if not math.isfinite(number):
        raise ScriptError(f"{path}:{node.start_mark.line + 1}: expected a finite number")
    return number
