"""`/pengawas/catatan`: the audit trail, newest first."""

from __future__ import annotations

from uuid import UUID

from aiohttp import web

from ivr.console.guard import allowed
from ivr.console.pages import render
from ivr.console.parts import Parts
from ivr.console.pulse import WATCHERS

AT_ONCE = 100
ACTIONS = {
    "sign_in": "Masuk ke konsol",
    "change_password": "Mengganti kata sandi sendiri",
    "reset_password": "Memberi kata sandi baru",
    "add_user": "Menambah pengguna",
    "change_user": "Mengubah pengguna",
    "sign_in_oidc": "Masuk ke konsol melalui penyedia identitas",
    "add_user_oidc": "Ditambahkan oleh penyedia identitas",
    "change_role_oidc": "Berganti peran menurut penyedia identitas",
    "telepon_kembali": "Melihat nomor untuk menelepon kembali",
    "batal_telepon_kembali": "Batal menelepon kembali",
    "sign_in_failed": "Gagal masuk ke konsol",
    "buka_panggilan": "Membuka catatan panggilan",
    "ambil_alih": "Mengambil alih panggilan dari Sapa",
    "listen": "Mendengarkan percakapan",
    "whisper": "Berbisik kepada petugas",
    "join": "Ikut dalam percakapan",
}


def routes(parts: Parts) -> list[web.RouteDef]:
    @allowed(*WATCHERS)
    async def trail(request: web.Request) -> web.Response:
        """`?sebelum=` an entry's number: those before it."""
        before = request.query.get("sebelum", "")
        bound = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
        rows = await parts.records.audit_rows(AT_ONCE, bound)
        names = {user.login: user.name for user in await parts.records.users()}
        older = rows[-1].id if len(rows) == AT_ONCE else 0
        values = {"rows": rows, "older": older, "newest": bound is None, "names": names, "actions": ACTIONS}
        return render(request, "supervisor_audit.html", is_call=is_call, **values)

    return [web.get("/pengawas/catatan", trail)]


def is_call(about: str) -> bool:
    try:
        return str(UUID(about)) == about
    except ValueError:
        return False
