"""The scripts of whole calls: those that `make run` shows, a system that is down, a line that drops."""

from __future__ import annotations

from dialog.events import Unfinished
from dialog.scenario.load import load_scenarios
from dialog.scenario.schema import Expected, Line, Reply, Scenario, Step
from ivr.settings import ROOT

CALLS = ROOT / "configs" / "calls"
DOWN = "janji"
"""The system that does not answer."""


def script(*steps: Step, expect: Expected, caller: str = "", unfinished: Unfinished | None = None, **lookups: Reply) -> Scenario:
    """`lookups` by operation, with `__` for its dot. They, and what is `unfinished`, only tell what each step is for: see `unplanned`."""
    replies = {name.replace("__", "."): (reply,) for name, reply in lookups.items()}
    return Scenario("uji", "kokoro:jf_tebukuro", Line(), steps, expect, ROOT, caller=caller, unfinished=unfinished, lookups=replies)


SHIPPED = {path.stem: load_scenarios([path])[0] for path in sorted(CALLS.glob("*.yaml"))}
OTHERS = {
    "system down": script(
        Step("say", "mau cek janji temu saya"),
        Step("press", "261100036"),
        Step("press", "1"),
        Step("press", "1"),
        Step("wait_transfer"),
        Step("say", "halo petugas, saya mau tanya janji temu"),
        Step("hang_up"),
        expect=Expected("transferred", "cek_janji", heard=("tidak dapat dihubungi",)),
        janji__cek=Reply(failed="unavailable"),
    ),
    "line drops": script(
        Step("say", "mau lapor lampu jalan mati"),
        Step("say", "sudah tiga malam gelap sekali"),
        Step("silence", "0.2"),
        Step("hang_up"),
        expect=Expected("abandoned", "lapor"),
        caller="081200004999",
    ),
    "calls again": script(
        Step("say", "iya"),
        Step("silence", "0.2"),
        Step("hang_up"),
        expect=Expected("abandoned", "lapor", {"kategori": "lampu"}, heard=("sambungan terputus", "Di mana lokasinya")),
        caller="081200004999",
        unfinished=Unfinished("lapor", {"kategori": "lampu", "apa": "sudah tiga malam gelap sekali"}),
    ),
}
SCRIPTS = SHIPPED | OTHERS
