"""Every key of `configs/backends/*.yaml`, once. `help` is Indonesian, as for the dialog's files."""

from __future__ import annotations

from dialog.language import INCLUDE, LONGEST_MS, Form, Key

MEANINGS = ("not_found", "rejected", "unavailable")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
LONGEST_CACHE_S = 24 * 3600
MOST_RETRIES = 5

SECRET = {
    "env": Key(Form.TEXT, "Nama variabel lingkungan yang berisi rahasia itu."),
    "file": Key(Form.TEXT, "Jalur berkas yang berisi rahasia itu; dihitung dari berkas ini."),
}


def _secret(text: str) -> Key:
    return Key(Form.MAP, text, keys=SECRET)


AUTH = {
    "bearer": _secret("Token untuk Authorization: Bearer."),
    "basic": Key(Form.MAP, "Nama dan kata sandi.", keys={"user": Key(Form.TEXT, "Nama.", needed=True), "password": _secret("Kata sandi.")}),
    "api_key": Key(
        Form.MAP,
        "Kunci dalam header sendiri.",
        keys={"header": Key(Form.TEXT, "Nama header, misalnya X-API-Key.", needed=True), "secret": _secret("Kunci itu.")},
    ),
    "hmac": Key(
        Form.MAP,
        "Tanda tangan HMAC-SHA256 (docs/connectors.md).",
        keys={"id": Key(Form.TEXT, "Nama kita pada sistem itu.", needed=True), "secret": _secret("Kunci bersama.")},
    ),
    "mtls": Key(
        Form.MAP,
        "Sertifikat klien dan otoritas sertifikat, berkas PEM.",
        keys={"certificate": _secret("Sertifikat kita."), "key": _secret("Kunci sertifikat itu."), "ca": _secret("Otoritas instansi.")},
    ),
}
OPERATION = {
    "title": Key(Form.TEXT, "Keterangan singkat."),
    "method": Key(Form.TEXT, "Metode HTTP; bawaan POST.", one_of=METHODS),
    "path": Key(Form.TEXT, "Jalur sesudah base_url; bawaan: /nama_operasi. Tidak boleh memuat data pribadi."),
    "takes": Key(Form.TEXTS, "Data yang harus ada.", least=1),
    "optional": Key(Form.TEXTS, "Data yang boleh tidak ada; dikirim kosong.", least=1),
    "query": Key(Form.NAMES, "Parameter sesudah tanda tanya. Tidak boleh memuat data pribadi; yang kosong tidak dikirim."),
    "headers": Key(Form.NAMES, "Header tambahan."),
    "body": Key(Form.NAMES, "Isi permintaan; bawaan: semua data apa adanya (kecuali GET dan DELETE)."),
    "form": Key(Form.FLAG, "Kirim isi sebagai formulir web, bukan JSON."),
    "returns": Key(Form.NAMES, "Data jawaban: daftar nama, atau nama dengan jalur JMESPath dalam jawaban sistem."),
    "codes": Key(Form.MAPS, "Arti kode untuk satu data jawaban: kode sistem dan kata kita."),
    "schema": Key(Form.NAMES, "JSON Schema untuk jawaban sistem. Jawaban yang lain berarti antarmukanya berubah."),
    "not_found": Key(Form.TEXT, "JMESPath yang benar bila jawaban 2xx berarti datanya tidak ada."),
    "statuses": Key(Form.NAMES, "Arti status HTTP yang lain dari biasa, misalnya 400: not_found."),
    "write": Key(Form.FLAG, "Mengubah sesuatu di sistem itu: dicatat dahulu, lalu dikirim sampai diterima."),
    "ticket": Key(Form.TEXT, "Huruf awal nomor tiket yang kita beri, misalnya PGD."),
    "verified": Key(Form.FLAG, "Jawabannya data pribadi: keperluan yang memakainya harus punya `verify`."),
    "timeout_ms": Key(Form.WHOLE, "Batas waktu seluruhnya, termasuk antre dan mengulang.", least=100, most=LONGEST_MS),
    "retries": Key(Form.WHOLE, "Berapa kali diulang bila sistem terganggu; tidak untuk write.", most=MOST_RETRIES),
    "cache_s": Key(Form.WHOLE, "Berapa detik jawaban boleh dipakai lagi.", most=LONGEST_CACHE_S),
    "sample": Key(Form.NAMES, "Contoh data untuk `ivr backend test`; jangan data orang sungguhan."),
}
BACKEND = {
    "include": INCLUDE,
    "system": Key(Form.TEXT, "Nama sistem; bawaan: nama berkas."),
    "title": Key(Form.TEXT, "Nama lengkap sistem."),
    "base_url": Key(Form.TEXT, "Alamatnya; ${NAMA} diisi dari variabel lingkungan.", needed=True),
    "auth": Key(Form.MAP, "Bagaimana kita dikenali.", keys=AUTH),
    "concurrency": Key(Form.WHOLE, "Paling banyak berapa permintaan sekaligus.", least=1, most=1000),
    "waiting": Key(Form.WHOLE, "Paling banyak berapa permintaan menunggu giliran.", most=10_000),
    "breaker": Key(
        Form.MAP,
        "Kapan sistem yang terganggu dibiarkan dahulu.",
        keys={
            "failures": Key(Form.WHOLE, "Sesudah berapa kegagalan berturut-turut.", least=1, most=1000),
            "rest_s": Key(Form.WHOLE, "Berapa detik dibiarkan.", least=1, most=3600),
        },
    ),
    "operations": Key(Form.MAPS, "Operasi, dengan namanya.", needed=True, keys=OPERATION),
}
