"""Whether anything was said at all: no single sign decides (a confident decoder makes up words, a cautious one doubts real ones)."""

from __future__ import annotations

import re

from speech.decoding.readings import Decoded

NO_SPEECH, UNSURE = 0.5, -1.0
"""Nothing was said when the model says so and is unsure of its words too (as in openai/whisper, whose thresholds
are 0.6 and -1). Set on 120 synthetic noises and 219 synthetic utterances, of which none passes and
none is lost; of 120 noises drawn afresh none passes."""
LOST = -2.5
"""Mean log-probability of a token below which nothing was understood, whatever the model says about speech."""
SUSPECT_NO_SPEECH, SUSPECT = 0.3, -0.7
SUBTITLES = re.compile(
    r"terima kasih (telah|sudah|untuk|karena) (menonton|menyaksikan)|jangan lupa (like|subscribe)|"
    r"sampai jumpa di video|subtitle|amara\.org|^terima ?kasih\W*$",
    re.IGNORECASE,
)
"""What Whisper, which learned from subtitles, makes up in silence. A caller may say some of it, so it counts as silence only
where the model half suspects silence or is unsure of its words."""


def nothing_said(decoded: Decoded) -> bool:
    """Whether the best reading is empty, made up in silence, or a loop that the audio does not bear out."""
    if not decoded.readings or not re.search(r"\w", decoded.readings[0].text):
        return True
    best = decoded.readings[0]
    if best.mean < LOST or (decoded.no_speech > NO_SPEECH and best.mean < UNSURE):
        return True
    suspect = decoded.no_speech > SUSPECT_NO_SPEECH or best.mean < SUSPECT
    return suspect and (decoded.looped or SUBTITLES.search(best.text) is not None)
