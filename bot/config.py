"""Settings, from the environment (``TOSO_*``) or a ``.env`` file. Each is described in the README."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.core.errors import OperatorError
from bot.core.waiting_clock import WaitingClock

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="TOSO_", env_file=".env", extra="ignore")

    host: str = Field(default="127.0.0.1", description="Address to listen on; 0.0.0.0 for all.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port of the web chat; 0 picks a free one.")
    data_dir: Path = Field(default=Path("data"), description="Folder of the embedded database.")
    database_url: str = Field(default="", description="A PostgreSQL; empty: SQLite in the data folder.")
    public_url: str = Field(default="", description="https address of this server; with it Telegram uses a webhook.")
    secret: SecretStr = Field(
        default=SecretStr(""), description="Key under which codes are stored; empty: a file in the data folder."
    )
    content_dir: Path = Field(default=ROOT / "content", description="Folder of guides, contacts and places.")
    locales_dir: Path = Field(default=ROOT / "locales", description="Folder of the language catalogues.")
    cache_dir: Path = Field(
        default=Path("~/.cache/toso"),
        description="Folder of what can be made again: what was learned from the content.",
    )
    telegram_token: SecretStr = Field(default=SecretStr(""), description="Bot token; empty: no Telegram.")
    telegram_api: str = Field(default="https://api.telegram.org", description="Base address of the Bot API.")
    telegram_per_second: float = Field(
        default=30, gt=0, le=1000, description="Messages a second that Telegram lets this bot send."
    )
    telegram_secret: SecretStr = Field(
        default=SecretStr(""), description="Secret of the Telegram webhook; empty: derived from the token."
    )
    request_remind_hours: float = Field(
        default=2, gt=0, le=720, description="Hours until the team is reminded of a request that nobody took."
    )
    request_leader_hours: float = Field(default=8, gt=0, le=720, description="... until its leader is told.")
    request_commune_hours: float = Field(
        default=24, gt=0, le=720, description="... until the commune is told, and the resident where else to go."
    )
    request_from_hour: int = Field(default=7, ge=0, le=23, description="Hour of the day when that clock begins.")
    request_until_hour: int = Field(
        default=21, ge=1, le=24, description="Hour of the day when that clock stops until the next day."
    )
    approve_over: int = Field(
        default=200, ge=0, description="To more people than this an announcement needs a second administrator."
    )
    announce_failures: int = Field(
        default=25, ge=1, description="So many failures in a row, and an announcement is paused."
    )
    embed_origins: str = Field(default="*", description="Sites that may embed the chat page (CSP frame-ancestors).")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("cache_dir")
    @classmethod
    def _at_home(cls, folder: Path) -> Path:
        return folder.expanduser()

    @field_validator("telegram_api")
    @classmethod
    def _without_bot(cls, url: str) -> str:
        """The library's own way to write the address ends in /bot."""
        return url.rstrip("/").removesuffix("/bot")

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, level: str) -> str:
        if level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return level.upper()

    @field_validator("request_leader_hours", "request_commune_hours")
    @classmethod
    def _after_the_one_before(cls, hours: float, others: ValidationInfo) -> float:
        before = "request_remind_hours" if others.field_name == "request_leader_hours" else "request_leader_hours"
        if hours <= others.data.get(before, 0):
            raise ValueError(f"must be more than TOSO_{before.upper()}")
        return hours

    @field_validator("request_until_hour")
    @classmethod
    def _after_the_first(cls, hour: int, others: ValidationInfo) -> int:
        if hour <= others.data.get("request_from_hour", 0):
            raise ValueError("must be later than TOSO_REQUEST_FROM_HOUR")
        return hour

    @property
    def waiting_clock(self) -> WaitingClock:
        hours = (self.request_remind_hours, self.request_leader_hours, self.request_commune_hours)
        team, leader, commune = (timedelta(hours=number) for number in hours)
        return WaitingClock(team, leader, commune, self.request_from_hour, self.request_until_hour)

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir.resolve() / 'toso.db'}"


def make_data_dir(settings: Settings) -> None:
    """For the embedded database. Raises ``OperatorError``."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorError(
            f"The folder {settings.data_dir} cannot be made ({error.strerror}). Set TOSO_DATA_DIR."
        ) from error


def read_settings() -> Settings:
    """Raises ``OperatorError`` naming the setting that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "TOSO_" + "_".join(str(part) for part in first["loc"]).upper()
        raise OperatorError(f"The setting {name} is wrong: {first['msg'].removeprefix('Value error, ')}.") from error
