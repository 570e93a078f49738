"""One-time codes: right once, for a while, for one call."""

from __future__ import annotations

import pytest

from ivr.codes import DIGITS, HOUR_S, SENT, SENT_AN_HOUR, TRIES, VALID_S, Codes, TooManyCodes

PHONE = "081234567890"


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**DIGITS:0{DIGITS}}"


def test_a_code_opens_once_and_for_its_own_call() -> None:
    codes = Codes()
    code = codes.make("a", PHONE, 0.0)
    assert len(code) == DIGITS and code.isdecimal()
    assert not codes.check("b", code, 1.0)
    assert codes.check("a", code, VALID_S)
    assert not codes.check("a", code, VALID_S), "used"


def test_a_code_is_void_after_its_time_and_after_its_tries() -> None:
    codes = Codes()
    assert not codes.check("a", codes.make("a", PHONE, 0.0), VALID_S + 0.1)
    code = codes.make("a", PHONE, 0.0)
    for _ in range(TRIES):
        assert not codes.check("a", wrong(code), 1.0)
    assert not codes.check("a", code, 1.0)


def test_a_new_code_voids_the_old_one_has_its_own_tries_and_there_are_not_many() -> None:
    codes = Codes()
    first = codes.make("a", PHONE, 0.0)
    for _ in range(TRIES):
        codes.check("a", wrong(first), 1.0)
    made = [first, *(codes.make("a", PHONE, 1.0) for _ in range(SENT - 1))]
    assert not any(codes.check("a", code, 2.0) for code in made[:-1])
    assert codes.check("a", made[-1], 2.0)
    with pytest.raises(TooManyCodes):
        codes.make("a", PHONE, 3.0)


def test_a_call_that_ended_is_forgotten_and_nothing_holds_the_code_itself() -> None:
    codes = Codes()
    code = codes.make("a", PHONE, 0.0)
    assert code not in repr(codes._codes)
    assert PHONE not in repr(codes._numbers)
    codes.forget("a")
    assert not codes.check("a", code, 1.0)
    assert not codes._codes


def test_a_number_gets_few_codes_an_hour_whatever_calls_they_are_for() -> None:
    codes = Codes()
    for n in range(SENT_AN_HOUR):
        codes.make(f"call {n}", PHONE, float(n))
    with pytest.raises(TooManyCodes):
        codes.make("another", PHONE, HOUR_S - 1)
    assert codes.make("another", "081200000000", HOUR_S - 1)
    assert codes.make("another", PHONE, HOUR_S)
    with pytest.raises(TooManyCodes):
        codes.make("yet another", PHONE, HOUR_S)


def test_a_code_that_did_not_go_out_is_void_and_does_not_count() -> None:
    codes = Codes()
    for n in range(2 * SENT_AN_HOUR):
        code = codes.make("a", PHONE, float(n))
        codes.unsent("a", PHONE)
        assert not codes.check("a", code, float(n))
    assert codes.check("a", codes.make("a", PHONE, 100.0), 100.0)
