"""Values that callers may give, by kind of slot: how it is said, what it means, how it is keyed. The same seed gives the same value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dialog.schema import SlotSpec
from dialog.slots import KINDS, ticket
from dialog.slots.long_number import luhn
from dialog.slots.result import Filled
from dialog.templates import MONTHS

DIGITS = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
LETTERS = dict(
    zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "a be ce de e ef ge ha i je ka el em en o pe ki er es te u ve we eks ye zet".split(), strict=True)
)
_PLACES = ("327301", "317105", "357802", "127101", "737109")
_NAMES = ("Budi Santoso", "Siti Aminah", "Wayan Sudarsana", "Maria Simanjuntak")
_ADDRESSES = ("jalan merdeka nomor dua belas", "jalan diponegoro nomor lima", "jalan ahmad yani nomor tujuh")
_STORIES = ("keluarga kami menunggu lama", "halaman depan penuh genangan", "tetangga kami juga melihatnya")
MOST_TRIES = 500


@dataclass(frozen=True, slots=True)
class Said:
    """`words` as a caller says them, the `value` that they mean, and its `keys`; empty: it cannot be keyed."""

    words: str
    value: str
    keys: str = ""


Generator = Callable[[SlotSpec, Random, date], Said]


def value_for(slot: SlotSpec, random: Random, today: date, other_than: str = "") -> Said:
    """A value that the slot takes.

    Raises:
        ValueError: none was found that the slot's kind reads as it is meant.
    """
    for _ in range(MOST_TRIES):
        said = GENERATORS[slot.kind](slot, random, today)
        if said.value != other_than and _read(slot, said.words, today) == said.value:
            return said
    raise ValueError(f"no value of kind {slot.kind} can be made up for slot {slot.name}")


def spoken_digits(digits: str) -> str:
    return " ".join(DIGITS[int(digit)] for digit in digits)


def cardinal(number: int) -> str:
    """0 to 9999 in words."""
    if number < 10:
        return DIGITS[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number, f"{DIGITS[number % 10]} belas")
    for size, name in ((1000, "ribu"), (100, "ratus"), (10, "puluh")):
        if number >= size:
            many, rest = divmod(number, size)
            head = f"se{name}" if many == 1 else f"{cardinal(many)} {name}"
            return f"{head} {cardinal(rest)}" if rest else head
    raise ValueError(number)


def _read(slot: SlotSpec, words: str, today: date) -> str:
    parsed = KINDS[slot.kind].parse(words, slot, today)
    return parsed.value if isinstance(parsed, Filled) else ""


def _number(digits: str) -> Said:
    return Said(spoken_digits(digits), digits, digits)


def _day(random: Random, first: int, last: int) -> date:
    return date(random.randint(first, last), random.randint(1, 12), random.randint(1, 28))


def _nik(slot: SlotSpec, random: Random, today: date) -> Said:
    born = _day(random, 1960, 1999)
    day = born.day + random.choice((0, 40))  # a woman's day has 40 added
    return _number(f"{random.choice(_PLACES)}{day:02}{born:%m%y}{random.randint(1, 9999):04}")


def _kk(slot: SlotSpec, random: Random, today: date) -> Said:
    return _number(f"{random.choice(_PLACES)}{_day(random, 2005, 2020):%d%m%y}{random.randint(1, 9999):04}")


def _nip(slot: SlotSpec, random: Random, today: date) -> Said:
    born, joined = _day(random, 1965, 1985), _day(random, 2005, 2015)
    return _number(f"{born:%Y%m%d}{joined:%Y%m}{random.choice('12')}{random.randint(1, 999):03}")


def _nop(slot: SlotSpec, random: Random, today: date) -> Said:
    parts = random.randint(1, 30), random.randint(1, 30), random.randint(1, 30), random.randint(1, 900)
    return _number("3273{:03}{:03}{:03}{:04}0".format(*parts))


def _npwp(slot: SlotSpec, random: Random, today: date) -> Said:
    if random.random() < 0.5:
        return _nik(slot, random, today)
    payer = f"{random.randint(10_000_000, 99_999_999)}"
    check = next(d for d in "0123456789" if luhn(payer + d))
    return _number(f"{payer}{check}{random.randint(1, 999):03}000")


def _phone(slot: SlotSpec, random: Random, today: date) -> Said:
    return _number(f"08{random.choice(('12', '13', '57', '78'))}{random.randint(0, 99_999_999):08}")


def _digits(slot: SlotSpec, random: Random, today: date) -> Said:
    length = random.randint(slot.length[0], min(slot.length[1], slot.length[0] + 4))
    return _number("".join(random.choice("123456789") for _ in range(length)))


def _ticket(slot: SlotSpec, random: Random, today: date) -> Said:
    prefix = random.choice(slot.prefixes or ("PGD",))
    value = ticket.number(prefix, today, random.randint(1, 9999))
    digits = "".join(filter(str.isdigit, value))
    return Said(f"{_spelled(prefix)} {spoken_digits(digits)}", value, digits if len(slot.prefixes) == 1 else "")


def _plate(slot: SlotSpec, random: Random, today: date) -> Said:
    region, digits, letters = random.choice(("D", "B", "L", "AB")), str(random.randint(1000, 9999)), "".join(random.sample("ABCDF", 2))
    return Said(f"{_spelled(region)} {spoken_digits(digits)} {_spelled(letters)}", f"{region} {digits} {letters}")


def _date(slot: SlotSpec, random: Random, today: date) -> Said:
    day = today + timedelta(days=random.choice((-1, 1)) * random.randint(40, 900))  # some slots take no day of one of the two ways
    words = f"{cardinal(day.day)} {MONTHS[day.month - 1].lower()} {cardinal(day.year)}"
    return Said(words, day.isoformat(), f"{day:%d%m%Y}")


def _time(slot: SlotSpec, random: Random, today: date) -> Said:
    hour = random.randint(8, 11)
    return Said(f"jam {cardinal(hour)} pagi", f"{hour:02}:00", f"{hour:02}00")


def _money(slot: SlotSpec, random: Random, today: date) -> Said:
    thousands = random.randint(2, 999)
    return Said(f"{cardinal(thousands)} ribu rupiah", str(thousands * 1000), f"{thousands * 1000}#")


def _quantity(slot: SlotSpec, random: Random, today: date) -> Said:
    many = random.randint(2, 9)
    return Said(f"{DIGITS[many]} orang", str(many), f"{many}#")


def _choice(slot: SlotSpec, random: Random, today: date) -> Said:
    names = list(slot.choices)
    name = random.choice(names)
    return Said(name.replace("_", " "), name, str(names.index(name) + 1) if names.index(name) < 9 else "")


def _yes_no(slot: SlotSpec, random: Random, today: date) -> Said:
    return Said("iya betul", "ya", "1") if random.random() < 0.5 else Said("tidak", "tidak", "2")


def _name(slot: SlotSpec, random: Random, today: date) -> Said:
    return _words(_NAMES, slot, random, today)


def _address(slot: SlotSpec, random: Random, today: date) -> Said:
    return _words(_ADDRESSES, slot, random, today)


def _text(slot: SlotSpec, random: Random, today: date) -> Said:
    return _words(_STORIES, slot, random, today)


def _words(texts: tuple[str, ...], slot: SlotSpec, random: Random, today: date) -> Said:
    words = random.choice(texts)
    return Said(words, _read(slot, words, today))


def _spelled(letters: str) -> str:
    return " ".join(LETTERS[letter] for letter in letters)


GENERATORS: dict[str, Generator] = {
    "nik": _nik, "kk": _kk, "nip": _nip, "nop": _nop, "npwp": _npwp, "phone": _phone, "digits": _digits, "ticket": _ticket,
    "plate": _plate, "date": _date, "time": _time, "money": _money, "quantity": _quantity, "choice": _choice, "yes_no": _yes_no,
    "name": _name, "address": _address, "text": _text,
}  # fmt: skip
