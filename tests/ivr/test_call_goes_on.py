"""No call stands still: at every moment somebody speaks, is listened to with a timer, or is waited for with a deadline."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from call_bench import NIK, Bench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog.effects import Transfer
from dialog.schema import Alarm, Flows
from ivr.floor import KEY_GAP_MS
from speech.recognizer import RecognizerError

SETTLING_MS = 200
"""Sound becomes a turn, a turn an event, an event a question: moments of 20 ms between one thing and the next."""
FIRE, SECRET = "ada kebakaran", "ini laporan rahasia"
ALARM = Alarm("kebakaran", "emergency", ("kebakaran",), "Saya sambungkan ke pemadam kebakaran.", "113")
WORDS = ["", *"ya tidak petugas oke ulangi kembali batal".split(), "cek status ktp saya", "tunggu", "pelan pelan", NIK, FIRE, SECRET]
ACTS = st.one_of(
    st.tuples(st.just("speak"), st.integers(2, 300), st.sampled_from(WORDS)),
    st.tuples(st.just("pause"), st.integers(1, 200), st.just("")),
    st.tuples(st.just("wait"), st.integers(1, 500), st.just("")),
    st.tuples(st.just("press"), st.just(0), st.text("0123456789*#", min_size=1, max_size=16)),
    st.tuples(st.just("fail"), st.integers(1, 3), st.just("")),
    st.tuples(st.just("crowd"), st.just(0), st.just("")),
    st.tuples(st.just("pace"), st.sampled_from([1, 10, 100, 800, 1500]), st.just("")),
    st.tuples(st.just("voice"), st.sampled_from([0, 1, 10, 1000]), st.just("")),
    st.tuples(st.just("mute"), st.just(0), st.just("")),
    st.tuples(st.just("lose"), st.just(0), st.just("")),
    st.tuples(st.just("system"), st.sampled_from([0, 1, 5, 100]), st.sampled_from(["", "not_found", "unavailable"])),
    st.tuples(st.just("turn"), st.just(0), st.just("")),
)


def act(bench: Bench, what: str, number: int, words: str) -> Iterator[None]:
    match what:
        case "speak":
            bench.line.speak(number * 20, words)
        case "pause":
            bench.line.pause(number * 20)
        case "wait":
            yield from bench.pause(number * 20)
        case "press":
            bench.line.press(words)
        case "fail":
            bench.recognizer.errors += [RecognizerError("broken")] * number
        case "crowd":
            bench.crowd()
        case "pace":
            bench.recognizer.takes_s = number / 50
        case "voice":
            bench.voice.takes_s = number / 50
        case "mute":
            bench.voice.broken = not bench.voice.broken
        case "lose":
            bench.line.lose()
        case "system":
            bench.lookup_takes_s, bench.lookup_fails = number, words
        case "turn":
            seen = bench.count("note.your_turn")
            for _ in bench.pause(30_000):
                if bench.count("note.your_turn") > seen:
                    break
                yield


def still_at_most_ms(bench: Bench) -> int:
    """What the question that waits for its answer allows, with the longest pause that ends a turn."""
    listen = bench.conversation.state.listening if bench.conversation else None
    if listen is None:
        return SETTLING_MS
    return max(listen.no_input_ms, KEY_GAP_MS) + listen.pauses.incomplete_ms + SETTLING_MS


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(ACTS, min_size=3, max_size=14), returns=st.integers(0, 2))
def test_whatever_happens_the_call_goes_on(flows: Flows, acts: list[tuple[str, int, str]], returns: int) -> None:
    """A caller does anything, with engines and systems that do anything, and then falls silent: no moment is a dead end, and the call
    always finds its end."""
    bench = Bench(replace(flows, alarms=(ALARM,), confidential=("laporan rahasia",)), returns=returns)

    def caller() -> Iterator[None]:
        for what, number, words in acts:
            yield from watched(act(bench, what, number, words))
        yield from watched(itertools.repeat(None))

    def watched(doing: Iterator[None]) -> Iterator[None]:
        for _ in doing:
            assert bench.still_ms <= still_at_most_ms(bench), f"nothing happens after {bench.kinds()[-8:]}"
            yield

    bench.does(caller()).run(limit_s=3600)
    assert bench.line.closed or bench.line.lost
    silent_ms = max(after - before for before, after in itertools.pairwise(bench.at))
    assert silent_ms <= 60_000, "something is journalled at least once a minute"


def moment_of_first_turn(flows: Flows) -> int:
    """When a caller who says nothing is left to answer, in ms."""
    bench = Bench(flows)
    bench.does(bench.turn()).run()
    return bench.at[bench.kinds().index("note.your_turn")]


@pytest.mark.parametrize(("before_ms", "words"), [(600, "oke"), (600, ""), (100, ""), (40, "")])
def test_the_turn_is_given_also_to_who_hummed_as_our_voice_ended(flows: Flows, bench: Bench, before_ms: int, words: str) -> None:
    ends_ms = moment_of_first_turn(flows)

    def caller() -> Iterator[None]:
        yield from bench.pause(ends_ms - before_ms)
        bench.line.speak(300, words)
        yield from bench.wait(lambda: bench.count("NoInput") == 1)

    bench.does(caller()).run()
    kinds = bench.kinds()
    assert bench.count("Heard") == 0, "a sign of listening is no answer"
    assert kinds[: kinds.index("NoInput")].count("note.your_turn") == 1


def test_a_key_that_begins_an_answer_is_not_taken_for_a_question_heard(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(1500, "cek status ktp saya")
        yield from bench.wait(lambda: bench.count("Listen") == 2)
        yield from bench.sounding()
        for key in NIK:
            bench.line.press(key)
            yield from bench.pause(260)

    bench.does(caller()).run()
    assert bench.count("Key") == len(NIK)
    kinds = bench.kinds()
    assert kinds[kinds.index("Key") : len(kinds) - kinds[::-1].index("Key")].count("note.your_turn") == 0


def asks_for_ktp(bench: Bench) -> Iterator[None]:
    """Up to the lookup."""
    yield from bench.turn()
    bench.line.speak(1500, "cek status ktp saya")
    yield from bench.turn()
    bench.line.press(NIK)
    seen = bench.count("note.your_turn")
    yield from bench.wait(lambda: bench.looking_up > 0 or bench.count("note.your_turn") > seen)
    if not bench.looking_up:
        bench.line.speak(600, "ya betul")
        yield from bench.wait(lambda: bench.looking_up > 0)


def test_a_system_that_does_not_answer_is_given_up_at_its_deadline(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.lookup_takes_s = 3600

    def caller() -> Iterator[None]:
        yield from asks_for_ktp(bench)
        yield from bench.turn()

    bench.does(caller()).run()
    (lookup,) = bench.looked_up
    (failed,) = (row for row in bench.rows if row["type"] == "LookupFailed")
    assert failed == {"type": "LookupFailed", "request": lookup.request, "reason": "timeout"}
    kinds = bench.kinds()
    waited = bench.at[kinds.index("LookupFailed")] - bench.at[kinds.index("Lookup")]
    assert lookup.deadline_ms <= waited <= lookup.deadline_ms + 40
    assert bench.looking_up == 0, "it is asked no more"
    assert NIK not in caplog.text
    assert lookup.operation in caplog.text


def test_while_a_system_is_asked_nobody_has_the_turn_and_no_silence_counts(bench: Bench) -> None:
    bench.lookup_takes_s = 5.0

    def caller() -> Iterator[None]:
        yield from asks_for_ktp(bench)
        yield from bench.wait(lambda: bench.count("LookupDone") == 1)

    bench.does(caller()).run()
    after = bench.kinds()[bench.kinds().index("Lookup") :]
    assert not {"note.your_turn", "NoInput"} & set(after)


def test_a_caller_who_hangs_up_is_not_looked_up_any_more(bench: Bench) -> None:
    bench.lookup_takes_s = 5.0
    bench.does(asks_for_ktp(bench)).run()
    assert bench.looking_up == 0
    assert bench.kinds()[-1] == "HungUp"


def test_an_answer_that_comes_when_the_caller_is_being_put_through_is_dropped(bench: Bench) -> None:
    bench.lookup_takes_s = 0.2

    def caller() -> Iterator[None]:
        yield from asks_for_ktp(bench)
        bench.line.press("0")
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    if isinstance(bench.left[-1], Transfer):
        kinds = bench.kinds()
        assert "LookupDone" not in kinds[kinds.index("Transfer") :]


def test_a_caller_whose_dialog_is_over_already_is_not_kept_in_silence(flows: Flows) -> None:
    """Their connection broke, which ended the dialog; the dialplan found no agent and gave them back."""
    bench = Bench(flows, returns=1)

    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.lose()
        yield from bench.wait(lambda: bench.line.closed or bench.count("note.your_turn") == 2, ticks=1000)

    bench.does(caller()).run()
    assert bench.count("AgentUnavailable") == 1


@pytest.mark.parametrize(("said", "pressed", "reason"), [(FIRE, "", "emergency"), ("petugas", "", "requested"), ("", "0", "requested")])
def test_a_person_is_to_be_had_also_while_a_system_is_asked(flows: Flows, said: str, pressed: str, reason: str) -> None:
    bench = Bench(replace(flows, alarms=(ALARM,)), lookup_takes_s=5.0)

    def caller() -> Iterator[None]:
        yield from asks_for_ktp(bench)
        yield from bench.pause(200)
        if said:
            bench.line.speak(1200, said)
        bench.line.press(pressed)
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    (transfer,) = bench.left
    assert isinstance(transfer, Transfer)
    assert transfer.reason == reason
    assert bench.looking_up == 0
    late = [row for row in bench.rows if row["type"] == "LookupDone" and row["request"] == 1]
    assert not late and not bench.count("LookupFailed"), "what is looked up comes too late"
