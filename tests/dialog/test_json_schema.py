"""The schemas for editors agree with the loader: they take what it takes and know every key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conversation import CONFIGS

from dialog.json_schema import SCHEMAS, schema_of
from dialog.language import Key

ROOT = Path(__file__).parents[2] / "configs"
FILES = [
    *((path, "hotline") for path in (ROOT / "hotline.yaml", CONFIGS / "hotline.yaml", *ROOT.glob("cities/*/hotline.yaml"))),
    *((path, "service") for folder in (ROOT, CONFIGS, *ROOT.glob("cities/*")) for path in folder.glob("services/*.yaml")),
    (ROOT / "kalender.yaml", "calendar"),
    *((path, "gazetteer") for path in ROOT.glob("gazetteers/*.yaml")),
]


class Plain(yaml.SafeLoader):
    """Dates stay text, as in the editor's JSON."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def valid(text: str, file: str) -> bool:
    return jsonschema.Draft202012Validator(schema_of(file)).is_valid(yaml.load(text, Plain))  # noqa: S506


@pytest.mark.parametrize(("path", "file"), FILES, ids=lambda value: str(value).rpartition("configs/")[2])
def test_what_we_ship_is_valid(path: Path, file: str) -> None:
    jsonschema.Draft202012Validator(schema_of(file)).validate(yaml.load(path.read_text(encoding="utf-8"), Plain))  # noqa: S506


@pytest.mark.parametrize("file", list(SCHEMAS))
def test_the_schema_itself_is_valid(file: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema_of(file))


@pytest.mark.parametrize("file", list(SCHEMAS))
def test_every_key_is_in_the_schema(file: str) -> None:
    assert set(keys(SCHEMAS[file])) == set(properties(schema_of(file)))


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("titel: x", "hotline"),
        ("repair: {no_match: [jump]}", "hotline"),
        ("menu: [1,2,3,4,5,6,7,8,9,10]", "hotline"),
        ("prompts: {unclear: [satu]}", "hotline"),
        ("intents: {a: {examples: [satu]}}", "service"),
        ("intents: {a: {slots: {b: {type: tekst}}}}", "service"),
        ("intents: {a: {slots: {b: {confirm: barangkali}}}}", "service"),
        ("intents: {a: {deadline_ms: 1}}", "service"),
        ("intents: {a: {answer: [{sy: x}]}}", "service"),
        ("intents: {a: {valid_until: besok}}", "service"),
        ("kota: {a: {jaln: []}}", "gazetteer"),
        ("antrean: {pajak: {jam: {ahad: tutup}}}", "calendar"),
    ],
)
def test_what_the_loader_refuses_the_editor_underlines(text: str, file: str) -> None:
    assert not valid(text, file)


def test_parts_are_valid_too() -> None:
    assert valid("intents: {a: null, b: {slots: {c: {confirm: true, min: 3, choices: {x: , y: [z]}}}}}", "service")
    assert valid("jam: {senin: 08:00-16:00, sabtu: tutup}\ntutup: [2026-12-25]\nbuka: {2026-12-26: [08:00-10:00]}\nzona: WIB", "calendar")


def keys(table: Mapping[str, Key]) -> Iterator[str]:
    for name, key in table.items():
        yield name
        yield from keys(key.keys)


def properties(schema: Any) -> Iterator[str]:
    """Every name of a property, however deep."""
    for name, inner in schema.get("properties", {}).items() if isinstance(schema, dict) else ():
        yield name
        yield from properties(inner)
    inner = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())] if isinstance(schema, dict) else ()
    for one in inner:
        yield from properties(one)
