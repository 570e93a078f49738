"""Kept apart from what raises them, whose imports take seconds."""

from __future__ import annotations


class RecordingsError(Exception):
    """Nothing can be learnt from these recordings, or nowhere; the message says why and what to do."""


class QualityUnavailable(Exception):
    """The package that judges is missing; the message says which."""


class CheckpointError(Exception):
    """A training cannot go on from this file, or cannot write it; the message says which and what to do."""
