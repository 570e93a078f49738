"""What all tests share. (It also lets pytest find the helpers of this folder: `from virtual_time import ...`.)"""

from __future__ import annotations

import pytest

from dialog.load import load
from dialog.schema import Flows
from ivr.settings import ROOT


@pytest.fixture(scope="session")
def shipped() -> Flows:
    """The configuration that is shipped; loading it takes seconds."""
    return load(ROOT / "configs")
