"""Files that are made to harm are refused, clearly and at once."""

from __future__ import annotations

import os
import shutil
import string
from pathlib import Path

import pytest
from conversation import CONFIGS
from hypothesis import given
from hypothesis import strategies as st

from dialog.load import ConfigError, load, load_all
from dialog.templates import DEEPEST, LONGEST_SOURCE, TemplateError, render, sentence
from dialog.yaml_read import MOST_BYTES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CONFIGS, tmp_path / "c")
    return tmp_path / "c"


def refused(folder: Path, name: str = "lain.yaml") -> str:
    """What is told of the file `name`, which alone is wrong."""
    with pytest.raises(ConfigError) as caught:
        load(folder)
    assert {p.file.name for p in caught.value.problems} == {name}
    return "\n".join(f"{p.line}: {p.message}; {p.how}" for p in caught.value.problems)


BOMB = "a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (BOMB.encode(), "1: anchors (&) and aliases (*) are not allowed"),
        (b"a: &a\n  <<: *a\n", "1: anchors (&) and aliases (*)"),
        (b"a: !!python/object/apply:os.system ['true']\n", "1: tags (!) are not allowed"),
        (b"a: " + b"[" * 100_000, "1: is nested deeper than 16 levels"),
        (b"a: " + b"{b: " * 50_000, "1: is nested deeper than 16 levels"),
        ("title: x\n".encode("utf-16"), "1: is UTF-16, not UTF-8 text; save the file as UTF-8"),
        ("title: x\nowner: caf\u00e9\n".encode("latin-1"), "2: is not UTF-8 text; save the file as UTF-8"),
        (b"title: x\n\nowner: a\0b\n", "3: holds a NUL"),
        (b"title: x\ntitle: y\n", "2: stands here twice"),
        (b"title: x\n? [a, b]\n: c\n", "2: a name must be plain text"),
    ],
)
def test_a_file_that_is_made_to_harm(folder: Path, content: bytes, told: str) -> None:
    (folder / "services" / "lain.yaml").write_bytes(content)
    assert told in refused(folder)


def test_a_huge_file_is_not_read(folder: Path) -> None:
    path = folder / "services" / "lain.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert f"is larger than {MOST_BYTES} bytes" in refused(folder)


def test_a_byte_order_mark_of_an_editor_does_no_harm(folder: Path) -> None:
    path = folder / "services" / "pengaduan.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert "lapor" in load(folder).intents


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "services" / "lain.yaml")
    assert "cannot be read (not a file)" in refused(folder)


def test_links_that_go_round_or_lead_out(folder: Path, tmp_path: Path) -> None:
    loop = folder / "services" / "lain.yaml"
    loop.symlink_to(loop)
    assert "cannot be read" in refused(folder)
    loop.unlink()
    (tmp_path / "secret.yaml").write_text("intents: {}\n", encoding="utf-8")
    loop.symlink_to(tmp_path / "secret.yaml")
    assert "leaves the folder" in refused(folder)


@pytest.mark.parametrize("target", ["../../secret.yaml", "/etc/hostname", "../services/lain.yaml", "a\\0b", "no.yaml", "."])
def test_includes_that_lead_out_or_nowhere(folder: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "secret.yaml").write_text("facts: {}\n", encoding="utf-8")
    service = "intents: {lain: {title: lain, examples: [a, b, c, d, e], answer: Ya.}}\n"
    (folder / "services" / "lain.yaml").write_text(f'include: ["{target}"]\n{service}', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(folder)
    assert all(p.path == "include" or "cannot be read" in p.message for p in caught.value.problems)


def test_includes_that_go_round(folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "a.yaml").write_text("include: b.yaml\n", encoding="utf-8")
    (folder / "shared" / "b.yaml").write_text("title: b\ninclude: [a.yaml]\n", encoding="utf-8")
    path = folder / "services" / "pengaduan.yaml"
    path.write_text("include: ../shared/a.yaml\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert refused(folder, "b.yaml").startswith("2: includes itself")


def test_includes_that_double_are_read_once(folder: Path) -> None:
    (folder / "shared").mkdir()
    for n in range(40):
        (folder / "shared" / f"{n}.yaml").write_text(f"include: [{n + 1}.yaml, {n + 1}.yaml]\n", encoding="utf-8")
    (folder / "shared" / "40.yaml").write_text("owner: siapa\n", encoding="utf-8")
    path = folder / "services" / "pengaduan.yaml"
    text = path.read_text(encoding="utf-8").replace("owner: diskominfo\n", "")
    path.write_text("include: ../shared/0.yaml\n" + text, encoding="utf-8")
    assert load(folder).intents["lapor"].owner == "siapa"


@pytest.mark.parametrize("overlay", ["..", "../..", "/etc", "a/b", ".", "x\0y", "tidak-ada"])
def test_overlays_are_names_and_no_paths(folder: Path, overlay: str) -> None:
    with pytest.raises(ConfigError, match="no overlay"):
        load(folder, overlay)


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ a.__init__.__globals__ }}",
        "{{ a['__class__'] }}",
        "{{ a|attr('__class__') }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ a.upper() }}",
        "{{ fakta.b.c }}",
        "{{ 'a' * 10**9 }}",
        "{{ 9**9**9 }}",
        "{{ range(10**9) | list }}",
        "{% for x in range(10**9) %}x{% endfor %}",
        "{{ a | center(10**9) }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ a | replace('', a) | replace('', a) }}",
        "{{ a | indent(10**9) }}",
        "{{ lipsum(n=10**6) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% set a = 1 %}{{ a }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends a %}",
        "{% filter upper %}x{% endfilter %}",
        "{{ " + "(" * 900 + "a" + ")" * 900 + " }}",
        "{{ " + "not " * 400 + "a }}",
        "{% if a %}" * 100 + "{% endif %}" * 100,
        "x" * (LONGEST_SOURCE + 1),
        "{{ '" + "\\x00" * 5 + "' | unknown }}",
    ],
)
def test_a_template_that_is_made_to_harm(source: str) -> None:
    with pytest.raises(TemplateError):
        sentence(source, frozenset({"a", "fakta.b"}))


@given(
    st.lists(
        st.sampled_from(["{{", "}}", "{%", "%}", "a", "|", "if", "endif", "(", ")", "[", "'", "~", "eja", "*", " ", "in", "1", "."]),
        max_size=40,
    )
)
def test_any_template_is_checked_or_refused_and_stays_short(parts: list[str]) -> None:
    try:
        template = sentence("".join(parts), frozenset({"a"}))
        said = render(template, {"a": "xy"})
    except TemplateError:
        return
    assert len(said) <= 100 * DEEPEST


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check(data)


@given(st.text(alphabet=":-[]{}&*!|>'\"%@`#, \n\tab01" + string.ascii_uppercase[:2], max_size=60))
def test_any_near_yaml_is_read_or_refused(text: str) -> None:
    check(text.encode())


def check(data: bytes) -> None:
    path = SCRATCH / "services" / "lain.yaml"
    path.write_bytes(data)
    assert all(str(problem) for problem in load_all(SCRATCH).problems)


@pytest.fixture(autouse=True, scope="module")
def _scratch(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder with one service, for many tries."""
    global SCRATCH
    SCRATCH = tmp_path_factory.mktemp("scratch")
    (SCRATCH / "services").mkdir()


SCRATCH = Path()
