"""Which of the ways to a person, and round one, a set of conversations has taken."""

from __future__ import annotations

from collections.abc import Iterator

from dialog.callback import STORE
from dialog.effects import Lookup
from dialog.events import AgentUnavailable, LookupDone, LookupFailed, SentBack
from dialog.finding_person import BUSY, CLOSED, FREE, FULL, NOBODY, STANDING
from dialog.handover import FIND
from dialog.remaining import CALL, GO_ON, MESSAGE, WAIT
from dialog.scenario.talk import Moment
from dialog.schema import Flows
from dialog.state import Phase

STANDINGS = {FREE: "petugas ada", BUSY: "petugas sibuk", FULL: "antrean penuh", NOBODY: "tidak ada yang bertugas", CLOSED: "kantor tutup"}
UNKNOWN, WAITS, TWICE = "keadaan tidak diketahui", "mulai menunggu", "kembali dua kali"
RETURNS = {
    "no_answer": "kembali: tidak dijawab", "nobody": "kembali: tidak ada yang bertugas", "full": "kembali: penuh",
    "callback": "kembali: minta ditelepon",
}  # fmt: skip
WAYS = {WAIT: "memilih menunggu", CALL: "memilih telepon kembali", MESSAGE: "memilih pesan", GO_ON: "memilih lanjut"}
SENT_BACK, RATING = "dikembalikan petugas", "dikembalikan untuk penilaian"
OWN_NUMBER, OTHER_NUMBER = "nomor sendiri", "nomor lain"
SOON, AT, PROPOSED, SECRET = "secepatnya", "pada waktu tertentu", "waktu lain diusulkan", "telepon kembali yang rahasia"


def wanted(flows: Flows) -> frozenset[str]:
    """Everything that can happen, and each language that agents speak. No other time is proposed where it is always open."""
    closes = flows.calendars is not None and not flows.calendars.default.always
    callbacks = {OWN_NUMBER, OTHER_NUMBER, SOON, AT, SECRET} | ({PROPOSED} if closes else set())
    ways = {*STANDINGS.values(), *RETURNS.values(), *WAYS.values(), UNKNOWN, WAITS, TWICE, SENT_BACK, RATING}
    return frozenset(ways | callbacks | {_language(name) for name in flows.languages})


def met(flows: Flows, moment: Moment) -> Iterator[str]:
    before, after, event = moment.before, moment.after, moment.event
    match event:
        case LookupDone(data=data) if before.phase is Phase.FINDING:
            yield STANDINGS.get(data.get(STANDING, ""), UNKNOWN)
            if before.waits and after.phase is Phase.TRANSFERRING:
                yield WAITS
        case LookupFailed() if before.phase is Phase.FINDING:
            yield UNKNOWN
        case AgentUnavailable(reason=reason):
            yield RETURNS.get(reason, "")
            if after.returns > 1:
                yield TWICE
        case SentBack(intent=intent):
            yield SENT_BACK if intent in flows.intents else RATING
    if before.phase is Phase.OFFER_WAYS:
        yield from _chosen(moment)
    if after.phase is Phase.PROPOSE_WHEN:
        yield PROPOSED
    for asked in (effect for effect in moment.effects if isinstance(effect, Lookup)):
        if asked.operation == STORE and asked.arguments["kind"] == "callback":
            yield OWN_NUMBER if asked.arguments["contact"] == after.caller else OTHER_NUMBER
            yield AT if asked.arguments["when"] else SOON
            yield SECRET if after.confidential else ""
        if asked.operation == FIND and asked.arguments["reason"] == "language":
            yield from (_language(name) for name, one in flows.languages.items() if one.queue == asked.arguments["queue"])


def _chosen(moment: Moment) -> Iterator[str]:
    after = moment.after
    if after.phase is Phase.FINDING and after.waits:
        yield WAYS[WAIT]
    elif after.phase in (Phase.MESSAGE, Phase.CALLBACK_SAME, Phase.CALLBACK):
        yield WAYS[MESSAGE] if after.callback.wants_message else WAYS[CALL]
    elif after.phase not in (Phase.OFFER_WAYS, Phase.ENDED, Phase.FINDING, Phase.TRANSFERRING):
        yield WAYS[GO_ON]


def _language(name: str) -> str:
    return f"bahasa {name}"
