"""Whatever members there are, what is sent makes them as wanted."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from ivr.agent_members import MAX_PENALTY, Agent, Key, differences, done, in_one_line, wanted
from ivr.standing import Status
from telephony.ami.actions import QueueAdd, QueuePause, QueueRemove
from telephony.queues import Member

QUEUES = ("petugas", "pajak", "jawa")
STATES = st.tuples(st.sampled_from(Status), st.sampled_from(("Salat", "Rapat"))).map(
    lambda pair: (pair[0], pair[1] if pair[0] in (Status.PAUSED, Status.WRAP_UP) else "")
)
PEOPLE = st.lists(
    st.builds(
        lambda number, queues, state: Agent(f"a{number}", "A", number, tuple(queues), state[0], state[1]),
        st.integers(1, 4),
        st.lists(st.sampled_from((*QUEUES, "tidak_ada")), max_size=4),
        STATES,
    ),
    max_size=4,
    unique_by=lambda agent: agent.extension,
)
MEMBERS = st.lists(
    st.builds(
        lambda queue, number, name, penalty, paused, reason, dynamic: Member(
            queue,
            f"Local/petugas{number}@sapa-agent/n",
            f"a{name}",
            f"hint:petugas{number}@sapa-phones",
            penalty,
            dynamic,
            paused,
            reason if paused else "",
        ),
        st.sampled_from((*QUEUES, "milik_lain")),
        st.integers(1, 5),
        st.integers(1, 5),
        st.integers(0, 3),
        st.booleans(),
        st.sampled_from(("Salat", "Auto-Pause")),
        st.sampled_from((True, True, True, False)),
    ),
    max_size=10,
    unique_by=lambda member: (member.queue, member.interface),
)


def obeyed(have: Iterable[Member], agents: Iterable[Agent]) -> tuple[dict[Key, Member], dict[Key, Member]]:
    """Members as they are afterwards, and as wanted."""
    members = {(member.queue, member.interface): member for member in have}
    want = wanted(agents, QUEUES)
    for action in differences(want, members.values(), QUEUES):
        for key, member in done(action, tuple(members.values())):
            if member is None:
                del members[key]
            else:
                members[key] = member
    return members, want


def seen(members: dict[Key, Member]) -> dict[Key, tuple[str, str, int, bool, str]]:
    return {key: (m.name, m.state_interface, m.penalty, m.paused, m.reason) for key, m in members.items()}


@given(MEMBERS, PEOPLE)
def test_members_become_as_wanted_and_what_is_not_ours_stays(have: list[Member], agents: list[Agent]) -> None:
    ours = [member for member in have if member.dynamic]
    members, want = obeyed(ours, agents)
    assert seen({key: m for key, m in members.items() if key[0] in QUEUES}) == seen(want)
    others = {key: m for key, m in members.items() if key[0] not in QUEUES}
    paused_with_the_rest = {m.interface for m in ours if m.queue in QUEUES}
    assert {key for key in others} == {(m.queue, m.interface) for m in ours if m.queue not in QUEUES}
    assert all(m in ours for m in others.values() if m.interface not in paused_with_the_rest)
    assert differences(want, members.values(), QUEUES) == [], "then there is nothing left to do"


@given(MEMBERS, PEOPLE)
def test_static_members_are_left_alone(have: list[Member], agents: list[Agent]) -> None:
    static = {(m.queue, m.interface) for m in have if not m.dynamic}
    for action in differences(wanted(agents, QUEUES), have, QUEUES):
        assert not (isinstance(action, QueueAdd | QueueRemove) and (action.queue, action.interface) in static)


def test_rank_follows_the_order_of_the_queues_of_an_agent() -> None:
    queues = [f"q{n}" for n in range(12)]
    members = wanted([Agent("a", "A", 1, ("lama", *queues, "q0"), Status.READY)], queues)
    assert [member.penalty for member in members.values()] == [*range(MAX_PENALTY), *[MAX_PENALTY] * 3]


def test_all_pauses_of_a_telephone_in_one_action_and_single_ones_apart() -> None:
    agent = Agent("a", "A", 1, ("petugas", "pajak"), Status.PAUSED, "Salat")
    ready = wanted([Agent("a", "A", 1, ("petugas", "pajak"), Status.READY)], QUEUES)
    want = wanted([agent], QUEUES)
    assert differences(want, ready.values(), QUEUES) == [QueuePause(agent.interface, True, "Salat")]
    half = {**ready, ("pajak", agent.interface): want["pajak", agent.interface]}
    assert differences(want, half.values(), QUEUES) == [QueuePause(agent.interface, True, "Salat", "petugas")]
    (first, second) = differences(want, (), QUEUES)
    assert isinstance(first, QueueAdd) and first.paused and first.reason == "Salat"
    assert isinstance(second, QueueAdd) and second.penalty == 1


@given(st.text(max_size=200))
def test_a_reason_is_one_short_line(reason: str) -> None:
    line = in_one_line(reason)
    assert len(line.encode()) <= 72
    assert line == in_one_line(line) and (line.isprintable() or not line)
