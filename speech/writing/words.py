"""Words that are not read as they stand: the lexicon's, acronyms, single letters, names in old spelling."""

from __future__ import annotations

import re
from re import Match

from speech.lexicon import LETTERS, NAMES, NOT_NAMES, Lexicon
from speech.writing.numbers import spelled
from speech.writing.rule import any_of

_LONGEST_ACRONYM = 4
_TOKEN = re.compile(r"(?<![\w-])[^\W_][\w-]*(?<![-_])")
_CAPITALS = re.compile(r"(?<![\w])[A-Z]{2,}\d?(?![a-z\d])")
_SYLLABLES = re.compile(r"(?:[^AIUEO]?[AIUEO])+[^AIUEO]?")
_LETTER = re.compile(r"(?<![\w'’])([A-Za-z])(?![\w'’])(?:\.(?=[A-Za-z])|(?<=\.[A-Z])\.(?= [A-Z])|(?<=[A-Z])\.(?= [A-Z][a-z]{2}))?")
"""An initial with its full stop: B.J. Habibie, M. Yusuf."""
_POINT = re.compile(r"\b(?:huruf|opsi|pilihan|vitamin|golongan|kelas|tipe|blok|hepatitis)\s+$", re.I)
"""Before a letter that is no initial: its full stop ends a sentence."""
_IN_CAPITALS = re.compile(r"[A-Z]{5,}")
_NAME = re.compile(r"(?<![\w])[A-Z][a-z]{2,}(?!\w)")
_OLD = re.compile(any_of(NAMES), re.I)
_DOUBLED = re.compile(r"(?<!n)([b-df-hj-np-tv-z])\1(?!y|an\b|an[a-z]*nya\b)", re.I)
"""Annisa, Sinatra; not Tanggal, Tunjukkan, Kelaminnya."""
_ENDING = re.compile(r"-?(nya|ku|mu|lah|kah|pun)$")


def known(text: str, lexicon: Lexicon) -> str:
    """With the words of `lexicon` as they are said."""
    for pattern, as_said in lexicon.marked:
        text = pattern.sub(as_said, text)

    def said(found: Match[str]) -> str:
        word = found.group()
        whole = lexicon.how(word)
        if whole is not None:
            return whole
        ending = _ENDING.search(word)
        stem = lexicon.how(word[: ending.start()]) if ending else None
        return f"{stem}-{ending[1]}" if ending and stem is not None else word

    return _TOKEN.sub(said, text)


def acronyms(text: str, lexicon: Lexicon) -> str:
    """Capitals are spelled when they are known to be, or nobody could say them, and are words otherwise."""

    def said(found: Match[str]) -> str:
        word = found.group()
        letters = word.rstrip("0123456789")
        if letters in lexicon.spelled or not re.search("[AIUEO]", letters):
            return spelled(word)
        if len(letters) > _LONGEST_ACRONYM or _SYLLABLES.fullmatch(letters) or _beside_capitals(found):
            return word
        return spelled(word)

    return _CAPITALS.sub(said, text)


def _beside_capitals(found: Match[str]) -> bool:
    """SRI MULYANI: what a system writes all in capitals are words, not acronyms."""
    before, after = found.string[: found.start()].split()[-1:], found.string[found.end() :].split(maxsplit=1)[:1]
    return any(_IN_CAPITALS.fullmatch(word.strip(".,;:()")) for word in (*before, *after))


def letters(text: str) -> str:
    """Single letters by their names, also initials: `B.J. Habibie`."""

    def said(found: Match[str]) -> str:
        stop = found.group().endswith(".")
        ends = stop and found.string[found.end() : found.end() + 1] == " " and _POINT.search(found.string, 0, found.start())
        return LETTERS[found[1].lower()] + ("." if ends else " " * stop)

    return _LETTER.sub(said, text)


def names(text: str) -> str:
    """Soekarno, Tjokroaminoto, Yudhoyono, Annisa as they sound."""
    return _NAME.sub(_name, text)


def _name(found: Match[str]) -> str:
    word = found.group()
    if word in NOT_NAMES:
        return word
    modern = _DOUBLED.sub(r"\1", _OLD.sub(lambda old: NAMES[old.group().lower()], word))
    return modern[0].upper() + modern[1:]
