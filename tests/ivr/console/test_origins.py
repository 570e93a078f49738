"""For whom a proxy asks."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from ivr.console.origins import Origins


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", ["10.0.0.1"], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["6.6.6.6", "198.51.100.1, 127.0.0.1"], "198.51.100.1"),
        ("127.0.0.1", ["<script>"], "127.0.0.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
    ],
)
def test_only_what_our_proxy_added_is_believed(peer: str, forwarded: list[str], address: str) -> None:
    class Transport:
        def get_extra_info(self, name: str, default: Any = None) -> Any:
            return (peer, 1) if name == "peername" else default

    headers = CIMultiDict([("Host", "x"), *(("X-Forwarded-For", value) for value in forwarded)])
    request = make_mocked_request("GET", "/", headers=headers, transport=Transport())
    assert Origins(frozenset(), frozenset({"127.0.0.1"})).address(request) == address
