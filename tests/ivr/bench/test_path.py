"""The telephone path's delay, from what was sent and what came back."""

from __future__ import annotations

import pytest

from ivr.bench.path import delay_ms
from telephony.pbx.fetch import PbxError


def test_the_median_of_what_came_back() -> None:
    sent = [(1000, 1200), (2000, 2200), (3000, 3200), (4000, 4200)]
    assert delay_ms(sent, [(1080, 1280), (2100, 2300), (3090, 3290), (9000, 9200)]) == 90


def test_nothing_came_back() -> None:
    with pytest.raises(PbxError, match="came back"):
        delay_ms([(1000, 1200)], [])
