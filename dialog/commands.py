"""What may be said at any moment: a person, again, wait, stop, finished."""

from __future__ import annotations

from functools import lru_cache

from dialog.schema import Flows
from dialog.understanding.normalize import normalize

SPARE_WORDS = 3
"""Words around the phrase that asks for a person, polite ones not counted. A longer sentence only happens to contain it."""
PERSON, UNKNOWN, WAIT = "petugas", "tidak_tahu", "tunggu"
AMONG_OTHERS = frozenset({PERSON, UNKNOWN})
POLITE = frozenset(
    "tolong mohon minta saya aku ingin bisa dong deh saja iya pak bu bapak ibu mas mbak kak halo maaf dulu "
    "sekarang langsung eh em oh anu".split()
)
_ABOUT_THEM = frozenset(
    "lapor melapor melaporkan laporkan laporin adu adukan mengadu mengadukan komplain protes uang suap pungli korupsi galak kasar jutek "
    "judes marah oknum lambat".split()
)
"""With one of these, persons are spoken of, not asked for: "lapor petugas minta uang"."""
_FETCHED = frozenset(
    "saya ambil cari carikan catat tulis lihat siapkan pulpen pena kertas buku kacamata ktp kartu dompet surat berkas".split()
)
"""For which callers leave the telephone."""
_NEGATIONS = frozenset("tidak belum jangan bukan".split())
_REFUSALS = ("jangan", "bukan", "tidak usah", "tidak perlu")


def command_in(flows: Flows, text: str, *, strict: bool) -> str:
    """The command that `text` is, or an empty string.

    A command is its phrase and nothing more than politeness: "ktp sudah selesai belum" ends no call. Only the wish for a person, and not
    to know, may stand among other words; when free text is due (`strict`), only by a phrase of three words and more.
    """
    said = _telling(text)
    for name, phrases in flows.commands.items():
        for phrase in map(_telling, phrases):
            if said == phrase:
                return name
            if name == WAIT and not strict and said[: len(phrase)] == phrase and _FETCHED.issuperset(said[len(phrase) :]):
                return name
            room = name in AMONG_OTHERS and len(phrase) >= (3 if strict else 1) and len(said) <= len(phrase) + SPARE_WORDS
            about = name == PERSON and not _ABOUT_THEM.isdisjoint(said)
            if room and not about and _wanted(phrase, said):
                return name
    return ""


def _wanted(phrase: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """`phrase` is in `said`, neither refused ("tidak usah petugas") nor complained of ("petugasnya tidak ada")."""
    for i in range(len(said) - len(phrase) + 1):
        if said[i : i + len(phrase)] == phrase:
            before, after = " ".join(said[:i]), said[i + len(phrase) :]
            return not before.endswith(_REFUSALS) and not (after and after[0] in _NEGATIONS)
    return False


@lru_cache(maxsize=1024)
def _telling(text: str) -> tuple[str, ...]:
    """Words without polite ones; a text of polite words alone keeps them."""
    words = normalize(text).split()
    return tuple(word for word in words if word not in POLITE) or tuple(words)
