"""What the page is told in words: why an entry was not saved."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.phrases import Phrase
from bot.core.phrases import text as _
from bot.core.sessions import Fault

UNREADABLE: Phrase = _("This entry could not be read. Please write it once more.")
GONE: Phrase = _("This session is no longer there.")
NOT_IN_TEAM: Phrase = _("You are no longer in this team, so nothing can be logged for it. Ask the team leader.")
WITHDRAWN: Phrase = _("This session was withdrawn meanwhile.")
CHANGED: Phrase = _("This session was changed elsewhere meanwhile. Please choose which one holds.")
TOO_LATE: Phrase = _("This session can no longer be changed by you. The team leader can.")
SIGNED_OUT: Phrase = _("The notebook is signed out. Take a new link from the chat.")
SOMEBODY_ELSE: Phrase = _("Another member is signed in here now.")
TOO_MUCH: Phrase = _("That was too much at once.")
MASKED: Phrase = _(
    "A name, a number or a password was taken out: such things are not kept, so that nobody can misuse them."
)
FOREIGN: Phrase = _("This did not come from the notebook page. Please load it again.")

FAULTS: Mapping[Fault, Phrase] = {
    Fault.TEAM: _("Choose the team."),
    Fault.NO_WORK: _("Choose what you helped with."),
    Fault.SERVICE: _("One of these services is no longer used. Choose another."),
    Fault.OUTCOME: _("One of these results is no longer used. Choose another."),
    Fault.TWICE: _("The same result stands there twice. Remove one of them."),
    Fault.PEOPLE: _("How many people were helped? From 1 to 500."),
    Fault.WORK_PEOPLE: _("A result cannot be for more people than were there."),
    Fault.PARTS: _("Elders, women, or people without a phone cannot be more than the people."),
    Fault.MINUTES: _("The length must be between 1 minute and 24 hours."),
    Fault.COMING: _("This day is still to come."),
    Fault.OLD: _("This day is too long ago: at most 62 days."),
}
