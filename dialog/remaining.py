"""What remains for a caller when no person is free, and how it is offered."""

from __future__ import annotations

from dialog.number_words import words
from dialog.schema import Flows
from dialog.state import AT_A_WISH, State
from dialog.templates import fill

WAIT, CALL, MESSAGE, GO_ON = "1", "2", "3", "4"
"""The keys for it; each always means the same."""


def offered(state: State) -> tuple[str, ...]:
    """Keys of what is offered now, in the order in which it is said. A confidential call leaves no message."""
    return (*((WAIT,) if state.can_wait else ()), CALL, *(() if state.confidential else (MESSAGE,)), GO_ON)


def question(flows: Flows, state: State) -> str:
    """All of it in one sentence, whole so that it can be rendered ahead."""
    prompts = flows.prompts
    if state.confidential:
        return prompts.ways_secret_wait if state.can_wait else prompts.ways_secret
    return prompts.ways_wait if state.can_wait else prompts.ways


def keys(flows: Flows, state: State) -> tuple[str, ...]:
    """The same by its keys, a sentence each."""
    prompts = flows.prompts
    told = {WAIT: prompts.key_wait, CALL: prompts.key_call, MESSAGE: prompts.key_message, GO_ON: prompts.key_go_on}
    return tuple(told[way] for way in offered(state))


def unfinished(state: State) -> bool:
    """Whether the caller was in the middle of something when a person was wanted."""
    return state.before is not None and state.before.phase in AT_A_WISH


def press(flows: Flows, state: State) -> str:
    """For who is in danger or despair: which number to press now; without one, who else can be there."""
    return fill(flows.prompts.crisis_press, nomor=spelled(state.number)) if state.number else flows.prompts.crisis_alone


def spelled(number: str) -> str:
    """Digit by digit, as emergency numbers are said: "satu satu dua"."""
    return " ".join(words(int(digit)) for digit in number)
