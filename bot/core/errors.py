"""A small tree of errors, each for somebody: the resident, the delivery, the editor, the operator."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path

from bot.core.messages import Button
from bot.core.phrases import Phrase


class TosoError(Exception):
    """Anything of ours that can go wrong."""


def where(error: BaseException) -> str:
    """Its type and the way it came, for the log. Not its message: that may quote what a person wrote."""
    way = traceback.extract_tb(error.__traceback__)
    return " > ".join([type(error).__name__, *(f"{Path(step.filename).name}:{step.lineno}" for step in way)])


class Answerable(TosoError):
    """Raised by a handler that has words for the resident; the turn ends with them instead of an apology."""

    def __init__(self, words: Phrase, *buttons: Button) -> None:
        super().__init__(str(words))
        self.words, self.buttons = words, buttons


class DeliveryError(TosoError):
    """A message did not get through.

    ``permanent``: never try this message again. ``retry_after``: seconds the platform asked us to wait.
    ``unreachable``: the person cannot be written to at all (blocked us, left). ``whole_lane``: the platform is telling
    the whole bot to slow down, not only this chat. ``doubtful``: it may have arrived all the same, or a part of it.
    """

    def __init__(
        self, reason: str, *, permanent: bool = False, retry_after: float | None = None,
        unreachable: bool = False, whole_lane: bool = False, doubtful: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(reason)
        self.permanent = permanent or unreachable
        self.retry_after = retry_after
        self.unreachable = unreachable
        self.whole_lane = whole_lane
        self.doubtful = doubtful


class NotHere(DeliveryError):
    """The person is not connected just now; the message waits until they come back."""

    def __init__(self) -> None:
        super().__init__("not connected")


class ContentError(TosoError):
    """A fault in a file that a person edits: which file, which field, what is wrong and what to do."""

    def __init__(self, file: Path, field: str, reason: str) -> None:
        super().__init__(f"{file}: {field}: {reason}" if field else f"{file}: {reason}")
        self.file, self.field, self.reason = file, field, reason


class ContentFaults(TosoError):
    """All the faults found in one reading of the content folder."""

    def __init__(self, faults: Sequence[ContentError]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class OperatorError(TosoError):
    """Something only the operator can mend. The message says what happened and what to do."""
