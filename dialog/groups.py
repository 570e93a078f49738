"""One group of a long number: which one is meant, and the number with it replaced."""

from __future__ import annotations

from dialog.slots.kind import Group, Kind
from dialog.understanding.normalize import normalize
from dialog.understanding.numbers import digits_in

_FIRST, _LAST = frozenset("pertama depan awal".split()), frozenset("terakhir belakang akhir".split())
_PLACES = {**dict.fromkeys(_FIRST, 0), "tengah": 1, **dict.fromkeys(_LAST, -1)}
"""Where in the number, as people say it, beside the names of the groups."""
_COMMON = frozenset("angka nomor bagian kode dan yang di satu dua tiga empat lima enam delapan sembilan".split())


def splice(digits: str, group: Group, part: str) -> str:
    """`digits` with `group` replaced by `part`."""
    return digits[: group.start] + part + digits[group.end :]


def named(kind: Kind, text: str) -> int:
    """The group that `text` names ("tanggal lahirnya", "empat angka terakhir"), by its place in `kind.groups`; -1: none, or several."""
    words = set(normalize(text).split())
    found = {i for i, group in enumerate(kind.groups) if words & (set(normalize(group.name).split()) - _COMMON - set(_PLACES))}
    found = found or {place % len(kind.groups) for word, place in _PLACES.items() if word in words and kind.groups}
    return found.pop() if len(found) == 1 else -1


def replaced(kind: Kind, digits: str, text: str, *, halves: bool = True) -> str:
    """The number `digits` as `text` corrects it, in one of these ways; empty: in none of them, or not only one number can be meant.

    "lima bukan enam", "bukan enam, lima": digits that are in it, and others in their place; "empat angka terakhir nol nol nol dua":
    a group by name, or the digits at an end. Without `halves`, digits after "bukan" are all right: "bukan, nol dua".
    """
    words = normalize(text).split()
    last, first = not _LAST.isdisjoint(words), not _FIRST.isdisjoint(words)
    said, group = digits_in(_after_name(words)), named(kind, text)
    wrong, right = _pair(words, halves=halves and group < 0)
    if wrong and len(wrong) == len(right) and wrong != right:
        if last and digits.endswith(wrong):
            return digits[: -len(wrong)] + right
        if first and digits.startswith(wrong):
            return right + digits[len(wrong) :]
        return digits.replace(wrong, right) if digits.count(wrong) == 1 else ""
    if group >= 0 and len(said) == kind.groups[group].end - kind.groups[group].start:
        return splice(digits, kind.groups[group], said)
    if 0 < len(said) < len(digits) and last != first:
        return digits[: -len(said)] + said if last else said + digits[len(said) :]
    return ""


def _pair(words: list[str], *, halves: bool) -> tuple[str, str]:
    """What was wrong and what is right: "lima bukan enam"; or, when `halves` may be meant, "bukan enam lima". Empty: not said so."""
    if "bukan" not in words:
        return "", ""
    at = words.index("bukan")
    before, after = digits_in(" ".join(words[:at])), digits_in(" ".join(words[at + 1 :]))
    if before:
        return after, before
    half = len(after) // 2 if halves and len(after) % 2 == 0 else 0
    return after[:half], after[half:]


def _after_name(words: list[str]) -> str:
    """Without "empat angka terakhir": how many digits is no digit."""
    if "angka" in words:
        at = words.index("angka")
        words = words[: max(0, at - 1)] + words[at + 1 :]
    return " ".join(words)
