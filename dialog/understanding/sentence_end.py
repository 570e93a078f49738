"""Does a sentence go on? Indonesian puts before what it belongs to: *yang*, *di*, *mau*, *nomornya* are never last words.

The words come from counting, in 3,500 sentences, how often each is the last one (under 4 %, or over 40 %).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dialog.understanding.normalize import normalize, telling

_HESITATIONS = frozenset("eh e ee eee em emm hm hmm mm anu apa_ya apa_namanya begini gini jadi_begini".split())
_JOINING = frozenset(
    "dan atau tapi tetapi karena sebab supaya agar biar kalau kalo jika bila ketika waktu saat sambil lalu terus trus kemudian sehingga "
    "bahwa padahal meskipun walaupun namun serta sedangkan setelah sesudah sebelum sejak semenjak selama gara beserta "
    "yang di ke dari untuk buat pada dengan sama oleh tentang soal mengenai antara sampai hingga dalam tanpa per seperti kayak".split()
)
_LEADING = frozenset(
    "mau ingin pengen pengin akan hendak bisa boleh harus mesti wajib perlu butuh minta tolong mohon coba sudah udah masih sedang "
    "cuma hanya jangan apakah tetap paling lebih punya pakai kena ikut habis mulai menjadi setiap tiap semua beberapa banyak para "
    "tanggal nama nomor atas sebuah seorang entah kok bikin bawa gantinya suara kami kita dia ada".split()
)
_NAMING = frozenset("nomornya namanya alamatnya lokasinya tempatnya masalahnya niknya nik".split())
_HANGING = _HESITATIONS | _JOINING | _LEADING | _NAMING
_OWNED = frozenset("nik nomor nama alamat".split())
_TIMES = frozenset("hari minggu bulan tahun yang".split())
_TRANSITIVE = re.compile(r"me\w+kan|mengurus|ngurus|mengecek|ngecek|membuat|laporin|ngelaporin")
_PLACES = frozenset("jalan gang desa kelurahan kecamatan kampung rt rw".split())
"""A name follows where little was said before: "di jalan", not "ktp saya hilang di jalan"."""
_FEW = 3
_CALLING = frozenset("pak bu mas mbak bapak ibu halo permisi maaf selamat pagi siang sore malam".split())
_PARTICLES = frozenset("iya dong sih saja juga sekali banget kan deh nih ini pak bu mas mbak kak terima kasih makasih".split())
_QUESTIONS = frozenset("mana bagaimana berapa siapa kapan apa apakah".split())
_TURNS = frozenset("tapi tetapi kok padahal".split())
LAST_AS_A_RULE = 0.4
"""Share of the examples with a word that end in it, from which on it is taken for a last word."""


@dataclass(frozen=True, slots=True)
class Endings:
    """What an operator's examples tell of sentences.

    `said` are all their words, `words` are last as a rule, `inner` ones (said twice and more) never; `whole` are the examples,
    also by their telling words alone; `begun` are their beginnings.
    """

    said: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()

    @classmethod
    def of(cls, examples: Sequence[str]) -> Endings:
        sentences = [words for words in (normalize(text).split() for text in examples) if words]
        last, said = Counter(words[-1] for words in sentences), Counter(word for words in sentences for word in words)
        # A little is added below, so that a word said once does not count as much as one said ten times.
        words = frozenset(word for word, count in last.items() if (count + 0.3) / (said[word] + 1) >= LAST_AS_A_RULE)
        inner = frozenset(word for word, count in said.items() if count > 1 and word not in last)
        whole = frozenset({*map(normalize, examples), *(told for told in map(telling, examples) if " " in told)})
        begun = frozenset(" ".join(words[:count]) for words in sentences for count in range(1, len(words)))
        return cls(frozenset(said), words, inner, whole, begun - whole)


def unfinished(text: str) -> bool:
    """More must follow: the last word is one that never stands last, or a subject without what it does."""
    raw, words = text.lower().rstrip(" .?!").split(), normalize(text).split()
    if not words:
        return False
    before, last = words[:-1], words[-1]
    if text.rstrip().endswith((",", "...", "…", "-")):
        return True
    if last == "lalu" and before and before[-1] in _TIMES:
        return False
    if raw[-1] in _HANGING or "_".join(raw[-2:]) in _HANGING or last in _HANGING:
        return True
    if _TRANSITIVE.fullmatch(raw[-1]):
        return True
    if last == "tidak":
        return before[-1:] not in (["apa"], ["atau"])
    if last == "belum":
        return not _asks(before)
    if last in _PLACES:
        return len(words) <= _FEW
    return last in ("saya", "aku") and (not before or before[-1] in _CALLING | _OWNED)


def finished(text: str, endings: Endings) -> bool:
    """Nothing more need follow. "ktp saya sudah jadi" is not finished: *belum* follows."""
    words = normalize(text).split()
    if not words or unfinished(text):
        return False
    particle = words[-1] in _PARTICLES
    while words and words[-1] in _PARTICLES:
        words.pop()
    if words[-1:] in (["tidak"], ["belum"]) or is_whole(text, endings):
        return True
    if "sudah" in words and not (_QUESTIONS - {"apa"}) & set(words):
        return False
    return particle or words[-1] in _QUESTIONS | endings.words


def is_whole(text: str, endings: Endings) -> bool:
    """The operator wrote down the same."""
    return normalize(text) in endings.whole or telling(text) in endings.whole


def _asks(before: list[str]) -> bool:
    """Whether *belum* after these words makes a question of them: "sudah jadi belum", not "sudah rekam tapi ktp belum"."""
    clause: list[str] = []
    for word in before:
        clause = [] if word in _TURNS else [*clause, word]
    return not {"sudah", "apa", "apakah", "atau"}.isdisjoint(clause)
