"""Runs a script against a hotline over SIP: real phone, real voice, real line; the report is made from the recording and the journal."""

from __future__ import annotations

import asyncio
import secrets
from itertools import takewhile

from dialog.replay import replay
from dialog.scenario.schema import Scenario
from dialog.scenario.unplanned import plan
from ivr.caller.listening import CallerError, Listening
from ivr.caller.report import CallReport, judge, spans
from ivr.caller.speech import background, render
from ivr.caller.steps import Doing, Place
from ivr.caller.trace import Trace, placed, save, turn_lines
from telephony.phone import Account, PhoneError, SipPhone

NOBODY = "0999"
"""No area and no mobile network of Indonesia has it."""
END_S = 25.0


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
    planned = await asyncio.to_thread(plan, place.flows, script)
    doing = Doing(script, planned, place, listening, sounds)
    account = Account(caller, place.sip_port, codec=script.line.codec)
    async with SipPhone(account, folder, background(script.line, sounds)) as phone:
        try:
            await phone.dial(place.hotline)
            await listening.find()
            await doing.steps(phone)
        except (CallerError, PhoneError) as error:
            doing.failures.append(str(error))
        result = await _finish(script, place, doing, listening, phone)
        save(folder, phone)
    return result


async def _finish(script: Scenario, place: Place, doing: Doing, listening: Listening, phone: SipPhone) -> tuple[CallReport, Trace]:
    joined_heard = doing.joined and place.agent
    if joined_heard and joined_heard.heard_after_ms(int(joined_heard.phone.position() * 1000) - 4000) < 500:
        doing.failures.append("the agent did not hear the caller")
    await _hang_up(doing, phone)
    outcome, intent, ticket, rows = "failed", "", "", []
    if listening.call_id:
        try:
            outcome, intent, ticket = await listening.ended(END_S)
        except CallerError as error:
            doing.failures.append(str(error))
        rows = await listening.rows()
    state, _ = replay(place.flows, takewhile(lambda row: not row.get("confidential"), rows))
    slots, sent, heard = dict(state.slots), phone.sent(), phone.heard()
    spoken = tuple(placed(spoken, sound, sent) for spoken, sound in doing.spoken)
    turns = turn_lines(rows, spoken, spans(heard))
    doing.failures += judge(script.expect, outcome, intent, slots, (t.text for t in turns if t.who == "hotline"))
    report = CallReport(not doing.failures, outcome, intent, slots, ticket, tuple(turns), tuple(doing.failures))
    return report, Trace(spoken, heard, tuple(rows))


async def _hang_up(doing: Doing, phone: SipPhone) -> None:
    """Wait for the hotline's goodbye, then put the receiver down."""
    wait_s = 0.5 if doing.joined or doing.failures else END_S
    try:
        async with asyncio.timeout(wait_s):
            await phone.closed.wait()
    except TimeoutError:
        phone.hang_up()
        await asyncio.sleep(0.3)
