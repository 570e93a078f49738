"""What the teacher says: the hotline's own sentences, everyday Indonesian, numbers, names and places; chosen so that few sentences hold
every phone and every pair of phones as often as possible."""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from random import Random

from speech.pronunciation import clauses, spoken
from speech.training import texts

HELD_OUT_SHARE = 16
"""One sentence in so many is never learnt from: it examines."""
QUESTIONS = ("apa", "siapa", "kapan", "di mana", "berapa", "bagaimana", "kenapa", "mengapa", "apakah", "bisa", "boleh", "kok")


def candidates(prompts: Iterable[str], drawn: int = 1500, seed: int = 8) -> list[str]:
    """Clauses, written out for a voice, each once and with its mark."""
    rng = Random(seed)
    said = [clause for prompt in prompts for clause in clauses(spoken(prompt))]
    said += [marked(text) for text in texts.sentences(("everyday.txt", "sentences.txt", "more_sentences.txt"))]
    said += [marked(texts.drawn(rng)) for _ in range(drawn)]
    said += [marked(text) for text in texts.SHORT]
    return [clause for clause in dict.fromkeys(said) if any(letter.isalpha() for letter in clause)]


def marked(text: str) -> str:
    """A line without punctuation as a prompt writes it: a capital, and a full stop or a question mark."""
    asks = text.startswith(QUESTIONS) or text.endswith((" ya", " apa", " mana", " berapa", " siapa", " kapan"))
    return text[:1].upper() + text[1:] + ("?" if asks else ".")


def held_out(clause: str) -> bool:
    """Decided by the clause alone, so that no later list can learn what examined an earlier voice."""
    letters = "".join(letter for letter in clause.lower() if letter.isalpha())
    return int.from_bytes(hashlib.sha256(letters.encode()).digest()[:4], "big") % HELD_OUT_SHARE == 0


def by_coverage(phonemes: Mapping[str, str], symbols: int) -> Sequence[str]:
    """Clauses of `phonemes` (clause -> IPA) in the order in which they add most pairs of phones for their length, until `symbols` are
    spent. Greedy and lazy: what a clause adds only shrinks while others are taken."""
    seen: Counter[tuple[str, str]] = Counter()
    line = [(-_adds(ipa, seen), clause) for clause, ipa in phonemes.items()]
    heapq.heapify(line)
    taken: list[str] = []
    while line and symbols > 0:
        promised, clause = heapq.heappop(line)
        now = -_adds(phonemes[clause], seen)
        if line and now > line[0][0] and now > promised:
            heapq.heappush(line, (now, clause))
            continue
        taken.append(clause)
        seen.update(pairwise(phonemes[clause]))
        symbols -= len(phonemes[clause])
    return taken


def _adds(ipa: str, seen: Counter[tuple[str, str]]) -> float:
    """The rarer a pair so far, the more it counts; twelve symbols are the price of a clause's beginning and end."""
    return sum(1 / (1 + seen[pair]) for pair in set(pairwise(ipa))) / (len(ipa) + 12)
