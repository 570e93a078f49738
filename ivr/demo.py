"""What the commands do with a hotline: keep one running, show calls on it, or call it by script."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from rich.console import Console

from dialog.load import load
from dialog.scenario.load import load_scenarios
from dialog.scenario.schema import Scenario
from ivr.app import Hotline, hotline, running_file
from ivr.caller.agent import Agent
from ivr.caller.report import CallReport
from ivr.caller.run import run_script
from ivr.caller.steps import Place
from ivr.console.demo_users import DemonstrationUsers, demonstration_users
from ivr.live import LiveView
from ivr.records.store import Records
from ivr.settings import ROOT, Settings
from telephony.phone import Account

LOGIN = "peragaan"
DEMONSTRATION = ROOT / "configs" / "calls"
Progress = Callable[[str], None]


async def serve(settings: Settings, out: Console, progress: Progress) -> None:
    """Run until SIGINT or SIGTERM."""
    async with hotline(settings, progress) as running:
        running.journal.watch(LiveView(out))
        _how_to_call(running, out)
        await _stopped()


async def demonstrate(settings: Settings, out: Console, progress: Progress, *, once: bool) -> bool:
    """The demonstration calls, one after the other; then stay up unless `once`. Whether all of them went as their scripts expect."""
    scripts = load_scenarios(sorted(DEMONSTRATION.glob("*.yaml")))
    async with hotline(settings, progress) as running:
        users = await demonstration_users(running.records)
        await running.agents.load()
        running.journal.watch(LiveView(out))
        async with _own_place(running) as place:
            reports = [await _show(script, place, out) for script in scripts]
        good = sum(report.ok for report in reports)
        out.print(f"\n{good} dari {len(reports)} panggilan peragaan berhasil")
        if not once:
            _how_to_call(running, out, users)
            await _stopped()
    return good == len(reports)


async def call_scripts(settings: Settings, scripts: Sequence[Scenario], out: Console | None, progress: Progress) -> list[CallReport]:
    """Run scripts against the hotline that is running on this machine, or one started for it."""
    async with AsyncExitStack() as stack:
        place = await _running_place(settings, stack)
        if place is None:
            running = await stack.enter_async_context(hotline(settings, progress))
            place = await stack.enter_async_context(_own_place(running))
        return [await _show(script, place, out) for script in scripts]


@asynccontextmanager
async def demonstration_agent(running: Hotline, folder: Path) -> AsyncIterator[Agent]:
    """Somebody who takes the calls of every queue by themselves."""
    if await running.records.user(LOGIN) is None:
        await running.records.add_user(LOGIN, "Petugas Peragaan", "agent", "", running.queues)
    await running.agents.load()
    phone = running.agents.phone_of(LOGIN) or ""
    account = Account(phone, running.sip_port, running.phone_password(phone))
    async with Agent(account, folder, running.settings.cache, running.agents) as agent:
        yield agent


@asynccontextmanager
async def _own_place(running: Hotline) -> AsyncIterator[Place]:
    """A hotline of our own, with an agent's phone."""
    settings = running.settings
    recordings = settings.state / "calls" / time.strftime("%Y%m%d-%H%M%S")
    async with demonstration_agent(running, recordings / "agent") as agent:
        yield Place(running.sip_port, running.records, running.flows, settings.cache, recordings, agent=agent)


async def _running_place(settings: Settings, stack: AsyncExitStack) -> Place | None:
    """The hotline that `running.json` tells of, when its process lives."""
    path = running_file(settings)
    if not path.exists():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    if not Path(f"/proc/{data['pid']}").exists():
        return None
    records = await stack.enter_async_context(Records(settings.records))
    flows = await asyncio.to_thread(load, settings.dialog, settings.overlay)
    recordings = settings.state / "calls" / time.strftime("%Y%m%d-%H%M%S")
    return Place(int(data["sip_port"]), records, flows, settings.cache, recordings)


async def _show(script: Scenario, place: Place, out: Console | None) -> CallReport:
    if out:
        out.print(f"\n[bold]▶ {script.title}[/bold]")
    report = await run_script(script, place)
    if out:
        print_report(report, out)
    return report


def print_report(report: CallReport, out: Console) -> None:
    gap = f", median jeda giliran {report.median_gap_ms} ms" if report.median_gap_ms is not None else ""
    ticket = f", nomor {report.ticket}" if report.ticket else ""
    style, mark = ("green", "✔") if report.ok else ("red", "✘")
    out.print(f"{mark} hasil: {report.outcome}{ticket}{gap}", style=style, markup=False)
    for failure in report.failures:
        out.print(f"   {failure}", style="red", markup=False)


def _how_to_call(running: Hotline, out: Console, users: DemonstrationUsers | None = None) -> None:
    host, port = running.settings.pbx.host, running.sip_port
    desk = f"  meja petugas        : {running.console}\n" if running.console else ""
    sign_in = f"      masuk sebagai {', '.join(users.logins)} dengan sandi {users.password}\n" if users and running.console else ""
    page = f"  SMS yang terkirim   : {running.government.url}/sms\n" if running.government else ""
    out.print(
        f"\nSapa siap menerima panggilan.\n"
        f"  telepon SIP apa pun : sip:500@{host}:{port}\n"
        f"  mikrofon komputer   : .venv/bin/ivr talk\n"
        f"  penelepon bernaskah : .venv/bin/ivr call configs/calls/a-kependudukan.yaml\n"
        f"  papan ketik         : .venv/bin/ivr chat\n"
        f"{page}{desk}{sign_in}"
        f"Tekan Ctrl+C untuk berhenti.",
        markup=False,
    )


async def _stopped() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    await stop.wait()
