"""The narrow doors to the log of sessions. See ``ports`` for the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.core.confirming import Answered
from bot.core.sessions import Draft, KeptSession, Saved, Session


class Sessions(Protocol):
    """The log. ``by``: who does it; whether they may, and whether the session holds, is asked before."""

    async def save(self, by: int, session: Session) -> Saved:
        """Once, however often it comes: its key again gives back what is kept. Who logs it is one of its members."""

    async def like(self, by: int, session: Session) -> KeptSession | None:
        """A session under another key that may be the same help."""

    async def find(self, id_: int) -> KeptSession | None: ...

    async def by_key(self, key: str) -> KeptSession | None:
        """What was saved under that key."""

    async def correct(self, by: int, id_: int, session: Session, version: int) -> KeptSession | None:
        """Put it in place of what is kept; its key stays. None: it was changed since that version, or is withdrawn."""

    async def withdraw(self, by: int, id_: int) -> bool:
        """It counts no more. False: it was withdrawn already."""

    async def of_member(self, person_id: int, first_day: date, last_day: date) -> Sequence[KeptSession]:
        """Those they helped in on these days, both included, the latest first. Not the withdrawn."""

    async def of_team(self, team: int, first_day: date, last_day: date) -> Sequence[KeptSession]:
        """Those of the whole team, likewise."""

    async def last_used(self, person_id: int) -> tuple[str, tuple[str, ...]]:
        """Village and services of the session that they logged last; nothing if they never did."""


class Confirmations(Protocol):
    """What residents say of sessions they were helped in. A code is seen once, when it is made."""

    async def open(self, session: int) -> str:
        """A code for it, good for a day; those made before stay good."""

    async def session(self, code: str) -> KeptSession | None:
        """What the code opens now. A wrong one is counted by ``Invites.find``, which is asked next."""

    async def answer(self, person_id: int, session: int, *, right: bool) -> Answered: ...

    async def thank(self, person_id: int, session: int) -> bool:
        """Once, if they confirmed it."""


LOG, MONTHLY, WEEKLY = "log", "month", "week"
"""What people can choose to be sent by itself: to log what help was given, on days without an entry; the report of the
month that is over; what needs attention, on Mondays."""


class Reminders(Protocol):
    """For who chose them, at an hour of the day in Vietnam."""

    async def hour(self, person_id: int, about: str = LOG) -> int | None: ...

    async def choose(self, person_id: int, hour: int, about: str = LOG) -> None: ...

    async def stop(self, person_id: int, about: str = "") -> bool:
        """That one; or, "", all of them. False: there was none."""


class Drafts(Protocol):
    """Sessions that are not saved yet. Only whose draft it is finds it."""

    async def keep(self, person_id: int, session: Session, *, corrects: int = 0, version: int = 0) -> Draft: ...

    async def find(self, person_id: int, id_: int) -> Draft | None:
        """None: it was saved or dropped, or is too old, or it is not theirs."""

    async def change(self, person_id: int, draft: Draft) -> None: ...

    async def drop(self, person_id: int, id_: int) -> None: ...
