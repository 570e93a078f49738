"""Words that everybody says about everything: alone they are no wish, and they are never misheard wishes."""

from __future__ import annotations

from dialog.understanding.normalize import EMPTY_WORDS

YES = frozenset(
    "iya betul benar setuju sudah boleh baik silakan ingin lanjut lanjutkan tepat siap ada tentu pasti cocok sip iyalah yoi yup "
    # Javanese, Sundanese, Minang, Batak, Balinese, Madurese
    "leres saestu monggo mangga hooh heueuh parantos batua olo toho patut engghi enggi enggih".split()
)
NO = frozenset(
    "tidak bukan salah belum jangan batal keliru kurang tidaklah bukanlah engga gausah no "
    # Javanese, Sundanese, Batak, Balinese, Madurese
    "emoh wegah mbonten acan ulah ndang indada tusing boya bunten banne".split()
)
"""Yes and no as normalising leaves them."""
_EXCLAIMED = """aduh waduh duh aduhai walah lho loh lo astaga astagfirullah ampun allah tuhan gusti wah wow nah hai hei hey hah heh hm
  hmm mhm eh ehm em emm oh ooh ah ih uh anu gini gitu begini begitu toh mah atuh euy ayo yuk sumpah gila busyet busyeng cie"""
_NUMBERS = """nol kosong satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus ribu juta seratus
  seribu sejuta setengah pertama kedua ketiga"""
_TIMES = """senin selasa rabu kamis jumat sabtu minggu januari februari maret april mei juni juli agustus september oktober november
  desember besok kemarin lusa tadi nanti sekarang barusan jam hari bulan tahun menit detik depan lalu kapan lama cepat lambat dulu
  sebentar bentar sering kadang selalu subuh siang"""
_TALK = """betul kalau jika bahwa sebagai menjadi terjadi karena sehingga setelah sebelum ketika saat terlalu sekali banget sangat
  sama semua siapa berapa kenapa mengapa mana begitu tahu mengerti paham dengar kedengaran jelas suara putus ulangi ulang maksud
  tunggu coba bantu orang kira mungkin rasa lain terus kemudian makanya memang mesti harus perlu punya banyak sedikit hampir masih
  baru sini sana situ ke dari seperti kayak bakal akan sampai hanya cuma pun kali agak lebih paling semoga biar supaya kak dik neng aa
  akang cak bang kang uda om tante kakak adik pakde bude sampean panjenengan punten nuwun matur nggeh"""
SMALL_WORDS = EMPTY_WORDS | YES | NO | frozenset(f"{_EXCLAIMED} {_NUMBERS} {_TIMES} {_TALK}".split())
