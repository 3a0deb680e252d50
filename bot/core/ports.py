"""The narrow doors through which a handler reaches stored data. ``bot.storage`` implements them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.core.campaign_ports import Campaigns
from bot.core.facts import Rows, Scope
from bot.core.pictures import State
from bot.core.relay_ports import Groups, Relays
from bot.core.requests import Request, Wanted
from bot.core.roles import Post, Standing
from bot.core.session_ports import Confirmations, Drafts, Reminders, Sessions
from bot.core.teams import Invite, Linked, Member, Team


class Erasure(Protocol):
    async def erase(self, person_id: int) -> str:
        """Remove everything about the person, at once. The counts stay, unlinked. Gives back a receipt code."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person said to one purpose, last: yes or no, to which version of the text, and when."""

    purpose: str
    given: bool
    version: str
    at: datetime


class Consents(Protocol):
    async def of(self, person_id: int) -> Mapping[str, Consent]:
        """By purpose. What was never asked is not there, and counts as no."""

    async def record(self, person_id: int, purpose: str, *, given: bool, version: str) -> None:
        """Write down what was said. What was said before stays as evidence."""


class Questions(Protocol):
    async def keep(self, person_id: int, text: str, *, lang: str, guide: str) -> None:
        """Keep a question that could not be placed, for an editor. Only with the person's consent, and masked."""

    async def forget(self, person_id: int) -> None:
        """The person took their consent back: nothing they let us keep stays."""


class Records(Protocol):
    async def about(self, person_id: int) -> dict[str, Any]:
        """Everything that is kept about the person, as plain JSON values: ``person``, ``talk``, and a list for each
        kind of rows (``channels``, ``consents``, ``questions``, ``events``, ``received``)."""


class Teams(Protocol):
    """Who belongs where. ``by``: who does it; whether they may is asked before. Every change goes into the audit."""

    async def standing(self, person_id: int) -> Standing: ...

    async def find(self, team: int) -> Team | None: ...

    async def of_commune(self, commune: str) -> Sequence[Team]: ...

    async def make(self, by: int, commune: str, name: str) -> Team: ...

    async def set_villages(self, by: int, team: Team, villages: Sequence[str]) -> None: ...

    async def members(self, team: int) -> Sequence[Member]:
        """Those who hold a post in it now, leaders first."""

    async def admins(self, commune: str) -> Sequence[Member]:
        """Those who look after this commune; not those of the province."""

    async def of_the_province(self) -> Sequence[Member]:
        """Those who look after all of it."""

    async def member(self, post: int) -> Member | None:
        """None: the post is not held any more."""

    async def end(self, by: int, member: Member) -> bool:
        """They leave, or are removed. False: it had ended already."""

    async def hand_over(self, by: int, member: Member) -> None:
        """The member leads the team from now on; who led it stays as a member."""


class Invites(Protocol):
    """Ways into a team, and from one channel to another. A code is seen once, when it is made; after that only what was
    made of it is known."""

    async def must_wait(self, person_id: int) -> bool:
        """They gave too many wrong codes just now: whoever tries them out is not told which are right."""

    async def find(self, person_id: int, code: str) -> Invite | None:
        """What the code opens for the person who gave it. A wrong one is counted."""

    async def make(self, by: int, post: Post, *, uses: int, days: int) -> tuple[Invite, str]:
        """Gives back the code as well."""

    async def open(self, commune: str, team: int) -> Sequence[Invite]:
        """Those that can still be used."""

    async def withdraw(self, by: int, id_: int) -> None: ...

    async def join(self, person_id: int, code: str, name: str) -> Member | None:
        """Use the code once. None: nothing is left of it, or they hold that post already."""

    async def make_link(self, person_id: int) -> str:
        """A code that joins another channel to this person; the one before it is void."""

    async def link(self, person_id: int, code: str) -> Linked | None:
        """The person who gave the code and the one who made it are one from now on. None: the code is void."""


class Requests(Protocol):
    """Residents who ask for a person. ``by``: who does it; whether they may is asked before. What somebody else was
    quicker to change comes back as None or False, and nothing is changed."""

    async def served(self) -> Collection[str]:
        """The communes in which somebody is told of a request: a member of a team, or an administrator."""

    async def make(self, person_id: int, wanted: Wanted) -> Request: ...

    async def find(self, id_: int) -> Request | None: ...

    async def by_code(self, code: str) -> Request | None: ...

    async def of_person(self, person_id: int) -> Sequence[Request]:
        """What they asked for and still wait for or talk about, the latest first."""

    async def open_in(self, commune: str) -> Sequence[Request]:
        """Those that nobody has, the urgent first, then the oldest."""

    async def taken_by(self, person_id: int) -> Sequence[Request]:
        """Those they have now, the one taken last first."""

    async def take(self, by: int, request: Request, team: int) -> Request | None:
        """The first to take it has it."""

    async def decline(self, by: int, request: Request) -> Collection[int] | None:
        """They cannot. Gives back who said so since it was opened; None: they are among those already."""

    async def give_back(self, by: int, request: Request, team: int) -> Request | None:
        """Open again, for that team or the commune as a whole; only who has it can."""

    async def hand_over(self, by: int, request: Request, to: Member) -> Request | None:
        """The member has it from now on; only who has it can."""

    async def close(self, by: int, request: Request) -> Request | None:
        """Done; the telephone number goes. Only who has it can."""

    async def set_phone(self, request: Request, phone: str) -> Request | None:
        """While it is waiting."""

    async def cancel(self, request: Request) -> Request | None:
        """The resident needs nobody any more; the telephone number goes."""

    async def rate(self, request: Request, *, satisfied: bool) -> Request | None:
        """Once, when it is closed."""

    async def reopen(self, request: Request, team: int) -> Request | None:
        """Closed, and yet not done: open again."""

    async def forget_phones(self, person_id: int) -> None:
        """They took their consent back."""


class Notebook(Protocol):
    """Who may open the page that works offline."""

    async def link(self, person_id: int) -> str:
        """The secret of a link that lets one browser in, once and soon; the link before it is void."""

    async def close(self, person_id: int) -> int:
        """No browser of theirs is let in any more. Gives back how many there were."""


class AdminSite(Protocol):
    """Who is signed in on the admin site."""

    async def link(self, person_id: int) -> str:
        """The secret of a link that signs one browser in, once and soon; the link before it is void."""

    async def close(self, person_id: int) -> int:
        """They are signed out in every browser. Gives back how many there were."""


class Pictures(Protocol):
    """Of sessions: one each."""

    async def want(self, person_id: int, session: int, channel: str, ref: str) -> None:
        """Fetch what they sent there after this turn, in place of the one before it."""

    async def state(self, session: int) -> State | None:
        """None: it has none."""

    async def of(self, session: int) -> bytes:
        """As JPEG; empty while it is not kept."""

    async def drop(self, session: int) -> bool:
        """False: there was none."""


class Figures(Protocol):
    """What reports are made of. Whether who asks may see it is asked before."""

    async def rows(self, scope: Scope, *, members: bool) -> Rows:
        """``members``: what each of them did is wanted, too."""


class Ports(Protocol):
    @property
    def url(self) -> str:
        """The https address at which this bot is found; "" while it has none."""

    @property
    def teams(self) -> Teams: ...

    @property
    def invites(self) -> Invites: ...

    @property
    def sessions(self) -> Sessions: ...

    @property
    def confirmations(self) -> Confirmations: ...

    @property
    def reminders(self) -> Reminders: ...

    @property
    def drafts(self) -> Drafts: ...

    @property
    def requests(self) -> Requests: ...

    @property
    def relays(self) -> Relays: ...

    @property
    def groups(self) -> Groups: ...

    @property
    def notebook(self) -> Notebook: ...

    @property
    def admin_site(self) -> AdminSite: ...

    @property
    def pictures(self) -> Pictures: ...

    @property
    def figures(self) -> Figures: ...

    @property
    def campaigns(self) -> Campaigns: ...

    @property
    def erasure(self) -> Erasure: ...

    @property
    def consents(self) -> Consents: ...

    @property
    def questions(self) -> Questions: ...

    @property
    def records(self) -> Records: ...
