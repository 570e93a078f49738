"""app.js in a real browser: what has changed is fetched anew, and nothing that somebody is typing is lost."""

from __future__ import annotations

import sys
import types
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Page, async_playwright, expect
from visiting import PASSWORD, House, visiting

from ivr.console.guard import allowed, csrf_of
from ivr.console.pages import done, refused
from ivr.console.parts import Parts

NEW = "empat-kata-acak-baru"
CHROMIUM = "/usr/bin/chromium"
WAIT_MS = 8000
PAGE = """<!doctype html><html lang="id"><meta name="csrf" content="{csrf}"><title>Uji</title>
<script type="module" src="/static/app.js"></script><body data-acara="/acara"><p id="putus" hidden></p>
<div data-bagian="/uji/bagian" data-saat="angka">{part}</div><div id="kabar" role="status"></div></body></html>"""
PART = """<p id="n">{n}</p><p data-kabar>Angka {n}</p><div data-jaga="telepon"><b id="kept">{n}</b></div>
<form method="post" action="/uji" data-kirim><input name="catatan" value=""><select name="s"><option>a<option>b</select>
<button>Kirim</button></form>"""


class Page1:
    """A page with one part, which shows a number."""

    def __init__(self) -> None:
        self.number, self.sent = 1, ""

    def routes(self, parts: Parts) -> list[web.RouteDef]:
        @allowed("agent")
        async def page(request: web.Request) -> web.Response:
            return web.Response(text=PAGE.format(csrf=csrf_of(request), part=PART.format(n=self.number)), content_type="text/html")

        @allowed("agent")
        async def part(request: web.Request) -> web.Response:
            return web.Response(text=PART.format(n=self.number), content_type="text/html")

        @allowed("agent")
        async def send(request: web.Request) -> web.Response:
            self.sent = str((await request.post())["catatan"])
            if not self.sent:
                return refused(request, "Isi dulu catatannya.")
            self.number += 1
            return done(request, "/uji", "Tersimpan.")

        return [web.get("/uji", page), web.get("/uji/bagian", part), web.post("/uji", send)]


@pytest.fixture
async def tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[House, Page1, Page]]:
    page1, module = Page1(), types.ModuleType("ivr.console.uji")
    module.routes = page1.routes  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ivr.console.uji", module)
    monkeypatch.setattr("ivr.console.app.PAGES", ("uji",))
    async with visiting(tmp_path) as house, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await (await browser.new_context()).new_page()
        page.set_default_timeout(WAIT_MS)
        await page.goto(house.console.url + "/masuk?ke=/uji")
        await page.fill("#login", "agen1")
        await page.fill("#password", PASSWORD)
        await page.click("button[type=submit]")
        await page.wait_for_selector("#n")
        yield house, page1, page
        await browser.close()


async def test_what_changed_is_shown_and_what_is_typed_stays(tried: tuple[House, Page1, Page], monkeypatch: pytest.MonkeyPatch) -> None:
    house, page1, page = tried
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await expect(page.locator("#kept")).to_have_text("1")
    await page.locator("[name=catatan]").press_sequentially("lampu jal")
    await page.select_option("[name=s]", "b")
    await page.focus("[name=catatan]")
    page1.number = 2
    house.parts.hub.publish("agen1", "lain")
    house.parts.hub.publish("agen1", "angka")
    await expect(page.locator("#n")).to_have_text("2")
    await expect(page.locator("#kabar")).to_have_text("Angka 2")  # and read out
    assert await page.text_content("#kept") == "1", "what guards itself stays the same element"
    await page.keyboard.type("an")
    assert await page.input_value("[name=catatan]") == "lampu jalan", "the cursor stayed where it was"
    assert await page.input_value("[name=s]") == "b"

    await page.keyboard.press("Enter")
    await expect(page.locator("#n")).to_have_text("3")
    assert page1.sent == "lampu jalan" and await page.input_value("[name=catatan]") == ""
    await page.click("text=Kirim")
    await expect(page.locator("#kabar")).to_have_text("Isi dulu catatannya.")

    monkeypatch.setattr("ivr.console.hub.MAX_PAGES", 1)
    newer = await page.context.new_page()
    await newer.goto(house.console.url + "/uji")
    await expect(page.locator("#putus")).to_have_js_property("hidden", False)  # it makes room, and does not come back by itself
    house.parts.hub.publish("agen1", "angka")
    await page.evaluate("dispatchEvent(new Event('focus'))")
    await expect(page.locator("#putus")).to_have_js_property("hidden", True)
    await expect(newer.locator("#putus")).to_have_js_property("hidden", False)
    await newer.close()

    page1.number = 7
    house.parts.hub.drop("agen1")
    await expect(page.locator("#n")).to_have_text("7")

    async with page.expect_response("**/acara"):
        await page.goto(house.console.url + "/sandi")
    for field, value in (("old", PASSWORD), ("new", NEW), ("again", NEW)):
        await page.fill(f"[name={field}]", value)
    async with page.expect_response("**/acara"):  # that of the page that comes
        await page.click("main button[type=submit]")
        await page.wait_for_url("**/sandi?tersimpan=ya")  # and not led away as somebody whose session has ended

    await house.parts.records.close_sessions_of("agen1")
    house.parts.hub.drop("agen1")
    await page.wait_for_url("**/masuk?ke=*")
    assert errors == []
