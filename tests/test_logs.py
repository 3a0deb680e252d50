"""Should a secret ever reach the log, it is not in it."""

import logging

import pytest

from bot.cli.logs import Guarded

FORMATTER = Guarded("%(asctime)s %(levelname)s %(name)s %(message)s")


def line(message: str, *args: object, error: BaseException | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    return FORMATTER.format(logging.LogRecord("bot.turning", logging.ERROR, "turning.py", 1, message, args, info))


@pytest.mark.parametrize("secret", ["cccd 064123456789", "mã otp là 482913", "mật khẩu của tôi là Abc@123"])
def test_a_secret_in_a_line_is_masked(secret: str) -> None:
    assert secret.split()[-1] not in line("Turn failed on %s", secret)
    assert "●●●●" in line("Turn failed on %s", secret)


def test_a_secret_in_the_words_of_an_error_is_masked() -> None:
    written = line("Put off", error=ValueError("invalid literal: '064123456789'"))
    assert "invalid literal: '●●●●'" in written


@pytest.mark.parametrize(
    "message",
    ["Message 482913 on telegram: later (slow down)", "Telegram: cannot poll (TimedOut), again in 30 s",
     "Turn 0a1b2c3d failed (say on webchat): ValueError > run.py:41", "Port 18080 is in use by another program"],
)  # fmt: skip
def test_what_the_operator_needs_stays_with_its_time(message: str) -> None:
    assert line(message).endswith(f"ERROR bot.turning {message}")
    assert line(message)[:4].isdigit()
