"""A call to be run, on a small configuration that changes for no operator."""

from __future__ import annotations

import pytest
from call_bench import Bench
from databases import database, empty_database, postgres, tables_at_once

from dialog.load import load
from dialog.schema import Flows
from ivr.settings import ROOT

__all__ = ["database", "empty_database", "postgres", "tables_at_once"]


@pytest.fixture(scope="session")
def flows() -> Flows:
    return load(ROOT / "tests" / "data" / "hotline")


@pytest.fixture
def bench(flows: Flows) -> Bench:
    return Bench(flows)
