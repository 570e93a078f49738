"""What a caller may do when no person is free: wait, be called back, leave a message, or go on with us; in words or by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dialog import answering, callback, wishes
from dialog.asking import Step, ask, resume
from dialog.commands import POLITE
from dialog.deciding import without_person
from dialog.events import Hypothesis
from dialog.handover import find
from dialog.remaining import CALL, GO_ON, MESSAGE, WAIT, offered
from dialog.repair import give_up, no_match
from dialog.schema import Flows
from dialog.slots import yes_no
from dialog.state import Phase, State
from dialog.understanding.normalize import normalize

_WORDS: Mapping[str, frozenset[str]] = {
    WAIT: frozenset("tunggu menunggu nunggu ditunggu antre antri mengantre ngantri antrean sabar".split()),
    CALL: frozenset(
        "telepon telpon telfon telp tlp ditelepon ditelpon ditelfon dihubungi hubungi menghubungi dikabari kabari callback".split()
    ),
    MESSAGE: frozenset("pesan titip titipkan nitip dicatat catat catatkan".split()),
    GO_ON: frozenset("sapa lanjut lanjutkan lanjutin dilanjutkan terus teruskan terusin mesin robot".split()),
}
_NUMBERS = {
    WAIT: frozenset(("satu", "1")), CALL: frozenset(("dua", "2")), MESSAGE: frozenset(("tiga", "3")), GO_ON: frozenset(("empat", "4"))
}  # fmt: skip
_ORDINALS = ("pertama", "kedua", "ketiga", "keempat")
_REFUSED = frozenset("tidak jangan bukan malas males daripada".split())
_NO_THANKS = frozenset("usah perlu terima kasih makasih".split())
_BETWEEN = frozenset("ingin perlu usah bisa kuat sanggup lama dengan sama lagi harus".split())
"""What may stand between a no and what it is about: "tidak mau lama menunggu"."""
SHORT = 3
"""Words up to which a number alone is a choice: "yang nomor dua"."""


def hear(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """One of them; another wish; a no to all of it, which is goodbye."""
    way = said(state, heard.text)
    if way:
        return take(flows, state, way)
    if takes_leave(heard.text):
        return give_up(flows, state, "requested")
    if wishes.only_answers(heard.text) and wishes.yes_or_no(heard.text) == "ya":
        return take(flows, state, offered(state)[0])
    return wishes.hear_other(flows, state, heard) or no_match(flows, state)


def takes_leave(text: str) -> bool:
    """ "Tidak usah, terima kasih"; "ya sudah, saya tutup saja"."""
    words = set(normalize(text).split())
    plain = words <= yes_no.YES | yes_no.NO | POLITE | _NO_THANKS
    return yes_no.is_goodbye(text) or (plain and wishes.yes_or_no(text) == "tidak") or _hangs_up(words)


def said(state: State, text: str) -> str:
    """The key of what is chosen in `text`; empty for none. Of several the last one, unless it is refused."""
    words, ways = normalize(text).split(), offered(state)
    if _hangs_up(set(words)):
        return ""
    named = [way for way in _named(words) if way in ways]
    if named:
        return named[-1]
    placed = [ways[n] for n, ordinal in enumerate(_ORDINALS[: len(ways)]) if ordinal in words]
    numbered = [way for way in ways if len(words) <= SHORT and not _NUMBERS[way].isdisjoint(words)]
    return next(iter((*placed, *numbered)), "")


def take(flows: Flows, state: State, way: str) -> Step:
    match way:
        case name if name == WAIT:
            return find(flows, state, waits=True)
        case name if name in (CALL, MESSAGE):
            return callback.begin(flows, state, message=way == MESSAGE)
        case _:
            return go_on(flows, state)


def go_on(flows: Flows, state: State) -> Step:
    """Back to the question where the caller was; where there was none, to whether there is more."""
    before = state.before
    if before is None or before.listening is None:
        clean = replace(state, before=None, slot="", heard=None, trouble="")
        if state.answered:
            return answering.more(flows, clean)
        return ask(flows, replace(clean, intent=None, known={}), Phase.INTENT, flows.prompts.ask_intent)
    back = replace(
        before, turn=state.turn, request=state.request, left=state.left, returns=state.returns, slow=state.slow, struggle=state.struggle,
        confidential=state.confidential, ticket=state.ticket, untold=state.untold, outcome=state.outcome, language=state.language,
        misses=before.misses // 2, silences=before.silences // 2, failures=0,
    )  # fmt: skip
    return without_person(flows, back) if before.phase is Phase.OFFER_PERSON else resume(flows, back, flows.prompts.resume)


def _hangs_up(words: set[str]) -> bool:
    """ "Saya tutup teleponnya"; not "jangan tutup", nor "tutup jam berapa"."""
    return "tutup" in words and not words.isdisjoint(("saya", "aku")) and words.isdisjoint(_REFUSED)


def _named(words: list[str]) -> Iterator[str]:
    """In the order in which they are said, without those that are refused."""
    for n, word in enumerate(words):
        way = next((way for way, names in _WORDS.items() if word in names), "")
        if way and not _is_refused(words[:n], way):
            yield way


def _is_refused(before: list[str], way: str) -> bool:
    """ "Tidak usah, lanjut saja" refuses something else."""
    while before and before[-1] in _BETWEEN and not (way == GO_ON and before[-1] == "usah"):
        before = before[:-1]
    return bool(before) and before[-1] in _REFUSED
