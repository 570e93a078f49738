"""Runs a script against a hotline over SIP: real phone, real voice, real line; the report is made from the recording and the journal."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialog.replay import replay
from dialog.schema import Flows
from ivr.caller.agent import Agent
from ivr.caller.line import over
from ivr.caller.listening import CallerError, Listening
from ivr.caller.report import CallReport, TurnLine, gap_after, judge, spans
from ivr.caller.script import Script, Step
from ivr.journal import Payload
from ivr.records.store import Records
from speech.pcm import TELEPHONE_RATE, read_wav, write_wav
from speech.speaker import Speaker
from speech.voices import load_voice
from telephony.phone import Account, PhoneError, SipPhone

REPLY_S = 60.0
REACTION_S = 0.35
"""A caller needs a moment to see that it is their turn."""
INTERRUPT_AFTER_S = 1.2
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


@dataclass(frozen=True, slots=True)
class _Spoken:
    start_ms: int
    end_ms: int


async def run_script(script: Script, place: Place) -> CallReport:
    """One call. Failures of the call are in the report; raises SynthesizerError or AudioFileError for a script that cannot be spoken."""
    sounds = await asyncio.to_thread(_render, script, place.cache)
    caller = f"uji{secrets.token_hex(4)}"
    folder = place.recordings / caller
    listening = Listening(place.records, caller)
    run = _Run(script, place, listening, sounds)
    async with SipPhone(Account(caller, place.sip_port), folder) as phone:
        try:
            await phone.dial(place.hotline)
            await listening.find()
            await run.steps(phone)
        except (CallerError, PhoneError) as error:
            run.failures.append(str(error))
        report = await run.finish(phone)
        _save(folder, phone)
    return report


def _render(script: Script, cache: Path) -> dict[int, bytes]:
    """PCM by step number."""
    speaker = Speaker(load_voice(script.voice, cache), None)
    sounds: dict[int, bytes] = {}
    for number, step in enumerate(script.steps):
        if step.kind in ("say", "interrupt"):
            sounds[number] = over(script.line, b"".join(speaker.stream(step.value)), number)
        elif step.kind == "wav":
            sounds[number] = over(script.line, read_wav(script.folder / step.value), number)
    return sounds


class _Run:
    def __init__(self, script: Script, place: Place, listening: Listening, sounds: dict[int, bytes]) -> None:
        self._script, self._place, self._listening, self._sounds = script, place, listening, sounds
        self._spoken: list[_Spoken] = []
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
            case "say" | "wav":
                await self._my_turn(step)
                await self._speak(self._sounds[number], phone)
            case "interrupt":
                await self._until_voice(phone)
                await self._speak(self._sounds[number], phone)
            case "press":
                await self._my_turn(step)
                for key in step.value:
                    phone.press(key)
                    await asyncio.sleep(KEY_GAP_S)
            case "silence":
                await self._my_turn(step)
                await asyncio.sleep(float(step.value))
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

    async def _until_voice(self, phone: SipPhone) -> None:
        after = self._spoken[-1].end_ms if self._spoken else 0
        try:
            async with asyncio.timeout(REPLY_S):
                while not any(end - max(start, after) > INTERRUPT_AFTER_S * 1000 for start, end in spans(phone.heard())):
                    await asyncio.sleep(0.1)
        except TimeoutError as error:
            raise CallerError("the hotline said nothing to interrupt") from error
        self._seen = len(await self._listening.rows())

    async def _speak(self, pcm: bytes, phone: SipPhone) -> None:
        at_ms = int(await phone.speak(pcm) * 1000)
        voiced = spans(pcm)
        self._spoken.append(_Spoken(at_ms + voiced[0][0], at_ms + voiced[-1][1]) if voiced else _Spoken(at_ms, at_ms))
        await asyncio.sleep(len(pcm) / (2 * TELEPHONE_RATE))

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

    async def finish(self, phone: SipPhone) -> CallReport:
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
        state, _ = replay(self._place.flows, rows)
        slots = dict(state.slots)
        turns = _turns(rows, self._spoken, spans(phone.heard()))
        self.failures += judge(self._script.expect, outcome, intent, slots, (t.text for t in turns if t.who == "hotline"))
        return CallReport(not self.failures, outcome, intent, slots, ticket, tuple(turns), tuple(self.failures))

    async def _hang_up(self, phone: SipPhone) -> None:
        """Wait for the hotline's goodbye, then put the receiver down."""
        wait_s = 0.5 if self._joined or self.failures else END_S
        try:
            async with asyncio.timeout(wait_s):
                await phone.closed.wait()
        except TimeoutError:
            phone.hang_up()
            await asyncio.sleep(0.3)


def _turns(rows: list[Payload], spoken: list[_Spoken], heard: list[tuple[int, int]]) -> list[TurnLine]:
    """The journal's words with the recording's gaps: each gap stands at the first thing the hotline said after the caller."""
    turns: list[TurnLine] = []
    gaps = [(s.end_ms, gap_after(s.end_ms, heard)) for s in spoken]
    for row in rows:
        at = int(str(row["at_ms"]))
        if row["type"] == "Heard":
            hypotheses = row.get("hypotheses")
            first: dict[str, Any] = hypotheses[0] if isinstance(hypotheses, list) and hypotheses else {"text": "", "confidence": 0.0}
            turns.append(TurnLine("caller", str(first["text"]), float(first["confidence"]), at))
        elif row["type"] == "Key":
            turns.append(TurnLine("caller", f"[{row['key']}]", None, at))
        elif row["type"] == "Say":
            gap = None
            if turns and turns[-1].who == "caller":
                before = [g for end, g in gaps if end <= at]
                gap = before[-1] if before else None
            turns.append(TurnLine("hotline", str(row["text"]), None, at, gap))
    return turns


def _save(folder: Path, phone: SipPhone) -> None:
    """Both directions as one stereo file: caller left, hotline right."""
    sent, heard = phone.sent(), phone.heard()
    length = max(len(sent), len(heard)) // 2 * 2
    sent, heard = sent.ljust(length, b"\0")[:length], heard.ljust(length, b"\0")[:length]
    stereo = b"".join(sent[i : i + 2] + heard[i : i + 2] for i in range(0, length, 2))
    folder.mkdir(parents=True, exist_ok=True)
    write_wav(folder / "call.wav", stereo, channels=2)
