"""The fields that the systems share, by name: what each holds, and an example. All are text, as they come over the telephone."""

from __future__ import annotations

from dataclasses import dataclass, replace

YES_NO = ("ya", "tidak")


@dataclass(frozen=True, slots=True)
class Field:
    """`choices`: the only values there are (in an answer also the empty text); empty: any text."""

    title: str
    example: str
    choices: tuple[str, ...] = ()

    def among(self, choices: tuple[str, ...]) -> Field:
        return replace(self, choices=choices, example=choices[0]) if choices else self


FIELDS = {
    "ada": Field("apakah ada", "ya", YES_NO),
    "alamat": Field("alamat lengkap", "Jalan Kartini nomor 12, Kelurahan Bojong"),
    "alasan": Field("alasan permohonan", "penghasilan berkurang sejak pensiun"),
    "anonim": Field("tanpa nama", "tidak", YES_NO),
    "apa": Field("apa yang terjadi", "lampu jalan mati sudah seminggu"),
    "cocok": Field("apakah datanya cocok", "ya", YES_NO),
    "denda": Field("denda keterlambatan sampai hari ini, rupiah", "37500"),
    "dokumen": Field("dokumen yang dikeluhkan", "KTP"),
    "dukungan": Field("jumlah pendukung, pelapor termasuk", "3"),
    "golongan": Field("golongan setelah kenaikan", "III/c"),
    "instansi": Field("instansi yang menangani", "Dinas Perhubungan"),
    "isi": Field("isi pesan", "Laporan Anda diterima."),
    "jam": Field("jam", "09:00"),
    "jatuh_tempo": Field("batas pembayaran atau masa berlaku, ISO 8601", "2026-08-31"),
    "jenis": Field("jenisnya", "kartu keluarga"),
    "jumlah": Field("pokok pajak, rupiah, tanpa denda", "1250000"),
    "kantor": Field("kantor tempat mengambil atau bertanya", "Kantor Kecamatan Tanjungsari"),
    "kategori": Field("kategori laporan", "lampu"),
    "ke": Field("nomor tujuan", "081200009999"),
    "kecamatan": Field("nama kecamatan", "Tanjungsari"),
    "keperluan": Field("keperluan kunjungan", "ktp"),
    "keterangan": Field("keterangan tambahan", "sekarang lubangnya makin besar"),
    "kk": Field("nomor kartu keluarga, 16 angka", "3273011203100001"),
    "kurang": Field("persyaratan yang belum lengkap", "gambar denah"),
    "lokasi": Field("tempat kejadian", "Jalan Kartini depan pasar"),
    "mulai": Field("hari pertama, ISO 8601", "2026-12-02"),
    "nama": Field("nama", "Sari Contoh"),
    "nik": Field("Nomor Induk Kependudukan, 16 angka", "3273014107892415"),
    "nip": Field("Nomor Induk Pegawai, 18 angka", "198507122010012003"),
    "nomor": Field("nomor yang diberikan kanal penerima; kosong: sistem memberi nomor", "PGD-2611-00018"),
    "nop": Field("Nomor Objek Pajak PBB, 18 angka", "327301000100200340"),
    "npwpd": Field("Nomor Pokok Wajib Pajak Daerah, 13 angka", "2000001291001"),
    "orang": Field("jumlah orang", "1"),
    "penelepon": Field("nomor yang dipakai menelepon", "081200004101"),
    "perkiraan": Field("perkiraan selesai, ISO 8601", "2026-12-15"),
    "plat": Field("nomor polisi", "D 1234 ABC"),
    "sejak": Field("sejak kapan", "2026-11-20"),
    "selesai": Field("hari terakhir, ISO 8601", "2026-12-19"),
    "sisa": Field("sisa cuti tahunan, hari kerja", "7"),
    "status": Field("statusnya", "proses"),
    "tahap": Field("tahap seleksi yang berlangsung atau berikutnya", "seleksi kompetensi"),
    "tahun": Field("tahun", "2026"),
    "tanggal": Field("tanggal, ISO 8601", "2026-12-07"),
    "tanggal_lahir": Field("tanggal lahir, ISO 8601", "1989-07-01"),
    "telepon": Field("nomor telepon", "081200004101"),
    "tempat": Field("tempat", "Halaman Kantor Kelurahan Bojong"),
    "terbit": Field("tanggal surat keputusan, ISO 8601", "2026-10-01"),
    "tiket": Field("nomor tiket atau permohonan", "PGD-2610-70338"),
    "tmt": Field("terhitung mulai tanggal, ISO 8601", "2043-08-01"),
    "urutan": Field("nomor urut pesan", "17"),
    "berikutnya": Field("kenaikan gaji berkala berikutnya, ISO 8601", "2028-01-01"),
}
