"""An Indonesian telephone number: mobile 08..., or with an area code 021...; +62 becomes 0.

Lengths from the national numbering plan (Permenkominfo 14/2018): mobile 10 to 13 digits, others from 8, the 0 included.
"""

from __future__ import annotations

from datetime import date

from dialog.effects import Expect, Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind
from dialog.slots.long_number import in_groups, only
from dialog.slots.result import Filled, Parsed, Partial, Rejected
from dialog.understanding.numbers import digits_in

LEAST, LEAST_MOBILE, MOST = 8, 10, 13
PREMIUM = ("0809", "0900")
"""Services that whoever calls them pays for, often dearly. (0901 is Timika.)"""


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """A mobile number may lack its first 0: "delapan satu dua ..."."""
    return _judge(digits_in(text))


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """A whole mobile number, with its 0 or 62."""
    return only(text, lambda digits: _judge(digits) if digits.startswith(("08", "628")) else Rejected("not mobile"))


def premium(number: str) -> bool:
    """Whether it is no person's number but one that costs whoever calls it; `number` begins with 0."""
    return number.startswith(PREMIUM)


def _judge(digits: str) -> Parsed:
    if not digits:
        return Rejected("no digits")
    number = _national(digits)
    if len(number) > MOST:
        return Rejected("too many digits")
    if number[:2] == "00" or number[0] != "0":
        return Partial(digits) if digits == "6" else Rejected("no area code")
    if premium(number):
        return Rejected("a premium service")
    least = LEAST_MOBILE if number.startswith("08") else LEAST
    return Filled(number) if len(number) >= least else Partial(digits)


def _national(digits: str) -> str:
    """`6281...`, `62021...` and `81...` with their one 0."""
    if digits.startswith("62"):
        return "0" + digits[2:].removeprefix("0")
    return "0" + digits if digits.startswith("8") else digits


def read(value: str) -> str:
    return in_groups(value, 4)


KIND = Kind(
    "phone",
    parse,
    find,
    read,
    Expect.DIGITS,
    length=(LEAST, MOST),
    keys=(LEAST, MOST),
    confirm="always",
    pauses=Pauses(180, 1300, 2500),
    keypad="Silakan ketik nomor teleponnya dengan tombol telepon, lalu tekan pagar.",
    example="Misalnya: nol delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol.",
    zero_first=True,
)
