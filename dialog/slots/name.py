"""A person's name, said ("nama saya Siti Aminah", "atas nama Bapak Budi Santoso") or spelled ("es i te i", "S seperti Semarang")."""

from __future__ import annotations

import re
from datetime import date
from itertools import takewhile

from rapidfuzz import fuzz

from dialog.effects import Pauses
from dialog.schema import SlotSpec
from dialog.slots import yes_no
from dialog.slots.kind import Kind
from dialog.slots.result import DOUBTFUL, Filled, Parsed, Rejected
from dialog.understanding.normalize import normalize
from dialog.understanding.numbers import NUMBER_WORDS

MOST_WORDS = 8
ALIKE = 50.0
"""rapidfuzz ratio (0 to 100) from which on letters that are spelled are taken for the spelling of a word before them."""
UNASKED = 0.7
"""Confidence in a name that was not asked for: where it ends is a guess."""
_LETTERS = {
    "be": "b", "ce": "c", "de": "d", "ef": "f", "ge": "g", "ha": "h", "je": "j", "ka": "k", "el": "l", "em": "m", "en": "n", "pe": "p",
    "ki": "q", "kyu": "q", "er": "r", "es": "s", "te": "t", "fe": "v", "ve": "v", "we": "w", "eks": "x", "ye": "y", "zet": "z",
    **{letter: letter for letter in "abcdefghijklmnopqrstuvwxyz"},
}  # fmt: skip
_FEWEST_LETTERS = 3
"""Letters in a row that are a spelling; two are, when nothing else is said."""
_LIKE = re.compile(r"\b(\w{1,3}) (?:seperti|untuk|kayak|dari kata) (\w)\w*")
_LEAD = re.compile(
    r"\b(?:atas nama|(?:nama )?(?:ibu|bapak|ayah) kandung(?:nya)?|(?:nama|nami|jeneng|wasta)(?:nya|ku|e|na)?(?: lengkap(?:nya)?)?|dengan"
    r"|panggil(?:an)?(?:nya)?)(?: (?:saya|aku|ku|kulo|kula|abdi))?(?: (?:saya|aku|adalah|itu|ialah|yaitu|saja|aja))*\b"
)
_TOLD = re.compile(r"\b(?:(?:nama|nami) (?:lengkap )?(?:saya|aku|kulo|kula|abdi)|(?:nama|jeneng)ku|atas nama) .+")
_I = re.compile(r"^(?:abdi|kulo|kula)(?= \w)")
"""Javanese and Sundanese for "saya"; Abdi is a name as well."""
_SPELLS = frozenset("dieja ejaan ejaannya huruf".split())
_TITLES = frozenset(
    "bapak pak ibu bu haji hajah hajjah h hj mas mbak kak bang abang neng teh kang ustaz ustad kiai doktor drs dra ir".split()
)
_AROUND = frozenset("saya aku ini itu halo iya ya eh em hmm anu oh adalah selamat pagi siang sore malam betul benar".split())
_AFTER = frozenset("eh pak bu mas mbak kak ya iya dong deh itu saja aja terima kasih makasih".split())
_INNER = frozenset("bin binti".split())
NEVER = frozenset(
    "saya aku kami kita anda dia mereka yang di ke dari untuk dan atau tapi kalau karena sudah belum akan mau ingin minta tolong mohon "
    "bisa boleh ada tidak nggak enggak bukan tahu apa apakah siapa kapan bagaimana gimana kenapa mana berapa petugas operator bicara "
    "ulangi batal selesai bantuan tunggu sebentar nama lengkap alamat nomor nik ktp kk kartu akta surat tanggal lahir jalan rumah "
    "kantor tinggal kok sih anak istri suami orang ayah kakak adik sendiri halo terima kasih maaf permisi cek status lapor hilang rusak "
    "lewat dengan atas pada juga masih lagi tadi kemarin hari lalu sejak sampai jadi salah seperti kurang "
    "eh terserah apapun siapapun sembarang bebas".split()
)
"""Words that no name holds: they end it, or show that the answer is none."""


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Filled with the name as it is written: "Ahmad bin Abdullah"."""
    said = _plain(text)
    leads = list(_LEAD.finditer(said)) or list(_I.finditer(said))
    words = _stripped((said[leads[-1].end() :] if leads else said).split())
    if leads:
        words = list(takewhile(lambda word: word not in NEVER, words))
    words = _stripped(_unspelled(words))
    if not words or (not leads and set(normalize(" ".join(words)).split()) <= yes_no.YES | yes_no.NO | _AROUND):
        return Rejected("no name")
    if not (NUMBER_WORDS | NEVER).isdisjoint(words) or len(words) > MOST_WORDS or any(c.isdigit() for c in said):
        return Rejected("not a name")
    name = " ".join(_capital(word) for word in words)
    sure = DOUBTFUL if leads and leads[-1][0].split()[-1] == "abdi" else 1.0
    return Filled(name, confidence=sure) if sum(c.isalpha() for c in name) > 1 else Rejected("no name")


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """What follows "nama saya" or "atas nama", up to a word that no name holds."""
    told = _TOLD.search(_plain(re.split(r"[,;]", text)[0]))
    parsed = parse(told[0], slot, today) if told else None
    return Filled(parsed.value, confidence=UNASKED) if isinstance(parsed, Filled) else None


def _plain(text: str) -> str:
    """Lower case; of the marks only those inside a name stay: Ma'ruf, Abdul-Aziz."""
    return " ".join(word.strip("'-") for word in re.sub(r"[^\w\s'-]|_", " ", text.lower().replace("’", "'")).split())


def _stripped(words: list[str]) -> list[str]:
    while words and (words[0] in _AROUND or (words[0] in _TITLES and words[1:2] and len(words[1]) > 1)):
        words = words[1:]
    while words and words[-1] in _AFTER:
        words = words[:-1]
    return [] if set(words) <= _TITLES else words


def _unspelled(words: list[str]) -> list[str]:
    """Letters that are spelled made into words, in the place of a word before them that sounds so; "spasi" parts two words."""
    said = _LIKE.sub(lambda like: like[2] if _LETTERS.get(like[1]) == like[2] else like[0], " ".join(words))
    words = [word for word in said.split() if word not in _SPELLS]
    fewest = 2 if all(word in _LETTERS or word == "spasi" for word in words) else _FEWEST_LETTERS
    out, i = list[str](), 0
    while i < len(words):
        end = i
        while end < len(words) and (words[end] in _LETTERS or (words[end] == "spasi" and end > i)):
            end += 1
        if end - i < fewest:
            out.append(words[i])
            i += 1
            continue
        spelled = "".join(" " if word == "spasi" else _LETTERS[word] for word in words[i:end]).split()
        said_after = words[end : end + len(spelled)] == spelled
        out, i = _with(out, spelled), end + len(spelled) * said_after
    return out


def _with(words: list[str], spelled: list[str]) -> list[str]:
    """`words` with the last of them put right by their spelling, or with `spelled` after them."""
    if "".join(words) == "".join(spelled):
        return words
    for size in range(1, len(words) + 1):
        if fuzz.ratio("".join(words[-size:]), "".join(spelled)) >= ALIKE:
            return [*words[:-size], *spelled]
    return [*words, *spelled]


def _capital(word: str) -> str:
    return word if word in _INNER else "-".join(part.capitalize() for part in word.split("-"))


KIND = Kind(
    "name",
    parse,
    find,
    pauses=Pauses(300, 1200, 2500),
    example="Misalnya: Siti Aminah. Bila perlu, eja huruf demi huruf.",
)
