"""Renders `configs/asterisk/*.j2` into a run folder."""

from __future__ import annotations

import math
import re
import struct
import wave
from dataclasses import asdict, dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from telephony.pbx.fetch import PbxError, library_path

FOLDERS = ("etc", "lib", "spool", "log", "run", "moh")
RATE = 8000
MAX_SOCKET_PATH = 107
UNUSED = ("acl", "ccss", "cdr", "cel", "features", "pjproject", "udptl")
"""Features of Asterisk's core that a hotline does not use, but whose missing files it would report as errors."""

WIDEBAND = (("g722", "codec_g722"), ("opus", "codec_opus_open_source"))
"""Offered after G.711 where the package carries the module."""


@dataclass(frozen=True, slots=True)
class PbxSettings:
    """Where the embedded Asterisk lies and listens. `run` is its private folder; `apology` a WAV (8 kHz mono) for when all else fails."""

    prefix: Path
    run: Path
    templates: Path
    sip_port: int
    ami_port: int
    ami_secret: str
    agent_password: str
    audiosocket_port: int
    apology: Path
    host: str = "127.0.0.1"
    audiosocket_host: str = "127.0.0.1"
    ami_user: str = "sapa"
    hotline: str = "500"
    ring_seconds: int = 20
    briefing_seconds: int = 40
    """The longest briefing: an agent's leg counts as answered only after it."""
    emergency_dial: str = ""
    """What Dial() is given for an emergency service; `{number}` stands for its number: `PJSIP/{number}@trunk`. Empty: the agents' queue."""
    emergency_seconds: int = 30
    """How long it may ring there before an agent is called instead."""
    rtp_start: int = 20_000
    rtp_end: int = 20_400


def render(settings: PbxSettings) -> Path:
    """Write every configuration file and the music on hold; returns the path of asterisk.conf.

    Raises:
        PbxError: the templates are missing, or the run folder's path is too long for Asterisk's control socket.
    """
    control = settings.run / "run" / "asterisk.ctl"
    if len(str(control)) > MAX_SOCKET_PATH:
        raise PbxError(f"{control} is too long for a Unix socket ({MAX_SOCKET_PATH} characters): choose a shorter run folder")
    for folder in FOLDERS:
        (settings.run / folder).mkdir(parents=True, exist_ok=True)
    templates = sorted(settings.templates.glob("*.conf.j2"))
    if not templates:
        raise PbxError(f"no templates in {settings.templates}: expected configs/asterisk/*.conf.j2")
    for template in templates:
        target = settings.run / "etc" / template.name.removesuffix(".j2")
        target.write_text(render_one(settings, template.name), encoding="utf-8")
        target.chmod(0o600)
    for name in UNUSED:
        (settings.run / "etc" / f"{name}.conf").touch()
    _write_music(settings.run / "moh" / "tunggu.wav")
    return settings.run / "etc" / "asterisk.conf"


def render_one(settings: PbxSettings, name: str) -> str:
    """The text of one template.

    Raises:
        PbxError: `emergency_dial` would be more than one argument of Dial().
    """
    if re.search(r"[\s,;()]", settings.emergency_dial):
        raise PbxError("pbx.emergency_dial holds a space, comma, semicolon or bracket: write it like PJSIP/{number}@trunk")
    environment = Environment(loader=FileSystemLoader(settings.templates), undefined=StrictUndefined, keep_trailing_newline=True)
    modules = library_path(settings.prefix) / "asterisk/modules" if settings.prefix.exists() else None
    wideband = [codec for codec, file in WIDEBAND if modules and (modules / f"{file}.so").exists()]
    values = asdict(settings) | {
        "modules": modules or "",
        "apology": settings.apology.with_suffix(""),
        "codecs": ["alaw", "ulaw", *wideband],
        "codec_modules": [file for codec, file in WIDEBAND if codec in wideband],
    }
    return environment.get_template(name).render(values)


def _write_music(path: Path) -> None:
    """Twelve seconds of a soft, slow arpeggio: Debian's packages carry no music, and silence sounds like a lost call."""
    notes = (261.6, 329.6, 392.0, 523.3, 392.0, 329.6)
    length = 2 * RATE
    samples = bytearray()
    for note in notes:
        for n in range(length):
            fade = math.sin(math.pi * n / length) ** 2
            samples += struct.pack("<h", int(1600 * fade * math.sin(2 * math.pi * note * n / RATE)))
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(bytes(samples))
