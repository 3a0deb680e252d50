"""What people are asked to agree to, and what they are told about their data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.content.model import LocalText, Model

FINGERPRINT = 6  # hexadecimal digits


class Purpose(Model):
    """One thing that is done only with consent."""

    version: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")] = Field(
        description="the day on which what is agreed to last changed"
    )
    title: LocalText
    text: LocalText = Field(description="what for, how long it is kept, that it can be taken back")

    @property
    def stamp(self) -> str:
        """The version that is written down with an answer: another one after every change of the Vietnamese words."""
        words = self.text.by_lang["vi"].encode()
        return f"{self.version}-{hashlib.sha256(words).hexdigest()[:FINGERPRINT]}"


class Consents(Model):
    """``controller``: who answers for the data, as agreed in writing; nobody is named until the operator knows."""

    controller: str | None
    notice: LocalText = Field(description="who, what is kept, what for, how long, with whom it is shared, which rights")
    questions: Purpose = Field(description="a question that could not be placed may be read by an editor")
    announcements: Purpose = Field(description="announcements of the province or commune may be sent")
    phone: Purpose = Field(description="whoever takes a request for a person may call")
    interests: Purpose = Field(description="the guides opened may be used to choose whom an announcement is for")

    @property
    def purposes(self) -> Mapping[str, Purpose]:
        """By the name under which an answer is written down."""
        return {"questions": self.questions, "phone": self.phone, "announcements": self.announcements,
                "interests": self.interests}  # fmt: skip
