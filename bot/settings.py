"""Every setting of Nayrab: defaults, then the config file (TOML), then `NAYRAB_*` variables, then the command line.

Place in the flow: read once at the edge (`bot.cli`) and handed to `bot.wiring`; nothing else reads the environment.
"""

from __future__ import annotations

import difflib
import json
import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as PydanticSettingsError

from bot.setting_groups import (
    AnswerSettings,
    CorpusSettings,
    DiscordSettings,
    EmbedderSettings,
    FetchSettings,
    LogSettings,
    ServerGroup,
    ServiceSettings,
    SplitterSettings,
)
from ingest.corpus.errors import NayrabError

PREFIX = "NAYRAB_"
_SECRETS = frozenset({"discord.token", "answer.api_key"})


class SettingsError(NayrabError):
    """A setting is unknown, or its value cannot be used."""


def default_data_dir() -> Path:
    """Return the folder for data where none is set: `$XDG_DATA_HOME/nayrab`, or `~/.local/share/nayrab`."""
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "nayrab"


def default_config_file() -> Path:
    """Return the config file that is read when it exists: `$XDG_CONFIG_HOME/nayrab/config.toml`."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "nayrab" / "config.toml"


class Settings(BaseSettings):
    """All settings, checked; build it with `load_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, env_ignore_empty=True
    )

    data_dir: Path = Field(default_factory=default_data_dir)
    discord: DiscordSettings = DiscordSettings()
    embedder: EmbedderSettings = EmbedderSettings()
    splitter: SplitterSettings = SplitterSettings()
    answer: AnswerSettings = AnswerSettings()
    server: ServerGroup = ServerGroup()
    corpus: CorpusSettings = CorpusSettings()
    fetch: FetchSettings = FetchSettings()
    service: ServiceSettings = ServiceSettings()
    log: LogSettings = LogSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file, whose values come in as keyword arguments."""
        return (env_settings, init_settings)


def load_settings(config: Path | None = None, data_dir: Path | None = None) -> Settings:
    """Read the settings; `config` must exist when given, `data_dir` wins over everything.

    Raises `SettingsError` with one sentence that names the setting, where it stands and what is known instead.
    """
    _refuse_misspelt_variables()
    file = config or _config_from_environment()
    values = _read(file) if file else {}
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise SettingsError(_sentence(error, values, file)) from None
    except PydanticSettingsError as error:
        raise SettingsError(f"A list in the environment is written like [1, 2] ({PREFIX}...): {error}.") from None
    folder = (data_dir or settings.data_dir).expanduser().absolute()
    return settings.model_copy(update={"data_dir": folder})


def as_environment(settings: Settings) -> dict[str, str]:
    """Return the variables by which another process gets the same settings, whatever config file it would find.

    The Discord token and the key of the answering model are not among them: who only ingests has no use for them.
    """
    variables = {f"{PREFIX}CONFIG": os.devnull, f"{PREFIX}DATA_DIR": str(settings.data_dir)}
    left_out: dict[str, Any] = {"discord": True, "data_dir": True, "answer": {"api_key"}}
    for group, values in settings.model_dump(mode="json", by_alias=True, exclude=left_out).items():
        for name, value in values.items():
            text = value if isinstance(value, str) else json.dumps(value)
            variables[_variable(f"{group}.{name}")] = text
    return variables


def known_settings() -> tuple[str, ...]:
    """Return every setting by its dotted name, such as `answer.max_words`."""
    names: list[str] = []
    for name, field in Settings.model_fields.items():
        group = field.annotation
        if isinstance(group, type) and issubclass(group, BaseModel):
            names.extend(f"{name}.{inner.alias or key}" for key, inner in group.model_fields.items())
        else:
            names.append(name)
    return tuple(names)


def _refuse_misspelt_variables() -> None:
    """Refuse a variable that is almost a setting's; others of our prefix may be somebody else's and are left alone."""
    groups = {name for name, field in Settings.model_fields.items() if name != "data_dir"}
    known = {_variable(name): name for name in known_settings()}
    for name in sorted(name for name in os.environ if name.startswith(PREFIX)):
        group = name.removeprefix(PREFIX).lower().partition("__")[0]
        if name in known or group in groups or name == f"{PREFIX}CONFIG":
            continue
        if close := difflib.get_close_matches(name, known, n=1, cutoff=0.85):
            raise SettingsError(f"Unknown variable {name} in the environment: the nearest known one is {close[0]}.")


def _config_from_environment() -> Path | None:
    named = os.environ.get(f"{PREFIX}CONFIG")
    if named:
        return Path(named)
    usual = default_config_file()
    return usual if usual.is_file() else None


def _read(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.expanduser().read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The config file {file} is not valid TOML: {error}.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"The config file {file} is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"The config file {file} cannot be read ({error.strerror}); check --config.") from None
    if isinstance(folder := values.get("data_dir"), str):
        values["data_dir"] = file.expanduser().absolute().parent / Path(folder).expanduser()
    return values


def _sentence(error: ValidationError, values: dict[str, Any], file: Path | None) -> str:
    first, *others = error.errors(include_url=False)
    name = ".".join(str(part) for part in first["loc"])
    where = str(file) if _stands_in(values, first["loc"]) else f"the environment ({_variable(name)})"
    more = f" ({len(others)} more settings are wrong as well)" if others else ""
    if first["type"] == "extra_forbidden":
        return f'Unknown setting "{name}" in {where}: {_nearest(name)}{more}.'
    shown = "" if name in _SECRETS or isinstance(first["input"], dict) else f" is {first['input']!r}, but"
    return f'The setting "{name}" in {where}{shown} {_demand(first["msg"])}{more}.'


def _stands_in(values: Any, place: tuple[int | str, ...]) -> bool:
    """Tell whether the file holds the offending value; where a variable is set too, the variable has won."""
    if any(_variable(".".join(map(str, place[:n]))) in os.environ for n in range(1, len(place) + 1)):
        return False
    for part in place:
        if not isinstance(values, dict):
            return True  # an element of a list, or of something that should have been a table
        if part not in values:
            return False
        values = values[part]
    return True


def _variable(name: str) -> str:
    return PREFIX + name.upper().replace(".", "__")


def _nearest(name: str) -> str:
    known = (*known_settings(), *(f for f in Settings.model_fields if f != "data_dir"))
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if not close:  # a name in the wrong group is nearest to its own last part
        last = {setting.rpartition(".")[2]: setting for setting in known}
        close = [last[n] for n in difflib.get_close_matches(name.rpartition(".")[2], last, n=1, cutoff=0.6)]
    return f'the nearest known one is "{close[0]}"' if close else "config.example.toml lists all that are known"


def _demand(message: str) -> str:
    plain = message.removeprefix("Value error, ").removeprefix("Input ").rstrip(".").split(", unable to parse")[0]
    plain = "should be a table" if plain.startswith("should be a valid dictionary") else plain
    return plain[:1].lower() + plain[1:]
