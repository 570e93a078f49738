"""Real connections from a real other process; what is measured is the machine's affair."""

from __future__ import annotations

from pathlib import Path

from ivr.bench.media import MediaRow, draw, measure


async def test_every_call_is_served_and_measured() -> None:
    row = await measure(calls=3, seconds=0.5)
    assert row.calls == 3
    assert 0 < row.cpu_per_call < 1
    assert 0 <= row.late_p50_ms <= row.late_p99_ms <= row.late_max_ms
    assert set(row.as_json()) == {"calls", "cpu_per_call", "late_ms"}


def test_the_picture_is_a_png(tmp_path: Path) -> None:
    draw([MediaRow(1, 0.005, 0.1, 0.5, 1.0), MediaRow(50, 0.004, 0.5, 2.0, 5.0)], tmp_path / "media.png")
    assert (tmp_path / "media.png").read_bytes().startswith(b"\x89PNG")
