"""What a browser may say to Asterisk: one SIP message a frame, of a few methods, and only as its own telephone. Pure.

Asterisk asks for the phone's password all the same. This keeps a signed-in agent from trying other phones' passwords, from transferring
calls by SIP past the desk, and from hiding a second message behind a first.
"""

from __future__ import annotations

import re

METHODS = frozenset({"REGISTER", "INVITE", "ACK", "CANCEL", "BYE", "UPDATE", "PRACK", "INFO", "OPTIONS"})
"""No REFER: whoever transfers does so by the desk. No MESSAGE, SUBSCRIBE or NOTIFY: a telephone needs none."""
COMPACT = {"f": "from", "t": "to", "m": "contact", "l": "content-length", "r": "refer-to"}
FOREIGN = frozenset(
    {"route", "replaces", "join", "refer-to", "diversion", "remote-party-id", "p-asserted-identity", "p-preferred-identity"}
)
"""Headers that lead a message elsewhere, reach into another call, or claim to be somebody: a browser sends none of them."""
REQUEST = re.compile(r"([A-Z]+) sips?:\S+ SIP/2\.0")
RESPONSE = re.compile(r"SIP/2\.0 [12456]\d\d( .*)?")
"""None that leads the call on (3xx): Asterisk would follow it."""
HEADER = re.compile(r"([A-Za-z0-9-]+)[ \t]*:[ \t]*(.*)")
ADDRESS = re.compile(r"(?:\"[^\"\\]*\" *|[^<\"]*)<sip:([^@;>]+)@[^>]*>(.*)")
"""`"Name" <sip:user@host>;tag=...`, as JsSIP writes it."""
PARAMETER = r'([\w-]+)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|[^\s",;=]+)'
CREDENTIALS = re.compile(rf"Digest[ \t]+{PARAMETER}([ \t]*,[ \t]*{PARAMETER})*[ \t]*", re.IGNORECASE)
PLACE = r"<sip:(?!petugas)\w+@\w+\.invalid;transport=wss?(;ob)?>"
"""Where calls find the browser: on this connection, nowhere else; under a random name, never that of a telephone."""
CONTACT = re.compile(rf"{PLACE}(;[^,]*)?")
CALLED = re.compile(r"(\"[^\"\\]*\" *)?<sip:(?!petugas)\w+@[^<>,\s]+>;\s*tag=[^;,]*", re.IGNORECASE)
"""How the browser names itself in a call that Asterisk began: as Asterisk named it, by the random name at the address it came from."""
TAG = re.compile(r";\s*tag=", re.IGNORECASE)


def fault(message: str, phone: str) -> str:
    """Why this message of the telephone `phone` (`petugas7w`) must not go on to Asterisk; empty when it may."""
    if not message.strip("\r\n"):
        return ""  # keeps the connection open
    head, gap, body = message.partition("\r\n\r\n")
    lines = head.split("\r\n")
    if not gap or re.search(r"[\r\n\0]", head.replace("\r\n", "")):
        return "not one SIP message"
    headers: dict[str, list[str]] = {}
    for line in lines[1:]:
        found = HEADER.fullmatch(line)
        if found is None:
            return "a header that cannot be read"
        name = found[1].lower()
        headers.setdefault(COMPACT.get(name, name), []).append(found[2])
    if headers.get("content-length") != [str(len(body.encode()))]:
        return "more or less than one SIP message"
    if FOREIGN & headers.keys():
        return "a header that telephones here do not use"
    method = lines[0].partition(" ")[0]
    if not all(CONTACT.fullmatch(value) or (value == "*" and method == "REGISTER") for value in headers.get("contact", [])):
        return "another place"
    if RESPONSE.fullmatch(lines[0]):
        return ""
    request = REQUEST.fullmatch(lines[0])
    if request is None or request[1] not in METHODS:
        return "a method that telephones here do not use"
    return _impostor(request[1], headers, phone)


def _impostor(method: str, headers: dict[str, list[str]], phone: str) -> str:
    """A request within a call that Asterisk began names the browser as Asterisk did; every other one must name the telephone."""
    if any(_username(value) != phone for name in ("authorization", "proxy-authorization") for value in headers.get(name, [])):
        return "another phone's credentials"
    senders, receivers = headers.get("from", []), headers.get("to", [])
    if len(senders) != 1 or len(receivers) != 1:
        return "no one sender or receiver"
    within = TAG.search(receivers[0]) is not None and method != "REGISTER"
    if _user(senders[0]) != phone and not (within and CALLED.fullmatch(senders[0])):
        return "another phone's name"
    if method == "REGISTER" and _user(receivers[0]) != phone:
        return "another phone's registration"
    return ""


def _username(credentials: str) -> str:
    """Whose they are; empty where that is not said exactly once, or they are not written as credentials are."""
    if CREDENTIALS.fullmatch(credentials) is None:
        return ""
    names = [value.strip('"') for name, value in re.findall(PARAMETER, credentials) if name.lower() == "username"]
    return names[0] if len(names) == 1 else ""


def _user(address: str) -> str:
    found = ADDRESS.fullmatch(address)
    return found[1] if found else ""
