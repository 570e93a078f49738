"""`hotline.yaml`: what holds in all services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from dialog.gazetteer import Gazetteer
from dialog.language import COMMANDS, PLURAL_PROMPTS
from dialog.load_sentences import Sentences
from dialog.load_slot import load_slots
from dialog.schema import Alarm, Bands, Intent, Prompts, Questionnaire, Risk, Verification
from dialog.templates import fill
from dialog.understanding.normalize import normalize
from dialog.yaml_map import YamlMap

_PROMPT_VARIABLES = {
    "menu": {"tombol", "judul"},
    "confirm_intent": {"judul"},
    "choose_intent": {"pertama", "kedua"},
    "group": {"bagian"},
    "corrected": {"label", "nilai"},
    "confirm_value": {"label", "nilai"},
    "which_wrong": {"bagian"},
    "continue_digits": {"nilai"},
    "place": {"urutan"},
    "crisis_dial": {"nomor"},
    "crisis_press": {"nomor"},
    "wait_about": {"lama"},
    "closed_why": {"alasan"},
    "opens": {"kapan"},
    "time_now": {"jam"},
    "day_differs": {"tanggal", "hari"},
    "message_more": {"pesan"},
    "callback_same": {"akhiran"},
    "propose_when": {"kapan"},
    "confirm_callback": {"nomor", "kapan"},
    "callback_stored": {"tiket", "kapan"},
    "message_stored": {"tiket"},
    "code_sent": {"akhiran"},
    "code_sms": {"kode"},
    "carried": {"label"},
    "sms_sent": {"akhiran"},
    "resume_call": {"judul"},
    "filed_before": {"tiket"},
}


def load_prompts(top: YamlMap, say: Sentences) -> Prompts:
    where = top.child("prompts")
    values: dict[str, str | tuple[str, ...]] = {
        f.name: say.plains(where, f.name)
        if f.name in PLURAL_PROMPTS
        else say.prompt(where, f.name, frozenset(_PROMPT_VARIABLES.get(f.name, ())), spoken=f.name != "code_sms")
        for f in fields(Prompts)
    }
    return Prompts(**values)  # type: ignore[arg-type]


def load_commands(top: YamlMap) -> dict[str, tuple[str, ...]]:
    where = top.child("commands")
    return {name: where.texts(name) for name in COMMANDS}


def load_bands(top: YamlMap) -> dict[Risk, Bands]:
    where = top.child("thresholds")
    return {risk: _bands(where.child(risk.value)) for risk in Risk}


def _bands(where: YamlMap) -> Bands:
    default = Bands()
    bands = Bands(**{f.name: where.number(f.name, getattr(default, f.name)) for f in fields(Bands)})
    if not 0 <= bands.hand_over <= bands.confirm <= bands.act <= 1:
        where.problem("confirm", "expected 0 <= hand_over <= confirm <= act <= 1")
    if not 0 <= bands.gap <= 1:
        where.problem("gap", "expected a number from 0 to 1")
    return bands


def load_alarms(top: YamlMap, say: Sentences) -> tuple[Alarm, ...]:
    """Those of emergencies first: in one sentence they count before all others."""
    alarms = [_alarm(where, name, say) for name, where in top.children("alarms").items()]
    return tuple(sorted(alarms, key=lambda alarm: alarm.reason != "emergency"))


def _alarm(where: YamlMap, name: str, say: Sentences) -> Alarm:
    number = where.text("number")
    if number and not (number.isdecimal() and 3 <= len(number) <= 15):
        where.problem("number", f"{number!r} is no number that can be dialled", "3 to 15 digits")
    phrases = tuple(map(normalize, where.texts("phrases")))
    if not all(phrases):
        where.problem("phrases", "a phrase needs letters or digits")
    unless = tuple(map(normalize, where.texts("unless")))
    return Alarm(name, where.one_of("reason", ""), tuple(filter(None, phrases)), say.plain(where, "say"), number, unless)


def load_verification(top: YamlMap, say: Sentences, places: Mapping[str, Gazetteer]) -> dict[str, Verification]:
    """By name."""
    found = {}
    for name, where in top.children("verification").items():
        slots = load_slots(where.children("slots"), (), say, places)
        found[name] = Verification(name, where.text("title"), slots, where.text("lookup"), where.flag("code"))
    return found


def load_questionnaire(top: YamlMap, say: Sentences) -> Questionnaire | None:
    """The one that is switched on; all are checked."""
    on = list[Questionnaire]()
    for name, where in top.children("questionnaires").items():
        questions = load_slots(where.children("questions"), (), say, {})
        for question in questions:
            if question.kind != "choice":
                where.problem("questions", f"{question.name} is no choice", "write `type: choice`")
        found = Questionnaire(name, questions, say.plain(where, "intro"), say.plain(where, "thanks"))
        if where.flag("active"):
            on.append(found)
    if len(on) > 1:
        top.problem("questionnaires", f"{', '.join(one.name for one in on)} are all active", "activate only one")
    return on[0] if on else None


def load_follow_ups(top: YamlMap) -> dict[str, tuple[str, ...]]:
    """Normalised words of further questions, by what they ask for, the longest first."""
    return {name: tuple(sorted(map(normalize, texts), key=len, reverse=True)) for name, texts in top.name_lists("follow_ups").items()}


def load_menu(top: YamlMap, prompts: Prompts, intents: Mapping[str, Intent], say: Sentences) -> tuple[str, ...]:
    names = top.texts("menu")
    for i, name in enumerate(names):
        if name not in intents:
            top.problem("menu", f"no intent {name!r}", f"known are {', '.join(sorted(intents))}", item=i)
    if len(names) > top.keys["menu"].most:
        top.problem("menu", "has more entries than there are keys", "at most 9")
    known = tuple(name for name in names if name in intents)
    say.also(fill(prompts.menu, tombol=str(i), judul=intents[name].title) for i, name in enumerate(known, 1))
    return known
