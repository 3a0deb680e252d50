"""What happened in a turn, for the counts. Noun and past participle; no words of the person in any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    @property
    def type(self) -> str:
        return type(self).__name__

    def data(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class TalkStarted(Event):
    payload: str = ""


@dataclass(frozen=True, slots=True)
class PlaceChosen(Event):
    place: str
    how: str  # "typed", "pressed" or "location"


@dataclass(frozen=True, slots=True)
class LanguageChosen(Event):
    lang: str


@dataclass(frozen=True, slots=True)
class AddressChosen(Event):
    called: str


@dataclass(frozen=True, slots=True)
class GuideOpened(Event):
    guide: str


@dataclass(frozen=True, slots=True)
class GuideResumed(Event):
    guide: str
    step: str


@dataclass(frozen=True, slots=True)
class StepDone(Event):
    guide: str
    step: str


@dataclass(frozen=True, slots=True)
class StuckReported(Event):
    guide: str
    step: str


@dataclass(frozen=True, slots=True)
class TroubleNamed(Event):
    guide: str
    step: str
    trouble: str


@dataclass(frozen=True, slots=True)
class GuideFinished(Event):
    guide: str


@dataclass(frozen=True, slots=True)
class GuideRated(Event):
    guide: str
    helped: bool


@dataclass(frozen=True, slots=True)
class PersonAsked(Event):
    guide: str = ""
    step: str = ""
    lang: str = ""  # "jra" or "bdq": a speaker of it is wished for


@dataclass(frozen=True, slots=True)
class GuessesOffered(Event):
    guides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionNotUnderstood(Event):
    guide: str = ""


@dataclass(frozen=True, slots=True)
class QuestionKept(Event):
    guide: str = ""


@dataclass(frozen=True, slots=True)
class InquiryAnswered(Event):
    guide: str
    inquiry: str  # "fee", "where", "papers", "takes" or "who"


@dataclass(frozen=True, slots=True)
class EmergencyAnswered(Event):
    emergency: str


@dataclass(frozen=True, slots=True)
class SecretMasked(Event):
    kinds: tuple[str, ...]  # "id_number", "otp", "card_number", "account_number", "password"


@dataclass(frozen=True, slots=True)
class ScamChecked(Event):
    signs: tuple[str, ...]  # ids of scam.yaml; none: nothing usual was seen


@dataclass(frozen=True, slots=True)
class OldButtonPressed(Event):
    action: str


@dataclass(frozen=True, slots=True)
class TalkStopped(Event):
    pass


@dataclass(frozen=True, slots=True)
class ConsentAnswered(Event):
    purpose: str
    given: bool


@dataclass(frozen=True, slots=True)
class DataShown(Event):
    pass


@dataclass(frozen=True, slots=True)
class DataErased(Event):
    pass


@dataclass(frozen=True, slots=True)
class PersonLeft(Event):
    pass


@dataclass(frozen=True, slots=True)
class TeamMade(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class VillagesChanged(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class InviteMade(Event):
    role: str
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class MemberJoined(Event):
    role: str
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class MemberLeft(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class MemberRemoved(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class LeaderChanged(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class ChannelsLinked(Event):
    pass


@dataclass(frozen=True, slots=True)
class SessionLogged(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class SessionCorrected(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class SessionWithdrawn(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class SessionConfirmed(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class SessionDisputed(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class ThanksSent(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class MessageRelayed(Event):
    commune: str
    team: int
    by: str  # "resident" or "member"
    what: str = "words"  # "picture", "voice", "file", "position"; "copy": by the platform; "refused": not passed on


@dataclass(frozen=True, slots=True)
class RelayPaused(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class RelayResumed(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class GroupLinked(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class GroupParted(Event):
    commune: str
    team: int


@dataclass(frozen=True, slots=True)
class TurnFailed(Event):
    error: str  # the id under which the fault is in the log
