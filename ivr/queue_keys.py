"""Every key of `configs/antrean.yaml` with its limits; `help` is Indonesian, for editors."""

from __future__ import annotations

from dialog.language import Form, Key

STRATEGIES = ("leastrecent", "fewestcalls", "random", "rrmemory")
"""Of Asterisk's app_queue. `linear` is none of them: it forgets the order of members that log in and out."""

_QUEUE = {
    "strategi": Key(Form.TEXT, "Petugas mana yang didering lebih dahulu.", one_of=STRATEGIES),
    "dering_detik": Key(Form.WHOLE, "Berapa lama telepon satu petugas berdering.", least=5, most=120),
    "tunggu_detik": Key(Form.WHOLE, "Paling lama menunggu; sesudah itu ditawari telepon kembali.", least=10, most=3600),
    "penuh": Key(Form.WHOLE, "Paling banyak penelepon yang menunggu.", least=1, most=500),
    "catat_detik": Key(Form.WHOLE, "Waktu mencatat sesudah panggilan.", least=0, most=900),
    "target_detik": Key(Form.WHOLE, "Dijawab dalam waktu ini dihitung tepat waktu.", least=1, most=600),
    "jeda_bila_tak_dijawab": Key(Form.FLAG, "Petugas yang tidak mengangkat dijeda."),
    "umumkan_detik": Key(Form.WHOLE, "Seberapa sering nomor antrean diumumkan; 0: tidak pernah.", least=0, most=600),
    "bahasa": Key(Form.TEXT, "Bahasa petugasnya, bila bukan bahasa Indonesia.", one_of=("jawa", "sunda")),
    "kalender": Key(Form.TEXT, "Nama kalender di kalender.yaml; bawaan: yang bernama sama, atau yang umum."),
}
FILE = {
    "bawaan": Key(Form.TEXT, "Antrean bila layanan tidak menyebut yang lain.", needed=True),
    "umum": Key(Form.MAP, "Berlaku untuk semua antrean.", keys=_QUEUE),
    "antrean": Key(
        Form.MAPS,
        "Antrean petugas, dengan namanya: huruf kecil, angka, garis bawah.",
        needed=True,
        keys={"judul": Key(Form.TEXT, "Nama antrean untuk dibaca dan didengar.", needed=True), **_QUEUE},
    ),
    "jeda": Key(Form.TEXTS, "Alasan jeda; yang pertama dipilih dengan angka 1.", needed=True, least=1, most=9),
    "hasil": Key(Form.NAMES, "Apa hasil panggilan: kode, lalu keterangannya.", needed=True),
    "kembali": Key(
        Form.MAPS,
        "Ke mana petugas dapat mengembalikan penelepon, menurut dua angka.",
        keys={
            "judul": Key(Form.TEXT, "Keterangan untuk petugas.", needed=True),
            "keperluan": Key(Form.TEXT, "Nama keperluan; kosong: penilaian, lalu salam penutup."),
        },
    ),
    "telepon_kembali": Key(
        Form.MAP,
        "Bagaimana janji telepon kembali ditepati.",
        keys={
            "percobaan": Key(Form.WHOLE, "Paling banyak berapa kali dicoba.", least=1, most=10),
            "jeda_menit": Key(Form.TEXTS, "Jeda sesudah tiap percobaan yang tidak berhasil.", least=1, most=10),
            "sisa_menit": Key(Form.WHOLE, "Secepatnya berarti besok bila kantor tutup dalam waktu ini.", least=1, most=120),
            "terlambat_menit": Key(Form.WHOLE, "Sesudah ini permintaan yang jatuh tempo ditandai terlambat.", least=1, most=240),
            "kunci_menit": Key(Form.WHOLE, "Selama ini hanya satu petugas yang dapat mencoba.", least=2, most=120),
            "sms": Key(Form.FLAG, "Kirim SMS bila nomornya nomor ponsel."),
        },
    ),
    "dengar_diumumkan": Key(Form.FLAG, "Penelepon dan petugas diberi tahu bahwa pengawas dapat mendengarkan."),
}
