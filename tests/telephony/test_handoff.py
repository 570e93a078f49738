import itertools

import pytest

from telephony.handoff import TABLE, Action, Event, HandoffError, State, step

HAPPY = [
    (Event.TRANSFER_ORDERED, State.DRAINING, ()),
    (Event.DRAINED, State.REDIRECTING, (Action.SET_RESULT, Action.REDIRECT)),
    (Event.REDIRECTED, State.QUEUED, ()),
    (Event.BRIEFING_STARTED, State.BRIEFING, ()),
    (Event.BRIEFING_ACCEPTED, State.JOINED, ()),
    (Event.HUNG_UP, State.GONE, ()),
]


def play(state: State, *events: Event) -> State:
    for event in events:
        state, _ = step(state, event)
    return state


def test_the_whole_way_to_an_agent() -> None:
    state = State.TALKING
    for event, expected, actions in HAPPY:
        state, done = step(state, event)
        assert (state, done) == (expected, actions)


def test_nobody_answers_and_the_caller_may_try_again() -> None:
    state = play(State.TALKING, Event.TRANSFER_ORDERED, Event.DRAINED, Event.REDIRECTED, Event.RETURNED)
    assert state is State.RETURNED
    assert step(state, Event.TRANSFER_ORDERED) == (State.DRAINING, ())


def test_a_declined_briefing_leaves_the_caller_in_the_queue() -> None:
    assert play(State.QUEUED, Event.BRIEFING_STARTED, Event.BRIEFING_ENDED) is State.QUEUED


def test_a_failed_redirect_closes_so_that_the_dialplan_goes_to_the_queue() -> None:
    assert step(State.REDIRECTING, Event.REDIRECT_FAILED) == (State.QUEUED, (Action.CLOSE,))


def test_an_agent_may_answer_before_the_redirect_does() -> None:
    assert play(State.REDIRECTING, Event.BRIEFING_STARTED, Event.REDIRECTED, Event.BRIEFING_ACCEPTED) is State.JOINED


@pytest.mark.parametrize("state", [s for s in State if s is not State.GONE])
def test_a_caller_may_hang_up_anywhere(state: State) -> None:
    assert step(state, Event.HUNG_UP) == (State.GONE, ())


def test_what_the_table_does_not_know_is_an_error() -> None:
    for state, event in set(itertools.product(State, Event)) - set(TABLE):
        with pytest.raises(HandoffError, match=state.value):
            step(state, event)


def test_a_hang_up_comes_once() -> None:
    with pytest.raises(HandoffError):
        step(State.GONE, Event.HUNG_UP)
