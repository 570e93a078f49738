"""Words that lead out at once, and the wish that nothing be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from conversation import SPOKEN_NIK, Conversation, answered, complaint, confirmed, ktp

from dialog.alarms import alarm_in
from dialog.effects import Confidential, Say
from dialog.events import Hypothesis
from dialog.remaining import question
from dialog.schema import Alarm, Flows
from dialog.state import Phase

FIRE = Alarm("kebakaran", "emergency", ("kebakaran", "rumah terbakar"), "Untuk kebakaran hubungi 113.", "113", unless=("dulu",))
RUDE = Alarm("kasar", "abuse", ("brengsek",), "Saya sambungkan dengan petugas.")

So_far = Callable[[Conversation], Conversation]


@pytest.fixture
def call(flows: Flows) -> Conversation:
    return Conversation(replace(flows, alarms=(FIRE, RUDE), confidential=("rahasiakan nama saya",))).begins()


@pytest.mark.parametrize(
    "so_far",
    [lambda c: c, ktp, lambda c: ktp(c).says("tiga dua"), lambda c: ktp(c).says(SPOKEN_NIK), answered, complaint, confirmed, confirmed,
     lambda c: c.says("mau lapor jalan rusak"), lambda c: c.says("petugas").comes_back().says("telepon kembali")],
)  # fmt: skip
def test_an_emergency_leads_out_from_anywhere_however_badly_heard(call: Conversation, so_far: So_far) -> None:
    so_far(call).says("tolong ada kebakaran", confidence=0.01)
    assert call.transfer is not None
    assert (call.transfer.reason, call.transfer.number) == ("emergency", "113")
    assert call.effects[0] == Say("Untuk kebakaran hubungi 113.", interruptible=False)


def test_the_second_reading_can_raise_an_alarm(call: Conversation) -> None:
    assert call.says("kepala karang", "kebakaran").transfer is not None


def test_words_that_say_it_is_over_raise_none(call: Conversation) -> None:
    assert call.says("dulu ada kebakaran ktp saya hilang").transfer is None


def test_abuse_goes_to_a_person(call: Conversation) -> None:
    transfer = ktp(call).says("dasar brengsek").transfer
    assert transfer is not None
    assert (transfer.reason, transfer.number) == ("abuse", "")


def test_who_asks_for_secrecy_is_kept_no_longer_and_goes_on(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("ada pungli di kelurahan tolong rahasiakan nama saya")
    assert isinstance(call.effects[0], Confidential)
    assert call.flows.prompts.confidential in call.said
    assert call.state.slots["apa"].startswith("ada pungli")
    assert "rahasia" not in call.state.slots["apa"]
    assert not any(isinstance(effect, Confidential) for effect in call.says("rahasiakan nama saya").effects)


def test_a_wish_of_that_kind_is_secret_at_once(flows: Flows) -> None:
    secret = {**flows.intents, "lapor": replace(flows.intents["lapor"], confidential=True)}
    call = Conversation(replace(flows, intents=secret)).begins().says("mau lapor jalan rusak")
    assert call.state.confidential
    call.says("kepala dinas minta uang").says("petugas")
    assert call.transfer is not None
    assert "minta uang" not in call.transfer.briefing


def test_a_wish_of_that_kind_that_had_to_be_confirmed_is_secret_from_the_yes_on(flows: Flows) -> None:
    secret = {**flows.intents, "lapor": replace(flows.intents["lapor"], confidential=True)}
    careful = {risk: replace(bands, act=0.999) for risk, bands in flows.bands.items()}
    call = Conversation(replace(flows, intents=secret, bands=careful)).begins().says("mau lapor jalan rusak", confidence=0.9)
    assert not call.state.confidential
    call.says("ya")
    assert call.state.confidential
    assert isinstance(call.effects[0], Confidential)


def test_who_asks_for_secrecy_has_it_also_while_the_wish_is_not_certain(flows: Flows) -> None:
    careful = {risk: replace(bands, act=0.999) for risk, bands in flows.bands.items()}
    call = Conversation(replace(flows, bands=careful, confidential=("rahasiakan nama saya",))).begins()
    call.says("mau lapor jalan rusak rahasiakan nama saya", confidence=0.9)
    assert isinstance(call.effects[0], Confidential)


@pytest.mark.parametrize("so_far", [lambda c: c, ktp, answered, complaint, lambda c: c.says("petugas").comes_back()])
def test_to_ask_for_secrecy_alone_answers_no_question(call: Conversation, so_far: So_far) -> None:
    before = so_far(call).state
    call.says("tolong rahasiakan nama saya ya pak")
    assert (call.state.phase, call.state.slots, call.state.confidential) == (before.phase, before.slots, True)
    left = question(call.flows, call.state) if before.phase is Phase.OFFER_WAYS else before.asked[-1].text
    assert call.said.endswith(left)


def test_nothing_of_a_secret_call_is_told_to_the_agent_in_writing(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("kepala dinas minta uang, rahasiakan nama saya").says("petugas")
    assert call.transfer is not None
    assert (call.transfer.subject, call.transfer.facts) == ("", ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kebakaran", "kebakaran pak tolong minta bantuan"),
        ("kebakaran", "tolong rumah saya terbakar butuh bantuan segera"),
        ("kebakaran", "rumah saya kebakaran surat surat saya di dalam semua"),
        ("kebakaran", "kebakaran di kantor pelayanan ktp"),
        ("kebakaran", "ada api besar di rumah tetangga"),
        ("kebakaran", "kebakar rumah saya pak"),
        ("kebakaran", "minta bantuan kebakaran pak"),
        ("kebakaran", "apinya tidak padam kebakaran di sini"),
        ("kebakaran", "dulu pernah juga, sekarang rumah saya kebakaran lagi"),
        ("kebakaran", "bukan pak, kebakaran"),
        ("darurat", "gas bocor dari jam tujuh tadi pak tolong"),
        ("darurat", "dari kemarin gas bocor di rumah saya"),
        ("darurat", "anak hanyut dari jam tiga sore"),
        ("ambulans", "ada kecelakaan di tempat parkir pasar"),
        ("ambulans", "jantung bapak saya serangan jantung tolong kirim pelayanan darurat"),
        ("ambulans", "ada orang kecelakaan di depan rumah"),
        ("ambulans", "tabrakan di jalan merdeka ada yang luka parah"),
        ("ambulans", "ayah saya sesak napas"),
        ("ambulans", "bapak saya jatuh dan tidak bangun bangun"),
        ("polisi", "rumah saya kemasukan maling"),
        ("polisi", "tolong ada orang dipukuli di depan rumah saya"),
        ("polisi", "suami saya memukul saya"),
        ("polisi", "suami saya sering memukul saya"),
        ("putus_asa", "saya sering ingin bunuh diri"),
        ("putus_asa", "dari dulu saya tidak kuat ingin bunuh diri"),
    ],
)
def test_the_shipped_alarms_hear_an_emergency(shipped: Flows, name: str, text: str) -> None:
    alarm = alarm_in(shipped, (Hypothesis(text, 0.1),))
    assert alarm is not None
    assert alarm.name == name


@pytest.mark.parametrize(
    "text",
    [
        "jalan berlubang di jalan merdeka sudah sering terjadi kecelakaan",
        "kemarin ada kecelakaan motor di situ, sudah sejak bulan lalu",
        "saya tidak sadar kalau pajak motor saya sudah lewat",
        "mau minta polisi tidur di jalan merdeka",
        "tolong, mau minta polisi tidur di jalan merdeka",
        "saya mau lapor ada maling kabel lampu jalan",
        "lampu jalan mati jadi sering ada begal",
        "bukan kebakaran pak, mau lapor jalan rusak",
        "tidak ada kebakaran, tolong cek ktp saya",
        "saya tidak mau bunuh diri cuma mau tanya ktp",
        "ktp saya terbakar waktu rumah saya kebakaran bulan lalu",
        "kk kami ikut terbakar waktu rumah kebakaran",
        "kk saya terbakar",
        "jadwal unit gawat darurat",
        "asap sampah bikin sesak napas",
        "bansos korban kebakaran",
        "surat keterangan kebakaran",
        "tolong buatkan surat keterangan kebakaran",
        "minta tolong ktp saya hilang waktu kebakaran tahun lalu",
        "tolong jalannya diperbaiki takut terjadi kecelakaan",
    ],
)
def test_the_shipped_alarms_leave_ordinary_wishes_alone(shipped: Flows, text: str) -> None:
    assert alarm_in(shipped, (Hypothesis(text, 1.0),)) is None


def test_a_burglary_leads_out_while_digits_are_dictated(shipped: Flows) -> None:
    call = ktp(Conversation(shipped).begins()).says("tiga dua").says("rumah saya kemasukan maling")
    assert call.transfer is not None
    assert call.transfer.number == "110"
