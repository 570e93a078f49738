"""Has the teacher say the chosen clauses; a clip that lies there is not made again, so this resumes."""

from __future__ import annotations

from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

from tqdm import tqdm

from speech.voice_training.clips import clip_path, keep
from speech.voice_training.teacher import Teacher

_teacher: Teacher | None = None


def render(clauses: Sequence[str], folder: Path, teacher: tuple[str, str, str, str], workers: int) -> None:
    """One file a clause in `folder`; `teacher` is what `Teacher` takes."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(str(folder), clause) for clause in clauses if not clip_path(folder, clause).exists()]
    if not jobs:
        return
    with get_context("spawn").Pool(min(workers, len(jobs)), _open, teacher) as pool:
        for _ in tqdm(pool.imap(_render, jobs), total=len(jobs), desc="teacher", mininterval=10):
            pass


def _open(model: str, styles: str, vocabulary: str, voice: str) -> None:
    global _teacher
    _teacher = Teacher(Path(model), Path(styles), Path(vocabulary), voice)


def _render(job: tuple[str, str]) -> None:
    assert _teacher is not None
    folder, clause = job
    keep(Path(folder), clause, _teacher.speak(clause))
