"""An agent is told that they are listened to for as long as they are."""

from __future__ import annotations

from ivr.listened import Ear, Listened


def test_from_the_redirect_to_the_hang_up() -> None:
    told: list[str] = []
    listened = Listened(told.append)
    listened.began("PJSIP/petugas9-1", Ear("dewi", "a", "listen"))
    listened.began("PJSIP/petugas8-2", Ear("dewi", "a", "join"))
    assert listened.modes("dewi", "a") == ("listen", "join")
    assert listened.modes("dewi", "b") == listened.modes("budi", "a") == ()
    listened.event("Hangup", {"Channel": "PJSIP/petugas7-3"})
    listened.event("NewState", {"Channel": "PJSIP/petugas9-1"})
    assert told == ["dewi"] * 2
    listened.event("Hangup", {"Channel": "PJSIP/petugas9-1"})
    assert told == ["dewi"] * 3 and listened.modes("dewi", "a") == ("join",)


def test_a_hang_up_that_was_not_seen_is_forgotten_with_the_next_call() -> None:
    listened = Listened(lambda login: None)
    listened.began("PJSIP/petugas9-1", Ear("dewi", "a", "listen"))
    listened.began("PJSIP/petugas9-2", Ear("dewi", "b", "whisper"))
    assert listened.modes("dewi", "a") == () and listened.modes("dewi", "b") == ("whisper",)
