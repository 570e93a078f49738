"""Kept apart from the benchmarks, whose imports take seconds."""

from __future__ import annotations


class BenchError(Exception):
    """Nothing could be measured; the message says why and what to do."""
