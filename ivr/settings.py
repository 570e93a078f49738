"""How an installation runs: `configs/settings.yaml` into frozen sections. Unknown or ill-typed keys are errors with their line."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

import yaml


class SettingsError(Exception):
    """`file:line: path: what is wrong and what to do`."""


@dataclass(frozen=True, slots=True)
class Pbx:
    """Ports of 0 mean any free one."""

    mode: str = "embedded"
    host: str = "127.0.0.1"
    sip_port: int = 5060
    ami_port: int = 0
    ami_user: str = "sapa"
    ami_secret: str = ""
    codecs: str = "g722, opus, alaw, ulaw"
    """What telephones may use, as we prefer it."""
    agents: int = 20
    """How many agents can have telephones: users with the extensions 1 to this."""
    emergency_dial: str = ""
    """What Dial() is given for an emergency service; `{number}` stands for its number."""
    outbound_dial: str = ""
    """What Dial() is given to call a citizen back, likewise; empty: agents dial by other means."""


@dataclass(frozen=True, slots=True)
class AudioSocket:
    host: str = "127.0.0.1"
    port: int = 0
    max_calls: int = 20


@dataclass(frozen=True, slots=True)
class RecognizerSettings:
    model: str = "sapa-base"
    beam: int = 5
    window: str = "adaptive"
    device: str = "cpu"
    compute_type: str = "int8"
    workers: int = 1
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Endpointing:
    """Milliseconds. `pause_ms` of silence start a recognition of what was said so far."""

    min_speech_ms: int = 100
    pause_ms: int = 60
    max_utterance_ms: int = 30_000


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    name: str = "kokoro:jm_kumo"
    fallback: str = "espeak:id"


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """Sign-in by OpenID Connect; none with an empty `issuer`."""

    issuer: str = ""
    client_id: str = ""
    client_secret_file: str = ""
    """A file that holds the secret alone; empty for a client without one."""
    scope: str = "openid profile"
    login_claim: str = "preferred_username"
    role_claim: str = "roles"
    agent: str = "sapa-petugas"
    """What the claim holds for an agent; likewise below."""
    operator: str = "sapa-operator"
    supervisor: str = "sapa-pengawas"
    admin: str = "sapa-admin"
    create: bool = False
    """Add whoever signs in for the first time; otherwise only users who are there already may."""
    title: str = "akun instansi"
    """How the button calls it: "Masuk dengan ..."."""


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """Where the pages for agents are. Port 0 means any free one."""

    enabled: bool = True
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    """The https origin under which browsers reach it through a proxy; empty: only from this machine."""
    proxy: str = "127.0.0.1"
    """Addresses of the proxies that may say for whom they ask (`X-Forwarded-For`)."""
    session_hours: int = 12
    idle_minutes: int = 60
    oidc: OidcSettings = field(default_factory=OidcSettings)


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths are absolute once loaded."""

    pbx: Pbx = field(default_factory=Pbx)
    audiosocket: AudioSocket = field(default_factory=AudioSocket)
    recognizer: RecognizerSettings = field(default_factory=RecognizerSettings)
    endpointing: Endpointing = field(default_factory=Endpointing)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    console: ConsoleSettings = field(default_factory=ConsoleSettings)
    backends: Path = Path("configs/backends")
    """Which government systems there are, and how each is asked."""
    demonstration: bool = True
    """Run the demonstration government; its address stands for `{demonstration}` in `backends`."""
    records: str = "var/records.db"
    retention_days: int = 365
    """So long calls, journals, ratings and what was delivered are kept; 0: for ever."""
    floor: Path = Path("configs/antrean.yaml")
    """The agents' queues, breaks and call-backs."""
    dialog: Path = Path("configs")
    overlay: str = ""
    """Which of the dialog's cities this installation serves."""
    state: Path = Path("var")
    cache: Path = Path(".cache")


ROOT = Path(__file__).resolve().parent.parent
DEFAULT = ROOT / "configs" / "settings.yaml"


def load_settings(path: Path = DEFAULT) -> Settings:
    """Relative paths in the file are relative to the repository's root.

    Raises:
        SettingsError: the file is missing or wrong.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, yaml.reader.ReaderError) as error:
        raise SettingsError(f"{path}: not UTF-8 text: save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError(f"{path}:{line}: not valid YAML: {error.problem}") from error
    settings: Settings = _build(Settings, node, path, "") if node else Settings()
    secret = os.environ.get("SAPA_AMI_SECRET", settings.pbx.ami_secret)
    settings = replace(settings, pbx=replace(settings.pbx, ami_secret=secret))
    return anchored(settings, ROOT)


def anchored(settings: Settings, root: Path) -> Settings:
    """Every relative path under `root`."""
    records = settings.records if "://" in settings.records else str(root / settings.records)
    paths = {name: root / getattr(settings, name) for name in ("backends", "floor", "dialog", "state", "cache")}
    return replace(settings, records=records, **paths)


def _build(kind: Any, node: yaml.Node, path: Path, where: str) -> Any:
    if not isinstance(node, yaml.MappingNode):
        raise SettingsError(f"{path}:{node.start_mark.line + 1}: {where or 'file'}: expected names and values")
    known, values = get_type_hints(kind), {}
    names = {f.name for f in fields(kind)}
    for key, value in node.value:
        at = f"{path}:{key.start_mark.line + 1}: {where}{key.value if isinstance(key, yaml.ScalarNode) else ''}"
        if not isinstance(key, yaml.ScalarNode) or key.value not in names:
            raise SettingsError(f"{at}: unknown setting; known here are {', '.join(sorted(names))}")
        if key.value in values:
            raise SettingsError(f"{at}: is set twice")
        hint = known[key.value]
        values[key.value] = _build(hint, value, path, f"{where}{key.value}.") if is_dataclass(hint) else _scalar(hint, value, at)
    return kind(**values)


def _scalar(kind: type, node: yaml.Node, at: str) -> Any:
    if not isinstance(node, yaml.ScalarNode):
        raise SettingsError(f"{at}: expected one value")
    if kind is bool:
        if node.value not in ("true", "false"):
            raise SettingsError(f"{at}: {node.value!r} is neither true nor false")
        return node.value == "true"
    try:
        value = kind(node.value)
    except ValueError as error:
        raise SettingsError(f"{at}: {node.value!r} is not {'a whole number' if kind is int else 'a number'}") from error
    if isinstance(value, int | float) and not (math.isfinite(value) and value >= 0):
        raise SettingsError(f"{at}: {node.value!r} must be 0 or more")
    if at.endswith(": pbx.mode") and value not in ("embedded", "existing"):
        raise SettingsError(f"{at}: {node.value!r} is neither embedded nor existing")
    if at.endswith(": recognizer.window") and value not in ("adaptive", "full"):
        raise SettingsError(f"{at}: {node.value!r} is neither adaptive nor full")
    return value
