"""Numbers and other answers: said, begun anew, corrected, summed up."""

from __future__ import annotations

import pytest
from conversation import NIK, OTHER_NIK, SPOKEN_NIK, Conversation, complaint, ktp, without_agents

from dialog.effects import End, Listen, Transfer
from dialog.state import Phase


def test_a_number_begun_anew_replaces_its_first_part(call: Conversation) -> None:
    assert ktp(call).says("tiga dua tujuh tiga").says(SPOKEN_NIK).heard == NIK


def test_words_between_the_halves_lose_nothing(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh tiga").says("waduh mana ini")
    assert call.state.digits == "3273"
    assert "3273" in call.said


def test_a_beginning_that_cannot_be_is_asked_again(call: Conversation) -> None:
    ktp(call).says("sembilan sembilan nol satu nol satu")
    assert "kode wilayahnya" in call.said
    assert call.says("tiga dua tujuh tiga nol satu").state.digits == "327301"


@pytest.mark.parametrize("lead", ["bukan ", "salah, yang benar ", ""])
def test_a_correction_instead_of_a_no(call: Conversation, lead: str) -> None:
    ktp(call).says(SPOKEN_NIK).says(lead + SPOKEN_NIK.removesuffix("satu") + "dua")
    assert call.heard == OTHER_NIK
    assert call.state.phase is Phase.CONFIRM_SLOT


def test_the_same_number_again_is_a_yes_and_with_a_no_a_no(call: Conversation) -> None:
    assert ktp(call).says(SPOKEN_NIK).says(SPOKEN_NIK).lookup is not None
    other = ktp(Conversation(call.flows).begins()).says(SPOKEN_NIK).says("bukan " + SPOKEN_NIK)
    assert other.lookup is None
    assert other.state.phase is Phase.SLOT


@pytest.mark.parametrize(
    "words",
    [
        "bukan yang belakang nol nol nol dua",
        "salah, empat angka terakhir nol nol nol dua",
        "bukan, nomor urutnya nol nol nol dua",
        "yang terakhir dua bukan satu",
    ],
)
def test_a_no_with_part_of_a_number_corrects_that_part(call: Conversation, words: str) -> None:
    ktp(call).says(SPOKEN_NIK).says(words)
    assert call.state.phase is Phase.CONFIRM_SLOT
    assert call.heard == OTHER_NIK


def test_a_group_called_wrong_is_asked_again_alone(call: Conversation) -> None:
    ktp(call).says(SPOKEN_NIK).says("bukan, tanggal lahirnya salah")
    assert "tanggal lahirnya, enam angka di tengah" in call.said
    assert isinstance(call.waits_for, Listen)
    assert call.waits_for.digits == 6
    assert call.says("empat dua nol tujuh sembilan nol").heard == "3273014207900001"


def test_a_group_that_cannot_be_right_is_asked_again_alone(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh tiga nol satu empat satu satu tujuh sembilan nol nol nol nol satu")
    assert "tanggal lahirnya" in call.said
    assert call.state.digits == "3273014117900001"
    assert call.says("empat satu nol tujuh").says("sembilan nol").heard == NIK


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("bukan yang terakhir tujuh satu", "327371"),
        ("eh salah, tiga tiga tujuh tiga nol satu", "337301"),
        ("bukan, nol dua", "327302"),
        ("salah dua bukan satu", "327302"),
        ("salah pak", ""),
    ],
)
def test_the_beginning_of_a_number_is_put_right_on_the_way(call: Conversation, words: str, digits: str) -> None:
    assert ktp(call).says("tiga dua tujuh tiga nol satu").says(words).state.digits == digits


def test_a_wrong_group_may_be_keyed(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh tiga nol satu empat satu satu tujuh sembilan nol").presses("410790")
    assert call.state.digits == NIK[:12]
    assert call.presses("0001").heard == NIK


def test_a_wrong_group_found_on_the_way_leaves_the_rest_to_come(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh tiga nol satu empat satu satu tujuh sembilan nol").says("empat satu nol tujuh sembilan nol")
    assert call.state.digits == NIK[:12]
    assert call.says("nol nol nol satu").heard == NIK


def test_endless_corrections_end_at_a_person(call: Conversation) -> None:
    ktp(call).says(SPOKEN_NIK)
    for i in range(2, 9):
        call.says(f"bukan {NIK[:-1]}{i}")
        if call.transfer:
            break
        if call.state.phase is Phase.SLOT:
            call.says(SPOKEN_NIK)
    assert call.transfer is not None


def test_a_refused_telephone_number_is_asked_for_again_and_not_for_ever(call: Conversation) -> None:
    without_agents(call).says("telepon kembali")
    for _ in range(4):
        call.says("nol delapan satu dua tiga empat lima enam tujuh").says("besok").says("bukan")
    assert isinstance(call.waits_for, End)


def test_what_is_named_as_wrong_is_asked_again_alone(call: Conversation) -> None:
    complaint(call).says("lokasinya salah")
    assert call.said == call.flows.intents["lapor"].slot("lokasi").ask
    assert call.says("jalan asia afrika").state.phase is Phase.SUMMARY
    assert "jalan asia afrika" in call.said
    assert "jalan berlubang besar" in call.said


def test_who_says_only_no_to_a_summary_is_asked_which_part_is_wrong(call: Conversation) -> None:
    complaint(call).says("bukan")
    assert call.state.phase is Phase.WHICH_WRONG
    assert "Isi laporan, Lokasi, atau Sejak" in call.said
    assert call.says("lokasinya").said == call.flows.intents["lapor"].slot("lokasi").ask
    assert call.says("jalan asia afrika").state.phase is Phase.SUMMARY


def test_all_of_a_summary_may_be_wrong_or_none_of_it(call: Conversation) -> None:
    assert call.flows.prompts.restart in complaint(call).says("salah").says("semuanya").said
    assert call.state.slots == {}
    assert complaint(Conversation(call.flows).begins()).says("salah").says("eh sudah benar").lookup is not None


def test_the_wrong_part_by_key_or_with_what_is_right(call: Conversation) -> None:
    assert complaint(call).says("salah").presses("2").said == call.flows.intents["lapor"].slot("lokasi").ask
    other = complaint(Conversation(call.flows).begins()).says("salah").says("lokasinya salah, jalan asia afrika")
    assert other.state.slots["lokasi"] == "jalan asia afrika"


def test_a_summary_refused_again_and_again_goes_to_a_person_with_the_story(call: Conversation) -> None:
    complaint(call)
    for _ in range(3):
        call.says("bukan").says("lokasinya").says("jalan braga")
        if call.transfer:
            break
    else:
        call.says("bukan")
    assert isinstance(call.waits_for, Transfer)
    assert "jalan braga" in [fact.value for fact in call.waits_for.facts]


def test_a_digit_among_other_words_begins_no_number(call: Conversation) -> None:
    assert ktp(call).says("yang roda dua pak").state.digits == ""


@pytest.mark.parametrize("words", ["ya tapi lokasinya salah", "sudah benar tapi lokasinya bukan itu", "benar semua kecuali lokasinya"])
def test_a_yes_with_a_but_is_no_yes(call: Conversation, words: str) -> None:
    complaint(call).says(words)
    assert call.said == call.flows.intents["lapor"].slot("lokasi").ask
    assert call.lookup is None


def test_a_mere_yes_to_which_part_is_wrong_submits_nothing(call: Conversation) -> None:
    assert complaint(call).says("belum, masih salah").says("iya").lookup is None
    assert call.says("sudah benar semua").lookup is not None


def test_a_group_that_was_right_after_all(call: Conversation) -> None:
    assert ktp(call).says(SPOKEN_NIK).says("bukan, tanggal lahirnya salah").says("eh iya sudah benar").heard == NIK


def test_keys_replace_the_spoken_beginning_of_a_group(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh tiga nol satu empat satu satu tujuh sembilan nol nol nol nol satu").says("satu").presses("410790")
    assert call.heard == NIK


def test_after_something_in_between_the_rest_of_the_number_is_asked_for(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh tiga").says("bantuan")
    assert call.said.endswith("Sudah saya catat, 3273. Silakan lanjutkan angka berikutnya.")
