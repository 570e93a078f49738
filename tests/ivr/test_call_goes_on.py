"""No call stands still: something always happens next."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from call_bench import NIK, Bench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog.schema import Flows
from speech.recognizer import RecognizerError

ACTS = st.one_of(
    st.tuples(
        st.just("speak"), st.integers(2, 300), st.sampled_from(["", "ya", "tidak", "cek status ktp saya", "petugas", "tiga dua", NIK])
    ),
    st.tuples(st.just("pause"), st.integers(1, 200), st.just("")),
    st.tuples(st.just("wait"), st.integers(1, 500), st.just("")),
    st.tuples(st.just("press"), st.just(0), st.text("123456789*#", min_size=1, max_size=16)),
    st.tuples(st.just("fail"), st.integers(1, 3), st.just("")),
    st.tuples(st.just("crowd"), st.just(0), st.just("")),
    st.tuples(st.just("pace"), st.sampled_from([1, 10, 100, 800, 1500]), st.just("")),
    st.tuples(st.just("turn"), st.just(0), st.just("")),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(ACTS, min_size=3, max_size=14))
def test_whatever_happens_the_call_goes_on(flows: Flows, acts: list[tuple[str, int, str]]) -> None:
    """A caller does anything, on a recogniser that does anything, and then falls silent: the call always finds its end."""
    bench = Bench(flows)

    def caller() -> Iterator[None]:
        for act, number, words in acts:
            match act:
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
                case "turn":
                    seen = bench.count("note.your_turn")
                    for _ in bench.pause(30_000):
                        if bench.count("note.your_turn") > seen:
                            break
                        yield
        yield from itertools.repeat(None)

    bench.does(caller()).run(limit_s=900)
    assert bench.line.closed
    silent_ms = max(after - before for before, after in itertools.pairwise(bench.at))
    assert silent_ms <= 60_000, "something happens at least once a minute"
