"""`python -m ivr.training_texts OUT`: what callers of this hotline may say, from its dialog configuration, one utterance a line: the
recogniser learns it (`make recogniser`)."""

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
    if len(sys.argv) != 2:
        sys.exit("usage: python -m ivr.training_texts OUT")
    out = Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(training_texts(load(load_settings().dialog))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
