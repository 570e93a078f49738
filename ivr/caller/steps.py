"""What a caller does, step by step; and what at a question that the script does not plan for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from dialog.replay import is_confidential, replay
from dialog.scenario.schema import Scenario, Step
from dialog.scenario.unplanned import Again, Plan, Press, instead
from dialog.schema import Flows
from ivr.caller.agent import Agent
from ivr.caller.listening import CallerError, Listening
from ivr.caller.report import spans
from ivr.caller.speech import Sound
from ivr.caller.trace import Spoken
from ivr.records.store import Records
from speech.pcm import TELEPHONE_RATE
from telephony.phone import SipPhone

REPLY_S = 60.0
REACTION_S = 0.35
"""A caller needs a moment to see that it is their turn."""
KEY_GAP_S = 0.25
JOIN_S = 60.0
MOST_UNPLANNED = 6
"""So often in a call the caller does what the script does not plan for; then only what it says."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which hotline is called. `agent` is the agent's phone when it is ours to speak through."""

    sip_port: int
    records: Records
    flows: Flows
    cache: Path
    recordings: Path
    hotline: str = "500"
    agent: Agent | None = None


class Doing:
    """One call's steps. `spoken`: every utterance so far; `joined`: an agent is on the line; `failures`: what did not go as it must."""

    def __init__(self, script: Scenario, planned: Plan, place: Place, listening: Listening, sounds: dict[int, Sound]) -> None:
        self._script, self._planned, self._place, self._listening, self._sounds = script, planned, place, listening, sounds
        self._unplanned = 0
        self._seen = 0
        self.spoken: list[tuple[Spoken, Sound]] = []
        self.joined = False
        self.failures: list[str] = []

    async def steps(self, phone: SipPhone) -> None:
        for number, step in enumerate(self._script.steps):
            if phone.closed.is_set():
                self.failures.append(f"the hotline hung up before step {number + 1} (line {step.line})")
                return
            await self._do(step, number, phone)

    async def _do(self, step: Step, number: int, phone: SipPhone) -> None:
        match step.kind:
            case "say" | "wav" | "noise":
                await self._my_turn(number, phone)
                await self._speak(step, self._sounds[number], phone)
            case "interrupt":
                await self._until_voice(step.after_s, phone)
                await self._speak(step, self._sounds[number], phone)
            case "press":
                await self._my_turn(number, phone)
                await self._press(step.value, phone)
            case "silence":
                await self._my_turn(number, phone)
                await asyncio.sleep(float(step.value or 0))  # without seconds: until the hotline speaks, which the next step waits for
            case "wait_transfer":
                await self._transfer(number, phone)
            case "hang_up":
                await asyncio.sleep(REACTION_S)
                phone.hang_up()

    async def _my_turn(self, number: int, phone: SipPhone) -> None:
        """Until the question is asked that step `number` answers, or whatever the step is for; others are answered meanwhile."""
        if self.joined:
            return  # from here on it is two people talking
        waits_for = f"the hotline to ask (step in line {self._script.steps[number].line})"
        while True:
            await self._listening.wait_for(("note.your_turn",), self._seen, REPLY_S, waits_for)
            if not await self._answers_unplanned(number, phone):
                return

    async def _answers_unplanned(self, number: int, phone: SipPhone) -> bool:
        """Whether what the hotline asks now was not planned for; then it has been answered."""
        await asyncio.sleep(REACTION_S)
        rows = await self._listening.rows()
        self._seen = len(rows)
        if self._unplanned >= MOST_UNPLANNED or is_confidential(rows):
            return False
        state, _ = await asyncio.to_thread(replay, self._place.flows, rows)
        move = instead(self._place.flows, self._script, self._planned, number, state)
        self._unplanned += move is not None
        match move:
            case Press(keys):
                await self._press(keys, phone)
            case Again(earlier) if self._script.steps[earlier].kind == "press":
                await self._press(self._script.steps[earlier].value, phone)
            case Again(earlier):
                await self._speak(self._script.steps[earlier], self._sounds[earlier], phone)
        return move is not None

    async def _press(self, keys: str, phone: SipPhone) -> None:
        for key in keys:
            phone.press(key)
            await asyncio.sleep(KEY_GAP_S)

    async def _until_voice(self, after_s: float, phone: SipPhone) -> None:
        after = self.spoken[-1][0].end_ms if self.spoken else 0
        try:
            async with asyncio.timeout(REPLY_S):
                while not any(end - max(start, after) > after_s * 1000 for start, end in spans(phone.heard())):
                    await asyncio.sleep(0.1)
        except TimeoutError as error:
            raise CallerError("the hotline said nothing to interrupt") from error
        self._seen = len(await self._listening.rows())

    async def _speak(self, step: Step, sound: Sound, phone: SipPhone) -> None:
        at_ms = int(await phone.speak(sound.pcm) * 1000)
        said = tuple((at_ms + start, at_ms + end) for start, end in sound.said) or ((at_ms, at_ms),)
        self.spoken.append((Spoken(step, said, self._seen), sound))
        await asyncio.sleep(len(sound.pcm) / (2 * TELEPHONE_RATE))

    async def _transfer(self, number: int, phone: SipPhone) -> None:
        news = ("note.joined", "note.your_turn")
        while await self._listening.wait_for(news, self._seen, JOIN_S, "the agent to be joined") != "note.joined":
            await self._answers_unplanned(number, phone)
        self.joined = True
        agent = self._place.agent
        if agent is None:
            return
        agent_ms, caller_ms = int(agent.phone.position() * 1000), int(phone.position() * 1000)
        if agent.heard_before_ms(agent_ms) < 1000:
            self.failures.append("the agent heard no briefing before the join")
        await asyncio.sleep(await agent.greet() + 0.5)
        if sum(end - max(start, caller_ms) for start, end in spans(phone.heard()) if end > caller_ms) < 1000:
            self.failures.append("the caller did not hear the agent")
