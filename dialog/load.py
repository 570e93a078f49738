"""The operator's YAML to `Flows`. Every problem is collected, with file, line, path and what to do; nothing is guessed."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from dialog.load_sentences import checked, plain
from dialog.load_service import hot_words, load_service
from dialog.schema import Bands, Flows, Intent, Ladders, Prompts, Risk, Rung
from dialog.templates import fill, is_variable, opening
from dialog.understanding.sentence_end import Endings
from dialog.understanding.understander import Understander
from dialog.yaml_map import Problem, YamlMap, read

__all__ = ["ConfigError", "Problem", "load"]

COMMANDS = ("petugas", "ulangi", "pelan", "tunggu", "kembali", "bantuan", "mulai_lagi", "batal", "selesai")
_PROMPT_VARIABLES = {
    "menu": {"tombol", "judul"},
    "confirm_intent": {"judul"},
    "choose_intent": {"pertama", "kedua"}, "group": {"bagian"}, "corrected": {"label", "nilai"}, "confirm_value": {"label", "nilai"}, "continue_digits": {"nilai"}, "callback_stored": {"tiket"},
}  # fmt: skip
_LADDERS = ("no_match", "no_input", "unclear", "unheard")


class ConfigError(Exception):
    """All problems of a configuration."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load(folder: Path) -> Flows:
    """`folder/hotline.yaml` and every `folder/services/*.yaml`.

    Raises:
        ConfigError: anything is missing or wrong.
    """
    problems, said = list[Problem](), list[str]()
    top = read(folder / "hotline.yaml", {"title", "thresholds", "prompts", "commands", "hot_words"}, problems)
    intents: dict[str, Intent] = {}
    services = sorted((folder / "services").glob("*.yaml"))
    if not services:
        problems.append(Problem(folder / "services", 1, "services", "no services here: add at least one .yaml file"))
    hotline = _hotline(top, said) if top is not None else None
    for path in services:
        for where, intent in load_service(path, problems, said):
            if intent.name in intents:
                problems.append(Problem(path, where.line, where.path, f"already defined in service {intents[intent.name].service}"))
            intents[intent.name] = intent
    if problems or hotline is None or top is None:
        raise ConfigError(problems)
    understander = Understander({name: intent.examples for name, intent in intents.items()})
    endings = Endings.of([text for intent in intents.values() for text in intent.examples])
    asked = [fill(hotline[1].confirm_intent, judul=intent.title) for intent in intents.values()]
    fixed = tuple(dict.fromkeys(text for text in (*said, *asked) if not is_variable(text)))
    openings = tuple(dict.fromkeys(start for text in said if (start := opening(text))))
    title, prompts, bands, commands = hotline
    open_question = Ladders((Rung.REASK, Rung.REASK), (Rung.REASK, Rung.REASK))
    return Flows(
        title, prompts, bands, Ladders(), open_question, commands, intents, understander, fixed, openings, hot_words(top), endings
    )


def _hotline(top: YamlMap, said: list[str]) -> tuple[str, Prompts, dict[Risk, Bands], dict[str, tuple[str, ...]]]:
    commands = top.child("commands", COMMANDS)
    return top.text("title"), _prompts(top, said), _thresholds(top), {name: commands.texts(name) for name in COMMANDS}


def _prompts(top: YamlMap, said: list[str]) -> Prompts:
    where = top.child("prompts", {f.name for f in fields(Prompts)})
    values: dict[str, str | tuple[str, ...]] = {}
    for name in (f.name for f in fields(Prompts)):
        if name in _LADDERS:
            values[name] = texts = where.texts(name, 2)
            plain(where, name, texts, said)
        else:
            values[name] = text = where.text(name)
            checked(where, name, text, frozenset(_PROMPT_VARIABLES.get(name, ())), said)
    return Prompts(**values)  # type: ignore[arg-type]


def _thresholds(top: YamlMap) -> dict[Risk, Bands]:
    where = top.child("thresholds", {risk.value for risk in Risk})
    return {risk: _bands(where.child(risk.value, {"act", "confirm", "hand_over", "gap"})) for risk in Risk}


def _bands(where: YamlMap) -> Bands:
    default = Bands()
    bands = Bands(
        act=where.number("act", default.act),
        confirm=where.number("confirm", default.confirm),
        hand_over=where.number("hand_over", default.hand_over),
        gap=where.number("gap", default.gap),
    )
    if not 0 <= bands.hand_over <= bands.confirm <= bands.act <= 1:
        where.problem("confirm", "expected 0 <= hand_over <= confirm <= act <= 1")
    return bands
