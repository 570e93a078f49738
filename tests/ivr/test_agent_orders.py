"""What an agent dials about themselves is done, and answered."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from ivr import agent_sentences as sentences
from ivr.agent_codes import Break, Ready, SignOff, SignOn
from ivr.agent_orders import obey
from ivr.agents import Agents
from ivr.queue_settings import Floor, QueueSettings
from ivr.records.store import Records

FLOOR = Floor("petugas", {"pajak": QueueSettings("pajak", "Pajak daerah")}, ("Istirahat", "Salat"), {}, {}, {})


async def test_each_code_is_obeyed_and_answered(tmp_path: Path) -> None:
    async with Records(str(tmp_path / "records.db")) as records:
        await records.add_user("siti", "Siti", "agent", "", ["pajak", "dihapus"])
        agents = Agents(records, lambda: FLOOR, lambda: None, lambda: datetime.now().astimezone())
        await agents.load()
        kept = []
        heard = []
        for code in (SignOn(), Break(2), SignOn(), Break(3), Ready(), SignOff()):
            heard.append(await obey(agents, FLOOR, "siti", code))
            kept.append((await records.agents())[0].status)
        assert heard == [
            "Anda masuk. Antrean: Pajak daerah.",
            sentences.on_break("Salat"),
            sentences.on_break("Salat"),
            sentences.no_such_break(FLOOR.pauses),
            sentences.READY,
            sentences.SIGNED_OFF,
        ]
        assert kept == ["ready", "paused", "paused", "paused", "ready", "out"]
        assert await obey(agents, FLOOR, "hantu", SignOn()) == sentences.NOT_AN_AGENT


async def test_what_cannot_be_recorded_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with Records(str(tmp_path / "records.db")) as records:
        await records.add_user("siti", "Siti", "agent", "", [])
        agents = Agents(records, lambda: FLOOR, lambda: None, lambda: datetime.now().astimezone())
        await agents.load()

        async def full(*_: object) -> None:
            raise OSError("no space left")

        records.keep_agent = full  # type: ignore[assignment, method-assign]
        assert await obey(agents, FLOOR, "siti", SignOn()) == sentences.NOT_RECORDED
        assert "OSError" in caplog.text
        assert agents.standings()[0].status == "out"
