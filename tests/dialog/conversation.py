"""A caller for tests: says, presses, keeps silent; keeps every event and effect, and what is waited for."""

from __future__ import annotations

from pathlib import Path

from dialog.effects import Effect, End, Listen, Lookup, Outcome, Transfer, told
from dialog.events import (
    AgentUnavailable,
    CallStarted,
    Event,
    Heard,
    HungUp,
    Hypothesis,
    Key,
    KeysTimedOut,
    LookupDone,
    LookupFailed,
    LookupSlow,
    NoInput,
    RecognizerFailed,
    SentBack,
)
from dialog.handover import FIND
from dialog.manager import start, step
from dialog.schema import Flows
from dialog.state import State

CONFIGS = Path(__file__).parents[1] / "data" / "hotline"
NIK = "3273014107900001"
SPOKEN_NIK = "tiga dua tujuh tiga nol satu empat satu nol tujuh sembilan nol nol nol nol satu"
OTHER_NIK = "3273014107900002"

PERIZINAN = """\
service: perizinan
title: Perizinan
intents:
  izin_usaha:
    title: mengurus izin usaha
    examples: [mau urus izin usaha, cara bikin nomor induk berusaha, izin warung makan, daftar oss umkm, perizinan usaha kecil]
    slots:
      punya_nib: {type: yes_no, label: punya NIB, ask: "Apakah sudah punya NIB?", reask: ["Sudah ada NIB atau belum?"]}
      bidang:
        type: choice
        label: bidang
        ask: "Bidangnya makanan, jasa, atau toko?"
        choices: {makanan: [kuliner, warung makan], jasa: [], toko: [warung]}
      telepon:
        type: digits
        label: nomor telepon
        min: 8
        max: 13
        ask: "Berapa nomor telepon Anda?"
        reask: ["Ketik nomor telepon Anda."]
    lookup: perizinan.daftar
    returns: [nomor, tanggal_jadi]
    ticket: nomor
    answer: "Nomor {{ nomor }}, selesai {{ tanggal_jadi | tanggal }}, bidang {{ bidang }}."
  jam_buka:
    title: menanyakan jam buka kantor
    examples: [jam buka kantor sampai kapan, kantor buka jam berapa, jam bukanya sampai kapan, kapan kantor tutup, loket buka jam berapa]
    answer: "Kantor buka pukul delapan sampai pukul empat."
  pindah_kota:
    title: mengurus surat pindah ke kota lain
    examples: [mau pindah ke kota lain, urus surat pindah domisili, pindah penduduk antar kota, saya pindah ke luar kota, surat pindah]
    slots:
      tujuan:
        type: choice
        label: kota tujuan
        ask: "Pindah ke kota mana?"
        choices: {bandung: [], bogor: [], depok: []}
      nik: {type: nik, label: NIK, ask: "Sebutkan NIK Anda."}
    answer: "Surat pindah ke {{ tujuan }} dapat diambil besok."
"""


class Conversation:
    """`said` and `effects` are of the last event, `waits_for` is what goes on now."""

    def __init__(self, flows: Flows) -> None:
        self.flows = flows
        self.state: State = start()
        self.effects: tuple[Effect, ...] = ()
        self.events: list[Event] = []
        self.all_effects: list[Effect] = []
        self.waits_for: Listen | Lookup | Transfer | End | None = None
        self.agents: dict[str, str] | None = {"keadaan": "free"}
        """How it stands with the agents, told as soon as it is asked; None: only when the test tells."""

    def happens(self, event: Event) -> Conversation:
        self.effects = self._step(event)
        for effect in self.effects:
            if isinstance(effect, Lookup) and effect.operation == FIND and self.agents is not None:
                self.effects += self._step(LookupDone(effect.request, self.agents))
        return self

    def _step(self, event: Event) -> tuple[Effect, ...]:
        self.state, effects = step(self.flows, self.state, event)
        self.events.append(event)
        self.all_effects += effects
        for effect in effects:
            if isinstance(effect, Listen | Lookup | Transfer | End):
                self.waits_for = effect
        return effects

    def begins(self, caller: str = "0812") -> Conversation:
        return self.happens(CallStarted("2026-11-24T10:00:00+07:00", caller))

    def says(self, *texts: str, confidence: float = 0.95) -> Conversation:
        """Several texts are several hypotheses of one utterance."""
        return self.happens(Heard(self.state.turn, tuple(Hypothesis(text, confidence) for text in texts)))

    def mumbles(self) -> Conversation:
        return self.happens(Heard(self.state.turn, ()))

    def is_silent(self) -> Conversation:
        return self.happens(NoInput(self.state.turn))

    def presses(self, keys: str) -> Conversation:
        for key in keys:
            self.happens(Key(key))
        return self

    def stops_keying(self) -> Conversation:
        return self.happens(KeysTimedOut(self.state.turn))

    def recognizer_fails(self) -> Conversation:
        return self.happens(RecognizerFailed(self.state.turn, "RecognizerError"))

    def system_answers(self, **data: str) -> Conversation:
        return self.happens(LookupDone(self.state.request, data))

    def system_fails(self, reason: str) -> Conversation:
        return self.happens(LookupFailed(self.state.request, reason))

    def is_slow(self) -> Conversation:
        return self.happens(LookupSlow(self.state.request))

    def comes_back(self, reason: str = "no_answer") -> Conversation:
        return self.happens(AgentUnavailable(reason))

    def is_sent_back(self, intent: str = "") -> Conversation:
        return self.happens(SentBack(intent))

    def hangs_up(self) -> Conversation:
        return self.happens(HungUp())

    def __repr__(self) -> str:
        return f"Conversation({self.state.phase}, {len(self.events)} events)"

    @property
    def heard(self) -> str:
        """The value that waits for its confirmation."""
        return self.state.heard.value if self.state.heard else ""

    @property
    def said(self) -> str:
        return " ".join(text for effect in self.effects if (text := told(effect)))

    @property
    def transfer(self) -> Transfer | None:
        return next((e for e in self.effects if isinstance(e, Transfer)), None)

    @property
    def lookup(self) -> Lookup | None:
        """What a system is asked; of the agents, see `found`."""
        return next((e for e in self.effects if isinstance(e, Lookup) and e.operation != FIND), None)

    @property
    def found(self) -> Lookup | None:
        return next((e for e in self.effects if isinstance(e, Lookup) and e.operation == FIND), None)

    @property
    def ended(self) -> Outcome | None:
        return next((e.outcome for e in self.effects if isinstance(e, End)), None)


def ktp(call: Conversation) -> Conversation:
    return call.says("cek status ktp")


def confirmed(call: Conversation) -> Conversation:
    """A call that has asked the system about a KTP."""
    return ktp(call).says(SPOKEN_NIK).says("iya benar")


def answered(call: Conversation) -> Conversation:
    return confirmed(call).system_answers(nama="Budi", status="siap", kantor="Dukcapil Bandung", perkiraan="")


def complaint(call: Conversation) -> Conversation:
    """A complaint that has been summed up."""
    return call.says("mau lapor jalan rusak").says("jalan berlubang besar").says("jalan merdeka dekat pasar").says("sejak minggu lalu")


def without_agents(call: Conversation) -> Conversation:
    return call.says("petugas").comes_back()
