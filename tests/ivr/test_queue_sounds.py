"""The sounds that the queues name are those that are spoken."""

from __future__ import annotations

import re

from ivr.queue_sounds import SOUNDS
from ivr.settings import ROOT


def test_every_sound_that_a_queue_plays_is_spoken() -> None:
    template = (ROOT / "configs" / "asterisk" / "queues.conf.j2").read_text(encoding="utf-8")
    played = set(re.findall(r"\{\{ sounds \}\}/(\w+)", template))
    assert played | {"apology"} == {name for name in SOUNDS if not name.startswith("digits/")}
    limit = re.search(r"^announce-position-limit = (\d+)$", template, re.MULTILINE)
    assert limit is not None
    assert [name for name in SOUNDS if name.startswith("digits/")] == [f"digits/{n}" for n in range(1, int(limit[1]) + 1)]


def test_the_key_that_leaves_the_queue_is_named() -> None:
    assert "Tekan dua kalau ingin ditelepon kembali." in SOUNDS["periodic"]
    dialplan = (ROOT / "configs" / "asterisk" / "extensions.conf.j2").read_text(encoding="utf-8")
    assert "[sapa-waiting]\nexten => 2,1,Set(SAPA_WHY=callback)" in dialplan
