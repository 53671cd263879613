"""The log: a rotating file in the data folder, and the terminal for `nayrab run` or when debugging.

Place in the flow: set up once by the command line; everything else uses `logging.getLogger(__name__)`. No token is
ever written: what is secret is handed in and blotted out wherever it turns up.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.setting_groups import LogSettings
    from bot.settings import Settings

FILE_BYTES = 1_000_000
OLD_FILES = 3
BLOT = "[secret]"
_LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_MARK = "_of_nayrab"


def log_file(data_dir: Path) -> Path:
    """Return where the log of this data folder is."""
    return data_dir / "logs" / "nayrab.log"


def set_up(settings: Settings, *, to_terminal: bool = False) -> None:
    """Send the log to the file, and to stderr too when asked or when the level is debug; may be called again."""
    take_down()
    root = logging.getLogger()
    wanted: list[logging.Handler | None] = [_file_handler(log_file(settings.data_dir))]
    if to_terminal or settings.log.level == "debug":
        wanted.append(logging.StreamHandler(sys.stderr))
    formatter = make_formatter(settings.log, secrets_of(settings))
    for handler in filter(None, wanted):
        handler.setFormatter(formatter)
        setattr(handler, _MARK, True)
        root.addHandler(handler)
    root.setLevel(settings.log.level.upper())


def take_down() -> None:
    """Stop logging to wherever `set_up` sent it."""
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if getattr(handler, _MARK, False)]:
        root.removeHandler(old)
        old.close()


def current_file() -> Path | None:
    """Return the file that the log goes to, or None where none is set up or it cannot be written."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, _QuietFile) and getattr(handler, _MARK, False):
            return Path(handler.baseFilename)
    return None


def fall_back() -> None:
    """Keep Python's own last resort from printing tracebacks; with the level debug they go to stderr."""
    is_debugging = os.environ.get("NAYRAB_LOG__LEVEL", "").lower() == "debug"
    handler = logging.StreamHandler(sys.stderr) if is_debugging else logging.NullHandler()
    setattr(handler, _MARK, True)
    logging.getLogger().addHandler(handler)


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Return every value that must not be written anywhere."""
    token = settings.discord.token
    return (token.get_secret_value(),) if token and token.get_secret_value() else ()


def make_formatter(settings: LogSettings, secrets: Iterable[str] = ()) -> logging.Formatter:
    """Return the formatter for plain lines or for JSON, one object a line."""
    return _JsonLines(secrets) if settings.as_json else _Blotting(secrets)


class _Blotting(logging.Formatter):
    """Formats as usual (with the traceback), then blots out secrets."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(_LINE)
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        line = self.compose(record)
        for secret in self._secrets:
            line = line.replace(secret, BLOT)
        return line

    def compose(self, record: logging.LogRecord) -> str:
        """Return the line before blotting."""
        return super().format(record)


class _JsonLines(_Blotting):
    def compose(self, record: logging.LogRecord) -> str:
        fields = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return json.dumps(fields, ensure_ascii=False)


class _QuietFile(logging.handlers.RotatingFileHandler):
    """A log that cannot be written (full disk, read-only folder) must not break or clutter the work it reports on."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        pass


def _file_handler(file: Path) -> logging.Handler | None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None  # `doctor` and every writing command say so; the log itself has nowhere to complain
    return _QuietFile(file, maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8", delay=True)
