"""Personal answers only after proof."""

from __future__ import annotations

from conversation import NIK, OTHER_NIK, Conversation

from dialog.schema import Flows

BORN = "satu juli seribu sembilan ratus sembilan puluh"


def begun(flows: Flows, wish: str, caller: str = "081200000415") -> Conversation:
    return Conversation(flows).begins(caller).says(wish)


def by_birth_date(call: Conversation) -> Conversation:
    return call.presses(NIK).says("ya").says(BORN)


def test_the_system_is_asked_whether_it_fits_before_anything_is_answered(served: Flows) -> None:
    call = begun(served, "cek jatah beras")
    assert call.said == f"{served.prompts.verify} NIK Anda?"
    by_birth_date(call)
    assert call.lookup is not None and call.lookup.operation == "warga.cocok"
    assert call.lookup.arguments == {"nik": NIK, "tanggal_lahir": "1990-07-01", "penelepon": "081200000415"}
    assert call.system_answers(cocok="ya").lookup is not None
    assert call.lookup is not None and call.lookup.operation == "warga.beras"
    assert "siap" in call.system_answers(status="siap").said


def test_the_next_way_is_tried_without_asking_again(served: Flows) -> None:
    call = begun(served, "cek bansos").presses(NIK).says("ya")
    assert call.lookup is not None and call.lookup.operation == "warga.nomor"
    assert call.system_answers(cocok="tidak").said == "Tanggal lahir Anda?"
    call.says(BORN).system_answers(cocok="ya")
    assert call.lookup is not None and call.lookup.operation == "warga.bansos"


def test_a_known_number_needs_no_more(served: Flows) -> None:
    call = begun(served, "cek bansos").presses(NIK).says("ya").system_answers(cocok="ya")
    assert call.lookup is not None and call.lookup.operation == "warga.bansos"


def test_three_proofs_that_do_not_fit_lead_to_a_person(served: Flows) -> None:
    call = begun(served, "cek jatah beras")
    for time in range(3):
        by_birth_date(call).system_fails("not_found") if time else by_birth_date(call).system_answers(cocok="tidak")
        assert time == 2 or served.prompts.not_verified in call.said
    assert served.prompts.verification_failed in call.said
    assert call.transfer is not None and call.transfer.reason == "verification"
    assert call.transfer.verified == ()


def test_who_has_proved_it_is_not_asked_again(served: Flows) -> None:
    call = by_birth_date(begun(served, "cek jatah beras")).system_answers(cocok="ya").system_answers(status="siap")
    call.says("cek bansos")
    assert "NIK yang tadi" in call.said
    assert call.lookup is not None and call.lookup.operation == "warga.bansos"


def test_a_number_that_was_proved_serves_another_proof(served: Flows) -> None:
    call = by_birth_date(begun(served, "cek jatah beras")).system_answers(cocok="ya").system_answers(status="siap")
    call.says("cek uang lansia")
    assert "NIK yang tadi" in call.said
    assert call.lookup is not None and call.lookup.operation == "sapa.kirim_kode"


def test_another_persons_number_must_be_proved_anew(served: Flows) -> None:
    call = by_birth_date(begun(served, "cek jatah beras")).system_answers(cocok="ya").system_answers(status="siap")
    call.says(f"cek jatah beras untuk NIK {OTHER_NIK}").says("ya")
    assert call.lookup is None
    assert call.state.slot == "tanggal_lahir"


def test_what_was_proved_travels_with_the_caller(served: Flows) -> None:
    call = by_birth_date(begun(served, "cek jatah beras")).system_answers(cocok="ya").system_answers(status="siap").says("petugas")
    assert call.transfer is not None and call.transfer.verified == ("NIK dan tanggal lahir",)
    assert call.transfer.briefing == "Mengecek jatah beras, NIK dan tanggal lahir terverifikasi."


def test_a_code_is_sent_and_must_come_back(served: Flows) -> None:
    call = begun(served, "cek uang lansia").presses(NIK).says("ya")
    assert call.lookup is not None and call.lookup.operation == "sapa.kirim_kode"
    assert call.lookup.arguments["melalui"] == "warga.telepon"
    assert "berakhiran 415" in call.system_answers(akhiran="415").said
    call.presses("123456")
    assert call.lookup is not None and (call.lookup.operation, call.lookup.arguments) == ("sapa.periksa_kode", {"kode": "123456"})
    assert served.prompts.wrong_code in call.system_answers(cocok="tidak").said
    call.says("belum masuk, tolong kirim ulang")
    assert call.lookup is not None and call.lookup.operation == "sapa.kirim_kode"
    call.system_answers(akhiran="415").says("enam lima empat tiga dua satu").system_answers(cocok="ya")
    assert call.lookup is not None and call.lookup.operation == "warga.lansia"


def test_a_system_that_does_not_answer_is_no_failed_proof(served: Flows) -> None:
    call = by_birth_date(begun(served, "cek jatah beras")).system_fails("timeout")
    assert call.said == served.prompts.lookup_failed
    assert call.state.refusals == 0


def test_a_system_that_fails_later_loses_no_proof(served: Flows) -> None:
    call = by_birth_date(begun(served, "cek jatah beras")).system_answers(cocok="ya").system_fails("timeout").says("tidak usah")
    call.says("cek jatah beras")
    assert call.lookup is not None and call.lookup.operation == "warga.beras"
