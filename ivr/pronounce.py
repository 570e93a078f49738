"""A configuration's own words, given to who reads for the voice."""

from __future__ import annotations

from dialog.schema import Sayings
from speech.lexicon import SHIPPED
from speech.reading import adopt


def pronounce(sayings: Sayings) -> None:
    """From now on the whole process reads by the words that ship and these. Sentences that sound otherwise now are made anew: what is kept
    is found by the words that are spoken."""
    adopt(SHIPPED.with_own(sayings.said, sayings.spelled, sayings.words))
