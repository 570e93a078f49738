"""What the shipped services understand, of sentences that were written from the wishes' titles alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialog.schema import Flows
from ivr.bench.understanding import Sentences, apart, confusions, examples_of, judge, read_sentences

ROOT = Path(__file__).parents[2]
SENTENCES = ROOT / "tests" / "data" / "understanding"
HELD_OUT = read_sentences(SENTENCES / "held_out_shipped.yaml")
SECOND = read_sentences(SENTENCES / "held_out_shipped_2.yaml")


@pytest.fixture(scope="module")
def flows(shipped: Flows) -> Flows:
    return shipped


@pytest.fixture(scope="module")
def examples(flows: Flows) -> Sentences:
    return examples_of(flows)


def test_every_shipped_wish_is_held_to_eight_sentences_that_are_no_examples(flows: Flows, examples: Sentences) -> None:
    wishes = {intent.name for intent in flows.intents.values() if not intent.limit}
    assert wishes == HELD_OUT.keys() == SECOND.keys()
    assert {name: len(texts) for name, texts in apart(HELD_OUT, examples).items() if len(texts) < 8} == {}


def test_shipped_wishes_are_told_apart(flows: Flows, examples: Sentences) -> None:
    understand, sentences = flows.understander.understand, apart(HELD_OUT, examples)
    judged = judge(understand, sentences, {})
    assert sum(one.right for one in judged) >= 0.95 * len(judged), "\n".join(confusions(understand, sentences))
