"""What to include in an existing Asterisk (>= 22.9) that is used instead of the embedded one."""

from __future__ import annotations

import re

from telephony.pbx.render import PbxSettings, render_one

FILES = ("extensions.conf.j2", "queues.conf.j2", "manager.conf.j2")


def snippets(settings: PbxSettings) -> str:
    """Dialplan, queue and AMI user, ready to be included; the agents' endpoints are the PBX's own."""
    parts = [f"; ---- include in {name.removesuffix('.j2')} ----\n{_without_general(render_one(settings, name))}" for name in FILES]
    return "\n".join(parts)


def _without_general(text: str) -> str:
    """An existing PBX keeps its own `[general]`: a second one would override its ports and addresses."""
    return re.sub(r"^\[general\]\n(?:(?!\[).*\n)*", "", text, flags=re.MULTILINE)
