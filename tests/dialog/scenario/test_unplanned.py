"""A scripted caller at questions that the script does not plan for; and every script of our whole calls with one sentence misheard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from demonstrated import SCRIPTS

from dialog.events import CallStarted, Heard, Hypothesis, Key, KeysTimedOut, NoInput
from dialog.scenario.judge import judge_end
from dialog.scenario.run import heard
from dialog.scenario.schema import Expected, Line, Scenario, Step
from dialog.scenario.talk import Talk, Written
from dialog.scenario.unplanned import Again, Plan, Press, instead, plan
from dialog.schema import Flows

NIK = "3273014107892415"
SPOKEN = "tiga dua tujuh tiga nol satu empat satu nol tujuh delapan sembilan dua empat satu lima"
MOST = 6
MISHEARD = {"another sentence": "cek janji pemusaya", "no words": "", "nonsense": "xyzzy pagar"}
SPOKEN_STEPS = [(name, i) for name, script in SCRIPTS.items() for i, step in enumerate(script.steps) if step.kind == "say"]


def called(flows: Flows, script: Scenario, misheard: Mapping[int, str]) -> Talk:
    """The call with a caller who answers what was not planned for. `misheard`: by step, what is heard the first time that it is said."""
    talk, planned, left = begun(flows, script), plan(flows, script), dict(misheard)
    for number, step in enumerate(script.steps):
        for _ in range(MOST):
            match instead(flows, script, planned, number, talk.state):
                case Press(keys):
                    press(talk, keys)
                case Again(earlier):
                    do(talk, script.steps[earlier], None)
                case None:
                    break
        do(talk, step, left.pop(number, None))
    return talk


def begun(flows: Flows, script: Scenario) -> Talk:
    talk = Talk(flows, Written(script.lookups), CallStarted(script.now, script.caller, script.unfinished))
    talk.begin()
    return talk


def do(talk: Talk, step: Step, misheard: str | None) -> None:
    match step.kind:
        case "say" if not talk.transferred:
            words = heard(step) if misheard is None else (Hypothesis(misheard, 0.6),) if misheard else ()
            talk.happens(Heard(talk.state.turn, words))
        case "press":
            press(talk, step.value)
        case "hang_up":
            talk.hang_up()


def press(talk: Talk, keys: str) -> None:
    turn = talk.state.turn
    for key in keys:
        talk.happens(Key(key))
    if talk.state.turn == turn and talk.state.listening is not None:
        talk.happens(KeysTimedOut(turn))


def misses(talk: Talk, expected: Expected) -> Iterator[str]:
    return (str(miss) for miss in judge_end(talk.outcome, talk.state.intent or "", talk.state.slots, talk.effects, expected))


@pytest.mark.parametrize("what", MISHEARD)
@pytest.mark.parametrize(("name", "step"), SPOKEN_STEPS, ids=[f"{name}, sentence {i}" for name, i in SPOKEN_STEPS])
def test_no_whole_call_hinges_on_one_sentence_being_heard(shipped: Flows, name: str, step: int, what: str) -> None:
    script = SCRIPTS[name]
    talk = called(shipped, script, {step: MISHEARD[what]})
    expected = script.expect
    if script.steps[-2:] == (Step("silence", "0.2"), Step("hang_up")) and step == len(script.steps) - 3:
        expected = Expected("abandoned", "lapor")  # who hangs up at once does not hear that the last words were not understood
    assert list(misses(talk, expected)) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_is_heard_as_it_was_said_needs_nothing_unplanned(shipped: Flows, name: str) -> None:
    script = SCRIPTS[name]
    planned, talk = plan(shipped, script), begun(shipped, script)
    for number, step in enumerate(script.steps):
        assert instead(shipped, script, planned, number, talk.state) is None
        do(talk, step, None)


def wants_status(*steps: Step, **expected: object) -> Scenario:
    expect = replace(Expected(intent="status_ktp", slots={"nik": NIK}), **expected)  # type: ignore[arg-type]
    return Scenario("uji", "", Line(), (Step("say", "cek status ktp"), *steps), expect, Path())


class Caller:
    """Somebody in the middle of `script`, about to do step `number`."""

    def __init__(self, flows: Flows, script: Scenario) -> None:
        self.flows, self.script, self.talk = flows, script, begun(flows, script)
        self.planned: Plan = plan(flows, script)

    def hears_as(self, *words: str, confidence: float = 1.0) -> Caller:
        """What the hotline makes of what they say, one after the other."""
        for one in words:
            self.talk.happens(Heard(self.talk.state.turn, (Hypothesis(one, confidence),) if one else ()))
        return self

    def before(self, number: int) -> Press | Again | None:
        return instead(self.flows, self.script, self.planned, number, self.talk.state)


SAYS_NIK = (Step("say", SPOKEN), Step("say", "iya benar"))


@pytest.mark.parametrize(("as_what", "keys"), [("cek status ktp", "1"), ("ktp saya hilang", "2")])
def test_whether_the_wish_was_heard_rightly_is_answered(flows: Flows, as_what: str, keys: str) -> None:
    caller = Caller(flows, wants_status(*SAYS_NIK)).hears_as(as_what, confidence=0.3)
    assert caller.talk.state.phase == "confirm_intent"
    assert caller.before(1) == Press(keys)


def test_a_wish_that_was_not_understood_or_taken_for_another_is_said_again(flows: Flows) -> None:
    assert Caller(flows, wants_status(*SAYS_NIK)).hears_as("xyzzy").before(1) == Again(0)
    assert Caller(flows, wants_status(*SAYS_NIK)).hears_as("mau lapor jalan rusak").before(1) == Again(0)
    assert Caller(flows, wants_status(*SAYS_NIK)).hears_as("cek status ktp").before(1) is None


def test_a_number_that_is_read_back_wrongly_is_refused_and_keyed(flows: Flows) -> None:
    caller = Caller(flows, wants_status(*SAYS_NIK)).hears_as("cek status ktp", SPOKEN.replace("lima", "enam"))
    assert caller.before(2) == Press("2")
    press(caller.talk, "2")
    assert caller.before(2) == Press(f"*{NIK}")
    press(caller.talk, f"*{NIK}")
    assert caller.before(2) is None


def test_only_the_group_that_is_asked_for_is_keyed(flows: Flows) -> None:
    wrong = SPOKEN.replace("empat satu nol tujuh", "empat satu satu tiga")
    caller = Caller(flows, wants_status(*SAYS_NIK)).hears_as("cek status ktp", wrong)
    assert caller.talk.state.group == 1
    assert caller.before(2) == Press(NIK[6:12])


def test_a_wrong_number_that_the_script_plans_for_is_left_to_the_script(flows: Flows) -> None:
    wrong = SPOKEN.replace("lima", "enam")
    script = wants_status(Step("say", wrong), Step("say", "bukan, salah"), *SAYS_NIK)
    caller = Caller(flows, script).hears_as("cek status ktp", wrong)
    assert caller.before(2) is None


def test_what_the_script_plans_to_be_misunderstood_is_not_said_again(flows: Flows) -> None:
    script = asks_for_a_person(Step("say", "layang layang ungu"))
    assert Caller(flows, script).hears_as("layang layang ungu").before(1) is None


def asks_for_a_person(*before: Step) -> Scenario:
    return Scenario("uji", "", Line(), (*before, Step("say", "petugas"), Step("wait_transfer")), Expected(), Path())


def test_who_waits_for_an_agent_asks_for_one_again(flows: Flows) -> None:
    assert Caller(flows, asks_for_a_person()).hears_as("xyzzy").before(1) == Again(0)


@pytest.mark.parametrize(("step", "keys"), [(Step("wait_transfer"), "1"), (Step("say", SPOKEN), "2")])
def test_who_wants_a_person_takes_one_that_is_offered_and_others_do_not(flows: Flows, step: Step, keys: str) -> None:
    caller = Caller(flows, wants_status(step)).hears_as("cek status ktp")
    for _ in range(MOST):
        caller.talk.happens(NoInput(caller.talk.state.turn))
        if caller.talk.state.phase == "offer_person":
            break
    assert caller.before(1) == Press(keys)


def test_nothing_is_done_while_nothing_is_asked(flows: Flows) -> None:
    assert Caller(flows, asks_for_a_person()).hears_as("petugas").before(1) is None
