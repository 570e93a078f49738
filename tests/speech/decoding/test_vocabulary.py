from __future__ import annotations

import re
from pathlib import Path

import pytest

from speech.decoding.vocabulary import Vocabulary
from speech.recognizer import RecognizerError
from speech.weights import resolve

FOLDER = resolve("whisper-base", Path(__file__).parents[3] / ".cache").folder


@pytest.fixture(scope="module", params=[True, False], ids=["plain", "all"])
def vocabulary(request: pytest.FixtureRequest) -> Vocabulary:
    return Vocabulary(FOLDER, plain=request.param)


def test_indonesian_comes_back(vocabulary: Vocabulary) -> None:
    text = "saya mau mengurus akta kelahiran di kecamatan cibeunying kidul"
    tokens = vocabulary.encode(text)
    assert tokens is not None
    assert vocabulary.decode(tokens) == text
    words = vocabulary.words(tokens)
    assert [word for word, _ in words] == text.split()
    assert [token for _, where in words for token in tokens[where]] == list(tokens)


def test_other_scripts_did_not_stay(vocabulary: Vocabulary) -> None:
    assert vocabulary.encode("привет") is None


def test_plain_vocabularies_hold_lower_case_words_alone() -> None:
    plain, everything = Vocabulary(FOLDER, plain=True), Vocabulary(FOLDER, plain=False)
    assert plain.encode("KTP 32.") is None
    assert everything.encode("KTP 32.") is not None
    assert not plain.matching(re.compile(r"Ġ?[A-Z0-9.,]+"))
    assert plain.size < everything.size < 52_000 / 2


def test_only_text_and_its_end_can_be_generated(vocabulary: Vocabulary) -> None:
    allowed = set(range(vocabulary.size)) - set(vocabulary.unspoken)
    assert vocabulary.text_end not in allowed
    assert not allowed & set(vocabulary.prompt)
    assert len(allowed) == vocabulary.text_end + 1


def test_a_folder_without_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecognizerError, match=re.escape("tokenizer.json")):
        Vocabulary(tmp_path, plain=True)
