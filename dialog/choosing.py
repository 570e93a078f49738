"""What a caller means who was offered to wait, be called back, leave a message or go on: pure, over their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialog import wishes
from dialog.commands import POLITE
from dialog.remaining import CALL, GO_ON, MESSAGE, WAIT, offered
from dialog.slots import yes_no
from dialog.state import State
from dialog.understanding.normalize import normalize

ASKS, INSISTS, LEAVES, HOW, ANYBODY = "asks", "insists", "leaves", "how", "anybody"
"""Instead of a way: how long it takes; a person and no machine; goodbye, for now at least; what there is to choose from; a person of any
language."""
_WORDS: Mapping[str, frozenset[str]] = {
    WAIT: frozenset(
        "tunggu menunggu nunggu ditunggu antre antri mengantre ngantri antrean sabar "
        "ngenteni enteni tengga nengga ngrantos antosan ngantosan antos ngantos".split()
    ),
    CALL: frozenset(
        "telepon telpon telfon telp tlp ditelepon ditelpon ditelfon dihubungi hubungi menghubungi dikabari kabari callback".split()
    ),
    MESSAGE: frozenset("pesan titip titipkan nitip dicatat catat catatkan".split()),
    GO_ON: frozenset("sapa lanjut lanjutkan lanjutin dilanjutkan terus teruskan terusin mesin robot".split()),
}
_NUMBERS = {
    WAIT: frozenset(("satu", "1")), CALL: frozenset(("dua", "2")), MESSAGE: frozenset(("tiga", "3")), GO_ON: frozenset(("empat", "4"))
}  # fmt: skip
_WITH_A_NUMBER = POLITE | frozenset("yang nomor no pilih pilihan tombol angka tekan opsi baik".split())
_ORDINALS = ("pertama", "kedua", "ketiga", "keempat")
_LAST = "terakhir"
_REFUSED = frozenset("tidak jangan bukan malas males daripada".split())
_BETWEEN = frozenset("ingin perlu usah bisa kuat sanggup lama dengan sama lagi harus suruh disuruh saya".split())
"""What may stand between a no and what it is about: "tidak mau lama menunggu"."""
_ASKING = frozenset("berapa bagaimana kenapa mengapa kapan kok masa emang emangnya memang memangnya".split())
_LONG = frozenset("lama menit jam orang petugas nomor urutan giliran".split())
_TIRED = frozenset("capek capai bosan jenuh lelah kesal suruh disuruh masa keburu pulsa kelamaan".split())
_WAITED = ("sudah", "dari", "sejak", "kemarin")
_MACHINES = frozenset("mesin robot".split())
_TO_A_MACHINE = frozenset("dengan sama ke pakai lewat lanjut oleh".split())
_SELF = frozenset("saya aku kali".split())
_OTHERS = frozenset("kantor polisi pemadam damkar ambulans rumah dinas".split())
_AGAIN = frozenset("lagi nanti besok sendiri".split())
_DONE = frozenset("selesai tuntas kelar jelas terjawab dijawab dibantu".split())
_WHICHEVER = frozenset("terserah manut sakarepmu".split())
_QUICK = frozenset("cepat cepet tercepat gancang".split())
_NO_THANKS = frozenset("usah perlu jadi terima kasih makasih deh lah".split())


def meant(state: State, text: str) -> str:
    """The key of a way, or one of ASKS to ANYBODY; empty for none of it. Of several ways the last one, unless it is refused;
    who is tired of waiting means the call-back."""
    words, ways = normalize(text).split(), offered(state)
    if hangs_up(words):
        return ""
    if state.language and "indonesia" in words and _REFUSED.isdisjoint(words):
        return ANYBODY
    if _calls_later(words):
        return LEAVES
    likes = list(_named(words))
    named = [way for way in likes if way in ways]
    if not _MACHINES.isdisjoint(words) and not named:
        return INSISTS
    if _is_tired(words):
        return named[-1] if named and named[-1] != WAIT else CALL
    if not _ASKING.isdisjoint(words) or _asks_for_price(words):
        about = not _WORDS[WAIT].isdisjoint(words) or not _LONG.isdisjoint(words)
        return ASKS if about else HOW if set(words) <= _ASKING | POLITE | _WORDS[GO_ON] | {"apa", "maksud", "maksudnya"} else ""
    if named:
        return named[-1]
    if not likes and not _WORDS[WAIT].isdisjoint(words):
        return CALL  # "saya tidak mau nunggu"
    placed = [ways[n] for n, ordinal in enumerate(_ORDINALS[: len(ways)]) if ordinal in words]
    last = [ways[-1]] if _LAST in words else []
    numbered = [way for way in ways if _is_number_of(words, way)]
    return next(iter((*placed, *last, *numbered)), CALL if _would_take_any(words) else "")


def takes_leave(text: str) -> bool:
    """ "Tidak usah, terima kasih"; "ya sudah, saya tutup saja"."""
    return yes_no.is_goodbye(text) or says_no(text) or hangs_up(normalize(text).split())


def says_no(text: str) -> bool:
    """A plain no to all of it: "tidak usah, terima kasih", "ya sudah tidak jadi"."""
    plain = set(normalize(text).split()) <= yes_no.YES | yes_no.NO | POLITE | _NO_THANKS
    return plain and wishes.yes_or_no(text) == "tidak"


def is_resigned(text: str) -> bool:
    """A no or a "ya sudah" without thanks: perhaps not the end of what they wanted."""
    words = set(normalize(text).split())
    return words.isdisjoint(("terima", "kasih", "makasih", "cukup", "selesai")) and not hangs_up(words)


def is_not_done(text: str) -> bool:
    """Instead of a rating: "lho, saya belum selesai", "masalah saya belum beres"."""
    words = normalize(text).split()
    return any(word == "belum" and not _DONE.isdisjoint(words[n + 1 : n + 3]) for n, word in enumerate(words))


def hangs_up(words: list[str] | set[str]) -> bool:
    """ "Saya tutup teleponnya"; not "jangan tutup", nor "tutup jam berapa"."""
    said = set(words)
    return "tutup" in said and not said.isdisjoint(("saya", "aku")) and said.isdisjoint(_REFUSED)


def _named(words: list[str]) -> Iterator[str]:
    """In the order in which they are said, without those that are refused, or said of somebody else."""
    for n, word in enumerate(words):
        way = next((way for way, names in _WORDS.items() if word in names), "")
        if way and not _is_refused(words[:n], way) and not _is_of_others(words, n, way):
            yield way


def _is_refused(before: list[str], way: str) -> bool:
    """ "Tidak usah, lanjut saja" refuses something else."""
    while before and before[-1] in _BETWEEN and not (way == GO_ON and before[-1] == "usah"):
        before = before[:-1]
    return bool(before) and before[-1] in _REFUSED


def _is_of_others(words: list[str], n: int, way: str) -> bool:
    """ "Sudah tiga kali saya telepon", "hubungi kantor polisi", "lho kok mesin lagi"."""
    before, after = words[n - 1] if n else "", words[n + 1] if n + 1 < len(words) else ""
    if way == CALL and not words[n].startswith("di"):
        return before in _SELF or after in _OTHERS
    return words[n] in _MACHINES and before not in _TO_A_MACHINE


def _calls_later(words: list[str]) -> bool:
    """ "Nanti saja saya telepon lagi"."""
    calls = any(word in _WORDS[CALL] and not word.startswith("di") and words[n - 1] in ("saya", "aku") for n, word in enumerate(words) if n)
    return calls and not _AGAIN.isdisjoint(words) and "kali" not in words


def _is_tired(words: list[str]) -> bool:
    """ "Capek nunggu", "sudah menunggu dari tadi", "masa harus nunggu"; not "ya sudah, saya tunggu"."""
    if _WORDS[WAIT].isdisjoint(words):
        return False
    waited = any(words[n - 1] in _WAITED and words[n - 2 : n - 1] != ["iya"] for n, word in enumerate(words) if n and word in _WORDS[WAIT])
    return waited or not _TIRED.isdisjoint(words)


def _asks_for_price(words: list[str]) -> bool:
    return "gratis" in words or "bayar" in words


def _is_number_of(words: list[str], way: str) -> bool:
    """ "Yang nomor dua"; not "dua menit"."""
    return not _NUMBERS[way].isdisjoint(words) and set(words) - _NUMBERS[way] <= _WITH_A_NUMBER


def _would_take_any(words: list[str]) -> bool:
    """ "Terserah", "yang penting cepat"."""
    quick = not _QUICK.isdisjoint(words) and not {"yang", "sing", "nu"}.isdisjoint(words)
    return not _WHICHEVER.isdisjoint(words) or quick
