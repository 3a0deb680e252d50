"""The key of this installation. What is stored under it cannot be guessed by whoever has the database alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.config import Settings
from bot.core.errors import OperatorError

FILE = "secret.key"


def read_key(settings: Settings) -> bytes:
    """The setting, else a file beside the database, made at the first call. Several processes need the setting."""
    if given := settings.secret.get_secret_value():
        return given.encode()
    file = settings.data_dir / FILE
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return file.read_bytes() if file.exists() else _made(file)
    except OSError as error:
        raise OperatorError(
            f"The key {FILE} cannot be kept in the folder {settings.data_dir} ({error.strerror}). "
            "Set TOSO_SECRET or TOSO_DATA_DIR."
        ) from error


def _made(file: Path) -> bytes:
    """Whoever comes first makes it, whole and for this user only; whoever comes second reads that one."""
    made = file.with_name(f".{FILE}.{os.getpid()}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(secrets.token_hex(32).encode())
    try:
        os.link(made, file)
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return file.read_bytes()
