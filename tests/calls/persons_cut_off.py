"""The link to the PBX is lost, or the service is killed, while callers stand in every stage of a hand-over: each has a person all the same.

| caller | when it happens | afterwards |
|---|---|---|
| A | talks with an agent | goes on |
| B | waits: that agent is the only one | has them once A is done |
| C | an agent's phone rings | has that agent, who hears no briefing |
| D | an agent hears the briefing | has that agent |
| E | is with Sapa | has an agent of the default queue |
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from house import QUIET_MS, House, house, longest_silence_ms, until
from pbx_service import level, tone
from places import private
from serving import cuttable, published, serve

from ivr.app import hotline
from ivr.exchange import pbx_settings
from telephony.pbx import orphan
from telephony.pbx.phones import phone_key, phone_password
from telephony.pbx.process import EmbeddedPbx, free_port
from telephony.phone import SipPhone

PEOPLE = {1: ["satu"], 2: ["dua"], 3: ["tiga"], 4: ["petugas"]}
A, B, C, D, E = (f"08120000010{n}" for n in range(5))
HERTZ = {1: 700.0, 2: 900.0, 3: 1100.0, 4: 1300.0}
"""What each agent says."""


@dataclass
class Stage:
    callers: dict[str, SipPhone]
    agents: dict[int, SipPhone]


async def set_up(made: House, port: int, key: str) -> Stage:
    """Everybody in their stage."""
    agents = {n: await made.desk(n, phone_password(key, f"petugas{n}"), port, answers=n != 2) for n in PEOPLE}
    callers = {A: await made.caller(A, port, "satu")}
    await made.handover(A, "briefing")
    agents[1].press("1")
    await made.handover(A, "joined")
    callers[B] = await made.caller(B, port, "satu")
    await made.hears(B, "menunggu")
    callers[B].press("1")
    callers[C] = await made.caller(C, port, "dua")
    callers[E] = await made.caller(E, port, ask=False)
    await asyncio.gather(made.handover(B, "holding"), made.handover(C, "ringing"))
    callers[D] = await made.caller(D, port, "tiga")
    await made.handover(D, "briefing")
    return Stage(callers, agents)


async def has(caller: SipPhone, agent: SipPhone, hertz: float, timeout_s: float = 30.0) -> None:
    """The caller hears the agent."""
    before = len(caller.heard())
    await agent.speak(tone(hertz, 60))
    await until(lambda: bool((level(caller.heard()[before:] + bytes(1600), hertz) > 2000).any()), timeout_s)


async def everybody_has_a_person(stage: Stage) -> None:
    callers, agents = stage.callers, stage.agents
    await has(callers[A], agents[1], HERTZ[1])
    agents[2].answer()
    await asyncio.gather(has(callers[C], agents[2], HERTZ[2]), has(callers[D], agents[3], HERTZ[3]), has(callers[E], agents[4], HERTZ[4]))
    callers[A].hang_up()
    await has(callers[B], agents[1], HERTZ[1])
    silent = {number: longest_silence_ms(callers[number]) for number in (B, C, D)}  # A and E are with somebody who says nothing
    assert max(silent.values()) < QUIET_MS, silent


async def a_lost_link(tmp_path: Path) -> None:
    async with outside(tmp_path) as (made, port, key, cut, mend):
        stage = await set_up(made, port, key)
        cut()
        await asyncio.sleep(1)
        stage.callers[E].press("0")
        stage.agents[3].press("1")
        await everybody_has_a_person(stage)
        mend()
        for number in (B, C, D, E):
            await made.handover(number, "joined")
        for phone in stage.callers.values():
            phone.hang_up()
        assert {(await made.ended(number)).outcome for number in (A, B, C, D, E)} == {"joined"}


async def a_killed_service(tmp_path: Path) -> None:
    """The next one goes on with all of them: their stories are on the agents' screens, and what comes of them is written down."""
    async with house(private(tmp_path), PEOPLE) as made:
        settings = made.settings
        process = serve(settings, tmp_path)
        try:
            running = await published(settings)
            stage = await set_up(made, int(running["sip_port"]), phone_key(settings.state / "phone.key"))
            process.kill()
            process.wait()
            await everybody_has_a_person(stage)
            again = replace(settings, pbx=replace(settings.pbx, sip_port=int(running["sip_port"])))  # as it was told
            async with hotline(again) as service:
                assert service.sip_port == running["sip_port"]
                await until(lambda: all(service.handovers.in_front_of(f"p{n}") for n in (2, 3)))
                fronts = {n: service.handovers.in_front_of(f"p{n}") for n in (2, 3)}
                assert {n: front.number if front else "" for n, front in fronts.items()} == {2: C, 3: D}
                for phone in stage.callers.values():
                    phone.hang_up()
                outcomes = {number: (await made.ended(number)).outcome for number in (A, B, C, D)}
                assert outcomes.pop(A) == "lost", "who hung up while nobody was there to see"
                assert set(outcomes.values()) == {"joined"}, outcomes
        finally:
            process.kill()
            process.wait()
            await orphan.stop(settings.state / "asterisk")


@asynccontextmanager
async def outside(tmp_path: Path) -> AsyncIterator[tuple[House, int, str, Callable[[], None], Callable[[], None]]]:
    """A hotline with a PBX of its own, and a link to it that can be cut."""
    settings = private(tmp_path)
    ports = {"sip": free_port(), "audiosocket": free_port()}
    async with house(settings, PEOPLE) as made:
        inside = replace(made.settings, pbx=replace(made.settings.pbx, sip_port=ports["sip"], ami_secret="rahasia"))
        pbx = pbx_settings(inside, ports["audiosocket"])
        async with EmbeddedPbx(pbx), cuttable("127.0.0.1", pbx.ami_port) as link:
            existing = replace(inside.pbx, mode="existing", ami_port=link.port)
            sockets = replace(inside.audiosocket, port=ports["audiosocket"])
            async with hotline(replace(inside, pbx=existing, audiosocket=sockets)) as service:
                made.service = service
                yield made, pbx.sip_port, pbx.phone_key, link.cut, link.mend
