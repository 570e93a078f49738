from __future__ import annotations

from dialog.load import load
from ivr.settings import ROOT
from ivr.training_texts import training_texts


def test_all_that_the_configuration_expects_to_hear_is_learned_once() -> None:
    flows = load(ROOT / "configs")
    texts = training_texts(flows)
    assert len(texts) == len(set(texts)) and all(text == text.lower() for text in texts)
    assert {"ktp saya hilang", "petugas"} <= set(texts)
