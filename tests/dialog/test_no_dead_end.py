"""Whatever happens in whatever order: nothing breaks, nobody is left in silence, nobody goes round for ever."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from conversation import NIK, SPOKEN_NIK, Conversation
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.calendar import Calendar, Calendars
from dialog.effects import End, Listen, Lookup, Say, Transfer
from dialog.events import CallStarted, LookupDone, Unfinished
from dialog.manager import LONGEST
from dialog.schema import Flows
from dialog.state import Activity, Phase

pytestmark = pytest.mark.timeout(400)  # ten thousand calls, with others beside them
SENTENCES = [
    "cek status ktp", "ktp saya hilang", "mau lapor jalan rusak", "mau urus izin usaha", "ya", "tidak", "bukan", SPOKEN_NIK,
    "bukan " + SPOKEN_NIK, "tiga dua tujuh tiga", "nol delapan satu dua tiga empat lima enam", "satu", "petugas", "ulangi", "batal",
    "selesai", "jalan merdeka dekat pasar", "lokasinya salah", "bukan bandung bogor", "kembali", "bantuan", "mulai dari awal",
    "pelan pelan", "mau urus surat pindah", "jam bukanya sampai kapan", "bandung", "eh salah lima bukan enam",
    "tanggal lahirnya salah", "yang kedua", "makanan", "sudah itu saja", "tunggu sebentar", "", "xyzzy", "saya tunggu", "telepon kembali",
    "titip pesan", "lanjut dengan sapa", "besok pagi", "secepatnya", "besok malam", "nol delapan satu dua tiga empat lima enam tujuh",
]  # fmt: skip
SENTENCES_AROUND = [
    "cek bansos", "cek jatah beras untuk istri saya", "cek uang lansia", "mau kartu sehat", "lapor ular masuk rumah", "hapus denda saya",
    "satu juli seribu sembilan ratus sembilan puluh", "kalau biayanya", "ke nomor lain", "kirim ulang kodenya", "tiga", "tidak usah",
    "bisa diwakilkan tidak", "jangan direkam", "nomor ini saja", "ya tapi belakangnya dua", "nomornya berapa tadi", "bukan ular, monyet",
    "telepon kembali saja", "123456",
]  # fmt: skip
AROUND_A_PERSON = ["free", "busy", "full", "nobody", "closed", "unknown", ""]
WAYS = ["saya tunggu", "telepon kembali", "titip pesan", "lanjut dengan sapa", "petugas", "besok malam", "besok pagi", "ya", "tidak"]
FIELDS = ["nama", "status", "kantor", "perkiraan", "tiket", "ticket", "cocok", "akhiran", "ada", "nomor"]
ONE = st.one_of(
    st.tuples(st.just("says"), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3), st.floats(0, 1)),
    st.tuples(st.just("says"), st.lists(st.text(max_size=20), min_size=1, max_size=2), st.just(1.0)),
    st.tuples(st.just("presses"), st.one_of(st.text("0123456789*#", max_size=6), st.just(NIK))),
    st.tuples(st.just("system_answers"), st.dictionaries(st.sampled_from(FIELDS), st.text())),
    st.tuples(st.just("system_fails"), st.sampled_from(["timeout", "unavailable", "not_found", "rejected", "new"])),
    st.tuples(st.sampled_from(["mumbles", "is_silent", "stops_keying", "recognizer_fails", "comes_back", "hangs_up"])),
)


def play(call: Conversation, one: tuple[object, ...]) -> None:
    match one:
        case ("says", list() as texts, float() as confidence):
            call.says(*texts, confidence=confidence)
        case ("system_answers", dict() as data):
            call.system_answers(**data)
        case (str() as name, *rest):
            getattr(call, name)(*rest)


def standing(rng: Random) -> dict[str, str]:
    return {"keadaan": rng.choice(AROUND_A_PERSON), "posisi": rng.choice(("1", "3", "99", "")), "tunggu": rng.choice(("0", "90", "x"))}


def check(call: Conversation) -> None:
    """Something is waited for, and a caller who is listened to has just been spoken to."""
    for effect in call.effects:
        if isinstance(effect, Say):
            assert effect.text.strip()
            assert "{{" not in effect.text
    if any(isinstance(effect, Listen) for effect in call.effects):
        assert call.said
        assert isinstance(call.effects[-1], Listen)
    # Once all is said, exactly one of: listening with a timer, waiting for an effect with a deadline, over.
    match call.state.activity:
        case Activity.LISTENING:
            assert isinstance(call.waits_for, Listen)
            assert call.waits_for == call.state.listening
            assert call.waits_for.turn == call.state.turn
            assert call.waits_for.no_input_ms > 0
        case Activity.WAITING if call.state.phase is not Phase.TRANSFERRING:
            assert isinstance(call.waits_for, Lookup)
            assert call.waits_for.request == call.state.request
            assert call.waits_for.deadline_ms > 0
        case Activity.WAITING:
            assert isinstance(call.waits_for, Transfer)
        case Activity.OVER:
            assert call.state.outcome is not None


def random_event(rng: Random, sentences: list[str] = SENTENCES) -> tuple[object, ...]:
    match rng.randrange(11):
        case 0 | 1 | 2 | 3:
            return ("says", [rng.choice(sentences) for _ in range(rng.randint(1, 2))], rng.choice((0.05, 0.3, 0.9, 1.0)))
        case 4:
            text = "".join(rng.choice("abcdeknortu 0123456789,.!?'ñ日{}%") for _ in range(rng.randint(0, 30)))
            return ("says", [text.replace("{{", "{")], 1.0)
        case 5 | 6:
            return ("presses", rng.choice((NIK, NIK[:6], "1", "2", "0", "*", "#", "08123456789#", "410790")))
        case 7:
            value = rng.choice(("siap", "ya", "ya", "tidak"))
            return ("system_answers", dict.fromkeys(rng.sample(FIELDS, rng.randint(0, len(FIELDS))), value))
        case 8:
            return ("system_fails", rng.choice(("timeout", "unavailable", "not_found", "rejected", "new")))
        case 9:
            return ("is_slow",)
        case _:
            return (rng.choice(("mumbles", "is_silent", "stops_keying", "recognizer_fails", "comes_back", "is_sent_back", "hangs_up")),)


def test_ten_thousand_calls_never_raise_always_wait_for_something_and_end(flows: Flows) -> None:
    rng = Random(2026)
    for number in range(10_000):
        call = Conversation(flows).begins(rng.choice(("", "0812", "081234567890")))
        for _ in range(rng.randint(1, 14)):
            call.agents = standing(rng) if rng.random() < 0.9 else None
            play(call, random_event(rng))
            check(call)
        for i in range(20):
            if isinstance(call.waits_for, Transfer | End) or call.state.activity is Activity.OVER:
                break
            if isinstance(call.waits_for, Lookup):
                call.system_fails("timeout")
            else:
                getattr(call, ("is_silent", "mumbles")[i % 2])()
            check(call)
        assert isinstance(call.waits_for, Transfer | End) or call.state.activity is Activity.OVER
        if number % 20 == 0:
            again = Conversation(flows)
            again.agents = None
            for event in call.events:
                again.happens(event)
            assert (again.state, again.all_effects) == (call.state, call.all_effects)


def test_random_calls_around_answers_lose_no_report_and_tell_nobody_what_is_not_theirs(served: Flows) -> None:
    """A personal answer is looked up only for a NIK of which a system has said that it fits; a wish is filed once; a report waits for
    its answer at the offer to support another."""
    rng = Random(26)
    sentences = SENTENCES + 2 * SENTENCES_AROUND
    for _ in range(4_000):
        unfinished = Unfinished("lapor_satwa", {"satwa": "ular", "luka": "tidak"}) if rng.random() < 0.1 else None
        call = Conversation(served).happens(CallStarted("2026-11-24T10:00:00+07:00", "081200000415", unfinished))
        proved = set[str]()
        for _ in range(rng.randint(1, 25)):
            before = call.state
            play(call, random_event(rng, sentences))
            check(call)
            event = call.events[-1]
            if isinstance(event, LookupDone) and before.phase is Phase.VERIFYING and event.data.get("cocok") == "ya":
                proved.add(call.state.slots.get("nik", ""))
            if call.lookup is not None:
                personal = any(intent.verify and intent.lookup == call.lookup.operation for intent in served.intents.values())
                assert not personal or call.lookup.arguments["nik"] in proved
                assert call.lookup.operation != "satwa.lapor" or not before.told
            if call.state.phase is Phase.OFFER_OTHER:
                assert call.state.slots["satwa"]


def test_whoever_wants_a_person_is_in_the_queue_at_most_twice_and_left_with_something(flows: Flows) -> None:
    """Callers who go on wanting one, whatever the queue answers: two visits to it, unless a person spoke with them; then an end."""
    rng = Random(7)
    mondays = replace(flows, calendars=Calendars(Calendar(week={0: ((480, 690), (780, 960))})))
    for number in range(400):
        call = Conversation(mondays if number % 2 else flows).begins(rng.choice(("", "081234567890"))).says("petugas")
        visits = int(call.transfer is not None)
        for _ in range(60):
            call.agents = standing(rng)
            if isinstance(call.waits_for, Transfer):
                reason = rng.choice(("no_answer", "no_answer", "full", "nobody", "callback"))
                visits -= reason == "callback"  # they left it themselves
                call.comes_back(reason)
            elif isinstance(call.waits_for, Lookup):
                play(call, rng.choice((("system_answers", {"ticket": "TLP-1"}), ("system_fails", "timeout"))))
            elif rng.random() < 0.2:
                play(call, (rng.choice(("is_silent", "mumbles")),))
            elif rng.random() < 0.3:
                call.presses(rng.choice(("0", "1", "2", "3", "4", "081234567890#")))
            else:
                call.says(rng.choice(WAYS))
            visits += call.transfer is not None
            check(call)
            assert visits <= 2
            if call.state.phase is Phase.ENDED:
                break


@settings(max_examples=300, deadline=None)
@given(events=st.lists(ONE, max_size=25))
def test_something_is_always_waited_for(flows: Flows, events: list[tuple[object, ...]]) -> None:
    call = Conversation(flows).begins()
    for one in events:
        play(call, one)
        check(call)


@settings(max_examples=150, deadline=None)
@given(
    events=st.lists(ONE, max_size=15), last=st.lists(st.sampled_from(["is_silent", "mumbles", "recognizer_fails"]), min_size=1, max_size=3)
)
def test_every_caller_who_gets_nowhere_gets_a_person_or_a_goodbye(flows: Flows, events: list[tuple[object, ...]], last: list[str]) -> None:
    call = Conversation(flows).begins()
    for one in events:
        play(call, one)
    for i in range(12):
        if call.state.phase in (Phase.TRANSFERRING, Phase.ENDED):
            break
        if isinstance(call.waits_for, Lookup):
            call.system_fails("timeout")
        else:
            getattr(call, last[i % len(last)])()
    assert call.state.phase is Phase.ENDED or isinstance(call.waits_for, Transfer | End)


@settings(max_examples=100, deadline=None)
@given(sentence=st.sampled_from(SENTENCES), first=st.sampled_from(SENTENCES))
def test_the_same_sentence_for_ever_ends(flows: Flows, first: str, sentence: str) -> None:
    """A television in the room says one thing again and again."""
    call = Conversation(flows).begins().says(first)
    for _ in range(LONGEST + 10):
        if isinstance(call.waits_for, Transfer | End):
            return
        if isinstance(call.waits_for, Lookup):
            call.system_fails("timeout")
        else:
            call.says(sentence)
    raise AssertionError(f"{first!r}, then {sentence!r} for ever: still {call.state.phase}")
