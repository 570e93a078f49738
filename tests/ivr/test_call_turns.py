"""What a caller's turn is in a whole call: words, keys, pauses, noise, silence."""

from __future__ import annotations

from collections.abc import Iterator

from call_bench import Bench


def test_digits_end_with_the_last_of_them_and_not_in_a_pause(bench: Bench) -> None:
    ended: list[int] = []

    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(1500, "cek status ktp saya")
        yield from bench.turn()
        bench.line.speak(2000, "tiga dua tujuh tiga nol satu")
        bench.line.pause(1200)
        bench.line.speak(1500, "empat satu nol tujuh")
        bench.line.pause(1200)
        bench.line.speak(2000, "delapan sembilan dua empat satu lima")
        yield from bench.pause(7900)
        ended.append(bench.line.clock_ms)
        yield from bench.wait(lambda: bench.count("Heard") == 2)
        ended.append(bench.line.clock_ms)

    bench.does(caller()).run()
    assert ended[1] - ended[0] <= 20 + 100 + 300 + 20, "the pause was seen, and decoded"
    turn = [row for row in bench.rows if row["type"] == "note.turn"][-1]
    assert (turn["completion"], turn["speculative"], turn["wait_ms"]) == ("complete", True, 0)
    assert not any("delapan" in str(value) for value in turn.values())


def test_an_unfinished_number_is_waited_for_and_not_for_ever(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(1500, "cek status ktp saya")
        yield from bench.turn()
        bench.line.speak(1000, "tiga dua tujuh tiga")
        yield from bench.wait(lambda: bench.count("Heard") == 2)

    bench.does(caller()).run()
    turn = [row for row in bench.rows if row["type"] == "note.turn"][-1]
    assert turn["completion"] == "incomplete"
    listens = [row for row in bench.rows if row["type"] == "Listen"]
    pauses = listens[-1]["pauses"]
    assert isinstance(pauses, dict)
    assert turn["silence_ms"] == pauses["incomplete_ms"]


def test_a_cough_while_we_wait_changes_nothing(bench: Bench) -> None:
    moments: list[int] = []

    def caller() -> Iterator[None]:
        yield from bench.turn()
        moments.append(bench.line.clock_ms)
        yield from bench.pause(2000)
        bench.line.speak(300)
        yield from bench.wait(lambda: bench.count("NoInput") == 1)
        moments.append(bench.line.clock_ms)

    bench.does(caller()).run()
    assert bench.count("Heard") == 0
    (first, *_) = [row for row in bench.rows if row["type"] == "Listen"]
    waited = moments[1] - moments[0] - int(str(first["no_input_ms"]))
    assert 0 <= waited <= 300 + 1400, "patience stands still while there is sound, and then goes on"


def test_silence_counts_only_from_the_end_of_the_prompt(bench: Bench) -> None:
    moments: list[int] = []

    def caller() -> Iterator[None]:
        yield from bench.turn()
        moments.append(bench.line.clock_ms)
        yield from bench.wait(lambda: bench.count("NoInput") == 1)
        moments.append(bench.line.clock_ms)

    bench.does(caller()).run()
    listens = [row for row in bench.rows if row["type"] == "Listen"]
    assert abs(moments[1] - moments[0] - int(str(listens[0]["no_input_ms"]))) <= 60


def test_a_key_stops_the_prompt(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.prompt()
        bench.line.press("7")
        yield from bench.pause(60)  # the voice fades within a frame
        assert bench.line.player.idle
        assert not bench.line.sounding

    bench.does(caller()).run()
    assert bench.count("Key") == 1


def test_sound_while_nothing_is_asked_is_not_recognised(bench: Bench) -> None:
    """After the transfer was decided, words change nothing."""

    def caller() -> Iterator[None]:
        yield from bench.sounding()
        bench.line.press("0")
        yield from bench.pause(100)
        bench.line.speak(1000)
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    assert bench.recognizer.asked == []
    assert len(bench.left) == 1
