"""To a person: how it stands is asked first, and the transfer, with the story, is ordered only when the PBX has accepted it."""

from __future__ import annotations

from dataclasses import replace

from dialog.asking import Step, ask, ask_system
from dialog.briefing import SECRET, briefing, facts_of, missing_of
from dialog.effects import Transfer
from dialog.identity import proved
from dialog.remaining import question
from dialog.schema import Flows
from dialog.state import NO_PERSON, WAITING, Phase, State
from dialog.templates import fill

FIND = "sapa.petugas"
"""The service's own operation that says how it stands with the agents."""
FIND_MS = 4000
URGENT = frozenset({"emergency", "distress"})
"""Who is not asked whether they would rather be called back."""
MOST_RETURNS = 2
"""So often may the agents' queue give a caller back; after that nobody is put into it again."""
GUESSED = frozenset({Phase.CONFIRM_INTENT, Phase.CHOOSE_INTENT})
"""Where what the caller wants is not certain yet."""


def transfer(flows: Flows, state: State, reason: str, *, queue: str | None = None) -> Step:
    """Ask how it stands; what is said then is `dialog.finding_person`'s. `queue`: that of a language instead."""
    language = state.language if queue is None else queue
    left = state.request if state.phase in WAITING and state.phase is not Phase.FINDING else state.left
    state = replace(kept(state), reason=reason, language=language, left=left, outcome=None)
    if state.returns >= MOST_RETURNS and reason not in URGENT:
        return offer(flows, state, flows.prompts.no_agent)
    return find(flows, state, waits=reason in URGENT)


def kept(state: State) -> State:
    """With the question under way kept, to go back to."""
    if state.before is not None or state.phase in NO_PERSON | {Phase.FINDING, Phase.TRANSFERRING}:
        return state
    return replace(state, before=replace(state, before=None))


def find(flows: Flows, state: State, *, waits: bool) -> Step:
    """`waits`: the caller will wait in the queue where nobody is free."""
    arguments = {"queue": queue_of(flows, state), "reason": state.reason, **({"wait": "ya"} if waits else {})}
    state = replace(state, waits=waits, digits="", keyed=False, group=-1, part="", heard=None)
    return ask_system(flows, state, Phase.FINDING, FIND, arguments, FIND_MS)


def offer(flows: Flows, state: State, *sentences: str, waiting: bool = False) -> Step:
    """Tell how it stands, then what remains: to wait, be called back, leave a message, go on with us."""
    filed = fill(flows.prompts.filed_before, tiket=state.ticket) if state.untold and state.ticket else ""
    why = tuple(filter(None, sentences)) or state.why
    state = replace(state, untold=False, why=why, can_wait=waiting, waits=False, misses=0, silences=0, failures=0)
    return ask(flows, state, Phase.OFFER_WAYS, filed, *sentences, question(flows, state))


def go(flows: Flows, state: State, reason: str, *, number: str = "", announced: str = "") -> Step:
    """Order the transfer, to `number` where one is given; `announced`: what the caller is told of it while it is under way."""
    told = state.before or state
    intent = flows.intents.get(told.intent or "")
    guessed = told.phase in GUESSED
    facts = tuple(facts_of(intent, told)) if intent and not state.confidential else ()
    subject = intent.title if intent and not state.confidential else ""
    trouble = "" if guessed else state.trouble
    verified = proved(flows, told) if not state.confidential else ()
    missing = missing_of(flows, told)
    story = SECRET
    if not state.confidential:
        story = briefing(reason, subject, facts, guessed=guessed, trouble=trouble, verified=verified, missing=missing)
    effect = Transfer(reason, subject, tuple(fact for _, fact in facts), number, verified, story, queue_of(flows, state), announced)
    return replace(state, phase=Phase.TRANSFERRING, listening=None, reason=reason), (effect,)


def queue_of(flows: Flows, state: State) -> str:
    """The agents for the language that was asked for, else for the wish, else for all."""
    told = state.before or state
    intent = flows.intents.get(told.intent or "") if told.phase not in GUESSED else None
    return state.language or (intent.queue if intent is not None else "") or flows.queue
