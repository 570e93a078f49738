"""The SMS gateway: sends nothing, but keeps what would be sent, for the outbox page."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.government.system import Answer, Register, System

SYSTEM = System(
    "sms",
    "Gerbang SMS",
    "Menerima pesan singkat. Tidak ada yang benar-benar dikirim: pesan terlihat di halaman kotak keluar.",
    "CREATE TABLE sms (urutan INTEGER PRIMARY KEY, ke TEXT, isi TEXT, waktu TEXT)",
)


@SYSTEM.operation("Mengirim pesan", "ke isi", "urutan", write=True)
def kirim(register: Register, asked: Mapping[str, str]) -> Answer | None:
    insert = "INSERT INTO sms (ke, isi, waktu) VALUES (?, ?, datetime('now', 'localtime'))"
    register.connection.execute(insert, (asked["ke"], asked["isi"]))
    return register.one("SELECT max(urutan) AS urutan FROM sms")


def newest(register: Register, count: int) -> tuple[list[Answer], int]:
    """The last `count` messages, newest first, and how many there are in all."""
    total = register.connection.execute("SELECT count(*) FROM sms").fetchone()[0]
    return register.all("SELECT ke, isi, waktu FROM sms ORDER BY urutan DESC LIMIT ?", str(count)), int(total)
