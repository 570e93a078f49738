"""What holds for every kind of long number: said in any style, in any pieces, with one group wrong, found in a sentence."""

from __future__ import annotations

from random import Random

import pytest
import valid
from hypothesis import given
from hypothesis import strategies as st
from spoken import STYLES

from dialog.groups import named
from dialog.schema import SlotSpec
from dialog.slots import KINDS
from dialog.slots.result import Filled, Parsed, Partial, Rejected
from dialog.understanding.numbers import digits_in

LONG = st.sampled_from(sorted(valid.LONG))
SEEDS = st.integers(0, 10**9)
NUMBERS = ("nik", "kk", "nip", "nop", "npwp", "ticket", "phone", "plate", "digits")


def parsed(kind: str, text: str) -> Parsed:
    return KINDS[kind].parse(text, slot(kind), valid.TODAY)


def slot(kind: str) -> SlotSpec:
    return SlotSpec(kind, kind, kind, "?", length=KINDS[kind].length, prefixes=(valid.PREFIX,))


@given(LONG, SEEDS, st.sampled_from(STYLES))
def test_a_valid_number_said_in_any_style_is_itself(kind: str, seed: int, style: object) -> None:
    rng = Random(seed)
    value = valid.LONG[kind](rng)
    digits = digits_in(value)
    assert callable(style)
    assert parsed(kind, digits) == parsed(kind, style(digits, rng)) == Filled(value)


@given(LONG, SEEDS, st.data())
def test_a_beginning_grows_to_the_whole_over_any_split(kind: str, seed: int, data: st.DataObject) -> None:
    value = valid.LONG[kind](Random(seed))
    digits, sofar = digits_in(value), ""
    cuts = sorted(data.draw(st.sets(st.integers(1, len(digits) - 1))))
    for start, end in zip([0, *cuts], cuts, strict=False):
        so_far = parsed(kind, sofar + digits[start:end])
        assert so_far == Partial(digits[:end])
        sofar = so_far.value
    assert parsed(kind, sofar + digits[len(sofar) :]) == Filled(value)


@given(st.sampled_from(sorted(valid.WRONG)), SEEDS, st.data())
def test_one_group_that_cannot_be_right_is_named(kind: str, seed: int, data: st.DataObject) -> None:
    place, group = data.draw(st.sampled_from(valid.WRONG[kind]))
    digits, at = digits_in(valid.LONG[kind](Random(seed))), KINDS[kind].groups[place]
    spoiled = digits[: at.start] + group + digits[at.end :]
    for end in range(at.end, len(digits) + 1):  # as soon as the group is whole
        found = parsed(kind, spoiled[:end])
        assert isinstance(found, Rejected), end
        assert (found.group, found.value) == (place, spoiled[:end])


@pytest.mark.parametrize("kind", sorted(valid.LONG))
def test_groups_are_the_whole_number_in_order(kind: str) -> None:
    groups, (least, most) = KINDS[kind].groups, KINDS[kind].length
    assert [group.start for group in groups] == [0, *(group.end for group in groups[:-1])]
    assert least <= groups[-1].end <= most


@given(LONG, SEEDS)
def test_one_digit_more_is_too_many(kind: str, seed: int) -> None:
    digits = digits_in(valid.LONG[kind](Random(seed)))
    if kind != "npwp":
        assert parsed(kind, digits + "1") == Rejected("too many digits")


@given(LONG, SEEDS)
def test_it_is_read_in_groups_that_hold_every_digit(kind: str, seed: int) -> None:
    value = valid.LONG[kind](Random(seed))
    read = KINDS[kind].read(value)
    assert digits_in(read) == digits_in(value)
    assert all(2 <= len(group) <= 5 for group in read.replace("-", " ").split())


@given(st.text() | st.text(alphabet="0123456789", max_size=20), st.sampled_from(NUMBERS))
def test_no_text_breaks_a_kind(text: str, kind: str) -> None:
    assert isinstance(parsed(kind, text), Filled | Partial | Rejected)
    found = KINDS[kind].find(text, slot(kind), valid.TODAY)
    assert found is None or found == parsed(kind, found.value)


@pytest.mark.parametrize("kind", NUMBERS)
def test_the_example_is_one(kind: str) -> None:
    if kind != "digits":
        assert isinstance(parsed(kind, KINDS[kind].example), Filled)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("NIK saya 3273014107892415", {"nik"}),
        ("di RT 3 NIK saya tiga dua tujuh tiga nol satu empat satu nol tujuh delapan sembilan dua empat satu lima", {"nik"}),
        ("nomor kartu keluarga saya 3273010107190001", {"kk"}),
        ("NIK 3273014107892415 dan nomor KK", set()),
        ("NIP saya 199001312015031001", {"nip"}),
        ("NOP PBB saya 327301000101201230", {"nop"}),
        ("NPWP saya 01.312.166.0-091.000", {"npwp"}),
        ("nomor HP saya 0812 3456 7890", {"phone"}),
        ("nomor saya +62 812 3456 7890", {"phone"}),
        ("telepon kantor 021 5551234", set()),
        ("tiket PGD-2611-00473", {"ticket"}),
        ("tiket 2611-00473", set()),
        ("plat nomornya de satu dua tiga empat a be ce", {"plate"}),
        ("mobil D 1234 ABC parkir sembarangan", {"plate"}),
        ("di jalan 12 ada 3 lubang", set()),
        ("halo", set()),
    ],
)
def test_found_unasked_only_when_there_is_no_doubt(sentence: str, found: set[str]) -> None:
    assert {kind for kind in NUMBERS if KINDS[kind].find(sentence, slot(kind), valid.TODAY)} == found


@pytest.mark.parametrize("kind", sorted(valid.LONG))
def test_every_group_is_known_by_its_name(kind: str) -> None:
    for place, group in enumerate(KINDS[kind].groups):
        assert named(KINDS[kind], group.name.split(",")[0]) == place
