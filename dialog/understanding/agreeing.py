"""What do several readings of one utterance mean together?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from dialog.events import Hypothesis
from dialog.understanding.understander import Guess

MOST = 3
"""Readings that have a say; later ones are worse and all alike."""
TRUST = 0.25
"""A reading counts as its confidence to this power: what the recogniser holds to be sixteen times less likely counts half as much.

Chosen on 145 examples that were left out of learning and 100 other sentences, spoken over a telephone line: 219 of these 245 were
understood, against 212 with TRUST = 1 or by the first reading alone, and 222 where any of the readings was. Of 400 sentences, 300 of
them new, as many were understood either way (357, 358); five more were sure enough to act on, and one wrong one fewer.
"""


def agreed(understand: Callable[[str], Sequence[Guess]], hypotheses: Sequence[Hypothesis]) -> int:
    """The place of the reading that speaks most for what all of them together most likely mean; 0 when none means anything."""
    chances = [{g.intent: h.confidence**TRUST * g.confidence for g in understand(h.text)} for h in hypotheses[:MOST]]
    together = Counter[str]()
    for chance in chances:
        together.update(chance)
    if not together:
        return 0
    meant, _ = together.most_common(1)[0]
    return max(range(len(chances)), key=lambda place: chances[place].get(meant, 0.0))
