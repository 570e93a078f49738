from __future__ import annotations

from dialog.schema import Flows
from ivr.training_texts import training_texts


def test_all_that_the_configuration_expects_to_hear_is_learned_once(shipped: Flows) -> None:
    texts = training_texts(shipped)
    assert len(texts) == len(set(texts)) and all(text == text.lower() for text in texts)
    assert {"ktp saya hilang", "petugas"} <= set(texts)
