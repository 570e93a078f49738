"""Small numbers as they are spoken."""

from __future__ import annotations

_UNITS = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()


def words(number: int) -> str:
    """0 to 99. ValueError for others."""
    if not 0 <= number < 100:
        raise ValueError(f"{number} is not between 0 and 99")
    if number < len(_UNITS):
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    return f"{_UNITS[unit]} belas" if tens == 1 else f"{_UNITS[tens]} puluh {_UNITS[unit] if unit else ''}".strip()
