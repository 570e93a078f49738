"""What to include in an existing Asterisk (>= 22.9) that is used instead of the embedded one."""

from __future__ import annotations

import re

from telephony.pbx.render import PbxSettings, render_one

FILES = ("extensions.conf.j2", "queues.conf.j2", "musiconhold.conf.j2", "pjsip_petugas.conf.j2", "manager.conf.j2")
NOTE = """\
; Sapa in an existing Asterisk (22.9 or later, on the same machine: music and sounds are files here). Each part says where it belongs.
; Load as well: app_audiosocket, chan_audiosocket, app_dial, app_queue, app_exec, app_stack, app_userevent, app_chanspy, func_channel,
; func_devstate, func_dialplan, func_global, func_uuid; for wideband telephones: codec_g722, codec_resample; for those in browsers:
; res_http_websocket, res_pjsip_transport_websocket, res_srtp, codec_opus, and in http.conf `enabled = yes`, `bindaddr = 127.0.0.1`,
; `bindport = {http_port}`.
; In logger.conf set `queue_log = no`: that log would keep the number of every caller who waits.
; A caller's place is spoken by files digits/1 to digits/20: link {sounds} as sounds/en_ID in Asterisk's data folder.
; Incoming calls come in with [sapa-hotline], number {hotline}; give their endpoint `language = en_ID`.
"""


def snippets(settings: PbxSettings) -> str:
    """Dialplan, queues, music, the agents' telephones and the AMI user, ready to be included, and what else is needed."""
    note = NOTE.format(http_port=settings.http_port, sounds=settings.sounds, hotline=settings.hotline)
    parts = [f"; ---- include in {name.removesuffix('.j2')} ----\n{_without_general(render_one(settings, name))}" for name in FILES]
    return "\n".join([note, *parts])


def _without_general(text: str) -> str:
    """An existing PBX keeps its own `[general]`: a second one would override its ports and addresses."""
    return re.sub(r"^\[general\]\n(?:(?!\[).*\n)*", "", text, flags=re.MULTILINE)
