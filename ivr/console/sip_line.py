"""What a browser may say to Asterisk: one SIP message a frame, of a few methods, and only as its own telephone. Pure.

Asterisk asks for the phone's password all the same. This keeps a signed-in agent from trying other phones' passwords, from transferring
calls by SIP past the desk, and from hiding a second message behind a first.
"""

from __future__ import annotations

import re

METHODS = frozenset({"REGISTER", "INVITE", "ACK", "CANCEL", "BYE", "UPDATE", "PRACK", "INFO", "OPTIONS"})
"""No REFER: whoever transfers does so by the desk. No MESSAGE, SUBSCRIBE or NOTIFY: a telephone needs none."""
COMPACT = {"f": "from", "t": "to", "m": "contact", "l": "content-length"}
REQUEST = re.compile(r"([A-Z]+) sips?:\S+ SIP/2\.0")
RESPONSE = re.compile(r"SIP/2\.0 \d{3}( .*)?")
HEADER = re.compile(r"([A-Za-z0-9-]+)[ \t]*:[ \t]*(.*)")
ADDRESS = re.compile(r"(?:\"[^\"\\]*\" *|[^<\"]*)<sip:([^@;>]+)@[^>]*>(.*)")
"""`"Name" <sip:user@host>;tag=...`, as JsSIP writes it."""
USERNAME = re.compile(r"\busername=\"?([^\",\s]+)", re.IGNORECASE)
CONTACT = re.compile(r"(\*|<sip:\w+@\w+\.invalid;transport=wss?>(;[^,]*)?)")
"""Where calls find the browser: on this connection, nowhere else."""
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
    if RESPONSE.fullmatch(lines[0]):
        return ""
    request = REQUEST.fullmatch(lines[0])
    if request is None or request[1] not in METHODS:
        return "a method that telephones here do not use"
    return _impostor(request[1], headers, phone)


def _impostor(method: str, headers: dict[str, list[str]], phone: str) -> str:
    """A request within a call that Asterisk began names the browser as Asterisk did; every other one must name the telephone."""
    if any(USERNAME.findall(value) != [phone] for name in ("authorization", "proxy-authorization") for value in headers.get(name, [])):
        return "another phone's credentials"
    senders, receivers = headers.get("from", []), headers.get("to", [])
    if len(senders) != 1 or len(receivers) != 1:
        return "no one sender or receiver"
    within = TAG.search(receivers[0]) is not None and method != "REGISTER"
    if not within and _user(senders[0]) != phone:
        return "another phone's name"
    if method == "REGISTER" and _user(receivers[0]) != phone:
        return "another phone's registration"
    if method == "REGISTER" and not all(CONTACT.fullmatch(value) for value in headers.get("contact", [])):
        return "a registration of another place"
    return ""


def _user(address: str) -> str:
    found = ADDRESS.fullmatch(address)
    return found[1] if found else ""
