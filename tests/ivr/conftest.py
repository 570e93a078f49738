"""A call to be run, on the configuration that is shipped."""

from __future__ import annotations

import pytest
from call_bench import Bench

from dialog.load import load
from dialog.schema import Flows
from ivr.settings import ROOT


@pytest.fixture(scope="session")
def flows() -> Flows:
    return load(ROOT / "configs")


@pytest.fixture
def bench(flows: Flows) -> Bench:
    return Bench(flows)
