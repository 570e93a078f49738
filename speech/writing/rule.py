"""What a rule is."""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match, Pattern

Rule = tuple[Pattern[str], Callable[[Match[str]], str]]
"""What is written so, and how that is said. Rules apply in a row; a later one meets the words of those before it."""

FREE, CLEAR = r"(?<![\w.,/-])", r"(?![\w/]|[.,:-]\d)"
"""Before and after a number that stands alone."""
AMOUNT = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)"
"""In Indonesian notation: 1.250.000,5."""
TO = r"\s*(?:-|–|—|s/d|s\.d\.|sampai dengan|sampai|hingga)\s*"


def rule(pattern: str, said: Callable[[Match[str]], str], flags: re.RegexFlag = re.NOFLAG) -> Rule:
    return re.compile(pattern, flags), said


def any_of(words: object) -> str:
    """A pattern of exactly these words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(map(str, words), key=len, reverse=True))  # type: ignore[call-overload]
