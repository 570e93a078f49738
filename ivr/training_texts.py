"""`python -m ivr.training_texts callers|hotline OUT`: what callers of this hotline may say, or what it says itself, from its dialog
configuration, one utterance a line: the recogniser (`make recogniser`) and the voice (`make voice`) learn it."""

from __future__ import annotations

import sys
from pathlib import Path

from dialog.load import load
from dialog.schema import Flows
from ivr.settings import load_settings


def training_texts(flows: Flows) -> list[str]:
    """Every example, every option of a choice and every command, each once."""
    said = [example for intent in flows.intents.values() for example in intent.examples]
    for intent in flows.intents.values():
        for slot in intent.slots:
            said += [option for options in slot.choices.values() for option in options]
            said += slot.hot_words
    said += [phrase for phrases in flows.commands.values() for phrase in phrases]
    return list(dict.fromkeys(text.lower() for text in said))


def main() -> None:
    if len(sys.argv) != 3 or sys.argv[1] not in ("callers", "hotline"):
        sys.exit("usage: python -m ivr.training_texts callers|hotline OUT")
    out = Path(sys.argv[2])
    flows = load(load_settings().dialog)
    out.parent.mkdir(parents=True, exist_ok=True)
    texts = training_texts(flows) if sys.argv[1] == "callers" else flows.fixed
    out.write_text("\n".join(" ".join(text.split()) for text in texts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
