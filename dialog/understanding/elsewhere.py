"""What callers of a public hotline also ask, by topic: sentences to tell an operator's own wishes from.

A topic counts only while no example of the operator has its words; a hotline that handles passports does not hold passports to be foreign.
"""

from __future__ import annotations

from collections.abc import Iterable

from dialog.understanding.normalize import normalize

TOPICS: dict[str, str] = {
    "paspor": "mau buat paspor | perpanjang paspor di imigrasi | paspor saya hilang | syarat paspor untuk umrah "
    "| status paspor saya | paspor sudah jadi belum",
    "sim": "buat sim c baru | perpanjang sim a berapa biayanya | sim saya sudah mati | sim hilang bagaimana "
    "| sim sudah jadi belum | ujian praktik sim",
    "stnk": "stnk motor hilang | perpanjang stnk lima tahunan | ganti plat nomor | stnk saya ketinggalan",
    "bpkb": "bpkb motor saya hilang | balik nama bpkb | ambil bpkb di leasing",
    "pajak": "berapa pajak kendaraan saya | telat bayar pajak | lapor pajak tahunan | lapor spt | cetak kartu npwp | pajak mobil online",
    "pbb": "bayar pbb | cek tagihan pbb rumah | pbb tanah warisan",
    "bpjs": "daftar bpjs | kartu bpjs saya tidak aktif | iuran bpjs naik | cek status bpjs | pindah faskes bpjs",
    "bansos": "bansos kapan cair | cek penerima bansos | dapat bantuan pkh | blt sudah cair belum | daftar bantuan sembako",
    "prakerja": "daftar kartu prakerja | status prakerja saya | insentif prakerja belum masuk",
    "nikah": "daftar nikah di kua | buku nikah hilang | legalisir buku nikah | syarat nikah | surat cerai dari pengadilan",
    "akta": "buat akta lahir | akta kelahiran anak saya | akta kematian orang tua | akta hilang "
    "| akta sudah selesai belum | status akta kelahiran | legalisir akta",
    "kk": "kk saya hilang | pecah kk | tambah anak di kk | ubah nama di kk | buat kk baru | status kk saya | kk sudah jadi belum",
    "ktp baru": "buat ktp baru | mau buat ktp baru | daftar ktp baru untuk anak umur tujuh belas | syarat buat ktp baru "
    "| buat ktp pertama kali | rekam ktp pertama kali di mana",
    "kia": "buat kartu identitas anak | kia anak saya | kia sudah bisa diambil belum",
    "pindah": "surat pindah penduduk | mau pindah alamat ke kota lain | urus domisili | surat keterangan domisili",
    "skck": "buat skck | perpanjang skck | syarat skck untuk kerja",
    "tanah": "sertifikat tanah | balik nama tanah | ukur tanah di bpn | sertifikat rumah hilang "
    "| status sertifikat tanah | sertifikat sudah jadi belum",
    "imb": "izin mendirikan bangunan | urus imb rumah | izin renovasi rumah",
    "usaha": "izin usaha | buat nib | modal usaha dari pemerintah | daftar umkm | pinjaman usaha rakyat",
    "sekolah": "daftar sekolah | jadwal ppdb | ijazah hilang | beasiswa kuliah | pindah sekolah | biaya kuliah di universitas negeri",
    "kerja": "lowongan kerja | daftar pns | gaji belum dibayar perusahaan | kartu kuning pencari kerja | pesangon saya | klaim jht",
    "vaksin": "jadwal vaksin | imunisasi bayi | sertifikat vaksin | posyandu",
    "dokter": "antrean dokter | nomor rumah sakit | obat sakit kepala | ambulans cepat | jadwal praktik dokter gigi",
    "buka": "jam buka kantor | kantor buka hari minggu | jadwal pelayanan | alamat kantor kecamatan | nomor kantor wali kota",
    "libur": "kapan libur panjang | tanggal merah bulan depan | cuti bersama | kantor libur besok "
    "| pelayanan tutup saat tanggal merah | kapan puasa | kapan lebaran",
    "cuaca": "cuaca hari ini | apakah akan hujan | suhu sekarang berapa | ramalan cuaca | gempa tadi berapa magnitudo",
    "kereta": "tiket kereta | jadwal bus | harga tiket pesawat | tarif tol | pesan ojek | pesan taksi | rute angkot ke terminal",
    "hotel": "pesan hotel | wisata murah | tempat liburan | sewa mobil | restoran enak | pesan makanan | pesan pizza",
    "harga": "harga cabai | harga emas | harga bensin | kurs dolar | harga beli rumah | toko murah | diskon belanja",
    "pulsa": "beli pulsa | kuota internet habis | sinyal jelek | wifi lemot | paket data | nomor saya diblokir | ganti kartu sim card",
    "listrik": "token listrik | tagihan listrik | tambah daya listrik | pasang listrik baru",
    "bank": "buka rekening | atm tertelan | kartu kredit | pinjaman online | kpr | cicilan rumah | transfer uang | atm hilang | saldo",
    "resi": "paket belum sampai | pesanan sudah sampai belum | cek resi | kurir tidak datang | status pesanan "
    "| status pengiriman | barang rusak minta tukar | retur",
    "hp": "hp hilang | hp rusak | laptop rusak | servis tv | kunci rumah hilang | motor hilang dicuri | mobil mogok | kucing hilang",
    "polisi": "nomor polisi | lapor polisi pencurian | kena tilang | denda tilang | ada kebakaran | korban penipuan | anak hilang",
    "pemilu": "pemilu kapan | daftar pemilih | siapa presiden | siapa gubernur | siapa bupati | nama menteri | berita hari ini",
    "lagu": "putar lagu | nyanyi | cerita lucu | skor bola | film bagus | main game | resep masakan | siapa nama kamu | kamu robot",
    "sakit": "saya lapar | saya sakit | saya sedih | capek | mengantuk | saya rindu | jodoh | salah sambung | siapa ini",
    "les": "kursus bahasa | les piano | les renang | jual motor bekas | jual rumah | kontrakan murah | kos murah | cari pembantu",
    "haji": "daftar haji | antrean haji | biaya umrah | keberangkatan haji | zakat | jadwal salat | masjid terdekat",
    "pensiun": "pensiun cair kapan | taspen | kartu lansia | kartu pelajar | kartu mahasiswa | kartu anggota perpustakaan",
}


def foreign(examples: Iterable[str]) -> tuple[str, ...]:
    """The sentences of every topic whose words are not in `examples`."""
    spoken_of = f" {' | '.join(map(normalize, examples))} "
    return tuple(said.strip() for topic, sentences in TOPICS.items() if f" {topic} " not in spoken_of for said in sentences.split("|"))
