"""The Python half of set-up: torchaudio, weights, recordings, Asterisk, the web phone. Progress on standard output, one line a step."""

from __future__ import annotations

import sys

from dialog.load import ConfigError
from ivr.core_prompts import record_core
from ivr.settings import SettingsError, load_settings
from ivr.setup import torchaudio, web_phone
from speech.synthesizer import SynthesizerError
from speech.weights import ModelUnavailable, kokoro_files, resolve
from telephony.pbx.fetch import PbxError, fetch


def say(line: str) -> None:
    sys.stdout.write(f"[set-up] {line}\n")
    sys.stdout.flush()


def main() -> int:
    try:
        settings = load_settings()
        say("3/8 torchaudio without CUDA")
        torchaudio.main()
        say("4/8 recogniser weights (joined, checked, merged with the adapter)")
        resolve(settings.recognizer.model, settings.cache)
        say("5/8 voice weights (joined, checked)")
        kokoro_files(settings.cache)
        say("6/8 core sentences (recorded for the time when no voice speaks)")
        try:
            record_core(settings, lambda line: say(f"    {line}"))
        except (SynthesizerError, ConfigError) as error:  # the hotline does without: callers then go to the agents unannounced
            sys.stderr.write(f"warning: no recordings of the core sentences: {error}\n")
        say("7/8 Asterisk")
        if settings.pbx.mode == "embedded":
            fetch(settings.cache, lambda line: say(f"    {line}"))
        say("8/8 Web phone (JsSIP, bundled)")
        try:
            web_phone.build(settings.cache)
        except web_phone.WebPhoneUnavailable as error:  # the hotline does without: agents have desk phones
            sys.stderr.write(f"warning: no web phone: {error}\n")
    except (SettingsError, ModelUnavailable, PbxError, OSError) as error:
        sys.stderr.write(f"set-up failed: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
