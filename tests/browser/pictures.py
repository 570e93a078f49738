"""The pictures of the console in the documentation: `make pictures`. A real call through a real PBX, seen in a real browser."""

from __future__ import annotations

import asyncio
import io
import secrets
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

from agent_page import AgentPage, chromium, write_wav
from demonstrated import script
from desk_office import PASSWORD, Hotline, office
from PIL import Image
from playwright.async_api import Browser, expect

from dialog.scenario.schema import Expected, Step
from ivr.caller.run import run_script
from ivr.caller.steps import Place
from ivr.settings import ROOT
from telephony.phone import Account, SipPhone

FOLDER = ROOT / "docs" / "pictures" / "console"
SIZES = {1280: 800, 390: 844}
TALLEST = 1600
COLOURS = 96
PROMISES = (
    ("081200005678", "Cek status KTP", "kependudukan", "callback", "", -20),
    ("081200007321", "Pajak kendaraan", "petugas", "callback", "", -4),
    ("081200009004", "", "petugas", "message", "Tolong kabari bila blangko KTP sudah ada lagi.", -90),
    ("081200002210", "Izin usaha warung", "petugas", "callback", "", 45),
)
"""Number, subject, queue, kind, message, due in so many minutes."""
CALL = script(
    Step("say", "mau lapor lampu jalan mati"),
    Step("say", "sudah tiga malam gelap sekali"),
    Step("press", "0"),
    Step("wait_transfer"),
    Step("silence", "90"),
    expect=Expected("transferred", "lapor"),
    caller="081200001234",
)


async def picture(agent: AgentPage, name: str) -> None:
    """At each width, as high as the page is."""
    for width, height in SIZES.items():
        await agent.page.set_viewport_size({"width": width, "height": height})
        await agent.page.evaluate("document.activeElement?.blur()")
        tall = min(TALLEST, int(await agent.page.evaluate("document.documentElement.scrollHeight")))
        await agent.page.set_viewport_size({"width": width, "height": max(height, tall)})
        png = await agent.page.screenshot(animations="disabled")
        small = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(FOLDER / f"{name}-{width}.png", optimize=True)
    await agent.page.set_viewport_size({"width": 1280, "height": 800})


async def signed_in(browser: Browser, service: Hotline, login: str) -> AgentPage:
    agent = await AgentPage.open(browser, service.console)
    await agent.sign_in(login, PASSWORD)
    return agent


async def furnish(service: Hotline, stack: AsyncExitStack, folder: Path) -> None:
    """Promises to keep, and a colleague on a break."""
    for number, subject, queue, kind, message, minutes in PROMISES:
        due = time.time() + 60 * minutes
        await service.records.add_callback(secrets.token_hex(8), number, subject, kind=kind, queue=queue, message=message, due_at=due)
    phone = SipPhone(Account("petugas2", service.sip_port, service.phone_password("petugas2")), folder / "petugas2")
    await stack.enter_async_context(phone)
    await service.agents.sign_on("bagus")
    await service.agents.pause("bagus", "Salat")


async def quiet_pages(browser: Browser, service: Hotline) -> None:
    visitor = await AgentPage.open(browser, service.console)
    await visitor.go("/masuk")
    await picture(visitor, "masuk")
    await visitor.page.get_by_label("Nama pengguna").fill("dewi")
    await visitor.page.get_by_label("Kata sandi").fill("bukan ini")
    await visitor.page.get_by_role("button", name="Masuk").click()
    await expect(visitor.page.get_by_role("alert")).to_be_visible()
    await picture(visitor, "masuk-salah")
    admin = await signed_in(browser, service, "admin")
    users = (("/pengguna", "pengguna"), ("/pengguna/baru", "pengguna-baru"), ("/pengguna/dewi", "pengguna-satu"))
    for path, name in (*users, ("/sandi", "sandi"), ("/tidak-ada", "tidak-ada")):
        await admin.go(path)
        await picture(admin, name)


async def work(browser: Browser, service: Hotline, place: Place) -> None:
    """One call, from ringing to its result, as its agent and the supervisor see it."""
    agent, supervisor = await signed_in(browser, service, "dewi"), await signed_in(browser, service, "ratna")
    await agent.go("/telepon-kembali")
    await agent.page.get_by_role("button", name="Telepon TLP").first.click()
    await expect(agent.page.get_by_text("Janji ini Anda pegang")).to_be_visible()
    await picture(agent, "telepon-kembali-pegang")
    await agent.page.get_by_role("button", name="Batal").click()
    await expect(agent.page.get_by_text("Janji ini Anda pegang")).to_have_count(0)
    await agent.go("/meja")
    await agent["#telepon-daya"].click()
    await agent.phone("Siap")
    await agent.page.get_by_role("button", name="Masuk antrean").click()
    await asyncio.sleep(1)
    await picture(agent, "meja-siap")
    await agent.go("/telepon-kembali")
    await agent.phone("Siap")
    await picture(agent, "telepon-kembali")
    await agent.go("/meja")
    call = asyncio.create_task(run_script(CALL, place))
    ringing = asyncio.create_task(expect(agent["#telepon-lencana"]).to_have_text("Berdering", timeout=90_000))
    await asyncio.wait([call, ringing], return_when=asyncio.FIRST_COMPLETED)
    if call.done():
        raise SystemExit(f"the call went wrong: {call.result()}")
    await ringing
    await expect(agent["#terima"]).to_be_visible()
    await picture(agent, "meja-berdering")
    await agent.page.get_by_role("button", name="Angkat", exact=True).first.click()
    await agent.phone("Terhubung")
    await expect(agent.page.get_by_role("article").get_by_text("Ringkasan dibacakan", exact=True)).to_be_visible()
    await picture(agent, "meja-ringkasan")
    await agent["#terima"].click()
    await expect(agent.page.get_by_role("article").get_by_text("Sedang berbicara", exact=True)).to_be_visible()
    await agent.page.get_by_label("Catatan").fill("Lampu di depan SD, sudah tiga malam. Minta dikabari.")
    await asyncio.sleep(7)
    await picture(agent, "meja-bicara")
    await supervisor.go("/pengawas")
    await picture(supervisor, "pengawas")
    await agent["#telepon-tutup"].click()
    await expect(agent.page.get_by_role("button", name="Simpan, lalu siap")).to_be_visible()
    await picture(agent, "meja-hasil")
    await agent.page.get_by_text("Selesai dijawab").click()
    await agent.page.get_by_role("button", name="Simpan, lalu siap").click()
    call.cancel()
    await asyncio.wait([call])
    (handover,) = await service.records.handovers_between("")
    await agent.go(f"/panggilan/{handover.call_id}")
    await picture(agent, "panggilan")
    await supervisor.go("/pengawas/catatan")
    await picture(supervisor, "jejak-audit")


async def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        service = await stack.enter_async_context(office(folder))
        browser = await stack.enter_async_context(chromium(write_wav(folder / "hening.wav", bytes(16_000))))
        await furnish(service, stack, folder)
        await quiet_pages(browser, service)
        await work(browser, service, Place(service.sip_port, service.records, service.flows, ROOT / ".cache", folder / "panggilan"))
    for path in sorted(FOLDER.glob("*.png")):
        sys.stdout.write(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    asyncio.run(main())
