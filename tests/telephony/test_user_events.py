"""What the dialplan says, and what it might say if somebody edited it badly."""

from __future__ import annotations

from uuid import uuid4

import pytest

from telephony.user_events import Announced, CodeDialled, EnteredQueue, Joined, News, RangInVain, Ringing, national, parse

CALL, OTHER = uuid4(), uuid4()
CALLER = {"UserEvent": "SapaCall", "CallId": str(CALL), "Role": "caller", "Return": "0", "Channel": "PJSIP/warga-1"}
BRIEFING = CALLER | {"Role": "briefing", "CallerId": str(OTHER), "Agent": "petugas7", "Channel": "PJSIP/petugas7w-1"}


def said(event: str, **headers: str) -> dict[str, str]:
    return {"UserEvent": event, "CallId": str(CALL)} | headers


@pytest.mark.parametrize(
    ("headers", "news"),
    [
        (CALLER, Announced(CALL, "caller", "PJSIP/warga-1", CALL)),
        (
            CALLER | {"Return": "1", "Why": "full", "Queue": "pajak"},
            Announced(CALL, "caller", "PJSIP/warga-1", CALL, returned=True, why="full", queue="pajak"),
        ),
        (CALLER | {"Return": "1", "Why": "?"}, Announced(CALL, "caller", "PJSIP/warga-1", CALL, returned=True, why="no_answer")),
        (
            CALLER | {"Return": "2", "Intent": "pajak.pbb", "Agent": "petugas7"},
            Announced(CALL, "caller", "PJSIP/warga-1", CALL, sent_back=True, intent="pajak.pbb", agent="petugas7"),
        ),
        (CALLER | {"Return": "2", "Intent": "{{ x }}"}, Announced(CALL, "caller", "PJSIP/warga-1", CALL, sent_back=True)),
        (BRIEFING, Announced(CALL, "briefing", "PJSIP/petugas7w-1", OTHER, agent="petugas7")),
        (CALLER | {"Role": "notice", "Agent": "petugas7"}, Announced(CALL, "notice", "PJSIP/warga-1", CALL, agent="petugas7")),
        (said("SapaQueue", Queue="pajak"), EnteredQueue(CALL, "pajak")),
        (said("SapaRing", Agent="petugas12", Channel="Local/a;2"), Ringing(CALL, "petugas12", "Local/a;2")),
        (said("SapaRang", Agent="petugas12", Status="BUSY"), RangInVain(CALL, "petugas12", "BUSY")),
        (said("SapaRang", Agent="petugas12"), RangInVain(CALL, "petugas12", "NOANSWER")),
        (said("SapaJoined"), Joined(CALL)),
        (
            said("SapaCode", Agent="petugas1", Code="133", Channel="PJSIP/petugas1-2"),
            CodeDialled(CALL, "133", "petugas1", "PJSIP/petugas1-2"),
        ),
    ],
)
def test_each_event_has_one_meaning(headers: dict[str, str], news: News) -> None:
    assert parse(headers) == news


@pytest.mark.parametrize(
    "agent", ["", "petugas", "petugas0", "petugas01", "petugas7w", "Petugas7", "warga", "petugas7\n", "petugas\u0667", "petugas1234"]
)
def test_what_names_no_agent_rings_nobody(agent: str) -> None:
    assert parse(said("SapaRing", Agent=agent)) is None
    assert parse(said("SapaCode", Agent=agent, Code="11")) is None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"UserEvent": "SapaCall"},
        said("Other"),
        said("SapaQueue", Queue="Umum!"),
        said("SapaCode", Agent="petugas1", Code="11#"),
        CALLER | {"CallId": "no uuid"},
        {name: value for name, value in BRIEFING.items() if name != "CallerId"},
    ],
)
def test_what_is_badly_formed_means_nothing(headers: dict[str, str]) -> None:
    assert parse(headers) is None


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ("081234567890", "081234567890"),
        ("+6281234567890", "081234567890"),
        ("6281234567890", "081234567890"),
        ("006281234567890", "081234567890"),
        ("+62 (21) 500-1234", "0215001234"),
        ("", ""),
        ("anonymous", ""),
        ("warga", ""),
        ("100", ""),
        ("+6591234567", ""),
        ("0812", ""),
        ("08123456789012345", ""),
        ("0812345678a", ""),
        ("08123\u0664567890", ""),
        ("0812345678\n0", ""),
    ],
)
def test_the_number_of_a_caller_is_national_or_none(sent: str, number: str) -> None:
    assert national(sent) == number
