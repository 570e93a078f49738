"""Words of public services that mean much the same: who says *raib* wants what others call *hilang*.

A second reading of a sentence beside its own words, never instead of them: *pajak parkir* and *parkir liar* share a word, not a wish.
"""

from __future__ import annotations

import re

from dialog.understanding.normalize import EMPTY_WORDS

_GROUPS = """
hilang: lenyap raib tercecer dicuri kecurian dicopet kecopetan dirampok dirampas kejambretan jambret jambretan kemalingan maling
  copet leungit ical ketinggalan tertinggal terselip jatuh kecolongan ngilang ketemu
rusak: patah sobek robek retak pecah buram luntur pudar meleleh hancur lecet bengkok cacat terkelupas mengelupas kusam terbelah
  kelipat lapuk gompal terbakar kebakar kecuci basah copot
salah: keliru kesalahan typo ketik ejaan ejaannya sesuai beda berbeda dibetulkan dibenerin benerin betulin revisi koreksi ralat
  kebalik
ubah: ganti mengganti perubahan mengubah ngubah rubah merubah ngerubah perbarui diperbarui memperbarui pembaruan update diupdate
  edit mutakhirkan dirubah diubah diganti gantiin memperbaharui
tambah: nambah nambahin tambahan menambah menambahkan tambahin ditambah lengkapi melengkapi dilengkapi susulan susulkan
  menyusulkan nyusul masukin masukkan memasukkan dimasukkan cantumkan dicantumkan kelupaan
pisah: pecah misah misahin memisahkan memecah dipecah dipisah lepas mandiri terpisah
buat: bikin ngurus urus damel nyuwun gawe ngadamel dibuatkan bikinin menerbitkan penerbitan pembuatan
baru: anyar enggal pertama perdana
nikah: kawin menikah pernikahan perkawinan pengantin kawinan nikahan pemberkatan akad married
cerai: bercerai perceraian talak gugat mantan
mati: meninggal wafat almarhum almarhumah berpulang kematian tutup-usia tiada seda pupus maot mangkat
lahir: lahiran kelahiran melahirkan bayi orok dilahirkan brojol bersalin
akta: akte
kk: kartu-keluarga
kia: kartu-identitas-anak kartu-anak
ikd: identitas-digital ktp-digital identitas-kependudukan-digital
hp: handphone ponsel telepon smartphone gawai
aktif: aktivasi aktifin aktifkan mengaktifkan aktivasinya ngaktifin diaktifkan
keliling: jemput-bola mobil-pelayanan
pindah: kepindahan pindahan mutasi domisili migrasi
datang: pendatang kedatangan menetap
izin: ijin perizinan izinnya lisensi
status: sampai-mana perkembangan progres proses kelanjutan kelanjutannya kabar tracking lacak nasib prosesnya
selesai: jadi kelar rampung beres terbit keluar turun janten dados tercetak
perpanjang: perpanjangan memperpanjang diperpanjang kedaluwarsa kadaluarsa kadaluwarsa expired habis-masa masa-berlaku lanjutin
bangun: bangunan membangun mendirikan renovasi pbg imb
slf: laik-fungsi kelaikan layak-fungsi kelayakan
nib: oss nomor-induk-berusaha
usaha: warung dagang bisnis jualan umkm toko berdagang
reklame: baliho spanduk billboard banner videotron neon-box papan-nama iklan umbul-umbul poster papan-iklan neon
praktik: praktek sip
medis: dokter bidan perawat apoteker fisioterapis nakes kefarmasian analis terapis
acara: konser hajatan keramaian festival pentas pertunjukan bazar pesta hiburan resepsi pawai dangdut pengajian karnaval lomba
  kegiatan orkes orgen wayang
trayek: angkot angkutan angkutan-umum bus taksi jalur rute
teliti: penelitian meneliti riset skripsi tesis disertasi survei observasi kuesioner mahasiswa
biaya: harga ongkos tarif retribusi bayaran mahal gratis duit cuma-cuma dipungut
lapor: aduan pengaduan mengadu adu keluhan komplain protes laporan pelaporan curhat lapor
rahasia: anonim diam-diam tanpa-nama dirahasiakan rahasiakan ketahuan tertutup samarkan
korupsi: suap pungli gratifikasi menyelewengkan penyelewengan curang kecurangan penyimpangan sogok sogokan korup pelicin
  penyalahgunaan
lama: berapa-hari tenggat batas-waktu durasi estimasi target
tempo: jatuh-tempo tenggat batas-akhir deadline paling-lambat terakhir batas-waktu
denda: sanksi bunga keterlambatan penalti
telat: terlambat nunggak menunggak tunggakan
pbb: bumi-dan-bangunan bumi-bangunan sppt pajak-rumah pajak-tanah nop pajak-sawah
kendaraan: motor mobil stnk samsat plat truk pkb
bphtb: perolehan-hak beli-tanah beli-rumah jual-beli hibah peralihan-hak
restoran: rumah-makan warung-makan kafe katering kuliner makanan kedai resto kantin depot
hotel: penginapan homestay losmen vila villa kos kost wisma guest-house kosan hostel kontrakan
parkir: parkiran parkirnya penitipan
pasar: kios los lapak pedagang
sampah: kebersihan persampahan
bayar: membayar pembayaran melunasi setor menyetor pelunasan transfer dibayar
saluran: qris atm indomaret alfamart tokopedia online mobile-banking kantor-pos loket rekening kanal
ringan: keringanan pengurangan potongan diskon pemutihan pembebasan penghapusan relaksasi insentif dikurangi dibebaskan mampu
  keberatan miskin dispensasi susah
cuti: cutinya
sisa: jatah kuota tinggal saldo hak
pangkat: golongan kp
pensiun: purna-tugas purnatugas pensiunan
berkala: kgb gaji-berkala
cpns: pns calon-pegawai-negeri pegawai-negeri asn casn
pppk: p3k honorer pegawai-kontrak perjanjian-kerja
ujian: tes skd skb test seleksi-kompetensi
jadwal: kapan tanggal hari-apa
pengumuman: hasil lulus kelulusan diumumkan lolos nilai ranking rangking diterima skor
buka: jam-buka jam-operasional jam-kerja tutup jam-pelayanan jam-layanan tabuh
libur: tanggal-merah minggu sabtu lebaran natal akhir-pekan hari-raya cuti-bersama weekend nyepi imlek
alamat: lokasi di-mana letak sebelah-mana arah tempat patokan ancer-ancer peta
syarat: persyaratan syaratnya berkas dokumen bawa dibawa kelengkapan fotokopi membawa disiapkan
jalan: aspal jembatan trotoar lubang berlubang
lampu: penerangan
banjir: got selokan meluap mampet tersumbat drainase gorong-gorong
"""


def _table() -> tuple[dict[str, str], re.Pattern[str]]:
    meanings, phrases = dict[str, str](), list[str]()
    for line in _GROUPS.replace("\n  ", " ").strip().splitlines():
        name, _, words = line.partition(": ")
        for word in words.split():
            meanings[word] = f"{meanings.get(word, '')} {name}".strip()
            if "-" in word:
                phrases.append(word.replace("-", " "))
    return meanings, re.compile(rf"\b({'|'.join(sorted(phrases, key=len, reverse=True))})\b")


MEANINGS, _PHRASES = _table()
_AFFIXES = re.compile(r"^(?:meng|meny|mem|men|me|ber|ter|di|ng|ny)(?=\w{4,})|(?<=\w{4})(?:kan|nya|an)$|(?<=\w{3})in$")


def meant(plain: str) -> str:
    """A normalised sentence with each word's common meaning; unknown words without the commonest affixes."""
    words = _PHRASES.sub(lambda found: found[0].replace(" ", "-"), plain).split()
    return " ".join(MEANINGS.get(word) or bare(word) for word in words)


def bare(word: str) -> str:
    """The meaning of a word without its commonest affixes, or the bare word."""
    if word in EMPTY_WORDS:
        return word
    stem = _AFFIXES.sub("", word)
    return MEANINGS.get(stem, stem)
