"""The desk in a real browser: the pop, keys 1 and 2, and that nothing which an agent writes is lost or strays into the next call."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from desk_house import CALL, NUMBER, OTHER, DeskHouse, desks, story
from playwright.async_api import Page, async_playwright, expect
from visiting import PASSWORD

from dialog.schema import Flows
from telephony.handoff import Stage

CHROMIUM = "/usr/bin/chromium"
WAIT_MS = 8000
NOTE = "textarea[data-simpan]"
LISTEN = """() => {
  window.heard = [];
  for (const kind of ["sapa:answer", "sapa:dial"]) document.addEventListener(kind, (event) => heard.push([kind, event.detail?.number]));
}"""
PHONE = "(state) => document.dispatchEvent(new CustomEvent('sapa:phone', {detail: {state}}))"


@pytest.fixture
async def desk(tmp_path: Path, flows: Flows) -> AsyncIterator[tuple[DeskHouse, Page]]:
    async with desks(tmp_path, flows) as house, async_playwright() as playwright:
        for call in (CALL, OTHER):
            await house.records.begin_call(call, NUMBER, "v1")
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page()
        page.set_default_timeout(WAIT_MS)
        expect.set_options(timeout=WAIT_MS)
        await page.goto(house.house.console.url + "/masuk?ke=/meja")
        await page.fill("#login", "agen1")
        await page.fill("#password", PASSWORD)
        await page.click("button[type=submit]")
        await page.wait_for_selector("[data-tahap='0']")
        yield house, page
        await browser.close()


async def test_a_call_from_its_ring_to_what_came_of_it_and_one_click_to_call_back(desk: tuple[DeskHouse, Page]) -> None:
    house, page = desk
    await page.evaluate(LISTEN)
    house.calls.shows("agen1", story(Stage.RINGING))
    await expect(page.locator("#siaran")).to_have_text("Telepon berdering: melaporkan masalah")
    await expect(page.locator("#angkat")).to_be_hidden()
    await page.evaluate(PHONE, "ringing")
    await page.click("#angkat")
    assert await page.evaluate("heard") == [["sapa:answer", None]]
    assert await page.locator(".tombol.utama:visible").count() == 1
    await page.keyboard.press("1")  # picks up and accepts
    await expect(page.locator("#kabar")).to_contain_text("langsung tersambung")
    assert await page.evaluate("heard") == [["sapa:answer", None]] * 2
    await page.evaluate(PHONE, "ready")
    await expect(page.locator("#angkat")).to_be_hidden()
    await expect(page.locator(".meja-kepala")).to_contain_text("Angkat telepon meja Anda")

    house.calls.shows("agen1", story(Stage.JOINED))
    await page.click(NOTE)
    await page.keyboard.type("2 lampu")
    house.calls.shows("agen1", story(Stage.JOINED, subject="lain"))  # the page is drawn anew while somebody types
    await expect(page.locator("h2", has_text="Lain")).to_be_visible()
    await page.keyboard.type(" mati")
    await expect(page.locator("#tersimpan")).to_have_text("Tersimpan.")
    assert house.calls.did == [("accept", CALL, "agen1")]
    assert [note.text for note in await house.records.notes(CALL)] == ["2 lampu mati"]

    await page.route("**/meja/catatan", lambda route: route.abort())  # the service is away, and the page is loaded again
    await page.locator(NOTE).press_sequentially(" sekali")
    await expect(page.locator("#tersimpan")).to_contain_text("dicoba lagi")
    await page.reload()
    await expect(page.locator(NOTE)).to_have_value("2 lampu mati sekali")
    await page.unroute("**/meja/catatan")
    await page.route("**/meja/catatan", lambda route: route.fulfill(status=403, body="Sesi lain."))  # signed in anew in another tab
    await expect(page.locator("#tersimpan")).to_contain_text("Muat ulang halaman ini")
    await page.reload()
    await expect(page.locator(NOTE)).to_have_value("2 lampu mati sekali")
    await page.unroute("**/meja/catatan")
    await expect(page.locator("#tersimpan")).to_have_text("Tersimpan.")
    assert [note.text for note in await house.records.notes(CALL)] == ["2 lampu mati sekali"]

    await page.select_option("select[data-formulir]", "lapor")
    await page.click("text=Buat tiket")
    await expect(page.locator("#tiket-sejak")).to_have_attribute("aria-invalid", "true")
    await page.fill("#tiket-sejak", "tiga hari")
    await page.click("text=Buat tiket")
    await expect(page.locator(".lencana", has_text="tersimpan")).to_be_visible()
    assert len(await house.records.tickets_of(CALL)) == 1

    house.calls.shows("agen1", story(Stage.OVER))
    await page.check("input[value=selesai]")
    house.calls.shows("agen1", story(Stage.OVER, OTHER))  # what was chosen for one call is not chosen for the next
    await expect(page.locator("[data-tahap='4']")).to_have_attribute("data-panggilan", OTHER)
    await expect(page.locator(NOTE)).to_have_value("")
    assert await page.locator("input[name=kode]:checked").count() == 0
    await page.check("input[value=terputus]")
    await page.click("text=Simpan, lalu siap")
    await page.wait_for_selector("[data-tahap='0']")
    assert [row.code for row in await house.records.dispositions_of(OTHER)] == ["terputus"]

    # and one click calls back
    ticket = await house.records.add_callback(CALL, NUMBER, "lampu", queue="petugas", due_at=house.clock() - 60)
    await page.goto(house.house.console.url + "/telepon-kembali")
    await page.evaluate(LISTEN)
    await page.evaluate(PHONE, "ready")
    await page.click("form[data-mulai] button")
    await expect(page.locator("[data-panggil]")).to_be_visible()
    assert await page.evaluate("heard") == [["sapa:dial", f"*8{ticket[-5:-1]}"]]
    await page.click("text=Tidak diangkat")
    await expect(page.locator("#judul-later")).to_be_visible()
    # the session ends, but not the conversation
    await page.evaluate("document.getElementById('telepon-web').dataset.keadaan = 'talking'")
    await house.records.close_sessions_of("agen1")
    house.house.parts.hub.drop("agen1")
    await expect(page.locator("#kabar")).to_contain_text("sesudah percakapan ini")
    await page.evaluate("document.getElementById('telepon-web').dataset.keadaan = 'off'")
    await page.wait_for_url("**/masuk?ke=*")
    row = await house.records.callback(ticket)
    assert row is not None and row.attempts == 1 and row.locked_by == ""
