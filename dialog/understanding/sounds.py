"""What a telephone line makes alike is written alike."""

from __future__ import annotations

_SOUNDS = str.maketrans("ptkqfvmczeoy", "bdggbbnssiui")
"""Voiced and voiceless stops, nasals, sibilants, neighbouring vowels."""


def sound(text: str) -> str:
    """Of lower-case letters, as many."""
    return text.translate(_SOUNDS)
