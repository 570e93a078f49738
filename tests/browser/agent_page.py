"""An agent's browser: the pages as somebody at a desk uses them, and what their headset would play."""

from __future__ import annotations

import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE_MS = 10_000
ARGUMENTS = (
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
)
WATCH = """
window.seen = {};
const note = (what) => { window.seen[what] ??= performance.now(); };
document.addEventListener("sapa:phone", (event) => note(event.detail.state));
new MutationObserver(() => { if (document.getElementById("terima")) note("pop"); }).observe(document, {subtree: true, childList: true});
"""
"""Notes when (ms) the page first showed a call, and when its phone first rang, and so on: from the page's own clock."""
HEAR = """
async (milliseconds) => {
  const stream = document.getElementById("telepon-suara").srcObject;
  if (!stream) return [0, -200];
  const context = new AudioContext();
  await context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 8192;
  context.createMediaStreamSource(stream).connect(analyser);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  const levels = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(levels);
  const hertz = context.sampleRate / analyser.fftSize;
  await context.close();
  const loudest = levels.indexOf(Math.max(...levels));
  return [loudest * hertz, levels[loudest]];
}
"""
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}, "resultTypes": ["violations"]}


@asynccontextmanager
async def chromium(microphone: Path) -> AsyncIterator[Browser]:
    """Debian's Chromium, without a screen; its microphone plays that WAV over and over."""
    assert CHROMIUM.exists(), "Debian's chromium is missing: run `make test`, which installs it, or apt-get install chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, f"--use-file-for-fake-audio-capture={microphone}"]
        )
        try:
            yield browser
        finally:
            await browser.close()


def write_wav(path: Path, pcm: bytes) -> Path:
    """8 kHz, 16-bit, mono."""
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(pcm)
    return path


class AgentPage:
    """One signed-in tab. Whatever goes wrong in it (an error of a script, a refusal by the policy) is kept in `faults`."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.faults: list[str] = []

    @classmethod
    async def open(cls, browser: Browser, url: str, width: int = 1280, height: int = 900) -> AgentPage:
        context = await browser.new_context(viewport={"width": width, "height": height}, locale="id-ID", timezone_id="Asia/Jakarta")
        context.set_default_timeout(PATIENCE_MS)
        await context.add_init_script(WATCH)
        opened = cls(await context.new_page(), url)
        opened.page.on("pageerror", lambda error: opened.faults.append(str(error)))
        opened.page.on("console", lambda message: opened.faults.append(message.text) if message.type == "error" else None)
        return opened

    def __getitem__(self, selector: str) -> Locator:
        return self.page.locator(selector)

    async def sign_in(self, login: str, password: str) -> None:
        await self.go("/masuk")
        await self.page.get_by_label("Nama pengguna").fill(login)
        await self.page.get_by_label("Kata sandi").fill(password)
        await self.page.get_by_role("button", name="Masuk").click()
        await self.page.wait_for_url(lambda url: "/masuk" not in url)

    async def go(self, path: str) -> None:
        await self.page.goto(self.url + path)

    async def phone(self, state: str) -> None:
        """Wait until the web phone says so: Siap, Berdering, Terhubung."""
        await expect(self["#telepon-lencana"]).to_have_text(state, timeout=PATIENCE_MS)

    async def hears(self, milliseconds: int = 600) -> tuple[float, float]:
        """Frequency (Hz) and level (dB below full scale) of the loudest that the headset plays after so long a listening."""
        hertz, level = await self.page.evaluate(HEAR, milliseconds)
        return float(hertz), float(level)

    async def seen(self) -> dict[str, float]:
        """When (ms) each thing was first seen since the page was opened or `forget` was called."""
        return dict(await self.page.evaluate("window.seen"))

    async def forget(self) -> None:
        await self.page.evaluate("window.seen = {}")

    async def barriers(self) -> list[str]:
        """What of WCAG 2.2 AA the page as it stands violates, one line each."""
        found = await Axe().run(self.page, options=RULES)
        return [f"{self.page.url} {rule['id']}: {node['html'][:160]}" for rule in found.response["violations"] for node in rule["nodes"]]
