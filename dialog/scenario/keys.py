"""Every key of a scenario file, once."""

from __future__ import annotations

from dialog.effects import Outcome
from dialog.language import Form, Key

OUTCOMES = tuple(outcome.value for outcome in Outcome)
SPOKEN = ("say", "interrupt")
ALONE = ("hang_up", "wait_transfer", "no_agent", "sent_back", "silence", "noise", "stop_keying")
"""Steps that need no value."""
RETURNS = ("no_answer", "nobody", "full", "callback")
"""Why the agents' queue gives a caller back."""
STEPS = (*SPOKEN, "wav", "press", *ALONE)
ACTIONS = ("lookup", "transfer", "end", "rated", "confidential", "none")
FAILURES = ("not_found", "timeout", "unavailable", "rejected")
REASONS = tuple(
    "requested language not_understood no_input low_confidence failure overload authority expired verification emergency distress "
    "abuse takeover".split()
)
MAX_SILENCE_S = 120.0

_ANY = Key(Form.MAPS)
_TEXTS = Key(Form.TEXTS, least=1)
LINE = {
    "snr_db": Key(Form.NUMBER),
    "codec": Key(Form.TEXT, one_of=("alaw", "ulaw")),
    "gain_db": Key(Form.NUMBER),
    "lost_percent": Key(Form.NUMBER),
}
ACTION = {
    "lookup": Key(Form.TEXT),
    "transfer": Key(Form.TEXT, one_of=REASONS),
    "end": Key(Form.TEXT, one_of=OUTCOMES),
    "rated": Key(Form.TEXT),
    "number": Key(Form.TEXT),
    "with": _ANY,
}
STEP_EXPECT = {
    "prompt": _TEXTS,
    "not_prompt": _TEXTS,
    "slots": _ANY,
    "intent": Key(Form.TEXT),
    "asks": Key(Form.TEXT),
    "action": Key(Form.MAP, keys=ACTION),
    "slow": Key(Form.FLAG),
}
STEP = {
    **{name: Key(Form.TEXT) for name in STEPS},
    "label": Key(Form.TEXT),
    "after": Key(Form.NUMBER),
    "misheard_as": Key(Form.TEXT),
    "asr_confidence": Key(Form.NUMBER),
    "hypotheses": _ANY,
    "expect": Key(Form.MAP, keys=STEP_EXPECT),
}
END_EXPECT = {
    "outcome": Key(Form.TEXT, one_of=OUTCOMES),
    "intent": Key(Form.TEXT),
    "slots": _ANY,
    "heard": _TEXTS,
    "never": _TEXTS,
}
UNFINISHED = {"intent": Key(Form.TEXT, needed=True), "slots": _ANY, "ticket": Key(Form.TEXT)}
SHARED = {
    "voice": Key(Form.TEXT),
    "line": Key(Form.MAP, keys=LINE),
    "now": Key(Form.TEXT),
    "lookups": _ANY,
    "caller": Key(Form.TEXT),
    "unfinished": Key(Form.MAP, keys=UNFINISHED),
}
"""Keys that a file may give once for all its scenarios."""
SCENARIO = {**SHARED, "title": Key(Form.TEXT), "steps": Key(Form.LIST, keys=STEP), "expect": Key(Form.MAP, keys=END_EXPECT)}
FILE = {**SCENARIO, "scenarios": Key(Form.LIST, keys=SCENARIO)}
