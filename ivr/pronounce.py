"""A configuration's own words, given to who reads for the voice."""

from __future__ import annotations

from pathlib import Path

from dialog.load import CITIES, ConfigError
from dialog.load_sayings import read_sayings
from dialog.schema import Sayings
from dialog.yaml_map import Problem
from dialog.yaml_read import Files
from speech.lexicon import SHIPPED
from speech.reading import adopt


def pronounce(sayings: Sayings) -> None:
    """From now on the whole process reads by the words that ship and these. Sentences that sound otherwise now are made anew: what is kept
    is found by the words that are spoken."""
    adopt(SHIPPED.with_own(sayings.said, sayings.spelled, sayings.words))


def pronounce_alone(folder: Path, overlay: str = "") -> None:
    """The same for who needs nothing else of the configuration in `folder`.

    Raises:
        ConfigError: the words are wrong.
    """
    problems = list[Problem]()
    sayings = read_sayings(Files(folder, problems), folder, folder / CITIES / overlay if overlay else None)
    if problems:
        raise ConfigError(problems)
    pronounce(sayings)
