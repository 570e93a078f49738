"""What remains when no person is free: chosen in words, by key, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conversation import Conversation, complaint, ktp

from dialog.choosing import ASKS, HOW, INSISTS, LEAVES, meant
from dialog.effects import Expect, Listen, Outcome
from dialog.remaining import CALL, GO_ON, MESSAGE, WAIT
from dialog.schema import Alarm, Flows
from dialog.state import Phase, State

BUSY = {"keadaan": "busy", "posisi": "1", "tunggu": "60"}
ALL, NO_WAIT, SECRET = State(can_wait=True), State(), State(can_wait=True, confidential=True)


@pytest.fixture
def offered(call: Conversation) -> Conversation:
    call.agents = BUSY
    return ktp(call).says("petugas")


@pytest.mark.parametrize(
    ("state", "text", "way"),
    [
        (ALL, "saya tunggu saja", WAIT),
        (ALL, "ya tunggu", WAIT),
        (ALL, "nunggu aja deh", WAIT),
        (ALL, "jangan ditutup dulu, saya tunggu", WAIT),
        (ALL, "telpon balik aja", CALL),
        (ALL, "tidak usah ditelepon, saya tunggu saja", WAIT),
        (ALL, "tidak mau lama menunggu, telepon saja saya", CALL),
        (ALL, "daripada menunggu lebih baik ditelepon", CALL),
        (ALL, "mau titip pesan", MESSAGE),
        (ALL, "lanjut sama sapa aja", GO_ON),
        (ALL, "tidak, lanjut dengan sapa", GO_ON),
        (ALL, "tidak mau dengan sapa", ""),
        (ALL, "tidak usah, lanjut saja", GO_ON),
        (ALL, "yang kedua", CALL),
        (NO_WAIT, "yang kedua", MESSAGE),
        (NO_WAIT, "yang pertama", CALL),
        (ALL, "nomor tiga", MESSAGE),
        (NO_WAIT, "satu", ""),
        (NO_WAIT, "saya tunggu", ""),
        (SECRET, "tinggalkan pesan", ""),
        (SECRET, "yang ketiga", GO_ON),
        (ALL, "rumah saya nomor dua belas tiga", ""),
        (ALL, "", ""),
        (ALL, "ya sudah tunggu saja", WAIT),
        (ALL, "saya nunggu aja deh gapapa", WAIT),
        (ALL, "aku ngenteni wae", WAIT),
        (ALL, "kula tengga mawon", WAIT),
        (ALL, "antosan wae", WAIT),
        (ALL, "ngantosan", WAIT),
        *(
            (ALL, text, ASKS)
            for text in (
                "antreannya berapa lama",
                "nunggu berapa lama",
                "emangnya ada berapa petugas",
                "berapa lama lagi",
                "kok lama sekali",
                "kok nomor tiga",
                "gratis tidak menunggunya",
            )
        ),
        *(
            (ALL, text, CALL)
            for text in (
                "masa harus nunggu",
                "jangan suruh saya nunggu",
                "capek nunggu",
                "sudah menunggu dari tadi",
                "keburu habis pulsa kalau nunggu",
                "terserah",
                "yang cepat saja",
                "yang penting cepat",
                "sing cepet wae",
                "tolong telepon saya",
                "saya nggak mau nunggu",
            )
        ),
        (ALL, "capek nunggu, titip pesan saja", MESSAGE),
        (ALL, "yang terakhir", GO_ON),
        (ALL, "nanti saja saya telepon lagi", LEAVES),
        (ALL, "nanti saya telepon lagi", LEAVES),
        (ALL, "sudah tiga kali saya telepon", ""),
        (ALL, "hubungi kantor polisi", ""),
        (ALL, "dua menit", ""),
        (ALL, "tekan dua", CALL),
        (ALL, "lho kok mesin lagi", INSISTS),
        (ALL, "saya tidak mau mesin", INSISTS),
        (ALL, "lanjut dengan mesin saja", GO_ON),
        (ALL, "terus gimana", HOW),
        (ALL, "kenapa begitu ya", ""),
    ],
)
def test_what_was_chosen(state: State, text: str, way: str) -> None:
    assert meant(state, text) == way


@pytest.mark.parametrize(
    ("key", "phase"), [("1", Phase.TRANSFERRING), ("2", Phase.CALLBACK), ("3", Phase.MESSAGE), ("4", Phase.SLOT), ("0", Phase.TRANSFERRING)]
)
def test_by_key(offered: Conversation, key: str, phase: Phase) -> None:
    assert offered.presses(key).state.phase is phase


def test_other_keys_change_nothing(offered: Conversation) -> None:
    assert offered.presses("5").effects == ()
    assert "Mau menunggu" in offered.presses("*").said


def test_listening_knows_what_is_likely(offered: Conversation) -> None:
    listen = offered.effects[-1]
    assert isinstance(listen, Listen) and listen.expect is Expect.FREE and "tunggu" in listen.phrases


def test_a_mere_yes_takes_the_first_and_a_no_says_goodbye(offered: Conversation) -> None:
    assert offered.says("iya").transfer is not None
    offered.comes_back("full")
    assert offered.says("tidak").said == offered.flows.prompts.go_on_instead
    assert offered.says("tidak").ended is Outcome.FAILED


@pytest.mark.parametrize("text", ["tidak", "mboten", "ya sudah nggak jadi"])
def test_nobody_who_was_in_the_middle_of_something_is_let_go_unasked(call: Conversation, text: str) -> None:
    call.agents = BUSY
    summary = complaint(call).said
    assert call.says("petugas").says(text).said == call.flows.prompts.go_on_instead
    assert call.says("ya").said == f"{call.flows.prompts.resume} {summary}"


def test_who_had_begun_nothing_is_let_go_at_once(call: Conversation) -> None:
    call.agents = BUSY
    assert call.says("petugas").says("tidak").ended is Outcome.FAILED


@pytest.mark.parametrize(
    ("text", "phase"),
    [("tidak usah", Phase.ENDED), ("nanti saya telepon lagi", Phase.ENDED), ("boleh", Phase.SLOT), ("lanjut saja", Phase.SLOT),
     ("titip pesan", Phase.MESSAGE), ("petugas", Phase.OFFER_WAYS), ("xyzzy", Phase.OFFER_GO_ON), ("mau lapor jalan rusak", Phase.SLOT)],
)  # fmt: skip
def test_the_last_question_is_answered_in_many_ways(offered: Conversation, text: str, phase: Phase) -> None:
    assert offered.says("tidak").says(text).state.phase is phase


@pytest.mark.parametrize(("key", "phase"), [("1", Phase.SLOT), ("2", Phase.ENDED)])
def test_the_last_question_is_answered_by_key(offered: Conversation, key: str, phase: Phase) -> None:
    assert offered.says("tidak").presses(key).state.phase is phase


def test_how_long_it_takes_is_told_as_it_is_then(offered: Conversation) -> None:
    offered.agents = {"keadaan": "busy", "posisi": "2", "tunggu": "60"}
    assert "Anda nomor dua dalam antrean" in offered.says("antreannya berapa lama").said
    offered.agents = {"keadaan": "free"}
    assert offered.says("nunggu berapa lama").transfer is not None


def test_who_was_in_the_queue_twice_is_told_how_it_stood(offered: Conversation) -> None:
    offered.says("tunggu").comes_back().says("tunggu").comes_back()
    assert offered.says("berapa lama lagi").said.startswith(offered.flows.prompts.no_agent)


def test_who_asks_what_there_is_hears_the_keys(offered: Conversation) -> None:
    for text in ("apa saja pilihannya", "terus gimana"):
        assert offered.says(text).said.startswith(offered.flows.prompts.key_wait)


@pytest.mark.parametrize(
    "text", ["tidak usah, terima kasih", "ya sudah saya tutup saja", "saya tutup teleponnya ya", "sudah cukup terima kasih"]
)
def test_leave_may_be_taken(offered: Conversation, text: str) -> None:
    assert offered.says(text).ended is Outcome.FAILED


@pytest.mark.parametrize("text", ["eh gimana ya nak", "jangan tutup dulu", "kok lama sekali"])
def test_what_only_sounds_like_a_yes_or_a_no_is_neither(offered: Conversation, text: str) -> None:
    assert offered.says(text).state.phase is Phase.OFFER_WAYS


def test_another_wish_is_taken_up(offered: Conversation) -> None:
    assert offered.says("mau lapor jalan rusak").state.intent == "lapor"


def test_not_understood_it_is_said_again_then_by_keys_then_goodbye(offered: Conversation) -> None:
    assert offered.mumbles().said.endswith("lanjut dengan Sapa?")
    prompts = offered.flows.prompts
    assert offered.mumbles().said.endswith(f"{prompts.key_wait} {prompts.key_call} {prompts.key_message} {prompts.key_go_on}")
    assert offered.says("ulangi").said == " ".join((prompts.key_wait, prompts.key_call, prompts.key_message, prompts.key_go_on))
    assert offered.mumbles().said == prompts.go_on_instead
    for _ in range(3):
        offered.mumbles()
    assert offered.ended is Outcome.FAILED


def test_going_on_is_going_on_where_the_caller_was(call: Conversation) -> None:
    call.agents = BUSY
    summary = complaint(call).said
    call.says("petugas").says("lanjut dengan sapa")
    assert (call.state.phase, call.said) == (Phase.SUMMARY, f"{call.flows.prompts.resume} {summary}")
    assert call.says("ya").lookup is not None


def test_going_on_from_nothing_asks_what_it_is_about(call: Conversation) -> None:
    call.agents = BUSY
    assert call.says("petugas").says("lanjut").said.endswith(call.flows.prompts.ask_intent)


def test_going_on_after_a_system_had_no_answer_asks_for_more(call: Conversation) -> None:
    call.agents = BUSY
    complaint(call).says("ya").system_fails("timeout").says("ya").says("lanjut")
    assert call.said == call.flows.prompts.anything_else


def test_going_on_while_a_system_was_asked_begins_anew(call: Conversation) -> None:
    call.agents = BUSY
    complaint(call).says("ya").says("petugas").says("lanjut")
    assert call.said == call.flows.prompts.ask_intent


@pytest.mark.parametrize(("command", "phase"), [("batal", Phase.SLOT), ("kembali", Phase.SLOT), ("mulai dari awal", Phase.SLOT)])
def test_commands_lead_back(offered: Conversation, command: str, phase: Phase) -> None:
    assert offered.says(command).state.phase is phase


def test_a_secret_call_is_offered_no_message(call: Conversation) -> None:
    call.flows = replace(call.flows, confidential=("jangan direkam",))
    call.agents = BUSY
    assert call.says("jangan direkam").says("petugas").said.endswith(call.flows.prompts.ways_secret_wait)
    assert call.presses("3").effects == ()
    call.agents = {"keadaan": "full"}
    assert call.presses("1").said.endswith(call.flows.prompts.ways_secret)


def test_who_asks_for_secrecy_there_is_offered_no_message(call: Conversation) -> None:
    call.flows, call.agents = replace(call.flows, confidential=("jangan dicatat",)), BUSY
    said = call.says("petugas").says("jangan dicatat").said
    assert said == f"{call.flows.prompts.confidential} {call.flows.prompts.ways_secret_wait}"


@pytest.mark.parametrize("text", ["petugas", "lho kok mesin lagi", "dasar brengsek"])
def test_who_insists_hears_why_then_the_keys_then_is_offered_the_call_back_then_let_go(flows: Flows, text: str) -> None:
    rude = Alarm("kasar", "abuse", ("brengsek",), "Saya carikan petugas.")
    call = Conversation(replace(flows, alarms=(rude,))).begins("081234567890")
    call.agents = {"keadaan": "nobody"}
    offer, prompts = call.says("petugas").said, flows.prompts
    assert call.says(text).said == offer and call.found is None
    assert call.says(text).said.startswith(prompts.key_call)
    assert call.says(text).state.phase is Phase.CALLBACK_SAME
    for _ in range(5):
        if call.ended is None:
            call.says("petugas")
    assert call.ended is Outcome.FAILED
