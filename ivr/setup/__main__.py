"""The Python half of set-up: torchaudio, weights, Asterisk. Progress on standard output, one line a step."""

from __future__ import annotations

import sys

from ivr.settings import SettingsError, load_settings
from ivr.setup import torchaudio
from speech.weights import ModelUnavailable, kokoro_files, resolve
from telephony.pbx.fetch import PbxError, fetch


def say(line: str) -> None:
    sys.stdout.write(f"[set-up] {line}\n")
    sys.stdout.flush()


def main() -> int:
    try:
        settings = load_settings()
        say("3/6 torchaudio without CUDA")
        torchaudio.main()
        say("4/6 recogniser weights (joined, checked, merged with the adapter)")
        resolve(settings.recognizer.model, settings.cache)
        say("5/6 voice weights (joined, checked)")
        kokoro_files(settings.cache)
        say("6/6 Asterisk")
        if settings.pbx.mode == "embedded":
            fetch(settings.cache, lambda line: say(f"    {line}"))
    except (SettingsError, ModelUnavailable, PbxError, OSError) as error:
        sys.stderr.write(f"set-up failed: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
