"""What keys mean."""

from __future__ import annotations

from conversation import NIK, Conversation, complaint, ktp, without_agents

from dialog.state import Phase


def test_zero_is_a_person_until_a_nik_has_begun(call: Conversation) -> None:
    assert ktp(call).presses("0").transfer is not None
    late = ktp(Conversation(call.flows).begins()).presses("30")
    assert late.transfer is None
    assert late.state.digits == "30"


def test_zero_begins_a_telephone_number(call: Conversation) -> None:
    without_agents(call).says("telepon kembali").presses("08123456789#")
    assert call.state.callback.contact == "08123456789"


def test_zero_in_a_question_is_a_person(call: Conversation) -> None:
    assert complaint(call).presses("0").transfer is not None


def test_a_keyed_nik_ends_with_its_last_digit(call: Conversation) -> None:
    assert ktp(call).presses(NIK).state.phase is Phase.CONFIRM_SLOT
    assert call.presses("1").lookup is not None


def test_a_choice_is_picked_by_its_place(call: Conversation) -> None:
    call.says("mau urus izin usaha").presses("2")
    before = call.state
    assert call.presses("4#").state == before
    assert call.presses("2").state.slots["bidang"] == "jasa"


def test_star_clears_and_hash_ends(call: Conversation) -> None:
    ktp(call).presses("99*3273#")
    assert call.state.digits == "3273"
    assert "3273" in call.said


def test_half_spoken_and_half_keyed_is_one_nik(call: Conversation) -> None:
    assert ktp(call).says("tiga dua tujuh tiga nol satu").presses(NIK[6:]).heard == NIK
    other = ktp(Conversation(call.flows).begins()).presses(NIK[:8]).stops_keying()
    assert other.says("nol tujuh sembilan nol nol nol nol satu").heard == NIK
    third = ktp(Conversation(call.flows).begins()).presses(NIK[:8]).says("nol tujuh sembilan nol nol nol nol satu")
    assert third.heard == NIK


def test_a_keyed_nik_with_an_impossible_date_is_asked_again(call: Conversation) -> None:
    ktp(call).presses("3273019913900001")
    assert "tanggal lahirnya" in call.said
    assert call.presses("010790").heard == "3273010107900001"


def test_keys_that_mean_nothing_change_nothing(call: Conversation) -> None:
    before = call.state
    assert call.presses("7#").stops_keying().state == before


def test_star_asks_again_where_no_number_is_due(call: Conversation) -> None:
    assert call.presses("*").said == call.flows.prompts.ask_intent
