"""`ivr voice train`: an agency's recordings -> a Coqui voice in a folder of its own, and what it is worth."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from ivr.own_voice_outcome import Judged, Outcome, card
from speech.engines.coqui import CoquiSynthesizer
from speech.pcm import from_float, write_wav
from speech.recognizer import Recognizer
from speech.synthesizer import Synthesizer
from speech.voice_training.clips import Spoken
from speech.voice_training.errors import QualityUnavailable, RecordingsError
from speech.voice_training.evaluate import Said, manner, read_back, sound_of
from speech.voice_training.frames import RATE
from speech.voice_training.own import Plan, taught, train
from speech.voice_training.quality import quality
from speech.voice_training.recordings import Recording, listed, read

AT_LEAST_S, FROM_NOTHING_S = 300.0, 1800.0
"""Of recordings to learn from: to go on from the voice that ships, and to begin from nothing."""
APART_SHARE, APART_LEAST, APART_MOST = 16, 3, 40
FAULTY_SHARE = 0.25
SAMPLES = ("Selamat pagi, ada yang bisa kami bantu?", "Nomor tiket Anda tiga dua tujuh, empat lima enam.", "Mohon tunggu sebentar.")
Teach = Callable[[str], Spoken]
Tell = Callable[[str], None]


def train_own(
    data: Path,
    out: Path,
    cache: Path,
    *,
    plan: Plan,
    start: Path | None,
    teacher: Callable[[], Teach],
    hear: Callable[[], Recognizer],
    tell: Tell,
    at_least_s: float,
) -> Outcome:
    """Train a voice and write the folder `out`, which must not exist yet. `start`: the voice's folder to go on from; None: from nothing.
    `teacher` and `hear` are loaded when they are needed. Hours; killed and begun again with the same recordings it goes on where it was.

    Raises:
        RecordingsError: `out` is there already, or the recordings cannot be used or are too few.
        SynthesizerError, RecognizerError: the finished voice cannot speak, or cannot be heard.
    """
    if out.exists():
        raise RecordingsError(f"{out} sudah ada; beri nama folder yang baru")
    good, wrong = checked(data, tell)
    apart, lessons = split(good)
    seconds = sum(one.seconds for one in lessons)
    if seconds < at_least_s:
        raise RecordingsError(
            f"{data}: rekaman yang dapat dipakai {seconds / 60:.1f} menit ({len(lessons)} berkas, {len(apart)} lagi untuk menguji); "
            f"paling sedikit {at_least_s / 60:g} menit"
        )
    work = cache / "own-voice" / _key(lessons, plan, start)
    tell(f"catatan sementara di {work}, contoh suara di {work / 'contoh'}")
    said, fast = taught(tqdm(lessons, desc="menyelaraskan", mininterval=2), work / "clips", _lazily(teacher))
    wrong += [f"{name}: terlalu cepat untuk teksnya" for name in fast]
    if not said:
        raise RecordingsError(f"{data}: tidak ada rekaman yang selaras dengan teksnya")
    with _Bars() as bars:
        train(said, plan, work, work / "voice", bars.show, lambda folder, name: _samples(folder, work / "contoh", name, cache), start)
    outcome = _judged(work / "voice", apart, hear(), cache, len(said), seconds, wrong)
    (work / "voice" / "CARD.md").write_text(card(outcome, date.today().isoformat(), from_scratch=start is None), encoding="utf-8")
    shutil.copytree(work / "contoh", work / "voice" / "contoh", dirs_exist_ok=True)
    _moved(work / "voice", out)
    shutil.rmtree(work)
    return outcome


def checked(data: Path, tell: Tell) -> tuple[list[Recording], list[str]]:
    """What can be used, and what is wrong with the rest.

    Raises:
        RecordingsError: there are no recordings, or a quarter of them is wrong: then something is wrong with all of them.
    """
    good, wrong = list[Recording](), list[str]()
    for name, path, text in tqdm(listed(data), desc="memeriksa", mininterval=2):
        found = read(path, text)
        if isinstance(found, Recording):
            good.append(found)
        else:
            wrong.append(f"{name}: {found}")
    for line in wrong:
        tell(line)
    if len(wrong) > FAULTY_SHARE * (len(good) + len(wrong)):
        raise RecordingsError(f"{data}: {len(wrong)} dari {len(good) + len(wrong)} rekaman tidak dapat dipakai: {'; '.join(wrong[:5])}")
    return good, wrong


def split(recordings: Sequence[Recording]) -> tuple[list[Recording], list[Recording]]:
    """Those kept apart to examine the voice, by the hash of their text, and those to learn from."""
    count = min(max(len(recordings) // APART_SHARE, APART_LEAST), APART_MOST, len(recordings) // 2)
    order = sorted(recordings, key=lambda one: hashlib.sha256(one.text.encode()).digest())
    return order[:count], order[count:]


def spoken_by(voice: Synthesizer, texts: Sequence[str]) -> list[Said]:
    """Each of `texts`, written out. Raises SynthesizerError."""
    return [Said(text, np.concatenate([*voice.stream(text), np.zeros(0, np.float32)]), voice.sample_rate) for text in texts]


def judged(said: Sequence[Said], recognizer: Recognizer) -> Judged:
    """Of the sentences that were kept apart."""
    try:
        score = quality([sound_of(one) for one in said], said[0].rate).overall
    except QualityUnavailable:
        score = None
    return Judged(read_back(said, recognizer).wer, manner(said), score)


def _judged(
    folder: Path, apart: Sequence[Recording], recognizer: Recognizer, cache: Path, learnt: int, seconds: float, wrong: Sequence[str]
) -> Outcome:
    voice = CoquiSynthesizer(str(folder), cache)
    theirs = judged([Said(one.text, one.samples, RATE) for one in apart], recognizer)
    ours = judged(spoken_by(voice, [one.text for one in apart]), recognizer)
    return Outcome(learnt, seconds, len(apart), tuple(wrong), theirs, ours)


def _samples(folder: Path, place: Path, name: str, cache: Path) -> None:
    place.mkdir(parents=True, exist_ok=True)
    voice = CoquiSynthesizer(str(folder), cache, threads=torch.get_num_threads())  # they are the training's too
    for number, one in enumerate(spoken_by(voice, SAMPLES), start=1):
        write_wav(place / f"{name}-{number}.wav", from_float(sound_of(one)), one.rate)


def _lazily(teacher: Callable[[], Teach]) -> Teach:
    loaded: list[Teach] = []

    def teach(text: str) -> Spoken:
        if not loaded:
            loaded.append(teacher())
        return loaded[0](text)

    return teach


def _key(lessons: Sequence[Recording], plan: Plan, start: Path | None) -> str:
    """The same for the same work: another recording, plan or start begins anew."""
    digest = hashlib.sha256(repr(plan).encode())
    for path in sorted(start.glob("*.pth")) if start else ():
        digest.update(path.read_bytes())
    for one in lessons:
        digest.update(f"{one.text}\n".encode())
        digest.update(one.samples.tobytes())
    return digest.hexdigest()[:16]


def _moved(folder: Path, out: Path) -> None:
    """Whole or not at all, also to another disk."""
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(f".{out.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(folder, beside)
    beside.rename(out)


class _Bars:
    """A progress bar a stage."""

    def __init__(self) -> None:
        self._bars: dict[tuple[str, int], tqdm[object]] = {}

    def __enter__(self) -> _Bars:
        return self

    def __exit__(self, *_: object) -> None:
        for bar in self._bars.values():
            bar.close()

    def show(self, stage: str, step: int, steps: int, losses: dict[str, float]) -> None:
        if (stage, steps) not in self._bars:
            self._bars[stage, steps] = tqdm(total=steps, desc=stage, mininterval=5)
        bar = self._bars[stage, steps]
        bar.update(step - bar.n)
        bar.set_postfix({name: f"{value:.2f}" for name, value in losses.items()}, refresh=False)
