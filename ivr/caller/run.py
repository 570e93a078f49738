"""Runs a script against a hotline over SIP: real phone, real voice, real line; the report is made from the recording and the journal."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from dialog.replay import replay
from dialog.scenario.schema import Scenario, Step
from dialog.schema import Flows
from ivr.caller.agent import Agent
from ivr.caller.listening import CallerError, Listening
from ivr.caller.report import CallReport, judge, spans
from ivr.caller.speech import Sound, background, render
from ivr.caller.trace import Spoken, Trace, placed, save, turn_lines
from ivr.records.store import Records
from speech.pcm import TELEPHONE_RATE
from telephony.phone import Account, PhoneError, SipPhone

NOBODY = "0999"
"""No area and no mobile network of Indonesia has it."""
REPLY_S = 60.0
REACTION_S = 0.35
"""A caller needs a moment to see that it is their turn."""
KEY_GAP_S = 0.25
END_S = 25.0
JOIN_S = 60.0


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


async def run_script(script: Scenario, place: Place) -> CallReport:
    """One call, from the script's number, or one that nobody has. Failures of the call are in the report.

    Raises:
        SynthesizerError, AudioFileError: the script cannot be spoken.
    """
    return (await run_traced(script, place))[0]


async def run_traced(script: Scenario, place: Place) -> tuple[CallReport, Trace]:
    """As `run_script`, with what it can be measured on."""
    sounds = await asyncio.to_thread(render, script, place.cache)
    caller = script.caller or f"{NOBODY}{secrets.randbelow(10**8):08}"
    folder = place.recordings / secrets.token_hex(4)
    listening = Listening(place.records, caller)
    run = _Run(script, place, listening, sounds)
    account = Account(caller, place.sip_port, codec=script.line.codec)
    async with SipPhone(account, folder, background(script.line, sounds)) as phone:
        try:
            await phone.dial(place.hotline)
            await listening.find()
            await run.steps(phone)
        except (CallerError, PhoneError) as error:
            run.failures.append(str(error))
        result = await run.finish(phone)
        save(folder, phone)
    return result


class _Run:
    def __init__(self, script: Scenario, place: Place, listening: Listening, sounds: dict[int, Sound]) -> None:
        self._script, self._place, self._listening, self._sounds = script, place, listening, sounds
        self._spoken: list[tuple[Spoken, Sound]] = []
        self._seen = 0
        self._joined = False
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
                await self._my_turn(step)
                await self._speak(step, self._sounds[number], phone)
            case "interrupt":
                await self._until_voice(step.after_s, phone)
                await self._speak(step, self._sounds[number], phone)
            case "press":
                await self._my_turn(step)
                for key in step.value:
                    phone.press(key)
                    await asyncio.sleep(KEY_GAP_S)
            case "silence":
                await self._my_turn(step)
                await asyncio.sleep(float(step.value or 0))  # without seconds: until the hotline speaks, which the next step waits for
            case "wait_transfer":
                await self._transfer(phone)
            case "hang_up":
                await asyncio.sleep(REACTION_S)
                phone.hang_up()

    async def _my_turn(self, step: Step) -> None:
        if self._joined:
            return  # from here on it is two people talking
        await self._listening.wait_for("note.your_turn", self._seen, REPLY_S, f"the hotline to ask (step in line {step.line})")
        await asyncio.sleep(REACTION_S)
        self._seen = len(await self._listening.rows())

    async def _until_voice(self, after_s: float, phone: SipPhone) -> None:
        after = self._spoken[-1][0].end_ms if self._spoken else 0
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
        self._spoken.append((Spoken(step, said, self._seen), sound))
        await asyncio.sleep(len(sound.pcm) / (2 * TELEPHONE_RATE))

    async def _transfer(self, phone: SipPhone) -> None:
        await self._listening.wait_for("note.joined", 0, JOIN_S, "the agent to be joined")
        self._joined = True
        agent = self._place.agent
        if agent is None:
            return
        agent_ms, caller_ms = int(agent.phone.position() * 1000), int(phone.position() * 1000)
        if agent.heard_before_ms(agent_ms) < 1000:
            self.failures.append("the agent heard no briefing before the join")
        await asyncio.sleep(await agent.greet() + 0.5)
        if sum(end - max(start, caller_ms) for start, end in spans(phone.heard()) if end > caller_ms) < 1000:
            self.failures.append("the caller did not hear the agent")

    async def finish(self, phone: SipPhone) -> tuple[CallReport, Trace]:
        joined_heard = self._joined and self._place.agent
        if joined_heard and joined_heard.heard_after_ms(int(joined_heard.phone.position() * 1000) - 4000) < 500:
            self.failures.append("the agent did not hear the caller")
        await self._hang_up(phone)
        outcome, intent, ticket, rows = "failed", "", "", []
        if self._listening.call_id:
            try:
                outcome, intent, ticket = await self._listening.ended(END_S)
            except CallerError as error:
                self.failures.append(str(error))
            rows = await self._listening.rows()
        state, _ = replay(self._place.flows, takewhile(lambda row: not row.get("confidential"), rows))
        slots, sent, heard = dict(state.slots), phone.sent(), phone.heard()
        spoken = tuple(placed(spoken, sound, sent) for spoken, sound in self._spoken)
        turns = turn_lines(rows, spoken, spans(heard))
        self.failures += judge(self._script.expect, outcome, intent, slots, (t.text for t in turns if t.who == "hotline"))
        report = CallReport(not self.failures, outcome, intent, slots, ticket, tuple(turns), tuple(self.failures))
        return report, Trace(spoken, heard, tuple(rows))

    async def _hang_up(self, phone: SipPhone) -> None:
        """Wait for the hotline's goodbye, then put the receiver down."""
        wait_s = 0.5 if self._joined or self.failures else END_S
        try:
            async with asyncio.timeout(wait_s):
                await phone.closed.wait()
        except TimeoutError:
            phone.hang_up()
            await asyncio.sleep(0.3)
