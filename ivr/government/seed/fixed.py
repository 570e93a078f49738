"""People and papers that scenarios, tests and documents name: the same in every demonstration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dialog.slots.ticket import number
from ivr.government.kependudukan import OFFICE

Row = dict[str, str]
OTHER_CHANNELS = 7000
"""Serials from here on are of what came by other channels than the telephone, so that they never meet those that Sapa gives out."""


def table(columns: str, *rows: tuple[str, ...]) -> list[Row]:
    return [dict(zip(columns.split(), row, strict=True)) for row in rows]


def ticket(prefix: str, year: int, month: int, serial: int) -> str:
    """Of the `serial`-th that came by another channel in that month."""
    return number(prefix, date(year, month, 1), OTHER_CHANNELS + serial)


ROWS: Mapping[str, Sequence[Row]] = {
    "keluarga": table(
        "kk alamat kelurahan kecamatan",
        ("3273011203100001", "Jalan Merdeka nomor 41", "Melati", "Mekarsari"),
        ("3171052507150002", "Jalan Diponegoro nomor 8", "Kenanga", "Mekarsari"),
        ("3578021806000003", "Jalan Kartini nomor 27", "Bojong", "Tanjungsari"),
        ("1271011505200004", "Jalan Sudirman nomor 3", "Cibogo", "Karangasih"),
        ("7371091010180005", "Jalan Pahlawan nomor 19", "Pasirjati", "Tanjungsari"),
        ("3273012002110006", "Jalan Veteran nomor 52", "Neglasari", "Tanjungsari"),
        ("3273010908060007", "Jalan Gajah Mada nomor 6", "Sukamaju Kaler", "Karangasih"),
    ),
    "penduduk": table(
        "nik kk nama tanggal_lahir hubungan telepon status kantor perkiraan",
        ("3273014107892415", "3273011203100001", "Sari Contoh", "1989-07-01", "kepala", "081200004101", "siap",
            "Kantor Kecamatan Coblong", ""),
        ("3171051203850002", "3171052507150002", "Budi Rekaan", "1985-03-12", "kepala", "081200004202", "proses", "Dukcapil Jakarta Pusat",
            "2026-12-15"),
        ("3578026512750003", "3578021806000003", "Wati Misal", "1975-12-25", "kepala", "081200004303", "siap",
            "Kantor Kecamatan Gubeng", ""),
        ("1271010101010004", "1271011505200004", "Togar Umpama", "2001-01-01", "kepala", "081200004404", "proses", "Dukcapil Kota Medan",
            "2027-01-08"),
        ("7371094408990005", "7371091010180005", "Andi Khayal", "1999-08-04", "kepala", "081200004505", "ditolak",
            "Dukcapil Kota Makassar", ""),
        ("3273015207850003", "3273012002110006", "Ratna Contoh", "1985-07-12", "kepala", "081200004606", "siap", OFFICE, ""),
        ("3273010503790004", "3273010908060007", "Joko Rekaan", "1979-03-05", "kepala", "081200004707", "siap", OFFICE, ""),
    ),
    "dokumen": table(
        "tiket nik jenis status kantor perkiraan",
        (ticket("DOK", 2026, 10, 11), "3273014107892415", "kartu keluarga", "siap", OFFICE, ""),
        (ticket("DOK", 2026, 11, 12), "3171051203850002", "akta kelahiran", "proses", OFFICE, "2026-12-04"),
        (ticket("DOK", 2026, 11, 13), "3578026512750003", "surat pindah", "diterima", OFFICE, "2026-12-08"),
        (ticket("DOK", 2026, 10, 14), "7371094408990005", "akta kematian", "ditolak", OFFICE, ""),
    ),
    "keliling": table(
        "kecamatan tempat hari jam",
        ("Mekarsari", "Halaman Kantor Kelurahan Melati", "1", "09:00"),
        ("Mekarsari", "Balai Warga Cempaka", "4", "13:00"),
        ("Karangasih", "Halaman Kantor Kecamatan Karangasih", "2", "09:00"),
        ("Tanjungsari", "Lapangan Kelurahan Bojong", "3", "08:30"),
        ("Coblong", "Halaman Kantor Kecamatan Coblong", "0", "09:00"),
    ),
    "izin": table(
        "tiket nik nib jenis status kurang perkiraan",
        (ticket("IZN", 2026, 11, 21), "3273014107892415", "", "NIB", "diterima", "", "2026-12-01"),
        (ticket("IZN", 2026, 10, 22), "3171051203850002", "", "PBG", "kurang", "gambar denah dan surat tanah", ""),
        (ticket("IZN", 2026, 11, 23), "3578026512750003", "", "reklame", "survei", "", "2026-12-10"),
        (ticket("IZN", 2026, 10, 24), "1271010101010004", "", "praktik tenaga kesehatan", "terbit", "", ""),
        (ticket("IZN", 2026, 9, 25), "7371094408990005", "", "keramaian", "ditolak", "", ""),
    ),
    "aduan": table(
        "tiket kategori apa lokasi kejadian anonim nama telepon status sejak instansi dibuat dukungan",
        ("ADU-2510-00014", "lampu", "lampu jalan mati", "Jalan Pahlawan", "Oktober 2025", "tidak", "Wati Misal", "081200004303",
            "selesai", "2025-12-10", "Dinas Perhubungan", "2025-10-06", "1"),
        ("ADU-2610-00020", "jalan_rusak", "jalan berlubang", "Jalan Veteran depan pasar", "Oktober 2026", "tidak", "Budi Rekaan",
            "081200004202", "dikerjakan", "2026-11-20", "Dinas Pekerjaan Umum", "2026-10-08", "4"),
        (ticket("PGD", 2026, 11, 31), "sampah", "sampah menumpuk", "Jalan Merdeka dekat pasar", "seminggu", "ya", "", "",
            "diteruskan", "2026-11-19", "Dinas Lingkungan Hidup", "2026-11-17", "3"),
        (ticket("PGD", 2026, 11, 32), "jalan_rusak", "jalan berlubang", "Jalan Sudirman nomor 10", "dua minggu", "tidak", "Togar Umpama",
            "081200004404", "diterima", "2026-11-20", "Dinas Pekerjaan Umum", "2026-11-20", "2"),
        (ticket("PGD", 2026, 10, 33), "lampu", "lampu jalan padam", "Jalan Kartini depan sekolah", "sebulan", "tidak", "Sari Contoh",
            "081200004101", "dikerjakan", "2026-11-12", "Dinas Perhubungan", "2026-10-29", "5"),
        (ticket("PGD", 2026, 9, 34), "banjir", "selokan mampet", "Jalan Diponegoro", "tiga hari", "tidak", "Wati Misal", "081200004303",
            "selesai", "2026-09-21", "Dinas Pekerjaan Umum", "2026-09-08", "1"),
    ),
    "pbb": table(
        "nop nik alamat tahun jumlah jatuh_tempo",
        ("327301000100200340", "3273014107892415", "Jalan Merdeka nomor 41", "2026", "1250000", "2026-08-31"),
        ("327301000100200350", "3171051203850002", "Jalan Diponegoro nomor 8", "2026", "0", "2026-08-31"),
    ),
    "kendaraan": table(
        "plat nik jenis jumlah jatuh_tempo",
        ("D 1234 ABC", "3273014107892415", "motor", "425000", "2027-01-05"),
        ("B 5678 XYZ", "3171051203850002", "mobil", "0", "2027-09-30"),
    ),
    "npwpd": table(
        "npwpd nib nama jenis status jatuh_tempo",
        ("2000001291001", "", "Restoran Misal", "pajak restoran", "aktif", "2026-12-15"),
        ("2000002292002", "", "Hotel Umpama", "pajak hotel", "nonaktif", ""),
    ),
    "pegawai": table(
        "nip nik cuti pangkat golongan terbit pensiun tmt gaji berikutnya",
        ("198507122010012003", "3273015207850003", "7", "terbit", "III/d", "2026-10-01", "belum", "2043-08-01", "belum", "2028-01-01"),
        ("197903052005011004", "3273010503790004", "4", "diperiksa", "IV/a", "", "belum", "2037-04-01", "diperiksa", "2027-01-01"),
    ),
    "janji": table(
        "tiket keperluan tanggal jam orang nama telepon",
        ("483920", "KTP", "2026-12-07", "09:00", "1", "Sari Contoh", "081200004101"),
        (ticket("JNJ", 2026, 11, 41), "KTP", "2026-12-07", "09:00", "1", "Budi Rekaan", "081200004202"),
    ),
}  # fmt: skip
