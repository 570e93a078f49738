"""Prompts on disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.prompt_cache import PromptCache


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_what_was_kept_comes_back_also_to_another_process(tmp_path: Path) -> None:
    PromptCache(tmp_path, 1000).put("kokoro:a", "Selamat pagi", b"pcm")
    assert PromptCache(tmp_path, 1000).get("kokoro:a", "Selamat pagi") == b"pcm"


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_voices_and_texts_never_share_a_clip(
    tmp_path_factory: pytest.TempPathFactory, one: tuple[str, str], other: tuple[str, str]
) -> None:
    cache = PromptCache(tmp_path_factory.mktemp("cache"), 1000)
    cache.put(*one, b"pcm")
    assert (cache.get(*other) == b"pcm") is (one == other)


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: data[:10], lambda data: b"", lambda data: data + b"x"]
)
def test_a_damaged_file_is_gone_and_can_be_written_anew(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    cache = PromptCache(tmp_path, 1000)
    cache.put("v", "t", b"12345678")
    path = only_file(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get("v", "t") is None
    assert not path.exists()
    cache.put("v", "t", b"12345678")
    assert cache.get("v", "t") == b"12345678"


def test_the_least_recently_used_makes_room(tmp_path: Path) -> None:
    cache = PromptCache(tmp_path, 3 * (32 + 10))
    for age, text in ((30, "a"), (20, "b"), (10, "c")):
        before = set(tmp_path.iterdir())
        cache.put("v", text, b"0123456789")
        (path,) = set(tmp_path.iterdir()) - before
        old = path.stat().st_mtime - age
        os.utime(path, (old, old))
    assert cache.get("v", "a") is not None  # used just now, so "b" is the oldest
    cache.put("v", "d", b"0123456789")
    assert [text for text in "abcd" if cache.get("v", text)] == ["a", "c", "d"]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 3 * 42


def test_a_clip_larger_than_the_cache_is_not_kept(tmp_path: Path) -> None:
    cache = PromptCache(tmp_path, 100)
    cache.put("v", "small", b"1")
    cache.put("v", "large", bytes(200))
    assert cache.get("v", "small") == b"1"
    assert cache.get("v", "large") is None


def test_names_do_not_show_the_text_and_the_folder_is_its_owners(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    PromptCache(folder, 1000).put("v", "rahasia", b"1")
    assert "rahasia" not in only_file(folder).name
    assert folder.stat().st_mode & 0o077 == 0


def test_leftovers_of_a_killed_writer_are_swept(tmp_path: Path) -> None:
    cache = PromptCache(tmp_path, 1000)
    leftover, recent = tmp_path / "old.tmp", tmp_path / "new.tmp"
    leftover.touch()
    recent.touch()
    os.utime(leftover, (1, 1))
    cache.put("v", "t", b"1")
    assert not leftover.exists()
    assert recent.exists()


def test_a_disk_that_has_become_read_only_is_still_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = PromptCache(tmp_path, 1000)
    cache.put("v", "good", b"pcm")
    cache.put("v", "bad", b"pcm")

    def refuse(*args: object, **options: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "utime", refuse)
    assert cache.get("v", "good") == b"pcm"
    for path in tmp_path.iterdir():
        path.write_bytes(b"damaged")
    monkeypatch.setattr(Path, "unlink", refuse)
    assert cache.get("v", "bad") is None
