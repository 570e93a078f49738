"""A change of mind while a call back or a message is agreed on: none of it after all, another way, another wish."""

from __future__ import annotations

import re

from dialog import callback, deciding, handover, ways, wishes
from dialog.asking import Step, repeat
from dialog.callback_time import has_time
from dialog.callback_when import MOST_DIGITS
from dialog.events import Hypothesis
from dialog.remaining import GO_ON, WAIT
from dialog.repair import give_up
from dialog.schema import Flows
from dialog.slots import yes_no
from dialog.state import CALLING_BACK, YES_NO, Phase, State
from dialog.understanding.normalize import normalize
from dialog.understanding.numbers import digits_in

SHORT = 5
"""Words up to which a sentence is about the call and not the message itself."""
A_WISH = 4
"""Words from which on it may be another wish."""
_CALLED = r"(?:di)?(?:telepon|telpon|telfon|tlp|hubungi|kabari|kontak)\w*"
_NONE_OF_IT = re.compile(
    rf"\b(?:tidak|jangan)(?: (?:usah|perlu|jadi|ingin|lagi))* {_CALLED}\b|\b(?:tidak|belum) (?:usah|perlu|jadi)\b|\bbatal\w*\b|\bgausah\b"
    r"|\bmenu utama\b|\bkembali ke awal\b"
)
_HANGS_UP = re.compile(r"\b(?:saya|aku) (?:ingin )?tutup\b")
_WAITS = re.compile(r"\b(?:(?:me)?nunggu|(?:saya|aku|ingin) tunggu|tunggu saja|antre|mengantre)\b")
_A_MOMENT = frozenset("dulu sebentar bentar sedang".split())
_ASKING = frozenset("berapa kapan kenapa mengapa apakah bagaimana".split())
_ABOUT_NUMBER = frozenset("nomor lain lainnya beda ganti".split())


def hear(flows: Flows, state: State, heard: Hypothesis) -> Step | None:
    """None for all that is an answer to what is asked, or cannot be told from one."""
    if state.phase not in CALLING_BACK:
        return None
    plain = normalize(heard.text)
    words = set(plain.split())
    if state.phase is Phase.MESSAGE and (state.callback.message or len(plain.split()) > SHORT):
        return callback.hear_message(flows, state, heard.text) if callback.is_all(state, heard.text) else None
    if len(digits_in(heard.text)) > MOST_DIGITS or not words.isdisjoint(_ABOUT_NUMBER):
        return None
    if _HANGS_UP.search(plain):
        return give_up(flows, state, "requested")
    other = None if has_time(heard.text) else _another_way(flows, state, plain, words)
    if other is not None or not _NONE_OF_IT.search(plain) or (has_time(heard.text) and "batal" not in plain):
        return other or _wish(flows, state, heard)
    return handover.offer(flows, state, waiting=state.can_wait)


def _another_way(flows: Flows, state: State, plain: str, words: set[str]) -> Step | None:
    refused = not words.isdisjoint(yes_no.NO) and not _NONE_OF_IT.search(plain)
    if refused or not words.isdisjoint(_ASKING):
        return None
    if not words.isdisjoint(("sapa", "mesin", "robot")):
        return ways.take(flows, state, GO_ON)
    if not words.isdisjoint(("pesan", "titip", "nitip")) and not state.callback.wants_message and not state.confidential:
        return callback.begin(flows, state, message=True)
    if state.phase is Phase.MESSAGE and re.search(rf"\b{_CALLED}\b", plain) and not _NONE_OF_IT.search(plain):
        return callback.begin(flows, state)
    if not _WAITS.search(plain) or not words.isdisjoint(_A_MOMENT):
        return None
    if not words.isdisjoint(yes_no.YES) and state.phase in YES_NO:  # "ya, saya tunggu"
        return deciding.decided(flows, state, yes=True)
    return ways.take(flows, state, WAIT) if state.can_wait else repeat(state)


def _wish(flows: Flows, state: State, heard: Hypothesis) -> Step | None:
    """A message may be about any wish, and a time or a few words are an answer."""
    if state.phase is Phase.MESSAGE or has_time(heard.text) or len(heard.text.split()) < A_WISH:
        return None
    return wishes.hear_other(flows, state, heard)
