"""Settings: where they come from, who wins, and what is said about wrong ones."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, SettingsError, known_settings, load_settings

EXAMPLE = Path(__file__).resolve().parents[2] / "config.example.toml"


def config(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "nayrab.toml"
    file.write_text(text, encoding="utf-8")
    return file


def complaint(tmp_path: Path, text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(config(tmp_path, text))
    return str(caught.value)


def test_without_anything_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = load_settings()
    assert settings.data_dir == tmp_path / "nayrab"
    assert settings.discord.token is None
    assert settings.answer.max_words == 165


def test_without_xdg_the_data_is_kept_below_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings().data_dir == tmp_path / ".local/share/nayrab"


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = config(tmp_path, 'data_dir = "in-file"\n[answer]\nmax_words = 50\nmodel = "extractive"')
    assert load_settings(file).data_dir == tmp_path / "in-file"
    monkeypatch.setenv("NAYRAB_DATA_DIR", str(tmp_path / "in-environment"))
    monkeypatch.setenv("NAYRAB_ANSWER__MAX_WORDS", "70")
    assert load_settings(file).data_dir == tmp_path / "in-environment"
    assert load_settings(file).answer.max_words == 70
    assert load_settings(file, tmp_path / "typed").data_dir == tmp_path / "typed"


def test_the_usual_config_file_is_read_when_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "nayrab").mkdir()
    (tmp_path / "nayrab" / "config.toml").write_text("[corpus]\nkeep_snapshots = 9", encoding="utf-8")
    assert load_settings().corpus.keep_snapshots == 9
    monkeypatch.setenv("NAYRAB_CONFIG", str(config(tmp_path, "[corpus]\nkeep_snapshots = 8")))
    assert load_settings().corpus.keep_snapshots == 8


def test_a_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAYRAB_DISCORD__TOKEN", "very-secret")
    settings = load_settings()
    assert settings.discord.token is not None
    assert settings.discord.token.get_secret_value() == "very-secret"
    assert "very-secret" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "unknown", "nearest"),
    [
        ('[embedder]\nnmae = "minilm"', "embedder.nmae", "embedder.name"),
        ("[answer]\nmax_word = 3", "answer.max_word", "answer.max_words"),
        ("max_words = 3", "max_words", "answer.max_words"),
        ("[emedder]\nthreads = 2", "emedder", "embedder"),
        ('datadir = "x"', "datadir", "data_dir"),
    ],
)
def test_an_unknown_setting_is_refused_with_the_nearest_name(
    tmp_path: Path, text: str, unknown: str, nearest: str
) -> None:
    said = complaint(tmp_path, text)
    assert f'"{unknown}"' in said
    assert f'"{nearest}"' in said
    assert str(tmp_path / "nayrab.toml") in said


def test_an_unknown_setting_that_is_near_nothing_points_to_the_list(tmp_path: Path) -> None:
    assert "config.example.toml" in complaint(tmp_path, "qqqqqqqq = 1")


def test_an_unknown_variable_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAYRAB_DISCORD__TOKN", "x")
    with pytest.raises(SettingsError, match=r'NAYRAB_DISCORD__TOKN.*"discord\.token"'):
        load_settings()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[answer]\nmax_words = "lots"', ("answer.max_words", "'lots'", "integer")),
        ("[answer]\nmax_words = 1", ("answer.max_words", "greater than or equal to 20")),
        ('[log]\nlevel = "loud"', ("log.level", "'loud'", "'debug'")),
        ('[discord]\nguilds = ["x"]', ("discord.guilds.0", "'x'")),
        ("discord = 3", ("discord", "a table")),
        ("[splitter]\npassage_tokens = 50\nsentence_tokens = 60", ("splitter", "sentence_tokens", "passage_tokens")),
        ('[discord]\napi_url = "http://discord.example"', ("discord.api_url", "this machine")),
        ('[discord]\napi_url = "http://10.0.0.1:80"', ("discord.api_url", "this machine")),
        ("[answer]\nmax_words = 1\nmodel = 3", ("1 more",)),
    ],
)
def test_a_wrong_value_is_named_with_what_it_should_be(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    said = complaint(tmp_path, text)
    assert "\n" not in said
    for word in words:
        assert word in said


def test_a_wrong_token_is_not_repeated(tmp_path: Path) -> None:
    assert "12345" not in complaint(tmp_path, "[discord]\ntoken = 12345")


def test_a_wrong_variable_is_blamed_even_where_the_file_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAYRAB_ANSWER__MAX_WORDS", "many")
    assert "NAYRAB_ANSWER__MAX_WORDS" in complaint(tmp_path, "[answer]\nmax_words = 50")


def test_a_list_that_is_none_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAYRAB_DISCORD__GUILDS", "12 and 13")
    with pytest.raises(SettingsError, match=r"\[1, 2\]"):
        load_settings()


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:9"])
def test_only_this_machine_may_stand_in_for_discord(tmp_path: Path, url: str) -> None:
    assert load_settings(config(tmp_path, f'[discord]\napi_url = "{url}"')).discord.api_url == url


def test_a_level_may_be_written_in_capitals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAYRAB_LOG__LEVEL", "DEBUG")
    assert load_settings().log.level == "debug"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"[answer\n", "not valid TOML"), (b'data_dir = "\xff\xfe"', "not UTF-8"), (None, "cannot be read")],
)
def test_a_config_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "broken.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match=words) as caught:
        load_settings(file)
    assert str(file) in str(caught.value)


def flattened(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in values.items():
        flat |= flattened(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return flat


def test_the_example_holds_the_defaults() -> None:
    assert load_settings(EXAMPLE) == load_settings()
    defaults = flattened(Settings().model_dump(mode="json", by_alias=True))
    for name, value in flattened(tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))).items():
        assert defaults[name] == value, name


def test_the_example_documents_every_setting() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    documented = set()
    group = ""
    for line in lines:
        plain = line.removeprefix("# ")
        if line.startswith("["):
            group = line.strip("[]") + "."
        elif "=" in plain and plain.split(" = ")[0].isidentifier():
            documented.add(group + plain.split(" = ")[0])
    assert documented == set(known_settings())
