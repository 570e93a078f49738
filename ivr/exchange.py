"""The PBX as the settings want it: started where it is Sapa's own."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import socket
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import fields, replace
from pathlib import Path

from ivr.queue_settings import QueueSettings, load_floor
from ivr.settings import ROOT, Settings
from telephony.media_server import MediaServer
from telephony.pbx.fetch import fetch
from telephony.pbx.orphan import Kept, stop
from telephony.pbx.orphan import kept as kept_by
from telephony.pbx.phones import phone_key
from telephony.pbx.process import EmbeddedPbx, free_port
from telephony.pbx.render import PbxSettings, QueueConf

TEMPLATES = ROOT / "configs" / "asterisk"
FIXED = ("asterisk.conf.j2", "modules.conf.j2", "pjsip.conf.j2", "rtp.conf.j2", "http.conf.j2")
"""What of Asterisk's configuration it reads only when it starts."""
log = logging.getLogger(__name__)


async def listening(make: Callable[[int], MediaServer], settings: Settings) -> MediaServer:
    """The started server that calls are brought to, made by `make(port)`: where an Asterisk brings them that an earlier service has left
    running, so that its calls go on. One that cannot be gone on with is stopped here, before ports are chosen that it may hold.

    Raises:
        OSError: the port is taken.
    """
    left = left_behind(settings)
    if left is not None:
        server = make(left.audiosocket_port)
        try:
            await server.start()
        except OSError as error:
            log.warning("port %d is another's by now (%s): an earlier Asterisk is not gone on with", left.audiosocket_port, error)
        else:
            return server
    if settings.pbx.mode == "embedded":
        await stop(_run(settings))
    server = make(settings.audiosocket.port)
    await server.start()
    return server


async def start_pbx(settings: Settings, audiosocket_port: int, stack: AsyncExitStack, progress: Callable[[str], None]) -> PbxSettings:
    chosen = pbx_settings(settings, audiosocket_port)
    if settings.pbx.mode == "embedded":
        prefix = await asyncio.to_thread(fetch, settings.cache, progress)
        chosen = replace(chosen, prefix=prefix)
        progress("menjalankan Asterisk")
        await stack.enter_async_context(EmbeddedPbx(chosen))
    return chosen


def pbx_settings(settings: Settings, audiosocket_port: int) -> PbxSettings:
    """The PBX's part of the settings; for the embedded one with free ports and fresh secrets where none are set, or those of the one that
    an earlier service left running with its calls.

    Raises:
        ConfigError: the file of the queues is missing or wrong.
    """
    floor = load_floor(settings.floor)
    pbx, embedded = settings.pbx, settings.pbx.mode == "embedded"
    chosen = PbxSettings(
        prefix=settings.cache / "asterisk",
        run=_run(settings),
        templates=TEMPLATES,
        sip_port=pbx.sip_port,
        ami_port=pbx.ami_port or 5038,
        ami_user=pbx.ami_user,
        ami_secret=pbx.ami_secret,
        http_port=8088,
        phone_key=phone_key(settings.state / "phone.key"),
        audiosocket_port=audiosocket_port,
        audiosocket_host=settings.audiosocket.host,
        apology=settings.state / "sounds" / "apology.wav",
        sounds=settings.state / "sounds",
        host=pbx.host,
        codecs=tuple(codec.strip() for codec in pbx.codecs.split(",")),
        agents=pbx.agents,
        queues=tuple(_queue(queue) for queue in floor.queues.values()),
        default_queue=floor.default,
        emergency_dial=pbx.emergency_dial,
        outbound_dial=pbx.outbound_dial,
        fixed=_fixed(settings),
    )
    if not embedded:
        return chosen
    kept = left_behind(settings)
    if kept is not None and kept.audiosocket_port == audiosocket_port:
        return replace(chosen, sip_port=kept.sip_port, ami_port=kept.ami_port, ami_secret=kept.ami_secret, http_port=kept.http_port)
    return replace(
        chosen,
        sip_port=_udp_port(pbx.sip_port),
        ami_port=pbx.ami_port or free_port(),
        ami_secret=pbx.ami_secret or secrets.token_urlsafe(24),
        http_port=free_port(),
    )


def left_behind(settings: Settings) -> Kept | None:
    """What an Asterisk has that an earlier service left running with its calls: a start that has the same goes on with it. None where
    there is none, or what it cannot be given anew has changed."""
    kept = kept_by(_run(settings)) if settings.pbx.mode == "embedded" else None
    return kept if kept is not None and kept.fixed == _fixed(settings) else None


def _run(settings: Settings) -> Path:
    return settings.state / "asterisk"


def _fixed(settings: Settings) -> str:
    """Of the configuration, not of what was chosen where it leaves the choice."""
    pbx = settings.pbx
    said = (pbx.host, pbx.sip_port, pbx.ami_port, pbx.ami_secret, pbx.codecs, settings.audiosocket.port, str(settings.cache))
    built_in = [(field.name, field.default) for field in fields(PbxSettings) if field.name.startswith("rtp_")]
    read = hashlib.sha256(repr((said, built_in)).encode())
    for name in FIXED:
        read.update((TEMPLATES / name).read_bytes())
    return read.hexdigest()


def _queue(queue: QueueSettings) -> QueueConf:
    return QueueConf(
        queue.name,
        queue.strategy,
        queue.ring_s,
        queue.max_wait_s,
        queue.max_waiting,
        announce_s=queue.announce_s,
        autopause=queue.pause_after_missed,
        service_level_s=queue.service_level_s,
    )


def _udp_port(wanted: int) -> int:
    """`wanted` when it is free, any free port otherwise."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            log.warning("SIP port %d is in use; another is taken", wanted)
            return free_port(socket.SOCK_DGRAM)
        return int(probe.getsockname()[1])
