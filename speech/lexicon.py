"""What Indonesian offices write short, and how it is spoken."""

from __future__ import annotations

LETTERS = {
    "a": "a", "b": "be", "c": "ce", "d": "de", "e": "e", "f": "ef", "g": "ge", "h": "ha", "i": "i", "j": "je", "k": "ka",
    "l": "el", "m": "em", "n": "en", "o": "o", "p": "pe", "q": "ki", "r": "er", "s": "es", "t": "te", "u": "u", "v": "ve",
    "w": "we", "x": "eks", "y": "ye", "z": "zet",
}  # fmt: skip
DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip

SPELLED = frozenset(
    "KTP KK NPWP PBB BPHTB BPJS BPN NIB OSS ASN PNS PPPK OJK SKCK STNK BPKB KIA KIS KIP PKH BLT UMKM DPRD DPR TPS WIB WIT RT RW "
    "SPPT PDAM PLN SD SMP SMA SMK PIN SMS OTP PIC ID HP UU PP PT CV TNI MCK IGD UGD RSUD DPMPTSP SOP UPTD ADU".split()
)
"""Spelled letter by letter although some could be said as a word. All others are spelled only if nobody could say them."""
SAID = {
    "NIK": "nik", "WITA": "wita", "SIM": "sim", "SAPA": "sapa", "SAMSAT": "samsat", "PERDA": "perda", "PEMDA": "pemda",
    "DUKCAPIL": "dukcapil", "DISDUKCAPIL": "disdukcapil", "LAPOR": "lapor", "POLRI": "polri", "POLRES": "polres",
    "PUSKESMAS": "puskesmas", "KPU": "ka pe u", "KUA": "ka u a", "RSUD": "er es u de", "E-KTP": "e ka te pe", "SP4N": "es pe empat en",
}  # fmt: skip
ABBREVIATIONS = {
    "jl.": "jalan", "jln.": "jalan", "gg.": "gang", "no.": "nomor", "kec.": "kecamatan", "kel.": "kelurahan", "kab.": "kabupaten",
    "prov.": "provinsi", "ds.": "desa", "dsn.": "dusun", "kp.": "kampung", "telp.": "telepon", "tlp.": "telepon", "tgl.": "tanggal",
    "bpk.": "bapak", "sdr.": "saudara", "sdri.": "saudari", "yth.": "yang terhormat", "dll.": "dan lain-lain",
    "dsb.": "dan sebagainya", "dst.": "dan seterusnya", "a.n.": "atas nama", "s.d.": "sampai dengan", "s/d": "sampai dengan",
    "d.a.": "dengan alamat", "hlm.": "halaman", "ttd.": "tertanda", "h.": "haji", "hj.": "hajah",
}  # fmt: skip
UNITS = {
    "km": "kilometer", "m": "meter", "cm": "sentimeter", "mm": "milimeter", "m2": "meter persegi", "m²": "meter persegi",
    "m3": "meter kubik", "m³": "meter kubik", "kg": "kilogram", "g": "gram", "l": "liter", "ha": "hektare", "kwh": "kilowatt jam",
    "°c": "derajat Celsius", "mb": "megabita", "gb": "gigabita",
}  # fmt: skip
