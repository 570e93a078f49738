"""What a browser may say to Asterisk. The good messages are as JsSIP writes them."""

from __future__ import annotations

import pytest

from ivr.console.sip_line import fault

REGISTER = """\
REGISTER sip:sapa.invalid SIP/2.0
Via: SIP/2.0/WS ur4o9b3dvhml.invalid;branch=z9hG4bK4370211
Max-Forwards: 69
To: <sip:petugas7w@sapa.invalid>
From: <sip:petugas7w@sapa.invalid>;tag=cgb2mkd5bg
Call-ID: 0d9kr8k1e1bk5knu1r8kcs
CSeq: 1 REGISTER
Contact: <sip:4vm6rk3n@ur4o9b3dvhml.invalid;transport=ws>;+sip.ice;reg-id=1;+sip.instance="<urn:uuid:5f2>";expires=600
Authorization: Digest algorithm=MD5, username="petugas7w", realm="asterisk", nonce="1/a", uri="sip:sapa.invalid", response="b"
Expires: 600
Allow: INVITE,ACK,CANCEL,BYE,UPDATE,MESSAGE,OPTIONS,REFER,INFO,NOTIFY
User-Agent: JsSIP 3.13.8
Content-Length: 0

"""
CALL = """\
INVITE sip:*81234@sapa.invalid SIP/2.0
To: <sip:*81234@sapa.invalid>
From: "Siti; Petugas" <sip:petugas7w@sapa.invalid>;tag=b
Content-Type: application/sdp
Content-Length: 7

v=0é
"""
GOODBYE = """\
BYE sip:asterisk@127.0.0.1:5060;transport=ws SIP/2.0
To: <sip:0812@127.0.0.1>;tag=9af
From: <sip:4vm6rk3n@ur4o9b3dvhml.invalid;transport=ws>;tag=c
Content-Length: 0

"""
CONTACT = "Contact: <sip:4vm6rk3n@ur4o9b3dvhml.invalid;transport=ws;ob>"
AGAIN = CALL.replace("Content-Type", CONTACT + "\nContent-Type").replace(
    "To: <sip:*81234@sapa.invalid>", "To: <sip:*81234@sapa.invalid>;tag=9"
)
REWRITTEN = GOODBYE.replace("ur4o9b3dvhml.invalid", "127.0.0.1:41234")
"""As Asterisk names it once it has seen where it comes from."""
ANSWER = f"SIP/2.0 200 OK\nTo: <sip:x@y>;tag=1\n{CONTACT}\nContent-Length: 0\n\n"
RINGING = "SIP/2.0 180 Ringing\nTo: <sip:x@y>;tag=1\nFrom: <sip:0812@127.0.0.1>;tag=2\nContent-Length: 0\n\n"


def said(message: str, old: str = "", new: str = "") -> str:
    assert old in message
    return fault(message.replace(old, new, 1).replace("\n", "\r\n"), "petugas7w")


@pytest.mark.parametrize("message", [REGISTER, CALL, GOODBYE, REWRITTEN, RINGING, AGAIN, ANSWER, "\n\n"])
def test_a_telephone_may_speak_for_itself(message: str) -> None:
    assert said(message) == ""


def test_a_registration_may_be_taken_back() -> None:
    contact = next(line for line in REGISTER.splitlines() if line.startswith("Contact"))
    assert said(REGISTER, contact, "Contact: *") == ""


@pytest.mark.parametrize(
    ("message", "old", "new", "why"),
    [
        (REGISTER, "To: <sip:petugas7w@", "To: <sip:petugas8w@", "registration"),
        (REGISTER, "From: <sip:petugas7w@", "From: <sip:petugas8w@", "name"),
        (REGISTER, "From: <sip:petugas7w@", "f: <sip:petugas8w@", "name"),
        (REGISTER, "From: <sip:petugas7w@", 'From: "<sip:petugas7w@x>" <sip:petugas8w@', "name"),
        (REGISTER, "To: <", "To: <sip:petugas7w@sapa.invalid>\nTo: <", "no one sender"),
        (REGISTER, "To: <sip:petugas7w@sapa.invalid>", "To: <sip:petugas8w@sapa.invalid>;tag=1", "registration"),
        (REGISTER, 'username="petugas7w"', 'username="petugas8w"', "credentials"),
        (REGISTER, 'username="petugas7w"', 'username="petugas7w", username="petugas8w"', "credentials"),
        (REGISTER, 'username="petugas7w", ', "", "credentials"),
        (REGISTER, "ur4o9b3dvhml.invalid;transport=ws>", "192.0.2.9;transport=udp>", "place"),
        (REGISTER, "User-Agent", "m: <sip:a@192.0.2.9>\nUser-Agent", "place"),
        (REGISTER, 'username="petugas7w"', 'username = "petugas8w", x="username=petugas7w"', "credentials"),
        (REGISTER, 'username="petugas7w"', 'username="petugas7w", username = "petugas8w"', "credentials"),
        (REGISTER, 'username="petugas7w"', "username=\"petugas7w\", username*=UTF-8''petugas8w", "credentials"),
        (REGISTER, 'username="petugas7w"', 'x="y\\\\", username="petugas7w", z="\\", username="petugas8w', "credentials"),
        (AGAIN, "petugas7w@sapa", "petugas8w@sapa", "name"),
        (GOODBYE, "sip:4vm6rk3n@", "sip:petugas8w@", "name"),
        (AGAIN, "ur4o9b3dvhml.invalid;transport=ws;ob>", "192.0.2.9:5060>", "place"),
        (AGAIN, CONTACT, "Contact: *", "place"),
        (ANSWER, "4vm6rk3n@ur4o9b3dvhml.invalid;transport=ws;ob>", "112@192.0.2.9>", "place"),
        (ANSWER, "200 OK", "302 Moved Temporarily", "method"),
        (CALL, "Content-Type", "Route: <sip:192.0.2.9;lr>\nContent-Type", "header"),
        (CALL, "Content-Type", "Replaces: a;to-tag=1;from-tag=2\nContent-Type", "header"),
        (CALL, "Content-Type", "P-Asserted-Identity: <sip:petugas8w@x>\nContent-Type", "header"),
        (CALL, "petugas7w", "petugas7", "name"),
        (CALL, "petugas7w@", "petugas8w@", "name"),
        (CALL, "<sip:petugas7w@", "<tel:petugas7w@", "name"),
        (CALL, "INVITE", "REFER", "method"),
        (CALL, "INVITE", "MESSAGE", "method"),
        (CALL, "SIP/2.0", "SIP/3.0", "method"),
        (CALL, "Content-Length: 7", "Content-Length: 6", "more or less"),
        (CALL, "Content-Length: 7", "Content-Length: 7\nl: 1", "more or less"),
        (CALL, "Content-Length: 7\n", "", "more or less"),
        (GOODBYE, "\n\n", "\n\n" + REGISTER.replace("petugas7w", "petugas8w"), "more or less"),
        (CALL, "Content-Type", " folded", "header"),
        (CALL, "tag=b", "tag=b\nno header", "header"),
        (CALL, "tag=b", "tag=b\0", "not one"),
        (GOODBYE, "\n\n", "\n", "not one"),
    ],
)
def test_and_for_nobody_else(message: str, old: str, new: str, why: str) -> None:
    assert why in said(message, old, new)


def test_lines_end_as_they_must() -> None:
    assert "not one" in fault(CALL.replace("\n", "\r\n").replace(";tag=b\r\n", ";tag=b\nFrom: <sip:petugas8w@x>\r\n"), "petugas7w")
