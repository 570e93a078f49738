"""What a caller is told while a system is asked, and that a caller's answer about the service is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from call_bench import NIK, Bench

from dialog.effects import Rated
from dialog.schema import Flows

PATIENCE_MS, DEADLINE_MS = 800, 6000


def asks(bench: Bench) -> Iterator[None]:
    yield from bench.turn()
    bench.line.speak(1500, "cek status ktp saya")
    yield from bench.turn()
    bench.line.press(NIK)
    yield from bench.turn()
    if not bench.looked_up:
        bench.line.speak(600, "ya betul")
    yield from bench.wait(lambda: bench.count("LookupDone") + bench.count("LookupFailed") == 1)


def after(bench: Bench, kind: str) -> int:
    """Ms from the lookup to the entry of that kind, to a tick of the line."""
    return bench.at[bench.kinds().index(kind)] - bench.at[bench.kinds().index("Lookup")]


@pytest.mark.parametrize("takes_s", [0.1, 0.7])
def test_an_answer_in_time_needs_no_patience(bench: Bench, takes_s: float) -> None:
    bench.lookup_takes_s = takes_s
    bench.does(asks(bench)).run()
    assert bench.count("LookupSlow") == 0
    assert bench.count("LookupDone") == 1


def test_a_slow_system_is_told_once_and_its_answer_still_counts(bench: Bench) -> None:
    bench.lookup_takes_s = 4.0
    bench.does(asks(bench)).run()
    assert bench.count("LookupSlow") == 1
    assert 0 <= after(bench, "LookupSlow") - PATIENCE_MS <= 20
    assert bench.count("LookupDone") == 1


def test_a_system_that_never_answers_is_slow_first_and_given_up_at_its_deadline(bench: Bench) -> None:
    bench.lookup_takes_s = 600.0
    bench.does(asks(bench)).run()
    assert bench.count("LookupSlow") == 1
    assert 0 <= after(bench, "LookupFailed") - DEADLINE_MS <= 20
    assert [row["reason"] for row in bench.rows if row["type"] == "LookupFailed"] == ["timeout"]


def test_a_caller_who_hangs_up_meanwhile_is_told_nothing_any_more(bench: Bench) -> None:
    bench.lookup_takes_s = 4.0

    def caller() -> Iterator[None]:
        yield from (None for _, _ in zip(asks(bench), iter(lambda: bool(bench.looked_up), True), strict=False))

    bench.does(caller()).run()
    assert bench.looked_up
    assert bench.count("LookupSlow") == bench.count("LookupDone") == 0
    assert bench.kinds()[-1] == "HungUp"


def test_what_a_caller_thinks_of_the_service_is_kept(flows: Flows, shipped: Flows) -> None:
    bench = Bench(replace(flows, questionnaire=shipped.questionnaire))

    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(1200, "ktp saya hilang")
        yield from bench.turn()
        bench.line.speak(900, "tidak ada lagi")
        yield from bench.turn()
        bench.line.press("4")
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    assert bench.systems.rated == [("c", Rated("kepuasan", "puas", "4"))]
    assert bench.stored[0]["caller"] == "0812"


FILED = {"tiket": "PGD-2611-00473"}


@pytest.mark.parametrize("takes_s", [0.5, 3.0, 11.0], ids=["on the way out", "in the queue", "back again"])
def test_what_is_filed_while_the_caller_leaves_for_a_person_is_told_when_nobody_was_there(flows: Flows, takes_s: float) -> None:
    bench = Bench(flows, returns=1, queue_s=5.0, lookup_takes_s=takes_s, answer=FILED)
    bench.systems.writes = frozenset({"pengaduan.lapor"})

    def caller() -> Iterator[None]:
        yield from bench.turn()
        for said in ("mau lapor lampu jalan mati", "lampu jalan mati", "jalan Merdeka dekat pasar", "sejak kemarin", "ya betul"):
            bench.line.speak(1500, said)
            yield from bench.turn() if said != "ya betul" else bench.wait(lambda: bool(bench.looked_up))
        bench.line.press("0")
        yield from bench.wait(lambda: bench.count("AgentUnavailable") == 1)
        yield from bench.wait(lambda: bench.count("LookupDone") == 2)  # that of the agents, and the report's
        yield from bench.turn()

    bench.does(caller()).run()
    kinds = bench.kinds()
    filed = next(n for n, row in enumerate(bench.rows) if row["type"] == "LookupDone" and row["data"] == FILED)
    assert kinds.index("Transfer") < filed, "it is still being filed"
    assert (kinds.index("AgentUnavailable") < filed) == (takes_s == 11.0)
    assert bench.conversation is not None and bench.conversation.on_record[1] == FILED["tiket"]


def test_what_is_filed_is_given_the_time_that_it_needs(flows: Flows) -> None:
    bench = Bench(flows, lookup_takes_s=10.0)
    bench.systems.writes = frozenset({"kependudukan.status_ktp"})
    bench.does(asks(bench)).run()
    assert bench.looked_up[0].operation in bench.systems.writes
    assert bench.count("LookupDone") == 1
