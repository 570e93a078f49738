"""The few sentences that must sound when no engine speaks: recorded by set-up, clause by clause, and again when they change."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from dialog.load import load
from dialog.schema import Flows
from dialog.templates import is_variable
from ivr.mouth import SORRY
from ivr.patience import FILLER
from ivr.pronounce import pronounce
from ivr.queue_sounds import SOUNDS
from ivr.settings import Settings
from ivr.voice import RECORDED
from speech.prompt_cache import PromptCache
from speech.reading import read
from speech.speaker import Speaker
from speech.synthesizer import SynthesizerError
from speech.voices import load_voice

RECORDED_BYTES = 64 * 1024 * 1024
_PROMPTS = (
    *("notice", "greeting", "ask_intent", "looking_up", "recognizer_failed", "lookup_failed"),
    *("transfer", "transfer_secret", "trying", "nobody", "closed", "no_agent", "goodbye"),
)
_STAMP = "made_of"
log = logging.getLogger(__name__)


def core_sentences(flows: Flows) -> tuple[str, ...]:
    """In the order in which a call needs them."""
    prompts = (getattr(flows.prompts, name) for name in _PROMPTS)
    said = (SORRY, FILLER, *prompts, *(alarm.say for alarm in flows.alarms), SOUNDS["apology"], SOUNDS["next"])
    return tuple(dict.fromkeys(text for text in said if text and not is_variable(text)))


def recordings(cache: Path) -> PromptCache:
    """Where they are; each is verified when it is read."""
    return PromptCache(cache / "core", RECORDED_BYTES)


def record_core(settings: Settings, tell: Callable[[str], None]) -> None:
    """Record all, unless they are there as they should be: by the chosen voice, or the fallback where that one cannot. They are found by
    the words that are spoken, so they are read by the agency's own words, as the hotline does. Blocks: seconds, or a minute at first.

    Raises:
        SynthesizerError: neither speaks.
        ConfigError: the configuration is not valid.
        OSError: the recordings cannot be written.
    """
    flows, recorded, stamp = load(settings.dialog, settings.overlay), recordings(settings.cache), settings.cache / "core" / _STAMP
    pronounce(flows.sayings)
    pieces = {piece.text: piece for text in core_sentences(flows) for piece in read(text) if piece.text}
    made_of = _digest(settings.voice.name, pieces)
    if _same(stamp, made_of) and all(recorded.get(RECORDED, text) is not None for text in pieces):
        return
    speakers = _speakers(settings)
    name, speaker = next(speakers)
    for number, piece in enumerate(pieces.values(), start=1):
        while True:
            try:
                recorded.put(RECORDED, piece.text, speaker.make(piece, keep=False))
                break
            except SynthesizerError as error:
                log.warning("voice %s cannot record a core sentence: %s", name, error)
                name, speaker = next(speakers)
        if number % 10 == 0 or number == len(pieces):
            tell(f"kalimat inti {number}/{len(pieces)}")
    if name == settings.voice.name:  # otherwise the next set-up tries again
        stamp.write_text(made_of, encoding="utf-8")


def _speakers(settings: Settings) -> Iterator[tuple[str, Speaker]]:
    """The chosen voice and the fallback, each loaded when it is asked for."""
    failed = SynthesizerError("no voice speaks")
    for name in (settings.voice.name, settings.voice.fallback):
        try:
            yield name, Speaker(load_voice(name, settings.cache), None)
        except SynthesizerError as error:
            log.warning("voice %s cannot record the core sentences: %s", name, error)
            failed = error
    raise failed


def _digest(voice: str, spoken: Collection[str]) -> str:
    return hashlib.sha256("\n".join((voice, *sorted(spoken))).encode()).hexdigest()


def _same(stamp: Path, made_of: str) -> bool:
    try:
        return stamp.read_text(encoding="utf-8") == made_of
    except (OSError, ValueError):
        return False
