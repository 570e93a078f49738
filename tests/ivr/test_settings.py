"""Settings: what is wrong is told with the line where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.settings import ROOT, SettingsError, load_settings


def written(folder: Path, text: str) -> Path:
    path = folder / "settings.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("voice:\n  name: espeak:id\n  speed: 2\n", ":3: voice.speed: ", "known here are fallback, name"),
        ("suara: {}\n", ":1: suara: ", "unknown setting"),
        ("pbx:\n  sip_port: lima\n", ":2: pbx.sip_port: ", "not a whole number"),
        ("demonstration: maybe\n", ":1: demonstration: ", "neither true nor false"),
        ("audiosocket:\n  max_calls: -1\n", ":2: audiosocket.max_calls: ", "0 or more"),
        ("pbx:\n  mode: cloud\n", ":2: pbx.mode: ", "neither embedded nor existing"),
        ("records: [a, b]\n", ":1: records: ", "one value"),
        ("\npbx: embedded\n", ":2: pbx.: ", "names and values"),
        ("- pbx\n", ":1: file: ", "names and values"),
        ("cache: a\nstate: b\ncache: c\n", ":3: cache: ", "twice"),
        ("? [a]\n: b\n", ":1: ", "unknown setting"),
        ("recognizer:\n  window: 15\n", ":2: recognizer.window: ", "neither adaptive nor full"),
        ("pbx:\n  mode: 'open\n", ":3: ", "not valid YAML"),
    ],
)
def test_errors_name_their_line(tmp_path: Path, text: str, where: str, what: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert str(caught.value).startswith(f"{path}{where}")
    assert what in str(caught.value)


def test_a_missing_file_and_a_file_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"voice: \xff\xfe\n")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(tmp_path / "bytes.yaml")


def test_values_keep_their_types_and_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAPA_AMI_SECRET", raising=False)
    settings = load_settings(written(tmp_path, "pbx: {ami_secret: '0123', sip_port: 5070}\nstate: /elsewhere\ndemonstration: false\n"))
    assert (settings.pbx.ami_secret, settings.pbx.sip_port, settings.demonstration) == ("0123", 5070, False)
    assert settings.state == Path("/elsewhere")
    assert settings.cache == ROOT / ".cache"
    assert settings.backends == ROOT / "configs" / "backends"
    assert settings.records == str(ROOT / "var/records.db")


def test_a_database_address_is_not_a_path(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, "records: postgresql://u@h/d\n")).records == "postgresql://u@h/d"


def test_the_environment_wins_for_the_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAPA_AMI_SECRET", "dari-lingkungan")
    assert load_settings(written(tmp_path, "pbx: {ami_secret: x}\n")).pbx.ami_secret == "dari-lingkungan"
    assert load_settings(written(tmp_path, "")).pbx.ami_secret == "dari-lingkungan"


def test_the_shipped_settings_load() -> None:
    assert load_settings().dialog == ROOT / "configs"
