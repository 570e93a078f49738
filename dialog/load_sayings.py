"""`ucapan.yaml`: how an agency's own words and abbreviations are said. What is wrong is told in Indonesian, with its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from dialog.schema import Sayings
from dialog.yaml_map import Problem
from dialog.yaml_read import Files

FILE = "ucapan.yaml"
SAID, SPELLED, WORDS = "diucapkan", "dieja", "dibaca"
_KEYS = (SAID, SPELLED, WORDS)
MOST = 2000
LONGEST_WORD, LONGEST_SAID = 40, 120
_SAID = re.compile(r"[a-zA-Zêé]+(?:[ ,'-]+[a-zA-Zêé]+)*")
_WRITTEN = re.compile(r"(?=.*[^\W\d_])[\w.&/'+@ -]+")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_ACCENTS = str.maketrans("èëēÉÈË", "éééééé")


def read_sayings(files: Files, folder: Path, city: Path | None) -> Sayings:
    """The words of `folder`, with those of the city before them; neither file need be there."""
    there = [place / FILE for place in (folder, city) if place is not None and (place / FILE).exists()]
    node = files.whole(*there) if there else None
    return load_sayings(node, files.problems) if node is not None else Sayings()


def load_sayings(node: yaml.Node, problems: list[Problem]) -> Sayings:
    """As far as it is right; `problems` gets the rest."""
    said, lists = dict[str, str](), {SPELLED: list[str](), WORDS: list[str]()}
    seen = dict[str, str]()

    def new(key: str, word: yaml.ScalarNode) -> bool:
        """Whether nothing else was said of `word`."""
        where = seen.setdefault(word.value.lower(), key)
        if where is not key:
            _report(problems, word, f"{key}.{word.value}", f"sudah ada di {where}", "hapus salah satu")
        return where is key

    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        name = str(key.value)
        if name not in _KEYS:
            close = difflib.get_close_matches(name, _KEYS, 1)
            how = f"maksud Anda {close[0]}?" if close else f"yang dikenal: {', '.join(_KEYS)}"
            _report(problems, key, name, "kunci tidak dikenal", how)
        elif name == SAID:
            said.update({word.value: how for word, how in _entries(value, problems) if new(SAID, word)})
        else:
            lists[name] += [word.value for word in _items(name, value, problems) if new(name, word)]
    if len(seen) > MOST:
        _report(problems, node, "berkas", f"lebih dari {MOST} kata", "sisakan yang perlu saja")
    return Sayings(said, tuple(lists[SPELLED]), tuple(lists[WORDS]))


def _entries(node: yaml.Node, problems: list[Problem]) -> Iterator[tuple[yaml.ScalarNode, str]]:
    if not isinstance(node, yaml.MappingNode):
        if node.value:
            _report(problems, node, SAID, "harus berupa daftar `tulisan: ucapan`", "misalnya `Disnaker: dinas tenaga kerja`")
        return
    for word, how in node.value:
        path = f"{SAID}.{word.value}"
        if not _WRITTEN.fullmatch(word.value) or len(word.value) > LONGEST_WORD:
            how_long = f"paling panjang {LONGEST_WORD} huruf, tanpa kurung dan tanda baca lain"
            _report(problems, word, path, "bukan kata atau singkatan", how_long)
        elif not isinstance(how, yaml.ScalarNode) or not how.value.strip():
            _report(problems, how, path, "ucapannya kosong", "tulis bagaimana kata itu diucapkan, dengan huruf")
        elif not _SAID.fullmatch(how.value.strip()) or len(how.value) > LONGEST_SAID:
            _report(problems, how, path, f"{how.value.strip()[:30]!r} tidak dapat diucapkan", _mend(how.value.strip()))
        else:
            yield word, _lower(how.value.strip())


def _items(key: str, node: yaml.Node, problems: list[Problem]) -> Iterator[yaml.ScalarNode]:
    if not isinstance(node, yaml.SequenceNode):
        if node.value:
            _report(problems, node, key, "harus berupa daftar", "misalnya `[PPID, JDIH]`")
        return
    for number, item in enumerate(node.value):
        text = item.value if isinstance(item, yaml.ScalarNode) else ""
        if not _LETTERS.fullmatch(text) or not 2 <= len(text) <= LONGEST_WORD:
            _report(problems, item, f"{key}[{number}]", "bukan singkatan", "tulis huruf saja, tanpa titik dan spasi")
        elif key == WORDS and not re.search("[aiueo]", text, re.I):
            _report(problems, item, f"{key}[{number}]", f"{text} tidak dapat dibaca sebagai kata", f"pindahkan ke {SPELLED}")
        else:
            yield item


def _lower(said: str) -> str:
    """Capitals would be read as an abbreviation."""
    return " ".join(word.lower() if word.isupper() else word for word in said.split())


def _mend(said: str) -> str:
    if re.search(r"\d", said):
        return "tulis angka dengan kata"
    mended = said.translate(_ACCENTS)
    if mended != said and _SAID.fullmatch(mended):
        return f"maksud Anda {mended!r}?"
    return f"hanya huruf, ê dan é, spasi, koma, dan tanda hubung; paling panjang {LONGEST_SAID}"


def _report(problems: list[Problem], node: yaml.Node, path: str, message: str, how: str) -> None:
    mark = node.start_mark
    problems.append(Problem(Path(mark.name), mark.line + 1, path, message, mark.column + 1, how))
