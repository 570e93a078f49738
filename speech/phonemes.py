"""Indonesian text to phonemes for a voice that speaks IPA: espeak-ng's rules, mended by a lexicon, mapped."""

from __future__ import annotations

import hashlib
import re
import subprocess
from functools import lru_cache
from re import Match

from speech.vowels import TABLES, marked

ESPEAK_TIMEOUT_S = 10.0
MARKS = ".,!?;:"
"""Those at the end of a clause that change its melody."""

# Kokoro's phoneme table has single letters for affricates and no trilled r, ç, glottal stop or x.
_MAPPING = (
    ("dʒ", "ʤ"),
    ("tʃ", "ʧ"),
    ("ç", "ʃ"),
    ("r", "ɾ"),
    ("a͡ɪ", "aɪ"),
    ("a͡ʊ", "aʊ"),
    ("ʔ", "k"),
    ("x", "h"),
    ("ˌɛ", "ˌə"),
    ("\n", ", "),
)

# espeak-ng's own phoneme names for its Indonesian voice, which it takes between double square brackets.
_SOUNDS = {
    "ng": "N",
    "ny": "n^",
    "sy": "C",
    "kh": "x",
    "ai": "aI",
    "au": "aU",
    "c": "tS",
    "j": "dZ",
    "y": "j",
    "r": "R2",
    "ê": "@",
    "é": "e",
    "v": "f",
}
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)) + "|.")
_NO_SOUND = re.compile(r"[\[\]]|(?<=\w)-(?=\w)")
"""Brackets would be commands to espeak-ng, and Kokoro has no sign for the hyphen of a doubled word."""
_WORD = re.compile(r"[A-Za-zêéÊÉ]+")


@lru_cache(maxsize=4096)
def indonesian_ipa(text: str) -> str:
    """Phonemes of `text` as Kokoro's vocabulary spells them; clauses stay separated by commas.

    Raises:
        FileNotFoundError: espeak-ng is not installed.
        subprocess.SubprocessError: espeak-ng failed or took longer than ten seconds.
    """
    command = ["espeak-ng", "-v", "id", "--ipa", "-q", "--", mended(text)]
    ipa = subprocess.run(command, capture_output=True, text=True, check=True, timeout=ESPEAK_TIMEOUT_S).stdout.strip()
    for old, new in _MAPPING:
        ipa = ipa.replace(old, new)
    return ipa


def clause_ipa(clause: str) -> str:
    """Phonemes of one clause and its closing mark, which espeak-ng drops and a voice's melody needs; empty where nothing sounds.

    Raises:
        FileNotFoundError, subprocess.SubprocessError: as `indonesian_ipa`.
    """
    phonemes = indonesian_ipa(clause)
    if not any(letter.isalpha() for letter in phonemes):
        return ""
    return phonemes + (clause[-1] if clause[-1] in MARKS else ".")


def mended(text: str) -> str:
    """`text` for espeak-ng, the words that it would get wrong given as phonemes (`[[s@b'@las]]`)."""
    return _WORD.sub(_mend, _NO_SOUND.sub(" ", text))


def _mend(found: Match[str]) -> str:
    word = found.group().lower()
    spelling = word if "ê" in word or "é" in word else marked(word)
    return f"[[{_phonemes(spelling)}]]" if spelling else found.group()


def _phonemes(spelling: str) -> str:
    """Stress falls on the last vowel but one; on the last where that one is a schwa."""
    sounds = [_SOUNDS.get(sound, sound) for sound in _SOUND.findall(spelling)]
    vowels = [place for place, sound in enumerate(sounds) if sound[0] in "aiuoe@"]
    if vowels:
        stressed = vowels[-1] if len(vowels) == 1 or sounds[vowels[-2]] == "@" else vowels[-2]
        sounds.insert(stressed, "'")
    return "".join(sounds)


FINGERPRINT = hashlib.sha256(repr((_MAPPING, TABLES, _SOUNDS)).encode()).hexdigest()[:8]
"""Changes with the tables, so that a cache of spoken prompts is renewed when a word is mended."""
