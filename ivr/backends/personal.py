"""Which arguments are personal, by their names: these never stand in an address, where every server on the way writes them down."""

from __future__ import annotations

PERSONAL = frozenset(
    "nik kk nip npwp npwpd nop telepon telp hp wa penelepon nama alamat email surel lahir ibu plat nopol kontak ke isi kode sandi apa "
    "keterangan alasan lokasi rekening paspor kartu anggota pasien contact subject name phone address".split()
)
"""Whole words of an argument's name, which `_` parts: `tanggal_lahir` holds `lahir`."""


def is_personal(name: str) -> bool:
    return not PERSONAL.isdisjoint(name.lower().split("_"))
