"""Danger or despair, and no person to be had: no office hours, no menu, no goodbye. The alarm's number is dialled; where that came back
too it is told which number to press now, and listening goes on."""

from __future__ import annotations

from dataclasses import replace

from dialog import choosing, remaining, repair, ways, wishes
from dialog.asking import Step, ask, repeat, says
from dialog.commands import PERSON, command_in
from dialog.effects import Say
from dialog.events import Hypothesis
from dialog.handover import go, transfer
from dialog.schema import Flows
from dialog.state import Phase, State
from dialog.templates import fill
from dialog.understanding.normalize import normalize

AGAIN = frozenset({PERSON, "bantuan"})
"""Commands that here mean: try once more."""
BACK = frozenset({"batal", "kembali", "mulai_lagi"})
_AGAIN = frozenset("coba lagi sambungkan sambungin hubungkan hubungi telepon tolong bantu bantuan".split())
_BACK = frozenset("lanjut lanjutkan sapa salah keliru bukan".split())


def absent(flows: Flows, state: State) -> Step:
    """No person comes: the number, first by us, then by the caller."""
    if state.number and not state.dialled:
        return dial(flows, state)
    state = replace(state, waits=False, can_wait=False, misses=0, silences=0, failures=0, outcome=None)
    sentences = (flows.prompts.crisis_none, remaining.press(flows, state), flows.prompts.crisis_stay)
    new, effects = ask(flows, state, Phase.CRISIS, *sentences)
    return replace(new, asked=says(state, *sentences[1:])), effects


def dial(flows: Flows, state: State) -> Step:
    """The PBX dials the number, and leads to the agents where it cannot."""
    new, effects = go(flows, replace(state, dialled=True), state.reason, number=state.number)
    told = fill(flows.prompts.crisis_dial, nomor=remaining.spelled(state.number))
    return new, (Say(told, interruptible=False, pace=state.pace), *effects)


def again(flows: Flows, state: State) -> Step:
    """Whoever asks is put through as often as they ask."""
    return dial(flows, state) if state.number else transfer(flows, state, state.reason)


def hear(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """Once more; or it was none, or is over, and the call goes on. Nothing else that is said ends the call at once."""
    command, words = command_in(flows, heard.text, strict=False), set(normalize(heard.text).split())
    if command == "ulangi":
        return repeat(state)
    if command in BACK:
        return ways.go_on(flows, state)
    if choosing.takes_leave(heard.text):
        return refused(flows, state)
    if command not in AGAIN and (other := wishes.hear_other(flows, state, heard)) is not None:
        return other
    said = wishes.yes_or_no(heard.text)
    if command in AGAIN or said == "ya" or (said != "tidak" and not words.isdisjoint(_AGAIN)):
        return again(flows, state)
    if not words.isdisjoint(_BACK):
        return ways.go_on(flows, state)
    return refused(flows, state) if said else repair.no_match(flows, state)


def refused(flows: Flows, state: State) -> Step:
    """A no, a goodbye: the number stays in their ear."""
    state = replace(state, misses=state.misses + 1)
    return repair.give_up(flows, state, state.reason) if state.misses >= repair.MOST_IN_CRISIS else repeat(state)
