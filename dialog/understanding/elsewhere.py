"""What callers of a public hotline also ask, by topic: sentences to tell an operator's own wishes from.

A topic counts only while no example of the operator has its words; a hotline that handles passports does not hold passports to be foreign.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialog.understanding.normalize import normalize

TOPICS: dict[str, str] = {
    "paspor": "mau buat paspor | perpanjang paspor di imigrasi | paspor saya hilang | syarat paspor untuk umrah | status paspor "
    "saya | paspor sudah jadi belum",
    "sim": "buat sim c baru | perpanjang sim a berapa biayanya | sim saya sudah mati | sim hilang bagaimana | sim sudah jadi "
    "belum | ujian praktik sim",
    "stnk": "stnk motor hilang | perpanjang stnk lima tahunan | ganti plat nomor | stnk saya ketinggalan",
    "bpkb": "bpkb motor saya hilang | balik nama bpkb | ambil bpkb di leasing",
    "pajak": "berapa pajak kendaraan saya | telat bayar pajak | lapor pajak tahunan | lapor spt | cetak kartu npwp | pajak mobil online",
    "pbb": "bayar pbb | cek tagihan pbb rumah | pbb tanah warisan",
    "bpjs": "daftar bpjs | kartu bpjs saya tidak aktif | iuran bpjs naik | cek status bpjs | pindah faskes bpjs",
    "bansos": "bansos kapan cair | cek penerima bansos | dapat bantuan pkh | blt sudah cair belum | daftar bantuan sembako",
    "prakerja": "daftar kartu prakerja | status prakerja saya | insentif prakerja belum masuk",
    "nikah": "daftar nikah di kua | buku nikah hilang | legalisir buku nikah | syarat nikah | surat cerai dari pengadilan",
    "akta": "buat akta lahir | akta kelahiran anak saya | akta kematian orang tua | akta hilang | akta sudah selesai belum | "
    "akta anak sudah selesai belum | status akta kelahiran | legalisir akta",
    "kk": "kk saya hilang | pecah kk | tambah anak di kk | ubah nama di kk | buat kk baru | status kk saya | kk sudah jadi belum",
    "ktp baru": "buat ktp baru | mau buat ktp baru | daftar ktp baru untuk anak umur tujuh belas | syarat buat ktp baru | buat "
    "ktp pertama kali | rekam ktp pertama kali di mana",
    "kia": "buat kartu identitas anak | kia anak saya | kia sudah bisa diambil belum",
    "pindah": "surat pindah penduduk | mau pindah alamat ke kota lain | urus domisili | surat keterangan domisili",
    "skck": "buat skck | perpanjang skck | syarat skck untuk kerja",
    "tanah": "sertifikat tanah | balik nama tanah | ukur tanah di bpn | sertifikat rumah hilang | status sertifikat tanah | "
    "sertifikat sudah jadi belum",
    "imb": "izin mendirikan bangunan | urus imb rumah | izin renovasi rumah",
    "usaha": "izin usaha | buat nib | modal usaha dari pemerintah | daftar umkm | pinjaman usaha rakyat",
    "sekolah": "daftar sekolah | jadwal ppdb | ijazah hilang | beasiswa kuliah | pindah sekolah | biaya kuliah di universitas negeri",
    "kerja": "lowongan kerja | daftar pns | gaji belum dibayar perusahaan | kartu kuning pencari kerja | pesangon saya | klaim jht",
    "vaksin": "jadwal vaksin | imunisasi bayi | sertifikat vaksin | posyandu",
    "dokter": "antrean dokter | nomor rumah sakit | obat sakit kepala | ambulans cepat | jadwal praktik dokter gigi",
    "buka": "jam buka kantor | kantor buka hari minggu | jadwal pelayanan | alamat kantor kecamatan | nomor kantor wali kota",
    "libur": "kapan libur panjang | tanggal merah bulan depan | cuti bersama | kantor libur besok | pelayanan tutup saat "
    "tanggal merah | kapan puasa | kapan lebaran",
    "cuaca": "cuaca hari ini | apakah akan hujan | suhu sekarang berapa | ramalan cuaca | gempa tadi berapa magnitudo",
    "kereta": "tiket kereta | jadwal bus | harga tiket pesawat | tarif tol | pesan ojek | pesan taksi | rute angkot ke terminal",
    "hotel": "pesan hotel | wisata murah | tempat liburan | sewa mobil | restoran enak | pesan makanan | pesan pizza",
    "harga": "harga cabai | harga emas | harga bensin | kurs dolar | harga beli rumah | toko murah | diskon belanja",
    "pulsa": "beli pulsa | kuota internet habis | sinyal jelek | wifi lemot | paket data | nomor saya diblokir | ganti kartu sim card",
    "listrik": "token listrik | tagihan listrik | tambah daya listrik | pasang listrik baru",
    "bank": "buka rekening | atm tertelan | kartu kredit | pinjaman online | kpr | cicilan rumah | transfer uang | atm hilang | saldo",
    "resi": "paket belum sampai | pesanan sudah sampai belum | cek resi | kurir tidak datang | status pesanan | status "
    "pengiriman | barang rusak minta tukar | retur",
    "hp": "hp hilang | hp rusak | laptop rusak | servis tv | kunci rumah hilang | motor hilang dicuri | mobil mogok | kucing hilang",
    "polisi": "nomor polisi | lapor polisi pencurian | kena tilang | denda tilang | ada kebakaran | korban penipuan | anak hilang",
    "pemilu": "pemilu kapan | daftar pemilih | siapa presiden | siapa gubernur | siapa bupati | nama menteri | berita hari ini",
    "lagu": "putar lagu | nyanyi | cerita lucu | skor bola | film bagus | main game | resep masakan | siapa nama kamu | kamu robot",
    "sakit": "saya lapar | saya sakit | saya sedih | capek | mengantuk | saya rindu | jodoh | salah sambung | siapa ini",
    "les": "kursus bahasa | les piano | les renang | jual motor bekas | jual rumah | kontrakan murah | kos murah | cari pembantu",
    "haji": "daftar haji | antrean haji | biaya umrah | keberangkatan haji | zakat | jadwal salat | masjid terdekat",
    "pensiun": "pensiun cair kapan | taspen | kartu lansia | kartu pelajar | kartu mahasiswa | kartu anggota perpustakaan",
    # Life beside offices.
    "masak": "resep rendang | cara masak opor ayam | bumbu soto | bikin kue bolu | tempat beli sayur organik",
    "hewan": "kucing sakit | dokter hewan terdekat | adopsi anjing | vaksin rabies kucing | burung saya lepas",
    "olahraga": "jadwal pertandingan bola | tiket nonton timnas | sewa lapangan futsal | pendaftaran klub renang | hasil moto gp",
    "musik": "tiket konser | les gitar | lagu terbaru apa | beli kaset lama | chord gitar",
    "film": "jadwal bioskop | film apa yang tayang | langganan netflix | sinetron semalam ceritanya apa",
    "pacar": "pacar saya marah | cara melupakan mantan kekasih | curhat masalah cinta | saya kesepian | cari jodoh",
    "obrolan": "apa kabar | kamu siapa | kamu manusia apa mesin | lagi apa | sudah makan belum | selamat ulang tahun | cuma mau "
    "ngetes | saya cuma iseng | halo halo kedengaran nggak | eh salah pencet | nanti saya telepon lagi | tunggu anak "
    "saya nangis",
    "pengetahuan": "ibu kota australia apa | berapa jarak bumi ke matahari | siapa penemu lampu pijar | tahun berapa indonesia "
    "merdeka | lima kali lima berapa | bahasa inggrisnya meja apa | presiden pertama siapa",
    "penerbangan": "tiket pesawat ke bali | bagasi pesawat saya hilang | check in online pesawat | pesawat saya ditunda",
    "perjalanan kereta": "tiket kereta ke surabaya | refund tiket kereta | kereta berangkat jam berapa | kehabisan tiket mudik",
    "kapal": "jadwal kapal feri | tiket kapal pelni | penyeberangan merak",
    "ojek": "pesan ojek online | driver belum datang | akun gojek diblokir | ongkos grab kemahalan",
    "belanja online": "pesanan saya belum datang | refund belanja shopee | penjual menipu saya | barang cacat mau retur | kode promo",
    "kurir": "paket saya nyasar | resi jne tidak ketemu | kurir belum antar | ongkir ke papua berapa",
    "rekening": "buka tabungan | rekening saya diblokir | mutasi rekening | buku tabungan hilang | saldo terpotong dua kali | "
    "kartu atm ketelan",
    "pinjol": "ditagih pinjaman online | cara ngajukan kredit | cicilan motor nunggak | gadai emas | bunga kpr naik | kartu kredit saya",
    "asuransi": "klaim asuransi mobil | asuransi jiwa premi | jasa raharja kecelakaan | polis saya lapse",
    "investasi": "harga saham hari ini | beli reksa dana | kurs dolar | harga bitcoin | deposito bunga berapa",
    "internet": "wifi di rumah mati | kuota saya habis | ganti kata sandi wifi | pasang indihome | sinyal telkomsel hilang | "
    "kartu perdana saya mati",
    "komputer": "laptop tidak mau nyala | printer macet | lupa sandi email | komputer kena virus | akun facebook dibajak | "
    "instagram diretas",
    "pln": "listrik mati dari tadi pagi | token listrik tidak bisa masuk | tambah daya | meteran listrik rusak | tagihan pln",
    "elpiji": "gas elpiji langka | tabung gas bocor | harga gas tiga kilo",
    "bensin": "harga pertalite | pom bensin terdekat | barcode mypertamina | solar langka",
    "bengkel": "ban bocor | servis motor di mana | ganti oli mobil | aki tekor | mobil mogok di tol | derek mobil",
    "tol": "saldo e toll | tarif tol cipali | kartu tol hilang | gerbang tol macet",
    "tilang": "kena tilang elektronik | sidang tilang | stnk ditahan polisi | bayar denda tilang",
    "surat izin mengemudi": "perpanjang sim a | bikin sim c | sim saya hilang | ujian praktik mengemudi | sim internasional",
    "catatan kepolisian": "bikin skck | skck untuk melamar kerja | perpanjang skck | sidik jari di polres",
    "visa": "visa ke jepang | visa umrah | kitas istri saya warga asing",
    "bpjs kesehatan": "iuran bpjs nunggak | kartu bpjs tidak aktif | pindah faskes | turun kelas bpjs | daftar jkn | rujukan bpjs",
    "ketenagakerjaan": "klaim jht | saldo jamsostek | jaminan kehilangan pekerjaan | pesangon belum dibayar | di phk pabrik | upah minimum",
    "bantuan sosial": "bansos belum cair | daftar pkh | bantuan beras | blt | kartu sembako | kip kuliah | dtks",
    "sekolah anak": "ppdb zonasi | daftar sd negeri | pindah sekolah | ijazah hilang | legalisir ijazah | spp telat | beasiswa "
    "| rapor anak",
    "kuliah": "daftar universitas | utbk kapan | krs online | biaya kuliah | wisuda kapan | transkrip nilai",
    "kesehatan": "anak saya demam | obat batuk | sakit gigi | periksa kehamilan | imunisasi balita | donor darah | jadwal "
    "dokter | kamar rumah sakit | surat sehat | antrean puskesmas | gejala tifus | kontrol jantung",
    "darurat": "ada kecelakaan | kebakaran | maling masuk rumah | orang pingsan | panggil ambulans",
    "agama": "jadwal salat | daftar haji | porsi haji | bayar zakat | buku nikah kua hilang | ceramah | masjid terdekat | jadwal misa",
    "bmkg": "besok hujan nggak | gempa barusan | cuaca akhir pekan | gelombang laut | kapan musim kemarau",
    "sertifikat tanah": "sertifikat tanah hilang | pecah sertifikat | sengketa tanah | ukur tanah bpn | roya | ajb notaris | "
    "girik jadi shm",
    "pengadilan": "jadwal sidang | menggugat orang | bantuan hukum | ganti nama pengadilan | surat waris | utang tidak dibayar "
    "| biaya pengacara",
    "bea cukai": "barang kiriman luar negeri ditahan | daftar imei | cukai rokok | bea masuk",
    "pajak pusat": "lapor spt tahunan | npwp hilang | efin lupa | pajak penghasilan karyawan | faktur pajak | ppn | coretax | bukti potong",
    "pemilihan": "daftar pemilih | kapan pilkada | tps saya di mana | jadi panitia pemungutan | partai",
    "lowongan swasta": "lowongan satpam | kerja di pabrik | kerja ke luar negeri | magang di bank | lamaran saya | kartu kuning "
    "| gaji saya belum dibayar bos",
    "wisata": "tiket masuk kebun binatang | pesan hotel | sewa vila | tempat liburan | museum buka | sewa bus pariwisata",
    "properti": "kontrakan murah | jual rumah | rumah subsidi | tukang bangunan | sewa apartemen | cari kos putri | pembantu rumah tangga",
    "pertanian": "pupuk subsidi | harga gabah | hama wereng | bibit padi | ternak sapi sakit",
    "perpustakaan": "pinjam buku | kartu anggota perpustakaan | denda buku telat",
    "sewa gedung": "sewa gedung pernikahan | sewa balai rakyat | sewa tenda | katering pernikahan murah | dekorasi pelaminan",
    "penipuan": "ditipu lewat telepon | nomor penipu | rekening penipu | undian berhadiah | dapat sms hadiah",
    # Other places than offices of the city, and what is asked of them too.
    "puskesmas": "puskesmas buka jam berapa | puskesmas libur tidak | alamat puskesmas | poli anak buka hari apa",
    "rumah sakit": "jam besuk rumah sakit | alamat rumah sakit umum | poli mata buka hari sabtu nggak | biaya rawat inap",
    "kantor bank": "bank buka hari minggu nggak | jam buka bank | alamat cabang bank | bank tutup jam berapa",
    "imigrasi": "alamat kantor imigrasi | jam pelayanan imigrasi | imigrasi libur kapan | izin tinggal orang asing",
    "kantor pos": "kantor pos buka sampai jam berapa | alamat kantor pos | kantor pos libur nggak",
    "toko": "toko buku buka jam berapa | mal tutup jam berapa | alamat toko bangunan | apotek buka dua puluh empat jam",
    "museum": "museum buka hari apa | tiket museum | kolam renang buka jam berapa | kebun binatang libur nggak | perpustakaan "
    "buka jam berapa",
    "kua": "daftar nikah di kua | jam buka kua | buku nikah rusak | penghulu | surat numpang nikah kua | buku nikah hilang di kua",
    "pengadilan agama": "sidang cerai kapan | gugat cerai suami | biaya gugat cerai | pengacara perceraian | rebutan hak asuh "
    "anak | harta gono gini",
    "pegawai swasta": "gaji saya di perusahaan telat | cuti melahirkan karyawan pabrik | cuti karyawan swasta | tes kerja di "
    "pabrik hasilnya | wawancara kerja besok | pengumuman beasiswa | kontrak kerja saya habis | uang lembur",
    "taspen": "uang pensiun belum masuk | gaji pensiun di taspen | dana pensiun swasta",
    "polri": "pendaftaran polisi | daftar tentara | tes akpol | masuk sekolah kedinasan",
    "ujian sekolah": "jadwal ujian sekolah | hasil ujian nasional | nilai rapor | ujian semester kapan | pengumuman kelulusan "
    "sma | hasil utbk",
    "hasil periksa": "hasil laboratorium saya | hasil tes darah | hasil rontgen | hasil tes kehamilan",
    "pdam": "tagihan air pdam | bayar pdam | meteran air | pasang air baru | bayar listrik lewat hp | tagihan telepon",
    "jam": "sekarang jam berapa | hari ini tanggal berapa | bangunkan saya jam lima | hari apa sekarang | besok tanggal berapa "
    "| jam saya mati",
    "pertandingan": "main bola jam berapa | konser mulai jam berapa | film mulai jam berapa | acara tv jam berapa | siaran "
    "langsung jam berapa",
    "dapur": "berapa lama merebus telur | berapa lama menanak nasi | berapa lama kue dipanggang | berapa lama daging dipresto",
    "inggris": "where is the hotel | can you speak english | i want to buy | how much is it | thank you | good morning | please help me",
    "iklan koran": "pasang iklan di koran | iklan di radio | iklan facebook berapa | jual beli di marketplace",
    "notaris": "bikin pt di notaris | akta notaris | biaya notaris | surat wasiat | surat kuasa jual",
    "orang": "mau bicara dengan budi | bisa sambung ke pak joko | ini nomor siapa | saya cari ibu rina | kenapa telepon saya",
    "kado": "kado pernikahan | ucapan selamat ulang tahun | kado bayi | baju kondangan | undangan nikah",
    "kiblat": "arah kiblat | jadwal imsak | niat puasa | tempat wudu",
    "tanaman": "tanaman layu | bunga anggrek | cabai busuk daun | pupuk tanaman hias",
    "mesin": "mesin cuci rusak | kulkas tidak dingin | ac bocor | tv tidak ada gambar | pompa air mati",
}


OWN, OWN_OF_ONE = 1 / 200, 1 / 4
"""Share of the operator's examples that name a topic, and of one intent's, from either of which it is the operator's own; a word used
once in passing is not."""


def foreign(examples: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The sentences of every topic that is not the operator's own, topic by topic. `examples`: each intent's."""
    said = [("\n".join(f" {normalize(text)} " for text in texts), len(texts)) for texts in examples]
    others = (sentences for topic, sentences in TOPICS.items() if not _own(topic, said))
    return tuple(tuple(sentence.strip() for sentence in sentences.split("|")) for sentences in others)


def _own(topic: str, said: Sequence[tuple[str, int]]) -> bool:
    naming = [texts.count(f" {topic} ") for texts, _ in said]
    every = sum(naming) >= max(1.0, OWN * sum(size for _, size in said))
    return every or any(count >= OWN_OF_ONE * size for count, (_, size) in zip(naming, said, strict=True) if count)
