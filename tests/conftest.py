"""What all tests share. (It also lets pytest find the helpers of this folder: `from virtual_time import ...`.)

With `-n 4 --dist loadscope --no-loadscope-reorder` two processes begin with the tests that wait in real time, one after the other: one with
whole calls, which need the recogniser, one with those that have an Asterisk or a browser alone. The other processes give way to them, as
sound that comes late is heard wrongly. A file's tests always stay in one process.
"""

from __future__ import annotations

import gc
import os
from pathlib import PurePosixPath

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from dialog.load import load
from dialog.schema import Flows
from ivr.settings import ROOT

CALLS, PHONES = ORDER = ("calls", "phones")
LIVE = {"tests/calls": CALLS, "tests/browser": PHONES, "tests/telephony/pbx": PHONES}
"""Folders whose tests wait in real time, and what runs one after the other."""
GIVES_WAY = 10
"""Of `nice`."""
LONG = ("test_no_dead_end", "test_train", "test_shipped", "test_every_kind")
"""Files that take longest: begun first, so that none is left for the end."""

BEGUN = pytest.StashKey[bool]()
hypothesis.settings.register_profile("unhurried", deadline=None)  # a busy machine is not a failure
hypothesis.settings.load_profile("unhurried")


def group(nodeid: str) -> str:
    """What stays in one process: all that waits in real time with engines, all that does so without, or a file."""
    file = nodeid.partition("::")[0]
    return LIVE.get(str(PurePosixPath(file).parent), file)


def place(nodeid: str) -> int:
    """Of a test in the order in which they are begun."""
    name = group(nodeid)
    return ORDER.index(name) if name in ORDER else len(ORDER) + (PurePosixPath(name).stem not in LONG)


class Groups(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Groups:
    return Groups(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place(item.nodeid))


def pytest_collection_finish() -> None:
    gc.freeze()  # all that was imported stays: it need not be gone through again and again


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A process whose first test does not wait in real time gives way from then on."""
    begun, item.session.stash[BEGUN] = item.session.stash.get(BEGUN, False), True
    if not begun and "PYTEST_XDIST_WORKER" in os.environ and group(item.nodeid) not in ORDER:
        os.nice(GIVES_WAY)


@pytest.fixture(scope="session")
def shipped() -> Flows:
    """The configuration that is shipped; loading it takes seconds."""
    return load(ROOT / "configs")
