"""docs/connectors.md names every key, and its example is what a connector really does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from agency import Agency

from dialog.language import Key
from ivr.backends.connectors import Connectors
from ivr.backends.errors import NotFound
from ivr.backends.language import BACKEND
from ivr.backends.load import load_all

GUIDE = (Path(__file__).parents[3] / "docs" / "connectors.md").read_text(encoding="utf-8")


def _keys(keys: Mapping[str, Key]) -> Iterator[str]:
    for name, key in keys.items():
        yield name
        yield from _keys(key.keys)


def test_every_key_is_in_the_guide() -> None:
    assert [name for name in _keys(BACKEND) if not re.search(rf"\b{name}\b", GUIDE)] == []


async def test_the_worked_example_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert example is not None
    (tmp_path / "perpus.yaml").write_text(example[1], encoding="utf-8")
    systems, problems = load_all(tmp_path)
    assert problems == []
    answers: list[object] = [{"kode": "00", "data": {"jml": 2, "keadaan": "T", "kembali": "2026-12-08"}}, {"kode": "14"}, {}]
    async with Agency(answers) as agency:
        monkeypatch.setenv("PERPUS_URL", agency.url)
        monkeypatch.setenv("PERPUS_TOKEN", "rahasia")
        async with Connectors(systems) as connectors:
            answer = await connectors.call("perpus.pinjaman", {"kartu": "10420117"})
            with pytest.raises(NotFound):
                await connectors.call("perpus.pinjaman", {"kartu": "0"})
            assert await connectors.call("perpus.usul", {"judul": "Laskar Pelangi", "nomor": "PRP-2611-00018"}, key="k") == {}
    assert answer == {"banyak": "2", "keadaan": "terlambat", "kembali": "2026-12-08"}
    first, _, usul = agency.asked
    assert (first.path, json.loads(first.body)) == ("/api/v1/pinjaman", {"cari": {"kartu": "10420117"}})
    assert first.headers["Authorization"] == "Bearer rahasia"
    assert json.loads(usul.body) == {"judul": "Laskar Pelangi", "kontak": "-", "referensi": "PRP-2611-00018"}
