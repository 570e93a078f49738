"""What callers get when something breaks in mid-call: a person, or the truth and the offer of one. See also persons_cut_off.py."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from demonstrated import script
from serving import cuttable

from dialog.scenario.schema import Expected, Step
from ivr.app import hotline
from ivr.caller.run import run_script
from ivr.caller.steps import Place
from ivr.exchange import pbx_settings
from ivr.settings import Settings
from telephony.pbx.process import EmbeddedPbx, free_port

pytestmark = [pytest.mark.calls, pytest.mark.timeout(240)]


async def test_a_call_survives_the_loss_of_the_ami_link_and_without_an_agent_is_offered_a_call_back(
    settings: Settings, tmp_path: Path
) -> None:
    ports = {"sip_port": free_port(), "audiosocket": free_port()}
    inside = replace(settings, pbx=replace(settings.pbx, sip_port=ports["sip_port"], ami_secret="rahasia"))
    pbx = pbx_settings(inside, ports["audiosocket"])
    settings.state.mkdir(parents=True, exist_ok=True)
    async with EmbeddedPbx(pbx), cuttable("127.0.0.1", pbx.ami_port) as link:
        outside = replace(
            inside,
            pbx=replace(inside.pbx, mode="existing", ami_port=link.port),
            audiosocket=replace(inside.audiosocket, port=ports["audiosocket"]),
        )
        async with hotline(outside) as service:
            place = Place(pbx.sip_port, service.records, service.flows, settings.cache, tmp_path / "calls")
            callback = script(
                Step("press", "0"),
                Step("press", "2"),  # to be called back
                Step("press", "1"),  # at this number
                Step("press", "1"),
                Step("press", "1"),  # twice no moment: as soon as possible
                Step("press", "1"),
                Step("say", "tidak terima kasih"),
                expect=Expected("callback"),
                caller="081200005555",
            )
            call = asyncio.create_task(run_script(callback, place))
            async with asyncio.timeout(30):
                while not service.handovers.live():
                    await asyncio.sleep(0.1)
            await asyncio.sleep(2)
            link.cut()
            await asyncio.sleep(6)
            link.mend()
            report = await call
            promised = await service.records.open_callbacks()
    assert report.failures == (), "\n".join(f"{turn.who}: {turn.text}" for turn in report.turns)
    assert [(c.ticket, c.contact) for c in promised] == [(report.ticket, "081200005555")]
