"""What may hold personal data is kept in memory alone, for a while."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speech.recall import Owner, Recall

CALL = Owner()


def test_what_is_said_again_is_there_until_it_is_old() -> None:
    recall = Recall(longest_s=10)
    recall.put("NIK 3273", b"pcm", CALL, now=0)
    assert recall.get("NIK 3273", now=10) == b"pcm"
    assert recall.get("NIK 3274", now=10) is None
    assert recall.get("NIK 3273", now=10.1) is None
    assert len(recall) == 0


def test_a_call_that_becomes_confidential_leaves_nothing_and_others_stay() -> None:
    recall = Recall()
    secret, other = Owner(), Owner()
    for key, owner in (("a", secret), ("b", other), ("c", secret)):
        recall.put(key, b"x", owner, now=0)
    recall.forget(secret)
    recall.put("d", b"still being made", secret, now=0)
    assert [recall.get(key, now=0) for key in "abcd"] == [None, b"x", None, None]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 40), st.integers(0, 3)), max_size=60))
def test_it_never_holds_more_than_it_may(puts: list[tuple[str, int, int]]) -> None:
    recall, now, held = Recall(most_bytes=100, longest_s=5), 0.0, dict[str, tuple[bytes, float]]()
    for key, size, later in puts:
        now += later
        recall.put(key, bytes(size), CALL, now)
        held[key] = (bytes(size), now)
        there = {name: pcm for name in "abcdef" if (pcm := recall.get(name, now)) is not None}
        assert sum(map(len, there.values())) <= 100
        assert all(pcm == held[name][0] and now - held[name][1] <= 5 for name, pcm in there.items())
        assert key in there


def test_the_least_recently_used_goes_first() -> None:
    recall = Recall(most_bytes=20)
    recall.put("a", bytes(10), CALL, now=0)
    recall.put("b", bytes(10), CALL, now=1)
    recall.get("a", now=2)
    recall.put("c", bytes(10), CALL, now=3)
    assert [recall.get(key, now=3) is not None for key in "abc"] == [True, False, True]


def test_neither_keys_nor_names_show_what_was_said() -> None:
    recall = Recall()
    recall.put(("v", "Budi Santoso"), b"x", CALL, now=0)
    assert "Budi" not in repr(vars(recall))
