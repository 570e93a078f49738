"""What is meant: sentences that nobody tuned the examples to, within what the hotline does and outside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conversation import CONFIGS
from hypothesis import given
from hypothesis import strategies as st

from dialog.confidence import Band, band
from dialog.load import load
from dialog.schema import Flows
from dialog.understanding.elsewhere import TOPICS, foreign
from dialog.understanding.understander import Understander
from ivr.bench.understanding import Sentences, figures, judge, read_sentences

WITHIN = {
    "status_ktp": [
        "mbak mau nanya dong ktp saya kok belum dikirim kirim ya",
        "saya udah foto di kecamatan bulan lalu ktpnya udah ada belum",
        "permisi pak ktp saya apa sudah bisa diambil di kelurahan",
        "cekin ktp saya dong udah kelar belum",
        "ktp baru saya nyampe mana prosesnya",
        "kira kira ktp kakak saya sudah terbit apa belum ya",
        "udah lama rekam e ktp kok gak jadi jadi",
        "pengen ngecek pembuatan ktp atas nama saya",
        "ktp saya statusnya sekarang gimana pak",
        "tolong lihatkan apakah ktp saya sudah rampung",
    ],
    "ktp_hilang": [
        "aduh pak ktp saya lenyap nggak tahu ke mana",
        "saya habis dirampok ktp ikut raib",
        "kalo ktp hilang ngurusnya ke polisi dulu atau ke mana",
        "ktp bapak saya hilang waktu mudik",
        "ktp saya sobek mau minta ganti",
        "bikin ktp pengganti karena kemarin kecopetan",
        "ktp ku ilang di kereta mesti gimana ya",
        "butuh ktp baru yang lama hilang di jalan",
        "apa saja yang dibawa buat ngurus ktp hilang",
        "dompet sama ktp saya ketinggalan di bus terus hilang",
    ],
    "lapor": [
        "ini jalan depan sekolah lubangnya gede banget sudah banyak yang jatuh",
        "saya mau laporin lampu merah mati di perempatan",
        "selokan meluap tiap hujan tolong ditangani",
        "truk sampah sudah dua minggu nggak datang",
        "ada pohon gede mau roboh di pinggir jalan",
        "saya keberatan dimintai uang waktu urus surat di kelurahan",
        "aspal di gang kami rusak parah",
        "mau protes pelayanan kantor camat lambat sekali",
        "ada galian kabel di trotoar tidak ditutup lagi",
        "warga terganggu suara bising pabrik tiap malam",
    ],
}
OUTSIDE = [
    "mau tanya cara buat surat waris",
    "kapan jadwal pemadaman bergilir",
    "saya mau bayar denda tilang elektronik",
    "pendaftaran sekolah dasar mulai kapan",
    "gimana cara klaim asuransi kecelakaan",
    "anak saya demam tinggi harus ke dokter apa",
    "buku tabungan saya hilang",
    "kartu kredit saya diblokir",
    "mau cek saldo e toll",
    "tolong carikan resep rendang",
    "jadwal kapal ke batam besok",
    "kucing saya tidak mau makan",
    "berapa harga tiket masuk museum",
    "internet di rumah saya mati",
    "mau sewa gedung untuk pernikahan",
    "kapan pendaftaran relawan dibuka",
    "cara mengganti nama di ijazah",
    "minta nomor telepon kantor pos",
    "mobil saya mogok di tol",
    "ada lowongan jadi satpam nggak",
    "mau komplain barang belanjaan online tidak sampai",
    "besok kantor pelayanan libur tidak",
    "surat tanah saya hilang",
    "kartu bpjs saya hilang",
    "saya mau beli token listrik",
    "siapa nama wali kota sekarang",
    "halo ini siapa ya",
    "saya cuma mau ngobrol saja",
    "berapa lama perjalanan ke bandung",
    "status pendaftaran haji saya bagaimana",
]


@pytest.fixture(scope="module")
def shipped() -> Flows:
    return load(CONFIGS)


def judged(flows: Flows, text: str) -> tuple[str, Band]:
    guesses = flows.understander.understand(text)
    return (guesses[0].intent, band(guesses[0].confidence, flows.bands_of(guesses[0].intent))) if guesses else ("", Band.ASK_AGAIN)


def test_most_wishes_are_begun_or_asked_about_and_none_is_taken_for_another(shipped: Flows) -> None:
    judgements = [(want, *judged(shipped, text)) for want, texts in WITHIN.items() for text in texts]
    assert sum(want == intent and how is Band.ACT for want, intent, how in judgements) >= 26
    assert sum(want != intent and how is Band.ACT for want, intent, how in judgements) <= 1


def test_nothing_foreign_is_acted_on(shipped: Flows) -> None:
    assert [text for text in OUTSIDE if judged(shipped, text)[1] is Band.ACT] == []
    assert sum(judged(shipped, text)[1] is Band.ASK_AGAIN for text in OUTSIDE) >= 26


@pytest.mark.parametrize("thing", ["paspor", "sim", "kk", "akta anak", "sertifikat tanah", "npwp", "paket"])
def test_whether_another_thing_is_ready_is_not_the_status_of_a_ktp(shipped: Flows, thing: str) -> None:
    assert judged(shipped, f"{thing} saya sudah jadi belum")[1] is not Band.ACT


def test_every_example_is_understood_as_what_it_is_an_example_of(shipped: Flows) -> None:
    wrong = [text for intent in shipped.intents.values() for text in intent.examples if judged(shipped, text) != (intent.name, Band.ACT)]
    assert wrong == []


@pytest.mark.parametrize("text", ["bikin ktp baru", "saya mau buat ktp baru", "syarat bikin ktp baru apa saja"])
def test_a_first_ktp_is_not_a_lost_one(shipped: Flows, text: str) -> None:
    assert judged(shipped, text)[1] is Band.ASK_AGAIN


@pytest.mark.parametrize("text", ["", "?!", "   ", "zxcv qwerty"])
def test_what_is_no_wish(shipped: Flows, text: str) -> None:
    assert judged(shipped, text)[1] is Band.ASK_AGAIN


@pytest.mark.parametrize("text", ["ktp", "ktp saya", "mau tanya soal ktp pak"])
def test_a_word_of_two_intents_alone_is_asked_about(shipped: Flows, text: str) -> None:
    assert judged(shipped, text)[1] is not Band.ACT


@pytest.mark.parametrize(
    "text",
    [
        "waduh mana ini",
        "iya betul",
        "satu",
        "sudah",
        "belum tahu",
        "lama sekali",
        "ya ampun",
        "besok",
        "indah",
        "kalo",
        "gadis",
        "suka",
        "sedangkan itu",
    ],
)
def test_a_word_or_two_about_nothing_is_no_wish(shipped: Flows, text: str) -> None:
    assert judged(shipped, text)[1] is Band.ASK_AGAIN


def test_what_only_mending_tells_is_not_acted_on(shipped: Flows) -> None:
    assert judged(shipped, "jaman jurusan")[1] is not Band.ACT
    assert judged(shipped, "jaman rusak")[1] is not Band.ASK_AGAIN


def test_the_same_twice(shipped: Flows) -> None:
    again = Understander({name: intent.examples for name, intent in shipped.intents.items() if intent.examples})
    for text in [*OUTSIDE, *WITHIN["lapor"]]:
        assert again.understand(text) == shipped.understander.understand(text)


def test_a_topic_that_the_hotline_handles_is_not_foreign() -> None:
    own = {said for topic in foreign([["mau buat paspor baru"]]) for said in topic}
    assert own.isdisjoint(s.strip() for s in TOPICS["paspor"].split("|"))
    assert "buat sim c baru" in own


def test_a_topic_of_one_intent_among_many_is_not_foreign() -> None:
    many = [[f"urus hal ke {number} {i}" for i in range(20)] for number in range(50)]
    museum = ["museum buka jam berapa", "jam buka museum", *["harga masuk"] * 4]
    topics = {said for topic in foreign([*many, museum, ["sim"] * 2 + ["lain"] * 18]) for said in topic}
    assert "tiket museum" not in topics
    assert "buat sim c baru" in topics


def test_what_stands_after_a_day_may_be_what_is_wanted() -> None:
    two = Understander(
        {
            "alamat": ["mau ke kantor", "kantor di mana", "alamat kantor", "arah ke kantor", "lokasi kantor"],
            "syarat": ["apa saja yang dibawa", "bawa berkas apa", "syaratnya apa saja", "dokumen yang dibawa", "perlu bawa apa"],
        }
    )
    assert two.understand("mau ke kantor besok berkas yang dibawa apa saja ya")[0].intent == "syarat"


def test_one_intent_alone_is_told_from_everything_else() -> None:
    one = Understander({"paspor": ["mau buat paspor", "perpanjang paspor", "paspor hilang", "syarat paspor", "paspor anak"]})
    assert one.understand("saya mau perpanjang paspor")[0].confidence > 0.6
    assert one.understand("harga bensin berapa")[0].confidence < 0.1


# Sixty intents, as a city has; the sentences were written by others than the examples.
SENTENCES = Path(__file__).parent.parent / "data" / "understanding"


@pytest.fixture(scope="session")
def city() -> Understander:
    return Understander(read_sentences(SENTENCES / "examples.yaml"))


@pytest.fixture(scope="session")
def held_out() -> Sentences:
    return read_sentences(SENTENCES / "held_out.yaml")


@pytest.fixture(scope="session")
def found(city: Understander, held_out: Sentences) -> dict[str, object]:
    return figures(judge(city.understand, held_out, read_sentences(SENTENCES / "outside.yaml")))


def test_sixty_wishes_are_told_apart_in_words_that_no_example_has(found: dict[str, float]) -> None:
    assert found["sentences"] == 600
    assert found["accuracy"] >= 0.92


def test_what_is_foreign_to_a_city_is_less_sure_than_what_is_not(found: dict[str, float]) -> None:
    assert found["auroc"] >= 0.95


def test_confidence_says_how_often_a_guess_is_right(found: dict[str, float]) -> None:
    assert found["ece"] <= 0.05


def test_guesses_are_probabilities_best_first(city: Understander, held_out: Sentences) -> None:
    for text in (texts[0] for texts in held_out.values()):
        confidences = [guess.confidence for guess in city.understand(text)]
        assert len(confidences) == 3
        assert confidences == sorted(confidences, reverse=True)
        assert confidences[-1] >= 0.0
        assert sum(confidences) <= 1.0 + 1e-3 * len(confidences)


@pytest.mark.parametrize(
    ("heard", "intent"),
    [
        ("dolong dicet pembuatang ktp saya sudah dicetak atau belum", "status_ktp"),
        ("saya mau laborkan jalang rusak", "lapor"),
        ("bayar be pe ha te be untuk rumahbaru", "bphtb"),
        ("gartu keluarga saya hilan", "kk_hilang"),
        ("kapan pendaftaran pe tiga ka dibuka dong", "pppk"),
    ],
)
def test_what_a_recogniser_got_nearly_right_is_understood(city: Understander, heard: str, intent: str) -> None:
    assert city.understand(heard)[0].intent == intent


@given(st.text(max_size=200))
def test_any_text_at_all_has_guesses_or_none(city: Understander, text: str) -> None:
    for guess in city.understand(text):
        assert 0.0 <= guess.confidence <= 1.0


def test_particles_and_honorifics_change_no_guess(city: Understander) -> None:
    plain, polite = (city.understand(text)[0] for text in ("ktp saya hilang", "aduh pak ktp saya hilang nih kok gimana dong"))
    assert plain.intent == polite.intent == "ktp_hilang"


def test_the_details_that_go_with_a_wish_do_not_hide_it() -> None:
    shipped = load(Path(__file__).parents[2] / "configs")
    said = "buat janji temu rekam ktp tanggal dua desember jam sepuluh untuk dua orang atas nama slamet"
    assert shipped.understander.understand(said)[0].intent == "janji_temu"
    assert shipped.understander.understand(said)[0].confidence > shipped.bands_of("janji_temu").act


def test_what_an_example_says_outright_is_not_asked_about_for_its_neighbours() -> None:
    offices = ["jam pelayanan", "jam buka kantor", "kantor buka jam berapa", "kantor tutup jam berapa", "jam buka loket"]
    library = ["jam buka perpustakaan", "perpustakaan buka jam berapa", "perpustakaan tutup jam berapa", "jam buka perpus", "perpus buka"]
    assert Understander({"kantor": offices, "perpustakaan": library}).understand("jam pelayanan")[0].confidence > 0.75
