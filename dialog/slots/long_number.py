"""What kinds of long numbers share: how many digits, which group cannot be right, dates in them, finding and reading them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence

from dialog.effects import Expect, Pauses
from dialog.slots.kind import Find, Group, Kind, Parse
from dialog.slots.result import Filled, Parsed, Partial, Rejected
from dialog.understanding.normalize import normalize
from dialog.understanding.numbers import digits_in, runs_in


def long_number(name: str, parse: Parse, find: Find, groups: tuple[Group, ...], sizes: tuple[int, ...], keypad: str, example: str) -> Kind:
    """A kind of number as long as its last group reaches, read in groups of `sizes`, and always read back."""
    length = (groups[-1].end, groups[-1].end)
    return Kind(
        name,
        parse,
        find,
        lambda value: in_groups(value, *sizes),
        Expect.DIGITS,
        length=length,
        keys=length,
        groups=groups,
        confirm="always",
        pauses=Pauses(180, 1300, 2500),
        keypad=keypad,
        example=example,
    )


def judge(digits: str, length: int, wrong: Sequence[int], names: Sequence[str]) -> Parsed:
    """What `digits` are as a number of `length` digits of which the groups `wrong` cannot be right; `names` are words for the journal."""
    if not digits:
        return Rejected("no digits")
    if len(digits) > length:
        return Rejected("too many digits")
    if wrong:
        return Rejected(" and ".join(names[group] for group in wrong), digits, wrong[0] if len(wrong) == 1 else -1)
    return Filled(digits) if len(digits) == length else Partial(digits)


def is_day(day: int, month: int = 1, year: int = 2000) -> bool:
    """Whether there is such a day; what is not known yet forbids nothing."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def is_date(digits: str, women: bool = False) -> bool:
    """Whether DDMMYY, or its beginning, can be a day of this century or the last; a woman's day is 40 more."""
    if len(digits) < 2:
        return True
    day = int(digits[:2])
    month = int(digits[2:4]) if len(digits) >= 4 else 1
    year = 2000 + int(digits[4:6]) if len(digits) == 6 else 2000
    return is_day(day - 40 if women and day > 40 else day, month, year)


def only(text: str, judge_digits: Callable[[str], Parsed]) -> Filled | None:
    """The one whole number in a sentence: all its digits, or the one row of them that is such a number."""
    for rows in ([digits_in(text)], runs_in(text)):
        found = [parsed for row in rows if isinstance(parsed := judge_digits(row), Filled)]
        if len(found) == 1:
            return found[0]
    return None


def names(text: str, *words: str) -> bool:
    """Whether `text` names one of `words` (normalised)."""
    plain = f" {normalize(text)} "
    return any(f" {word} " in plain for word in words)


def in_groups(value: str, *sizes: int) -> str:
    """`value` in groups of `sizes`, the last size again and again; one digit is never left alone."""
    groups, at, i = list[str](), 0, 0
    while at < len(value):
        size = sizes[min(i, len(sizes) - 1)]
        end = len(value) if len(value) - at - size <= 1 else at + size
        groups.append(value[at:end])
        at, i = end, i + 1
    return " ".join(groups)


def luhn(digits: str) -> bool:
    """Whether the last of `digits` is their check digit by Luhn's rule (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (sum(doubled) + sum(int(d) for d in digits[-1::-2])) % 10 == 0
