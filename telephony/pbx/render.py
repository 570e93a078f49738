"""Renders `configs/asterisk/*.j2` into a run folder."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from telephony.pbx.fetch import PbxError, library_path
from telephony.pbx.phones import phone_password
from telephony.pbx.private import write_private
from telephony.pbx.sounds import link_announced, link_data, write_music

FOLDERS = ("etc", "lib", "spool", "log", "run", "moh", "moh-sambung")
MAX_SOCKET_PATH = 107
UNUSED = ("acl", "ccss", "cdr", "cel", "features", "pjproject", "udptl")
"""Features of Asterisk's core that a hotline does not use, but whose missing files it would report as errors."""

CODECS = {"g722": "codec_g722", "opus": "codec_opus_open_source", "alaw": "codec_alaw", "ulaw": "codec_ulaw"}
"""What telephones may use, with its module: the package may lack one."""
NARROWBAND = ("alaw", "ulaw")
WIDEBAND = ("g722", "opus", "slin16")
"""As Asterisk names the formats whose calls come to the service at 16 kHz."""

QUEUE_NAME = re.compile(r"[a-z][a-z0-9_]{0,20}")
STRATEGIES = ("leastrecent", "fewestcalls", "random", "rrmemory")
MAX_AGENTS = 999


@dataclass(frozen=True, slots=True)
class QueueConf:
    """One queue as Asterisk's app_queue has it; times in seconds."""

    name: str
    strategy: str = "leastrecent"
    ring_s: int = 20
    """How long one agent's phones ring."""
    max_wait_s: int = 300
    max_waiting: int = 20
    headroom: int = 10
    """So many more may wait who are in danger."""
    announce_s: int = 45
    """Between two announcements of the caller's place."""
    autopause: bool = True
    """Who does not pick up is paused."""
    service_level_s: int = 20


@dataclass(frozen=True, slots=True)
class PbxSettings:
    """Where the embedded Asterisk lies and listens. `run` is its private folder; `apology` a sound for when all else fails: a
    WAV (8 kHz mono), and beside it, named `.wav16`, the same at 16 kHz for wideband callers where there is one."""

    prefix: Path
    run: Path
    templates: Path
    sip_port: int
    ami_port: int
    ami_secret: str
    http_port: int
    """Asterisk's HTTP server, on loopback only: SIP over WebSocket for the telephones in browsers."""
    phone_key: str
    """What the passwords of the agents' phones are derived from (`telephony.pbx.phones`)."""
    audiosocket_port: int
    apology: Path
    sounds: Path
    """What callers hear while they wait: `ivr.queue_sounds`, likewise."""
    codecs: tuple[str, ...] = ("g722", "opus", "alaw", "ulaw")
    """In the order in which they are preferred, of CODECS."""
    agents: int = 20
    """How many agents have phones: `petugas1` and `petugas1w`, and so on."""
    queues: tuple[QueueConf, ...] = (QueueConf("petugas"),)
    default_queue: str = "petugas"
    host: str = "127.0.0.1"
    audiosocket_host: str = "127.0.0.1"
    ami_user: str = "sapa"
    hotline: str = "500"
    briefing_seconds: int = 40
    """The longest briefing: an agent's leg counts as answered only after it."""
    emergency_dial: str = ""
    """What Dial() is given for an emergency service; `{number}` stands for its number: `PJSIP/{number}@trunk`. Empty: the agents' queue."""
    emergency_seconds: int = 30
    """How long it may ring there before an agent is called instead."""
    outbound_dial: str = ""
    """What Dial() is given for a call-back; `{number}` stands for the number. Empty: nobody can be called back from an agent's phone."""
    outbound_seconds: int = 60
    pop_seconds: float = 0.25
    """Between the news that an agent's phone will ring and its ringing: the desk shows first who is calling."""
    code_seconds: int = 4
    """How long an agent's phone that has dialled a code waits for what the service makes of it."""
    rtp_start: int = 20_000
    rtp_end: int = 20_400
    fixed: str = ""
    """Stands for what was configured that an Asterisk which runs cannot be given anew; a start goes on only with one that has the same."""


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
        write_private(settings.run / "etc" / template.name.removesuffix(".j2"), render_one(settings, template.name))
    (settings.run / "log" / "queue_log").unlink(missing_ok=True)  # of an earlier version: callers' numbers
    for name in UNUSED:
        (settings.run / "etc" / f"{name}.conf").touch()
    link_data(settings.run / "share", settings.prefix / "usr/share/asterisk", settings.sounds)
    music = settings.run / "moh" / "tunggu.wav"
    write_music(music)
    link_announced(settings.run / "moh-sambung", settings.sounds / "transfer", music)
    return settings.run / "etc" / "asterisk.conf"


def render_one(settings: PbxSettings, name: str) -> str:
    """The text of one template.

    Raises:
        PbxError: a value would mean something else to Asterisk than it says.
    """
    _check(settings)
    environment = Environment(loader=FileSystemLoader(settings.templates), undefined=StrictUndefined, keep_trailing_newline=True)
    modules = library_path(settings.prefix) / "asterisk/modules" if settings.prefix.exists() else None
    codecs = [codec for codec in settings.codecs if codec in NARROWBAND or (modules and (modules / f"{CODECS[codec]}.so").exists())]
    wideband = [codec for codec in codecs if codec not in NARROWBAND]
    values = asdict(settings) | {
        "modules": modules or "",
        "apology": settings.apology.with_suffix(""),
        "codecs": codecs,
        "web_codecs": [codec for codec in wideband if codec == "opus"] + list(NARROWBAND),
        "codec_modules": [CODECS[codec] for codec in wideband],
        "wideband": "|".join(WIDEBAND),
        "phones": [_phone(settings, f"petugas{n}{kind}") for n in range(1, settings.agents + 1) for kind in ("", "w")],
    }
    return environment.get_template(name).render(values)


def _phone(settings: PbxSettings, name: str) -> dict[str, object]:
    return {"name": name, "password": phone_password(settings.phone_key, name), "web": name.endswith("w")}


def _check(settings: PbxSettings) -> None:
    for name, dial in (("emergency_dial", settings.emergency_dial), ("outbound_dial", settings.outbound_dial)):
        if re.search(r"[\s,;()]", dial):
            raise PbxError(f"pbx.{name} holds a space, comma, semicolon or bracket: write it like PJSIP/{{number}}@trunk")
    if unknown := set(settings.codecs) - set(CODECS):
        raise PbxError(f"pbx.codecs names {', '.join(sorted(map(repr, unknown)))}: choose of {', '.join(CODECS)}")
    if not set(settings.codecs) & set(NARROWBAND):
        raise PbxError("pbx.codecs holds neither alaw nor ulaw: ordinary telephones could not call")
    if not 1 <= settings.agents <= MAX_AGENTS:
        raise PbxError(f"pbx.agents is {settings.agents}: between 1 and {MAX_AGENTS}")
    for queue in settings.queues:
        if not QUEUE_NAME.fullmatch(queue.name):
            raise PbxError(f"queue {queue.name!r}: a name is small letters, digits and _, at most 21")
        if queue.strategy not in STRATEGIES:
            raise PbxError(f"queue {queue.name}: strategy {queue.strategy!r} is none of {', '.join(STRATEGIES)}")
    if settings.default_queue not in [queue.name for queue in settings.queues]:
        raise PbxError(f"the default queue {settings.default_queue!r} is none of the queues")
