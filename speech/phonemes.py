"""Indonesian text to phonemes for a voice that speaks IPA: espeak-ng's Indonesian rules, mended and mapped."""

from __future__ import annotations

import subprocess
from functools import lru_cache

ESPEAK_TIMEOUT_S = 10.0

# Kokoro's phoneme table has single letters for affricates and no trilled r, ç, glottal stop or x.
_MAPPING = (("dʒ", "ʤ"), ("tʃ", "ʧ"), ("ç", "ʃ"), ("r", "ɾ"), ("a͡ɪ", "aɪ"), ("a͡ʊ", "aʊ"), ("ʔ", "k"), ("x", "h"), ("\n", ", "))


@lru_cache(maxsize=4096)
def indonesian_ipa(text: str) -> str:
    """Phonemes of `text` as Kokoro's vocabulary spells them; clauses stay separated by commas.

    Raises:
        FileNotFoundError: espeak-ng is not installed.
        subprocess.SubprocessError: espeak-ng failed or took longer than ten seconds.
    """
    command = ["espeak-ng", "-v", "id", "--ipa", "-q", "--", text]
    ipa = subprocess.run(command, capture_output=True, text=True, check=True, timeout=ESPEAK_TIMEOUT_S).stdout.strip()
    for old, new in _MAPPING:
        ipa = ipa.replace(old, new)
    return ipa
