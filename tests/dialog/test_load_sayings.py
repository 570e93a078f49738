"""`ucapan.yaml`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conversation import CONFIGS

from dialog.checks import marks
from dialog.load import load_all
from dialog.load_sayings import load_sayings
from dialog.schema import Sayings
from dialog.yaml_map import Problem
from dialog.yaml_text import compose


def sayings(text: str) -> tuple[Sayings, list[str]]:
    node, problems = compose(Path("ucapan.yaml"), text)
    assert node is not None
    found: list[Problem] = problems
    return load_sayings(node, found), [str(problem) for problem in found]


def test_words_are_taken() -> None:
    found, problems = sayings("diucapkan:\n  Disnaker: dinas tenaga kerja\n  Taspen: taspén\ndieja: [PPID]\ndibaca: [SIAK]\n")
    assert not problems
    assert found == Sayings({"Disnaker": "dinas tenaga kerja", "Taspen": "taspén"}, ("PPID",), ("SIAK",))


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("diucapkn:\n  A: a\n", ":1:1:", "maksud Anda diucapkan?"),
        ("diucapkan:\n  SIMBG: sim 4\n", ":2:10:", "tulis angka dengan kata"),
        ("diucapkan:\n  Taspen: taspèn\n", ":2:11:", "maksud Anda 'taspén'?"),
        ("diucapkan:\n  Taspen:\n", ":2:", "ucapannya kosong"),
        ("diucapkan: [A]\n", ":1:12:", "tulisan: ucapan"),
        ("diucapkan:\n  '[jeda 300]': jeda\n", ":2:3:", "bukan kata"),
        ("dieja: PPID\n", ":1:8:", "harus berupa daftar"),
        ("dieja: [P.P.I.D]\n", ":1:9:", "tanpa titik"),
        ("dibaca: [BKPSDM]\n", ":1:10:", "pindahkan ke dieja"),
        ("dieja: [PPID]\ndibaca: [ppid]\n", ":2:10:", "sudah ada di dieja"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text: str, where: str, what: str) -> None:
    problems = sayings(text)[1]
    assert len(problems) == 1 and f"ucapan.yaml{where}" in problems[0] and what in problems[0]


def test_check_finds_wrong_words_and_marks_where_they_stand(tmp_path: Path) -> None:
    folder = tmp_path / "configs"
    shutil.copytree(CONFIGS, folder, ignore=shutil.ignore_patterns("cities", "calls", "scenarios", "asterisk"))
    (folder / "ucapan.yaml").write_text("dieja: [PPID]\ndibca: [SIAK]\n", encoding="utf-8")
    top = folder / "hotline.yaml"
    rows = top.read_text(encoding="utf-8").splitlines()
    line = next(number for number, row in enumerate(rows, 1) if row.startswith("  goodbye:"))
    rows[line - 1] = '  goodbye: "[pelen: Sampai jumpa]"'
    title = next(number for number, row in enumerate(rows, 1) if row.startswith("title:"))
    rows[title - 1] = 'title: "Sapa [jeda 300]"'
    top.write_text("\n".join(rows), encoding="utf-8")
    loaded = load_all(folder)
    assert loaded.flows is not None and loaded.flows.sayings.spelled == ("PPID",)
    marks.check(loaded)
    told = [f"{problem.file.name}:{problem.line}: {problem.how}" for problem in loaded.problems]
    assert sorted(told) == sorted([
        f"hotline.yaml:{title}: hapus, atau pindahkan ke kalimat yang diucapkan",
        f"hotline.yaml:{line}: maksud Anda [pelan?",
        "ucapan.yaml:2: maksud Anda dibaca?",
    ])  # fmt: skip
